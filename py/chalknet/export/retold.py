"""The cells of the notebook, in the order in which the article tells of a network."""

from itertools import pairwise

import numpy as np

from chalknet.export import code, words
from chalknet.export.literals import packed
from chalknet.export.source import Source
from chalknet.functions import ACTIVATIONS, LOSSES
from chalknet.layer import Layer
from chalknet.optimizers import INITS, OPTIMIZERS, REGULARIZATIONS, SCHEDULES

READABLE = 3000  # numbers: more of them are packed, for nobody would read them
FEW = 20  # predictions are printed
COMPARED = 50  # predictions are compared with the page's

FUNCTIONS = "chalknet.functions", "chalknet.own"


def cells(told, why_not=None):
    """(kind, name, text) of each cell. `why_not`: why it cannot be trained again from the seed."""
    training = trained_by(told)
    source, tables = gathered(told, training)
    begun = [weights(told)] if why_not else []
    told_again = [] if why_not else [exactly(), weights(told), ("code", "page", COMPARE)]
    told_so = [
        said("title", words.title(told, why_not)),
        said("about-functions", words.FUNCTIONS),
        ("code", "functions", functions(source, tables)),
        said("about-steps", words.STEPS),
        ("code", "steps", steps(source, tables)),
        said("about-layer", words.LAYER),
        ("code", "layer", source.text("chalknet.layer")),
        said("about-data", words.data(told)),
        ("code", "data", data(told)),
        said("about-network", words.NETWORK),
        ("code", "network", network(told, training)),
        *begun,
        said("about-training", words.TRAINING if not why_not else words.TRAINED),
        ("code", "training", train(told, None if why_not else told.epoch)),
        ("code", "cost", GRAPH),
        said("about-predictions", words.PREDICTIONS),
        ("code", "predict", predict(told)),
        ("code", "predictions", predictions(told)),
        said("about-page", words.PAGE),
        ("code", "same", same(told)),
        *told_again,
    ]
    empty = {f"about-{name}" for kind, name, text in told_so if kind == "code" and not text}
    return [cell for cell in told_so if cell[2] and cell[1] not in empty]


def said(name, text):
    return "markdown", name, text


def can_be_trained_again(told):
    """None if the experiment alone tells the whole run, else why it does not."""
    lab = told.lab
    if not lab.history.clean:
        return "Something was changed during the run: a setting, a weight, or the code."
    if lab.stopped:
        return "Training was stopped because the cost ran away; these are the last good weights."
    if lab.taken:
        return "The run stands in the middle of an epoch."
    return None


def trained_by(told):
    """The settings of the training so far; others may be chosen already for a branch of it."""
    history = told.lab.history
    return told.settings["training"] if history.whole is None else history.training


# The code that ran


def gathered(told, training):
    """The source of all that is used, and the lesson's tables with the rows that are used."""
    loss = told.settings["loss"]
    rows = {
        "ACTIVATIONS": {name: ACTIVATIONS[name] for name in told.activations},
        "LOSSES": {loss: LOSSES[loss]},
        "INITS": pick(INITS, told.settings["init"]),
        "OPTIMIZERS": pick(OPTIMIZERS, training["optimizer"]) if has_optimizer(told) else {},
        "SCHEDULES": {} if is_steady(training) else pick(SCHEDULES, training["schedule"]),
        "REGULARIZATIONS": pick(REGULARIZATIONS, "none", training["regularization"]),
    }
    source = Source(given=rows)
    source.take(Layer.__name__, Layer.__module__)
    tables = {}
    always = {"LOSSES", "OPTIMIZERS", "SCHEDULES"}  # the cells call what is in them by its name
    for table, parts in rows.items():
        if table in source.asked_for | always:
            text = [row(source, name, part) for name, part in parts.items()]
            if table in source.asked_for:
                tables[table] = f"{table} = {{" + ", ".join(text) + "}"
    return source, tables


def has_optimizer(told):
    """Or does it go straight down, as in the article?"""
    return getattr(told.lab.network.layers[0], "optimizer", None) is not None


def is_steady(training):
    return training["schedule"] == "constant"


def pick(table, *names):
    return {name: table[name] for name in names}


def row(source, name, part):
    """'"tanh": (tanh, d_tanh)', as it stands in a table."""
    if isinstance(part, tuple):
        function, derivative = part
        first = source.take_function(function, name)
        return f'"{name}": ({first}, {source.take_function(derivative, f"d_{name}")})'
    return f'"{name}": {source.take_function(part, name)}'


def functions(source, tables):
    imports = dict.fromkeys(["import numpy as np", *source.imports])
    parts = ["\n".join(imports), source.text(*FUNCTIONS)]
    mine = [tables[name] for name in ("ACTIVATIONS", "LOSSES") if name in tables]
    return joined(*parts, "\n".join(mine))


def steps(source, tables):
    elsewhere = (*FUNCTIONS, "chalknet.layer")
    others = [name for name in source.taken_modules() if name not in elsewhere]
    text = source.text(*others) if others else ""
    mine = [text for name, text in tables.items() if name not in ("ACTIVATIONS", "LOSSES")]
    return joined(text, "\n".join(mine))


def joined(*parts):
    return "\n\n\n".join(part for part in parts if part)


# The data


def data(told):
    s = told.samples
    parts = [code.names(told), code.scaling(told), code.inputs(told)]
    arrays = [array("columns", s.shown), wanted(told, "", s.y)]
    x = "inputs(columns)" if code.inputs(told) else "columns"
    then = f"{arrays[0]}\n{arrays[1]}\nx = {x}  # ({len(s.x)}, {s.x.shape[1]})"
    if s.x_test.size:
        then += "\n\n# Held out: the network does not learn from these\n"
        then += array("columns_test", s.shown_test) + "\n" + wanted(told, "_test", s.y_test)
    unpack = UNPACKED if "unpacked(" in then or is_long(told) else ""
    return "\n\n".join(part for part in (unpack, *parts, then) if part)


def wanted(told, which, y):
    """y (outputs, samples), and `wanted`: the numbers of the classes, or the wanted numbers."""
    if told.classes and len(y) > 1:
        text = array(f"wanted{which}", np.argmax(y, axis=0)[None])
        return text + f"\ny{which} = np.eye({len(y)})[:, wanted{which}[0].astype(int)]"
    if not told.target_is_scaled():
        return array(f"y{which}", y) + f"\nwanted{which} = y{which}"
    own = np.vectorize(lambda number: float(f"{number:.15g}"))(told.target.back(y))
    return array(f"wanted{which}", own) + f"\ny{which} = (wanted{which} - Y_MEAN) / Y_UNIT"


def array(name, values):
    """A line that makes this matrix, readable if it is small."""
    return f"{name} = {made(values)}"


def made(values, indent=0):
    if values.size <= READABLE:
        return f"np.array({code.numbers(values, indent)})"
    return f'unpacked("""\n{packed(values)}\n""", {len(values)})'


def is_long(told):
    sizes = [values.size for pair in told.weights for values in pair]
    return max(*sizes, told.epoch) > READABLE


# The network and its training


def network(told, training):
    seed, init = told.settings["seed"], told.settings["init"]
    more = "" if init == "randn" else f', "{init}"'
    sizes = [len(told.inputs.parts), *(len(b) for _, b in told.weights)]
    rows = [
        f'    Layer({before}, {neurons}, "{activation}", rng{more}),\n'
        for (before, neurons), activation in zip(pairwise(sizes), told.activations, strict=True)
    ]
    text = f"rng = np.random.default_rng({seed})  # the seed of the first weights\n"
    text += "layers = [\n" + "".join(rows) + "]\n"
    if not has_optimizer(told):
        return text
    kind, rate = training["regularization"], training["regularization_rate"]
    penalty = f'"{kind}", {rate!r}' if kind != "none" and rate else ""
    optimizer = OPTIMIZERS[training["optimizer"]].__name__
    return text + f"for layer in layers:\n    layer.optimizer = {optimizer}({penalty})"


def weights(told):
    """W and b as they are on the page."""
    text = "weights = [  # W and b of every layer, from the page\n"
    for W, b in told.weights:
        text += f"    (\n        {made(W, 8)},\n        {made(b, 8)},\n    ),\n"
    text += "]\nfor layer, (W, b) in zip(layers, weights):\n    layer.W, layer.b = W, b"
    return "code", "weights", text


def in_batches(told):
    batch = trained_by(told)["batch"]
    return batch != "all" and batch < told.samples.x.shape[1]


def train(told, epochs):
    """The article's loop. With `epochs` None the weights are trained already."""
    training = trained_by(told)
    loss, d_loss = (function.__name__ for function in LOSSES[told.settings["loss"]])
    text = f"epochs = {epochs}\n" if epochs is not None else "epochs = 0  # to train on: more\n"
    text += f"learning_rate = {training['learning_rate']!r}\n"
    if in_batches(told):
        text += f"batch = {training['batch']}  # samples for each update\n"
        text += f"rng = np.random.default_rng([{told.settings['seed']}, 2])  # for the shuffles\n"
    text += f"m = {told.samples.x.shape[1]}  # samples\n"
    costs = np.array([told.lab.network.costs], dtype=float)
    past = epochs is None and costs.size
    text += f"costs = list({made(costs)}[0])\n" if past else "costs = []  # for the graph\n"
    if is_steady(training):
        text += "for layer in layers:\n    layer.learning_rate = learning_rate\n"
    text += "\nfor epoch in range(epochs):\n"
    if not is_steady(training):
        rate = f"{SCHEDULES[training['schedule']].__name__}(epoch / {training['epochs']})"
        text += f"    for layer in layers:\n        layer.learning_rate = learning_rate * {rate}\n"
    inner = (IN_BATCHES if in_batches(told) else ALL_AT_ONCE).format(loss=loss, d_loss=d_loss)
    return text + inner + "    costs.append(cost)"


ALL_AT_ONCE = """\
    # Feedforward
    A = x
    for layer in layers:
        A = layer.feedforward(A)
    # Cost
    cost = 1 / m * np.sum({loss}(y, A))
    # Backpropagation
    dA = {d_loss}(y, A)
    for layer in reversed(layers):
        dA = layer.backprop(dA)
"""

IN_BATCHES = """\
    order = rng.permutation(m)
    shuffled_x, shuffled_y = x[:, order], y[:, order]
    cost = 0.0
    for i in range(0, m, batch):
        some_x, some_y = shuffled_x[:, i : i + batch], shuffled_y[:, i : i + batch]
        some = some_x.shape[1]  # the last batch may be smaller
        # Feedforward
        A = some_x
        for layer in layers:
            A = layer.feedforward(A)
        # Cost
        cost += some / m * (1 / some * np.sum({loss}(some_y, A)))
        # Backpropagation
        dA = {d_loss}(some_y, A)
        for layer in reversed(layers):
            dA = layer.backprop(dA)
"""

GRAPH = """\
try:
    import matplotlib.pyplot as plt
except ImportError:  # without matplotlib, in numbers
    for epoch in range(0, len(costs), max(1, len(costs) // 20)):
        print(f"epoch {epoch:6}  cost {costs[epoch]:.6f}")
else:
    plt.plot(costs)
    plt.xlabel("epoch")
    plt.ylabel("cost")
    plt.show()
"""

UNPACKED = '''\
import base64
import zlib


def unpacked(text, rows):
    """Many numbers: float64, compressed, as base64."""
    numbers = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<f8")
    return numbers.reshape(rows, -1)'''


# What it predicts


def predict(told):
    x = "inputs(columns)" if code.inputs(told) else "columns"
    back = " * Y_UNIT + Y_MEAN" if told.target_is_scaled() else ""
    return (
        "def predict(columns):\n"
        f'    """columns ({len(told.columns)}, samples) -> ({len(told.outputs)}, samples)"""\n'
        f"    A = {x}\n"
        "    for layer in layers:\n"
        "        A = layer.feedforward(A)\n"
        f"    return A{back}"
    )


def predictions(told):
    text = f"some = columns[:, :{FEW}]\n" + code.printing(told, "some")
    if told.classes:
        read = "np.argmax(outputs, axis=0)" if len(told.outputs) > 1 else "(outputs > 0.5)"
        judged = f"    right = np.sum({read} == wanted)\n"
        judged += '    print(f"{which}: {right} of {outputs.shape[1]} right")'
    else:
        judged = (
            "    error = np.sqrt(np.mean(np.square(outputs - wanted)))\n"
            '    print(f"{which}: wrong by {error:.4g}, as a root of the mean square")'
        )
    text += "\n\n\ndef judge(which, columns, wanted):\n    outputs = predict(columns)\n" + judged
    text += '\n\n\njudge("Learnt from", columns, wanted)'
    if told.samples.x_test.size:
        text += '\njudge("Held out", columns_test, wanted_test)'
    return text


def same(told):
    some = told.shown(COMPARED)
    return array("page", told.predict(some)) + "\n" + COMPARE


COMPARE = """\
difference = np.max(np.abs(predict(columns[:, : page.shape[1]]) - page))
print(f"Largest difference: {difference:.2g}")"""


def exactly():
    return said("about-weights", words.WEIGHTS)
