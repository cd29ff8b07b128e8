"""All that can be chosen, for menus and rules: plain JSON, made once when the page is built."""

import numpy as np

from chalknet.datasets import DATASETS, LETTERS
from chalknet.digits import read
from chalknet.experiment import FITS, RULES, suggested
from chalknet.functions import ACTIVATIONS, LOSSES, RANGES

TITLES = {
    "relu": "ReLU",
    "logloss": "log loss",
    "squared_error": "squared error",
    "cross_entropy": "cross-entropy",
}
EMPTY = {"kind": None, "low": None, "high": None, "choices": None}
POINTS = 70  # at most, in a picture


def catalog():
    return {
        "version": 1,
        "activations": [activation(name) for name in ACTIVATIONS],
        "losses": [{"name": name, "title": title(name), **FITS[name]} for name in LOSSES],
        "datasets": [dataset(name) for name in DATASETS],
        "rules": {path: EMPTY | rule for path, rule in RULES.items()},
        "limits": {"layers": RULES["layers"]["high"], "neurons": RULES["layers[].neurons"]["high"]},
    }


def activation(name):
    return {
        "name": name,
        "letter": next((letter for letter, long in LETTERS.items() if long == name), name),
        "title": title(name),
        "hidden": name != "softmax",
        "output": True,
        "range": list(RANGES[name]) if name in RANGES else None,
    }


def title(name):
    return TITLES.get(name, name)


def dataset(name):
    entry = DATASETS[name]
    experiment = suggested(name)
    x, y = entry.make(np.random.default_rng([7, 1]), experiment["data"]["noise"])
    return {
        "name": name,
        "title": entry.title,
        "about": entry.about,
        "kind": entry.kind,
        "inputs": list(entry.inputs),
        "outputs": list(entry.outputs),
        "rows": x.shape[1],
        "picture": picture(entry, x, y),
        "experiment": experiment,
        "source": entry.source,
    }


def picture(entry, x, y):
    """An image, or some of the points, x to the right and y down as on a screen."""
    if entry.image:
        images, labels = read()
        return {"image": images[:, labels == 3][:, 0].reshape(entry.image).tolist()}
    low, high = entry.domain
    m = x.shape[1]
    some = np.unique(np.linspace(0, m - 1, min(m, POINTS)).astype(int))
    across, up = (x[:, some] - low) / (high - low)
    points = np.clip([across, 1 - up, y[0, some]], [[0], [0], [-1]], 1)
    return {"points": np.round(points.T, 3).tolist()}
