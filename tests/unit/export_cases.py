"""Experiments that the exports are tried on: every activation, loss, feature and kind of data."""

import csv
import importlib
import io
import json

import numpy as np

from chalknet.functions import ACTIVATIONS
from chalknet.lab import Lab

ALL_FEATURES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


def hostile():
    """A table whose names try to end every string, comment and docstring they could stand in."""
    names = ['"""\nimport os #', "a\\", "it's \"quoted\"", "<script>alert(1)</script>", "klass"]
    kinds = ['"""', "'''\\", "`x` $y$", "\u202ereversed"]
    rng = np.random.default_rng(0)
    rows = []
    for i in range(60):
        number = f"{rng.standard_normal():.6f}"
        rows.append([number, kinds[i % 4], str(i % 7), number[:5], kinds[i // 2 % 3]])
    text = io.StringIO()
    csv.writer(text).writerows([names, *rows])
    return text.getvalue()


def layers(text):
    """[[4, "tanh"], [1, "sigmoid"]] of "4 tanh, 1 sigmoid"."""
    parts = [part.split() for part in text.split(", ")]
    return [{"neurons": int(n), "activation": activation} for n, activation in parts]


CASES = {
    name: {"data": {"name": "circle"}, "layers": layers(f"5 {name}, 3 {name}, 1 sigmoid")}
    for name in ACTIVATIONS
    if name != "softmax"
}
CASES |= {
    "xor": {},
    "squared error": {"loss": "squared_error"},
    "all features": {"data": {"name": "circle", "features": ALL_FEATURES}},
    "some features": {"data": {"name": "spiral", "features": ["x2", "x1_x2", "sin_x1"]}},
    "one feature": {"data": {"name": "circle", "features": ["x1_squared"]}},
    "a number": {"data": {"name": "regression_gaussian"}},
    "three classes": {"data": {"name": "three_clouds"}},
    "softmax by squared error": {"data": {"name": "three_clouds"}, "loss": "squared_error"},
    "softmax by log loss": {"data": {"name": "three_clouds"}, "loss": "logloss"},
    "iris": {"data": {"name": "iris"}},
    "iris, not scaled": {"data": {"name": "iris", "scale": False}},
    "wine": {"data": {"name": "wine"}},
    "penguins": {"data": {"name": "penguins"}},
    "penguin mass": {"data": {"name": "penguin_mass"}},
    "penguin mass, not scaled": {
        "data": {"name": "penguin_mass", "scale": False},
        "training": {"learning_rate": 1e-6},
    },
    "digits": {"data": {"name": "digits"}},
    "own": {"data": {"name": "own"}},
    "hostile": {"data": {"name": "own", "text": hostile()}},
}

FEW = ("xor", "all features", "a number", "penguins", "penguin mass", "digits", "hostile")


def lab_of(raw, epochs=3):
    lab = Lab()
    opened = lab.open(raw)
    assert opened["problems"] == []
    lab.train(epochs)
    return lab


def trained(name):
    return lab_of(CASES[name])


def predictions(lab, columns=None):
    """What the page shows: outputs in their own unit."""
    s = lab.samples
    x = s.x if columns is None else s.inputs(np.asarray(columns, dtype=float))
    return s.target.back(lab.network.feedforward(x))


def running(lab, kind):
    """By the export of the code that runs, a learner's edits included."""
    return importlib.import_module("chalknet.export").export(lab, kind)


def exported(lab, kind):
    return running(lab, kind)["data"].tobytes()


def text_of(lab, kind):
    return exported(lab, kind).decode()


def made_of(lab, kind):
    return json.loads(text_of(lab, kind))
