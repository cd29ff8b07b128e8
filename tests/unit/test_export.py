"""JSON, .npz and the script predict what the page predicts, to 1e-12, without Chalknet."""

import ast
import io
import json
import subprocess
import sys

import numpy as np
import pytest

from chalknet.export import KINDS, ExportError, export
from export_cases import (
    CASES,
    FEW,
    exported,
    lab_of,
    layers,
    made_of,
    predictions,
    text_of,
    trained,
)

MAKE = {
    "column": lambda a: a,
    "square": lambda a: a**2,
    "product": lambda a, b: a * b,
    "sine": np.sin,
}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


# Written once more, from the formulas alone
ACTIVATIONS = {
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": lambda z: z * (z > 0),
    "linear": lambda z: z,
    "leaky_relu": lambda z: z * np.where(z > 0, 1, 0.01),
    "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "gelu": lambda z: 0.5 * z * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3))),
    "swish": lambda z: z * sigmoid(z),
    "softmax": softmax,
}


def by_hand(about, weights, columns):
    """A network from its JSON alone: what somebody else would write in another language."""
    rows = []
    for one in about["inputs"]:
        picked = [columns[i] for i in one["columns"]]
        if one["kind"] == "is":
            raw = (picked[0] == one["category"]) * 1.0
        else:
            raw = MAKE[one["kind"]](*picked)
        rows.append((raw - one["mean"]) / one["unit"])
    A = np.array(rows)
    for activation, W, b in weights:
        A = ACTIVATIONS[activation](np.array(W) @ A + np.array(b).reshape(-1, 1))
    return A * about["target"]["unit"] + about["target"]["mean"]


def close(got, wanted, tolerance=1e-12):
    size = max(1, np.max(np.abs(wanted)))
    return np.shape(got) == np.shape(wanted) and np.max(np.abs(got - wanted)) <= tolerance * size


@pytest.mark.parametrize("name", CASES)
def test_json(name):
    lab = trained(name)
    about = made_of(lab, "json")
    weights = [(layer["activation"], layer["W"], layer["b"]) for layer in about["layers"]]
    for layer, (_, W, b) in zip(lab.network.layers, weights, strict=True):
        assert np.array_equal(layer.W, W)  # every digit
        assert np.array_equal(layer.b[:, 0], b)
    assert close(by_hand(about, weights, lab.samples.shown), predictions(lab))
    assert about["chalknet"] == 1
    assert about["experiment"] == lab.settings
    assert about["epoch"] == 3
    assert about["cost"] == lab.look()["cost"]
    assert len(about["columns"]) == len(lab.samples.shown)
    assert len(about["outputs"]) == len(lab.samples.y)


@pytest.mark.parametrize("name", CASES)
def test_npz(name):
    lab = trained(name)
    with np.load(io.BytesIO(exported(lab, "npz")), allow_pickle=False) as file:
        about = json.loads(str(file["about"]))
        weights = [
            (activation, file[f"W{i}"], file[f"b{i}"])
            for i, activation in enumerate(about["activations"], 1)
        ]
        assert np.array_equal(file["mean"], lab.samples.inputs.mean)
        assert np.array_equal(file["unit"], lab.samples.inputs.unit)
    assert all(W.dtype == b.dtype == np.float64 for _, W, b in weights)
    assert close(by_hand(about, weights, lab.samples.shown), predictions(lab))


def loaded(text):
    names = {"__name__": "somebody's"}
    exec(compile(text, "script.py", "exec"), names)
    return names


@pytest.mark.parametrize("name", CASES)
def test_script(name):
    lab = trained(name)
    text = text_of(lab, "script")
    module = loaded(text)
    assert close(module["predict"](lab.samples.shown), predictions(lab))
    assert close(module["predict"](lab.samples.shown.tolist()), predictions(lab))
    m = lab.samples.shown.shape[1]
    assert module["SAMPLES"].shape[1] == (m if m <= 200 else 20)
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)]
    assert [alias.name for node in imported for alias in node.names] == ["numpy"]
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(ast.parse(text)))


@pytest.mark.parametrize("name", FEW)
def test_running_the_script_prints_the_predictions(name, tmp_path):
    lab = trained(name)
    path = tmp_path / export(lab, "script")["name"]
    path.write_bytes(exported(lab, "script"))
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-X", "utf8", path],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    said = [line.rpartition(" -> ")[2].split(", ") for line in done.stdout.splitlines()]
    wanted = predictions(lab)
    m = wanted.shape[1]
    assert len(said) == (m if m <= 200 else 20)
    read = lab.look()["read"]
    for i, (*words, number) in enumerate(said):
        if words:
            assert ", ".join(words) == lab.dataset.classes[read[i]]
        assert close(float(number), np.max(wanted[:, i]))  # one output, or the largest


@pytest.mark.parametrize("name", FEW)
def test_the_script_is_clean_code(name):
    text = text_of(trained(name), "script")
    check = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet"]
    rules = ["--select", "E,F,W,NPY", "--ignore", "E501", "-"]
    done = subprocess.run([*check, *rules], input=text, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("", "")
    assert max(len(line) for line in text.splitlines()) <= 120


def test_the_script_of_xor_word_for_word():
    """Short enough to read whole. Weights set by hand, so that the numbers are those of here."""
    lab = lab_of({"layers": layers("1 relu, 1 linear"), "loss": "squared_error"}, epochs=0)
    first, second = lab.network.layers
    first.W, first.b = np.array([[1.0, -0.1]]), np.array([[0.5]])
    second.W, second.b = np.array([[2.0]]), np.array([[1 / 3]])
    assert text_of(lab, "script") == WORD_FOR_WORD.replace("COST", f"{lab.look()['cost']:.4g}")


WORD_FOR_WORD = '''\
"""XOR: a neural network, trained for 0 epochs, cost COST.

Made with Chalknet. It needs NumPy and nothing else: run it to see what it predicts,
and call predict(columns) for samples of your own.
"""

import numpy as np


COLUMNS = ["x₁", "x₂"]
CLASSES = ["0", "1"]


def relu(x):
    return np.maximum(x, 0)


def linear(x):
    return x


# Every layer: W (neurons, inputs), b (neurons, 1), activation
LAYERS = [
    (
        np.array([[1.0, -0.1]]),
        np.array([[0.5]]),
        relu,
    ),
    (
        np.array([[2.0]]),
        np.array([[0.3333333333333333]]),
        linear,
    ),
]


def predict(columns):
    """columns (2, samples) -> (1, samples): one column is one sample."""
    columns = np.asarray(columns, dtype=float)
    A = columns
    for W, b, activation in LAYERS:
        A = activation(np.dot(W, A) + b)  # (neurons, samples)
    return A


# The samples that it learnt from
SAMPLES = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


if __name__ == "__main__":
    outputs = predict(SAMPLES)
    for sample, output in zip(SAMPLES.T, outputs.T):
        said = ", ".join(str(cell) for cell in sample)
        print(f"{said} -> {CLASSES[int(output[0] > 0.5)]}, {output[0]}")
'''


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FEW)
def test_the_same_bytes_every_time(name, kind):
    one, two = export(trained(name), kind), export(trained(name), kind)
    assert one["data"].dtype == np.uint8
    assert np.array_equal(one["data"], two["data"])
    assert (one["name"], one["mime"]) == (two["name"], two["mime"])


def test_names_of_the_files():
    lab = lab_of({"data": {"name": "regression_plane"}}, epochs=0)
    endings = {"json": "json", "npz": "npz", "script": "py", "notebook": "ipynb", "onnx": "onnx"}
    names = {kind: export(lab, kind)["name"] for kind in KINDS}
    wanted = {k: f"chalknet-regression-plane.{e}" for k, e in endings.items()}
    assert names == wanted | {"json": "chalknet-regression-plane-network.json"}


def test_an_export_that_is_not_there():
    with pytest.raises(ExportError, match=r"There is no export named 'pdf'. There are: json, npz"):
        export(lab_of({}, epochs=0), "pdf")


@pytest.mark.parametrize("kind", KINDS)
def test_exporting_changes_nothing(kind):
    lab, other = trained("circle" if "circle" in CASES else "tanh"), trained("tanh")
    export(lab, kind)
    lab.train(6)
    other.train(6)
    assert lab.network.costs == other.network.costs


def test_the_script_takes_categories_by_their_names_too():
    """As its docstring says; a name that is none is refused in a sentence."""
    lab = trained("penguins")
    text = text_of(lab, "script")
    assert "CATEGORIES tells which, counting from 0." in ast.get_docstring(ast.parse(text))
    names = {"__name__": "imported"}
    exec(compile(text, "script", "exec"), names)
    shown = lab.samples.shown[:, :5]
    told = [
        [known[int(cell)] for cell in row] if known else list(row)
        for row, known in zip(shown, names["CATEGORIES"], strict=True)
    ]
    assert any(isinstance(cell, str) for row in told for cell in row)
    np.testing.assert_array_equal(names["predict"](told), names["predict"](shown))
    told[[isinstance(row[0], str) for row in told].index(True)][0] = "Atlantis"
    with pytest.raises(ValueError, match=r"must be one of \[.*\]\. Got 'Atlantis' instead\."):
        names["predict"](told)
    assert "categories" not in ast.get_docstring(ast.parse(text_of(trained("iris"), "script")))
