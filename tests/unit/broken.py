"""Wrong versions of the lesson's files, each with what the gradient check should say of it.

The first ten are the usual mistakes in backprop; some come in two spellings.
"""

from dataclasses import dataclass
from pathlib import Path

from chalknet import loader

FILES = Path(loader.__file__).parent
DZ = "dZ = np.multiply(self.d_act(self.Z), dA)"
DW = "dW = 1 / dZ.shape[1] * np.dot(dZ, self.A1.T)"
DB = "db = 1 / dZ.shape[1] * np.sum(dZ, axis=1, keepdims=True)"
DA1 = "dA1 = np.dot(self.W.T, dZ)"
UPDATE_W = "self.W = self.W - self.learning_rate * dW"
UPDATE_B = "self.b = self.b - self.learning_rate * db"
Z = "self.Z = np.dot(self.W, self.A1) + self.b"


@dataclass(frozen=True)
class Broken:
    mistake: str
    file: str
    old: str
    new: str
    what: str  # the term that is to be named
    cause: str
    ten: bool = False  # one of the ten usual mistakes
    at: str = None  # what stands in the faulty line; None: `new`
    name: str = None  # of a function

    def edits(self):
        text = (FILES / self.file).read_text()
        assert text.count(self.old) == 1, self.old
        return {self.file: text.replace(self.old, self.new)}

    def line(self):
        """Where the fault is, counted from 1."""
        lines = [line.split("  #")[0].strip() for line in self.edits()[self.file].splitlines()]
        (found,) = [at for at, line in enumerate(lines, 1) if line == (self.at or self.new).strip()]
        return found


def in_layer(mistake, old, new, what, cause, ten=False, at=None):
    return Broken(mistake, "layer.py", old, new, what, cause, ten, at)


def in_functions(name, old, new, what, cause):
    return Broken(name, "functions.py", old, new, what, cause, name=name)


UPDATES = f"{DA1}  # (inputs, samples), by the W that made Z\n        {UPDATE_W}"

BROKEN = [
    # The ten usual mistakes
    in_layer("missing transpose", DA1, "dA1 = np.dot(self.W, dZ)",
             "dA1", "missing_transpose", ten=True),
    in_layer("missing transpose of A1", DW, "dW = 1 / dZ.shape[1] * np.dot(dZ, self.A1)",
             "dW", "missing_transpose", ten=True),
    in_layer("sign", DZ, "dZ = -np.multiply(self.d_act(self.Z), dA)", "dZ", "sign", ten=True),
    in_layer("sign of the update", UPDATE_W, "self.W = self.W + self.learning_rate * dW",
             "W", "sign", ten=True),
    in_layer("missing 1/m", DW, "dW = np.dot(dZ, self.A1.T)", "dW", "missing_mean", ten=True),
    in_layer("missing 1/m in db", DB, "db = np.sum(dZ, axis=1, keepdims=True)",
             "db", "missing_mean", ten=True),
    in_layer("d_act(A) for d_act(Z)", DZ, "dZ = np.multiply(self.d_act(self.A), dA)",
             "dZ", "d_act_of_A", ten=True),
    in_layer("wrong axis", DB, "db = 1 / dZ.shape[1] * np.sum(dZ, axis=0, keepdims=True)",
             "db", "wrong_axis", ten=True),
    in_layer("no keepdims", DB, "db = 1 / dZ.shape[1] * np.sum(dZ, axis=1)",
             "db", "no_keepdims", ten=True),
    in_layer("swapped operands", DW, "dW = 1 / dZ.shape[1] * np.dot(self.A1.T, dZ)",
             "dW", "swapped_operands", ten=True),
    in_layer("swapped operands that fit", DW, "dW = 1 / dZ.shape[1] * np.dot(self.A1, dZ.T)",
             "dW", "swapped_operands", ten=True),
    in_layer("wrong layer's input", DW, "dW = 1 / dZ.shape[1] * np.dot(dZ, self.A.T)",
             "dW", "wrong_input", ten=True),
    in_layer("updating before dA1", UPDATES, f"{UPDATE_W}\n        {DA1}",
             "dA1", "updated_first", ten=True, at=DA1),
    in_layer("updating in place before dA1", UPDATES,
             f"self.W -= self.learning_rate * dW\n        {DA1}",
             "dA1", "updated_first", ten=True, at=DA1),
    in_layer("an off learning rate", UPDATE_W, "self.W = self.W - 10 * self.learning_rate * dW",
             "W", "learning_rate", ten=True),
    in_layer("a learning rate written in", UPDATE_W, "self.W = self.W - 0.1 * dW",
             "W", "fixed_rate", ten=True),
    # More of backprop
    in_layer("d_act left out", DZ, "dZ = dA", "dZ", "no_d_act"),
    in_layer("act for d_act", DZ, "dZ = np.multiply(self.act(self.Z), dA)",
             "dZ", "function_for_derivative"),
    in_layer("dA left out", DZ, "dZ = self.d_act(self.Z)", "dZ", "no_dA"),
    in_layer("another function's derivative", DZ,
             'dZ = np.multiply(ACTIVATIONS["tanh"][1](self.Z), dA)', "dZ", "wrong_function"),
    in_layer("twice too large", DZ, "dZ = 2 * np.multiply(self.d_act(self.Z), dA)",
             "dZ", "factor"),
    in_layer("1/m twice", DW, "dW = 1 / dZ.shape[1] ** 2 * np.dot(dZ, self.A1.T)",
             "dW", "mean_twice"),
    in_layer("m written in", DW, "dW = 1 / 4 * np.dot(dZ, self.A1.T)", "dW", "fixed_count"),
    in_layer("dA for dZ", DW, "dW = 1 / dZ.shape[1] * np.dot(dA, self.A1.T)", "dW", "dA_for_dZ"),
    in_layer("no axis", DB, "db = 1 / dZ.shape[1] * np.sum(dZ)", "db", "no_axis"),
    in_layer("not summed", DB, "db = 1 / dZ.shape[1] * dZ", "db", "no_sum"),
    in_layer("b not updated", UPDATE_B, "pass", "b", "not_updated", at="return dA1"),
    in_layer("W not updated", UPDATE_W, "pass", "W", "not_updated", at="return dA1"),
    in_layer("no learning rate", UPDATE_W, "self.W = self.W - dW", "W", "no_learning_rate"),
    in_layer("W overwritten", UPDATE_W, "self.W = -self.learning_rate * dW", "W", "overwritten"),
    in_layer("dZ returned", "return dA1", "return dZ", "dA1", "wrong_return"),
    in_layer("nothing returned", "        return dA1", "        return", "dA1", "missing"),
    in_layer("a name that is not there", DW, "dW = 1 / m * np.dot(dZ, self.A1.T)",
             "dW", "error"),
    # Feedforward
    in_layer("no b", Z, "self.Z = np.dot(self.W, self.A1)", "Z", "no_bias"),
    in_layer("b taken away", Z, "self.Z = np.dot(self.W, self.A1) - self.b", "Z", "bias_sign"),
    in_layer("feedforward swapped", Z, "self.Z = np.dot(self.A1, self.W) + self.b",
             "Z", "swapped_operands"),
    in_layer("no activation", "self.A = self.act(self.Z)", "self.A = self.Z", "A", "no_act"),
    # network.py
    Broken("cost without the mean", "network.py", "return 1 / m * np.sum(self.loss(y, A))",
           "return np.sum(self.loss(y, A))", "cost", "missing_mean"),
    Broken("y and A swapped", "network.py", "dA = self.d_loss(y, A)", "dA = self.d_loss(A, y)",
           "dA", "swapped_operands"),
    Broken("dA not handed on", "network.py", "dA = layer.backprop(dA)", "layer.backprop(dA)",
           "dA", "wrong_chain", at="dA = self.d_loss(y, A)"),
    Broken("the last layer alone", "network.py", "for layer in reversed(self.layers):",
           "for layer in self.layers[-1:]:", "dA1", "not_called", at="dA = layer.backprop(dA)"),
    # functions.py
    in_functions("d_tanh", "return 1 - np.square(np.tanh(x))", "return 1 - np.square(x)",
                 "d_act", "d_act_of_A"),
    in_functions("d_sigmoid", "return (1 - s) * s", "return (1 + s) * s", "d_act", "unknown"),
    in_functions("d_relu", "return np.where(x > 0, 1.0, 0.0)", "return np.where(x > 0, x, 0.0)",
                 "d_act", "function_for_derivative"),
    in_functions("d_linear", "return np.ones_like(x)", "return 3 * np.ones_like(x)",
                 "d_act", "factor"),
    in_functions("d_softmax", "return A * (dA - np.sum(A * dA, axis=0, keepdims=True))",
                 "return A * (dA - np.sum(A * dA, axis=1, keepdims=True))",
                 "d_act", "wrong_axis"),
    in_functions("d_logloss", "return (a - y) / np.maximum(a * (1 - a), SMALL)",
                 "return (y - a) / np.maximum(a * (1 - a), SMALL)", "d_loss", "sign"),
    in_functions("d_squared_error", "return 2 * (a - y)", "return a - y", "d_loss", "factor"),
    in_functions("d_cross_entropy", "return -y / np.maximum(a, SMALL)",
                 "return -y * np.log(a)", "d_loss", "function_for_derivative"),
]  # fmt: skip


def loaded(edits):
    """The parts of chalknet imported with `edits`. This process keeps the chalknet it had."""
    before = loader.chalknet_modules()
    try:
        parts = loader.fresh(edits)
        parts["experiment"] = loader.chalknet_modules()["chalknet.experiment"]
        return parts
    finally:
        loader.put_back(before)
