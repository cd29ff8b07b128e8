"""What a data set is: how samples are made, what they mean, an experiment that learns it."""

from dataclasses import dataclass

import numpy as np

LETTERS = {
    "t": "tanh",
    "s": "sigmoid",
    "r": "relu",
    "l": "linear",
    "m": "softmax",
    "k": "leaky_relu",
    "e": "elu",
    "p": "softplus",
    "g": "gelu",
    "w": "swish",
}


@dataclass(frozen=True)
class DataSet:
    """Samples have `columns`, as people know them; a network gets what inputs.py makes of them."""

    title: str
    about: str  # one sentence
    make: object  # (rng, noise) -> columns (columns, samples), y (outputs, samples)
    suggestion: dict
    kind: str = "classes"  # or "number"
    columns: tuple = ("x₁", "x₂")
    categories: tuple = None  # a column's: None for numbers, or the names that 0, 1, ... stand for
    outputs: tuple = ("y",)  # one for each output of the network
    classes: tuple = ("0", "1")  # the names of the classes; None where y is a number
    domain: tuple = None  # what the maps show, the same on both axes; None: as far as the data go
    plane: bool = False  # two numbers x1 and x2, so that their squares and sines can be inputs too
    scaled: bool = False  # may be brought to mean 0 and standard deviation 1
    image: tuple = None  # (rows, columns) where the columns are pixels
    source: dict = None  # {"text", "licence", "url"}
    group: str = "made up"  # or "real", "own"
    pictured: tuple = (0, 1)  # the two columns that its small picture shows
    choices: tuple = None  # the features to choose from; None: the columns (or those of a plane)
    notes: tuple = ()  # what became of a table of one's own, a sentence each

    def categories_of(self, column):
        return self.categories[column] if self.categories else None


def net(text):
    """From "4t-2t-1s" to layers of 4 and 2 tanh and 1 sigmoid, as an experiment writes them."""
    layers = text.split("-")
    return [{"neurons": int(part[:-1]), "activation": LETTERS[part[-1]]} for part in layers]


def suggest(
    layers,
    loss,
    learning_rate,
    batch,
    epochs,
    noise=0,
    test_share=0.5,
    optimizer="gradient_descent",
    init="randn",
):
    """The parts of an experiment that a data set suggests."""
    training = {
        "optimizer": optimizer,
        "learning_rate": learning_rate,
        "schedule": "constant",
        "batch": batch,
        "epochs": epochs,
        "regularization": "none",
        "regularization_rate": 0,
    }
    return {
        "data": {"noise": noise, "test_share": test_share},
        "layers": net(layers),
        "init": init,
        "loss": loss,
        "training": training,
    }


def table(columns, categories, y):
    """A maker for samples that are given. Noise: in standard deviations of each number column."""
    numbers = [i for i, names in enumerate(categories) if names is None]

    def make(rng, noise):
        moved = columns.astype(float)
        spread = np.std(moved[numbers], axis=1, keepdims=True)
        moved[numbers] += noise * spread * rng.standard_normal((len(numbers), moved.shape[1]))
        return moved, y.astype(float)

    return make
