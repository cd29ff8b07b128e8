"""The numbers alone: as JSON for any language, as .npz for NumPy."""

import io
import json
import zipfile

import numpy as np


def as_json(told):
    plainly(told)
    layers = [
        {"activation": activation, "W": W.tolist(), "b": b[:, 0].tolist()}
        for activation, W, b in told.layers
    ]
    rows = [f'"{key}": {text(value)}' for key, value in about(told).items()]
    rows.append('"layers": [\n  ' + ",\n  ".join(text(layer) for layer in layers) + "\n ]")
    return "{\n " + ",\n ".join(rows) + "\n}\n"


def npz(told):
    """W1, b1, W2, ..., mean and unit of the inputs, and what they are, as JSON, in `about`."""
    plainly(told)
    arrays = {}
    for i, (_, W, b) in enumerate(told.layers, 1):
        arrays |= {f"W{i}": W, f"b{i}": b}
    arrays |= {"mean": told.inputs.mean, "unit": told.inputs.unit}
    told_by_words = {**about(told), "activations": told.activations}
    told_by_words["experiment"] = without_table(told.settings)
    arrays["about"] = np.array(text(told_by_words))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")  # dated 1980: the same bytes every time
            entry.compress_type = zipfile.ZIP_DEFLATED
            one = io.BytesIO()
            np.lib.format.write_array(one, array, allow_pickle=False)
            archive.writestr(entry, one.getvalue())
    return buffer.getvalue()


def without_table(settings):
    """An own table would be most of the file, and json has it."""
    return settings | {"data": {k: v for k, v in settings["data"].items() if k != "text"}}


def text(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def about(told):
    """Columns -> inputs: raw by kind, then (raw - mean) / unit. Outputs: back by the target's."""
    mean, unit = told.inputs.mean[:, 0].tolist(), told.inputs.unit[:, 0].tolist()
    inputs = [
        {
            "title": part.title,
            "kind": part.kind,  # of its columns: the column, its square, sine, their product, or is
            "columns": list(part.columns),
            "category": part.category,
            "mean": one_mean,
            "unit": one_unit,
        }
        for part, one_mean, one_unit in zip(told.inputs.parts, mean, unit, strict=True)
    ]
    return {
        "chalknet": 1,
        "experiment": told.settings,
        "epoch": told.epoch,
        "costs": told.lab.network.costs,
        "test_costs": told.lab.test_costs[: told.epoch],
        "cost": told.cost,
        "columns": [
            {"name": name, "categories": categories}
            for name, categories in zip(told.columns, told.categories, strict=True)
        ],
        "inputs": inputs,
        "outputs": told.outputs,
        "classes": told.classes,
        "target": {"mean": told.target.mean, "unit": told.target.unit},
    }


def plainly(told):
    """Only numbers go along, so they must say it all: A = activation(W . A1 + b)."""

    def predict(columns):
        A = told.inputs(columns)
        for act, (W, b) in zip(told.functions(), told.weights, strict=True):
            A = act(np.dot(W, A) + b)
        return told.target.back(A)

    told.compare(predict)
