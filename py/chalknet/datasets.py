"""All data sets by name, each with an experiment that learns it."""

from dataclasses import dataclass

import numpy as np

from chalknet import clouds
from chalknet.digits import SOURCE, digits


def truth_table(y):
    """A maker for the four rows (0, 0), (0, 1), (1, 0), (1, 1) and their outputs `y`.

    Noise: the standard deviation of every input.
    """

    def make(rng, noise):
        x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
        return x + noise * rng.standard_normal(x.shape), np.array([y], dtype=float)

    return make


TWO = ["x₁", "x₂"]
PIXELS = [f"row {row}, column {column}" for row in range(1, 9) for column in range(1, 9)]


LETTERS = {"t": "tanh", "s": "sigmoid", "r": "relu", "l": "linear", "m": "softmax"}


def net(text):
    """From "4t-2t-1s" to layers of 4 and 2 tanh and 1 sigmoid, as an experiment writes them."""
    layers = text.split("-")
    return [{"neurons": int(part[:-1]), "activation": LETTERS[part[-1]]} for part in layers]


def suggest(layers, loss, learning_rate, batch, epochs, noise=0, test_share=0.5):
    """The parts of an experiment that a data set suggests."""
    return {
        "data": {"noise": noise, "test_share": test_share},
        "layers": net(layers),
        "loss": loss,
        "training": {"learning_rate": learning_rate, "batch": batch, "epochs": epochs},
    }


@dataclass(frozen=True)
class DataSet:
    title: str
    about: str  # one sentence
    make: object  # (rng, noise) -> x (inputs, samples), y (outputs, samples)
    suggestion: dict
    kind: str = "classes"  # or "number"
    inputs: tuple = tuple(TWO)
    outputs: tuple = ("y",)
    domain: tuple = (-6, 6)  # what the maps show, the same on both axes
    image: tuple = None  # (rows, columns) where the inputs are pixels
    source: dict = None


TABLE = {"domain": (-0.5, 1.5)}

DATASETS = {
    "xor": DataSet(
        "XOR",
        "1 if exactly one of the two inputs is 1: no straight line parts them.",
        truth_table([0, 1, 1, 0]),
        suggest("3t-1s", "logloss", 0.1, "all", 1500, test_share=0),
        **TABLE,
    ),
    "and": DataSet(
        "AND",
        "1 if both inputs are 1: a single neuron can do it.",
        truth_table([0, 0, 0, 1]),
        suggest("1s", "logloss", 0.5, "all", 1000, test_share=0),
        **TABLE,
    ),
    "or": DataSet(
        "OR",
        "1 if at least one of the two inputs is 1: a single neuron can do it.",
        truth_table([0, 1, 1, 1]),
        suggest("1s", "logloss", 0.5, "all", 1000, test_share=0),
        **TABLE,
    ),
    "nand": DataSet(
        "NAND",
        "0 only if both inputs are 1: every other gate can be built from it.",
        truth_table([1, 1, 1, 0]),
        suggest("1s", "logloss", 0.5, "all", 1000, test_share=0),
        **TABLE,
    ),
    "circle": DataSet(
        "Circle",
        "One class sits inside a ring of the other.",
        clouds.circle,
        suggest("4t-2t-1s", "logloss", 0.1, 10, 100),
    ),
    "gaussians": DataSet(
        "2 clouds",
        "Two round clouds: a straight line parts them nearly everywhere.",
        clouds.gaussians,
        suggest("2t-1s", "logloss", 0.03, 10, 50),
    ),
    "exclusive": DataSet(
        "4 clouds",
        "XOR as four clouds: 1 where exactly one of the two inputs is above 0.",
        clouds.exclusive,
        suggest("8t-4t-1s", "logloss", 0.1, 10, 100),
    ),
    "spiral": DataSet(
        "Spiral",
        "Two arms wind around each other: hard for a small network.",
        clouds.spiral,
        suggest("16t-8t-1s", "logloss", 0.1, 50, 1000),
    ),
    "moons": DataSet(
        "Moons",
        "Two half moons, each reaching into the other.",
        clouds.moons,
        suggest("6t-3t-1s", "logloss", 0.1, 10, 100, noise=0.1),
    ),
    "regression_plane": DataSet(
        "Plane",
        "A number, not a class: a slope from −1 in one corner to 1 in the other.",
        clouds.plane,
        suggest("1l", "squared_error", 0.01, 10, 50),
        kind="number",
    ),
    "regression_gaussian": DataSet(
        "Hills",
        "A number, not a class: three hills and three hollows.",
        clouds.hills,
        suggest("8t-8t-1l", "squared_error", 0.03, 10, 300),
        kind="number",
    ),
    "digits": DataSet(
        "Digits",
        "1,797 handwritten digits of 8 × 8 pixels: which digit is it?",
        digits,
        suggest("32t-10m", "cross_entropy", 0.5, 10, 30, test_share=0.2),
        inputs=tuple(PIXELS),
        outputs=tuple("0123456789"),
        domain=None,
        image=(8, 8),
        source=SOURCE,
    ),
}


@dataclass(frozen=True)
class Samples:
    """The samples to learn from, and those held out for the test. Columns are samples."""

    x: np.ndarray
    y: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def samples(name, noise=0, test_share=0, seed=7):
    """The same samples for the same seed. At least one stays for training."""
    rng = np.random.default_rng([seed, 1])
    x, y = DATASETS[name].make(rng, noise)
    m = x.shape[1]
    held_out = min(round(test_share * m), m - 1)
    order = rng.permutation(m)
    test, train = np.sort(order[:held_out]), np.sort(order[held_out:])
    return Samples(x[:, train], y[:, train], x[:, test], y[:, test])
