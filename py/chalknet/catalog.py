"""All that can be chosen, for menus and rules: plain JSON, made once when the page is built."""

import numpy as np

from chalknet.dataset import LETTERS
from chalknet.datasets import DATASETS
from chalknet.digits import read
from chalknet.experiment import FITS, RULES, suggested
from chalknet.functions import ACTIVATIONS, LOSSES, RANGES
from chalknet.inputs import offered, parts
from chalknet.maps import domain
from chalknet.optimizers import INITS, OPTIMIZERS, REGULARIZATIONS, SCHEDULES

TITLES = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "logloss": "log loss",
    "squared_error": "squared error",
    "cross_entropy": "cross-entropy",
    "gradient_descent": "gradient descent",
    "nesterov": "Nesterov",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "xavier": "Xavier",
    "he": "He",
    "l1": "L1",
    "l2": "L2",
}
ABOUT = {
    "gradient_descent": "Each step goes straight down: minus the learning rate times the gradient.",
    "momentum": "Each step keeps nine tenths of the one before, like a ball that rolls.",
    "nesterov": "Momentum that looks ahead to where it is about to roll.",
    "rmsprop": "Each weight's gradient is divided by its usual size.",
    "adam": "Momentum, divided by the gradient's usual size: a sound first choice.",
    "constant": "The learning rate stays as it is.",
    "step": "The learning rate is halved after each quarter of the epochs.",
    "exponential": "The learning rate falls evenly to a hundredth.",
    "cosine": "The learning rate falls slowly, fast, then slowly again.",
    "none": "Large weights cost nothing.",
    "l1": "Every weight is pulled towards 0 with the same force: many become 0.",
    "l2": "The larger a weight, the harder it is pulled towards 0.",
    "randn": "Normally distributed around 0 with a spread of 1, as in the article.",
    "zeros": "All weights 0: every neuron of a layer then stays the same for ever.",
    "xavier": "Smaller the more connections there are: made for tanh and sigmoid.",
    "he": "Smaller the more inputs there are: made for ReLU.",
}
EMPTY = {"kind": None, "low": None, "high": None, "choices": None}
POINTS = 70  # at most, in a picture


def catalog():
    return {
        "version": 1,
        "activations": [activation(name) for name in ACTIVATIONS],
        "losses": [{"name": name, "title": title(name), **FITS[name]} for name in LOSSES],
        "datasets": [dataset(name) for name in DATASETS],
        "optimizers": choices(OPTIMIZERS),
        "schedules": choices(SCHEDULES),
        "inits": choices(INITS),
        "regularizations": choices(REGULARIZATIONS),
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


def choices(table):
    """A learner's own entry tells about itself by the first line of its docstring."""
    return [
        {"name": name, "title": title(name), "about": ABOUT.get(name) or first_line(entry)}
        for name, entry in table.items()
    ]


def first_line(entry):
    return (entry.__doc__ or "").strip().split("\n")[0]


def dataset(name):
    entry = DATASETS[name]
    experiment = suggested(name)
    x, y = entry.make(np.random.default_rng([7, 1]), experiment["data"]["noise"])
    return {
        "name": name,
        "title": entry.title,
        "about": entry.about,
        "kind": entry.kind,
        "group": entry.group,
        "inputs": [part.title for part in parts(entry, experiment["data"]["features"])],
        "columns": list(entry.columns) if not entry.image else [],
        "outputs": list(entry.outputs),
        "classes": list(entry.classes) if entry.classes else None,
        "features": [{"id": name, "title": title} for name, title in offered(entry).items()],
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
    m = x.shape[1]
    some = np.unique(np.linspace(0, m - 1, min(m, POINTS)).astype(int))
    across, up = (along(entry, x, column)[some] for column in entry.pictured)
    points = np.clip([across, 1 - up, colour(entry, y)[some]], [[0], [0], [-1]], [[1], [1], [99]])
    return {"points": np.round(points.T, 3).tolist()}


def along(entry, x, column):
    """A column as a share of its axis."""
    low, high = entry.domain or domain(None, x[column])
    return (x[column] - low) / (high - low)


def colour(entry, y):
    """The number of the class, or -1 to 1 for a number."""
    if entry.kind == "number":
        middle, reach = (np.max(y) + np.min(y)) / 2, np.ptp(y) / 2
        return (y[0] - middle) / reach
    return np.argmax(y, axis=0) if len(y) > 1 else y[0]
