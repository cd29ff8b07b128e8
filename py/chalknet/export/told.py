"""What every kind of export tells: one Told, taken from the Lab."""

import numpy as np

from chalknet.functions import ACTIVATIONS

MANY = 1000  # samples: so many are enough to compare by
MEND = "Undo the edit that does so, or take the notebook: it carries layer.py along."


class ExportError(ValueError):
    """Why this network cannot be taken along in this way: a plain sentence."""


class Told:
    """The network as it is now, and what its numbers mean."""

    def __init__(self, lab):
        self.lab, self.settings, self.dataset = lab, lab.settings, lab.dataset
        self.samples = lab.samples
        self.inputs, self.target = lab.samples.inputs, lab.samples.target
        self.name, self.title = lab.settings["data"]["name"], lab.dataset.title
        self.columns = list(lab.dataset.columns)
        self.categories = [names_of(lab.dataset, i) for i in range(len(self.columns))]
        self.classes = list(lab.dataset.classes) if lab.dataset.classes else None
        self.outputs = list(lab.dataset.outputs)
        self.activations = [layer["activation"] for layer in lab.settings["layers"]]
        self.weights = [(np.array(layer.W), np.array(layer.b)) for layer in lab.network.layers]
        self.epoch = len(lab.network.costs)
        x, y = lab.samples.x, lab.samples.y
        self.cost = float(lab.network.cost(y, lab.network.feedforward(x)))

    @property
    def layers(self):
        """(activation, W, b) of every layer."""
        return [(name, *pair) for name, pair in zip(self.activations, self.weights, strict=True)]

    def functions(self):
        """The activation of every layer, as it runs now."""
        return [ACTIVATIONS[name][0] for name in self.activations]

    def shown(self, count=None):
        """The training samples as people know them: (columns, samples)."""
        shown = self.samples.shown
        return np.array(shown[:, :count], dtype=float)

    def predict(self, columns):
        """By the running code: columns (columns, samples) -> outputs in their own unit."""
        return self.target.back(self.lab.network.feedforward(self.inputs(columns)))

    def compare(self, predict, what="activation(W . A1 + b) of every layer", mend=MEND):
        """Does `predict(columns)` say what the running code says? If not, there is no export."""
        columns = self.shown(MANY)
        wanted = self.predict(columns)
        try:
            got = predict(columns)
        except Exception as error:
            raise stranded(error) from error
        size = max(1, np.max(np.abs(wanted)))
        if np.shape(got) != wanted.shape or not np.max(np.abs(got - wanted)) <= 1e-9 * size:
            raise ExportError(
                f"The code that runs now computes something else than {what}, so this file would "
                f"be of another network. {mend}"
            )

    def takes_columns_as_they_are(self):
        """Is the network given the columns, all of them, in their order?"""
        parts = self.inputs.parts
        places = [part.columns[0] if part.kind == "column" else None for part in parts]
        return places == list(range(len(self.columns)))

    def is_scaled(self):
        return bool(np.any(self.inputs.mean != 0) or np.any(self.inputs.unit != 1))

    def target_is_scaled(self):
        return self.target.mean != 0 or self.target.unit != 1

    def sentence(self):
        """In a few words: what it has learnt, and how well."""
        epochs = f"{self.epoch:,} epoch{'' if self.epoch == 1 else 's'}"
        return f"trained for {epochs}, cost {self.cost:.4g}"


def stranded(error):
    """An ExportError for code of a learner that needs more than what is taken along."""
    return ExportError(
        f"Outside of the page this code would not run ({type(error).__name__}: {error}). Only "
        "what is written with def or class, and what it uses, can be taken along."
    )


def names_of(dataset, column):
    names = dataset.categories_of(column)
    return list(names) if names is not None else None
