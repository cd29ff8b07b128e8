"""From the columns of a data set to the inputs of a network, and from its outputs back.

    columns (columns, samples), as people know them     5.1 cm, "red", (x1, x2)
      -> parts: a column itself, a square, a product, a sine, or "is it red?" as 0 or 1
      -> scaled: (part - mean) / unit
    x (inputs, samples), what the network gets
"""

from dataclasses import dataclass

import numpy as np

# What can be made of columns a (and b)
KINDS = {
    "column": lambda a: a,
    "square": np.square,
    "product": np.multiply,
    "sine": np.sin,
}

# Inputs of a plane beside x1 and x2, as in TensorFlow Playground: name, title, kind, columns
PLANE = [
    ("x1", "x₁", "column", (0,)),
    ("x2", "x₂", "column", (1,)),
    ("x1_squared", "x₁²", "square", (0,)),
    ("x2_squared", "x₂²", "square", (1,)),
    ("x1_x2", "x₁x₂", "product", (0, 1)),
    ("sin_x1", "sin x₁", "sine", (0,)),
    ("sin_x2", "sin x₂", "sine", (1,)),
]


@dataclass(frozen=True)
class Input:
    """One row of x."""

    id: str  # the feature it belongs to
    title: str
    kind: str  # of KINDS, or "is"
    columns: tuple
    category: int = None  # for "is": 1 where the column holds this category, else 0

    def __call__(self, columns):
        """columns (columns, samples) -> (samples,)"""
        if self.kind == "is":
            return (columns[self.columns[0]] == self.category).astype(float)
        return KINDS[self.kind](*(columns[i] for i in self.columns))


class Inputs:
    """inputs(columns) -> x. `mean` and `unit` (inputs, 1) are those of the training samples."""

    def __init__(self, parts, columns, scaled=False):
        self.parts = parts
        self.mean, self.unit = np.zeros((len(parts), 1)), np.ones((len(parts), 1))
        if not scaled:
            return
        raw = self.raw(columns)
        for row, part in enumerate(parts):
            spread = np.std(raw[row])
            if part.kind != "is" and spread > 0:  # what never changes stays as it is
                self.mean[row], self.unit[row] = np.mean(raw[row]), spread

    def __call__(self, columns):
        return (self.raw(columns) - self.mean) / self.unit

    def raw(self, columns):
        """The parts as they are, not yet scaled: (inputs, samples)."""
        return np.array([part(columns) for part in self.parts], dtype=float)

    @property
    def titles(self):
        return [part.title for part in self.parts]


class Target:
    """A wanted number, scaled likewise for training; target.back(outputs) is in its own unit."""

    def __init__(self, y=None):
        self.mean, self.unit = 0.0, 1.0
        if y is not None and np.std(y) > 0:
            self.mean, self.unit = float(np.mean(y)), float(np.std(y))

    def __call__(self, y):
        return (y - self.mean) / self.unit

    def back(self, outputs):
        return outputs * self.unit + self.mean


def offered(dataset):
    """The features to choose from: {id: title}. Images have none: they are taken whole."""
    if dataset.image:
        return {}
    if dataset.plane:
        return {name: title for name, title, *_ in PLANE}
    return {name: name for name in dataset.columns}


def usual(dataset):
    """The features that are taken where nothing is said."""
    return ["x1", "x2"] if dataset.plane else "all"


def parts(dataset, features):
    """The inputs that the chosen features come to, in the order in which they are offered."""
    rows = PLANE if dataset.plane else [row(dataset, i) for i in range(len(dataset.columns))]
    taken = [row for row in rows if features == "all" or row[0] in features]
    return [part for row in taken for part in spread_out(dataset, *row)]


def row(dataset, column):
    name = dataset.columns[column]
    kind = "column" if dataset.categories_of(column) is None else "is"
    return name, name, kind, (column,)


def spread_out(dataset, name, title, kind, columns):
    """A column of categories becomes an input for each; of two, one says it all."""
    if kind != "is":
        return [Input(name, title, kind, columns)]
    categories = dataset.categories_of(columns[0])
    codes = range(len(categories)) if len(categories) > 2 else [len(categories) - 1]
    return [Input(name, f"{title} = {categories[c]}", kind, columns, c) for c in codes]
