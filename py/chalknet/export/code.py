"""Pieces of Python that the script and the notebook share."""

import numpy as np

from chalknet.export.literals import comment, listed, matrix, plain

SEEN = 8  # columns: so many are printed with each sample

MADE = {
    "column": "columns[{0}]",
    "square": "np.square(columns[{0}])",
    "product": "columns[{0}] * columns[{1}]",
    "sine": "np.sin(columns[{0}])",
    "is": "columns[{0}] == {category}",
}


def names(told):
    """What the columns and the classes are called."""
    text = f"COLUMNS = {listed(told.columns)}\n"
    if any(told.categories):
        text += "# The names that 0, 1, ... stand for in a column; None: it holds numbers\n"
        rows = ["None" if one is None else listed(one, 4) for one in told.categories]
        text += "CATEGORIES = [\n" + "".join(f"    {row},\n" for row in rows) + "]\n"
    if told.classes:
        text += f"CLASSES = {listed(told.classes)}\n"
    return text.rstrip()


def scaling(told):
    """The numbers that inputs(columns) scales by, and those for a wanted number."""
    text = ""
    if told.is_scaled():
        text += "# Of every input: x = (raw - MEAN) / UNIT\n"
        text += f"MEAN = np.array({matrix(told.inputs.mean)})\n"
        text += f"UNIT = np.array({matrix(told.inputs.unit)})\n"
    if told.target_is_scaled():
        name = plain(told.outputs[0])
        text += comment(f"Of {name}: the network learns ({name} - Y_MEAN) / Y_UNIT") + "\n"
        text += f"Y_MEAN, Y_UNIT = {told.target.mean!r}, {told.target.unit!r}\n"
    return text.rstrip()


def inputs(told):
    """The function inputs(columns), if the network does not get the columns as they are."""
    if told.takes_columns_as_they_are() and not told.is_scaled():
        return ""
    parts = told.inputs.parts
    text = (
        "def inputs(columns):\n"
        f'    """columns ({len(told.columns)}, samples) -> x ({len(parts)}, samples)"""\n'
    )
    made = "columns"
    if not told.takes_columns_as_they_are():
        made = "raw"
        text += "    raw = np.array(\n        [\n"
        for part in parts:
            row = MADE[part.kind].format(*part.columns, category=part.category)
            text += f"            {row},  # {plain(part.title)[:50]}\n"
        text += "        ],\n        dtype=float,\n    )\n"
    return text + ("    return " + (f"({made} - MEAN) / UNIT" if told.is_scaled() else made))


def printing(told, samples):
    """Lines that print each of `samples` and its prediction, as people know them."""
    lines = [f"outputs = predict({samples})"]
    if len(told.columns) > SEEN:
        lines += ["for i, output in enumerate(outputs.T):", '    said = f"sample {i + 1}"']
    else:
        lines += [f"for sample, output in zip({samples}.T, outputs.T):"]
        cells = "sample"
        if any(told.categories):
            lines += ["    cells = [", "        names[int(cell)] if names else cell"]
            lines += ["        for cell, names in zip(sample, CATEGORIES)", "    ]"]
            cells = "cells"
        lines += [f'    said = ", ".join(str(cell) for cell in {cells})']
    if told.classes and len(told.outputs) > 1:
        lines += ["    best = np.argmax(output)"]
        lines += ['    print(f"{said} -> {CLASSES[best]}, {output[best]}")']
    elif told.classes:
        lines += ['    print(f"{said} -> {CLASSES[int(output[0] > 0.5)]}, {output[0]}")']
    else:
        lines += ['    print(f"{said} -> {output[0]}")']
    return "\n".join(lines)


def numbers(values, indent=0):
    """A matrix as text; whole numbers without their point, as the article has them."""
    if np.all((np.abs(values) < 1e9) & (values == np.round(values))):
        values = values.astype(int)
    return matrix(values, indent)
