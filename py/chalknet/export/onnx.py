"""The network as an ONNX file, for onnxruntime, PyTorch and others: version 17 of the operators.

It takes "columns" (samples, columns) and gives "outputs" (samples, outputs), both float32, as
people know them: the inputs are made of the columns and scaled inside, and so are the outputs. A
cell of a column of categories is the number of its category, 0, 1, ... Samples are rows here, as
ONNX expects; in between, all is float64, as in the page.

A graph is a list of nodes first, then run by NumPy against the page's own predictions, then
written. The numbers of the fields are those of onnx.proto3 (github.com/onnx/onnx, IR version 8).
"""

import json
from itertools import groupby

import numpy as np

from chalknet.export.protobuf import message
from chalknet.export.told import ExportError

OPERATORS, IR = 17, 8
TYPES = {np.dtype(np.float32): 1, np.dtype(np.int64): 7, np.dtype(np.float64): 11}
FLOAT, DOUBLE = 1, 11


class Graph:
    """Nodes in a row: graph("Add", "a", "b") adds one and tells the name of its output."""

    def __init__(self):
        self.nodes = []  # (operator, inputs, output, attributes)
        self.constants = {}  # name: array

    def __call__(self, operator, *inputs, name=None, **attributes):
        inputs = [i if isinstance(i, str) else self.constant(i) for i in inputs]
        name = name or f"{operator}_{len(self.nodes)}"
        self.nodes.append((operator, inputs, name, attributes))
        return name

    def constant(self, value, name=None):
        if not isinstance(value, np.ndarray):
            value = np.array(value, dtype=float)
        name = name or f"constant_{len(self.constants)}"
        self.constants[name] = value
        return name


# What each activation is made of


def leaky_relu(graph, z):
    return graph("Max", z, graph("Mul", z, 0.01))


def elu(graph, z):
    below = graph("Sub", graph("Exp", graph("Min", z, 0)), 1)
    return graph("Add", graph("Max", z, 0), below)


def softplus(graph, z):
    small = graph("Exp", graph("Neg", graph("Abs", z)))
    return graph("Add", graph("Max", z, 0), graph("Log", graph("Add", small, 1)))


def gelu(graph, z):
    cube = graph("Mul", graph("Mul", z, z), z)
    inner = graph("Add", z, graph("Mul", cube, 0.044715))
    t = graph("Tanh", graph("Mul", inner, np.sqrt(2 / np.pi)))
    return graph("Mul", graph("Mul", z, 0.5), graph("Add", t, 1))


ACTIVATIONS = {
    "tanh": lambda graph, z: graph("Tanh", z),
    "sigmoid": lambda graph, z: graph("Sigmoid", z),
    "relu": lambda graph, z: graph("Relu", z),
    "linear": lambda graph, z: z,
    "leaky_relu": leaky_relu,
    "elu": elu,
    "softplus": softplus,
    "gelu": gelu,
    "swish": lambda graph, z: graph("Mul", z, graph("Sigmoid", z)),
    "softmax": lambda graph, z: graph("Softmax", z, axis=1),  # the neurons of each sample
}


def onnx(told):
    for name in told.activations:
        if name not in ACTIVATIONS:
            raise ExportError(
                f"ONNX has no operator for your own activation {name}. The Python script and the "
                "notebook carry its code along: export one of these."
            )
    graph = network(told)
    told.compare(lambda columns: run(graph, columns.T).T, "the activations of these names")
    return model(graph, told)


def network(told):
    """columns -> outputs, as a Graph."""
    graph = Graph()
    A = graph("Cast", "columns", to=DOUBLE)
    if not told.takes_columns_as_they_are():
        A = parts(graph, A, told.inputs.parts)
    if told.is_scaled():
        A = graph("Div", graph("Sub", A, told.inputs.mean.T), told.inputs.unit.T)
    for i, (activation, W, b) in enumerate(told.layers, 1):
        W, b = graph.constant(W, f"W{i}"), graph.constant(b[:, 0], f"b{i}")
        A = ACTIVATIONS[activation](graph, graph("Gemm", A, W, b, transB=1))
    if told.target_is_scaled():
        A = graph("Add", graph("Mul", A, told.target.unit), told.target.mean)
    graph("Cast", A, to=FLOAT, name="outputs")
    return graph


def parts(graph, columns, parts):
    """The inputs of the network, those of one kind together."""

    def pick(numbers):
        return graph("Gather", columns, np.array(numbers, dtype=np.int64), axis=1)

    made = []
    for kind, group in groupby(parts, lambda part: part.kind):
        group = list(group)
        first = pick([part.columns[0] for part in group])
        if kind == "square":
            first = graph("Mul", first, first)
        elif kind == "product":
            first = graph("Mul", first, pick([part.columns[1] for part in group]))
        elif kind == "sine":
            first = graph("Sin", first)
        elif kind == "is":
            categories = np.array([[part.category for part in group]], dtype=float)
            first = graph("Cast", graph("Equal", first, categories), to=DOUBLE)
        made.append(first)
    return graph("Concat", *made, axis=1)


# The same by NumPy


def softmax(z, axis):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


RUN = {
    "Abs": np.abs,
    "Add": np.add,
    "Cast": lambda a, to: a.astype(float),
    "Concat": lambda *a, axis: np.concatenate(a, axis),
    "Div": np.divide,
    "Equal": np.equal,
    "Exp": np.exp,
    "Gather": lambda a, places, axis: np.take(a, places, axis),
    "Gemm": lambda A, W, b, transB: A @ W.T + b,
    "Log": np.log,
    "Max": np.maximum,
    "Min": np.minimum,
    "Mul": np.multiply,
    "Neg": np.negative,
    "Relu": lambda a: np.maximum(a, 0),
    "Sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "Sin": np.sin,
    "Softmax": softmax,
    "Sub": np.subtract,
    "Tanh": np.tanh,
}


@np.errstate(over="ignore")
def run(graph, columns):
    """columns (samples, columns) -> outputs (samples, outputs), in float64 all through."""
    values = {"columns": columns, **graph.constants}
    for operator, inputs, output, attributes in graph.nodes:
        values[output] = RUN[operator](*(values[name] for name in inputs), **attributes)
    return values["outputs"]


# Written down: (number of the field, value)


def model(graph, told):
    names = {"columns": told.columns, "outputs": told.outputs, "classes": told.classes}
    names["categories"] = told.categories if any(told.categories) else None
    about = [
        message((1, key), (2, json.dumps(value, ensure_ascii=False)))
        for key, value in names.items()
        if value is not None
    ]
    return message(
        (1, IR),
        (2, "chalknet"),
        (6, f"{told.title}: {told.sentence()}"),
        (7, written(graph, len(told.columns), len(told.outputs))),
        (8, message((1, ""), (2, OPERATORS))),  # of the operators that ONNX itself has
        (14, about),
    )


def written(graph, columns, outputs):
    return message(
        (1, [node(*parts) for parts in graph.nodes]),
        (2, "chalknet"),
        (5, [tensor(name, array) for name, array in graph.constants.items()]),
        (11, value("columns", columns)),
        (12, value("outputs", outputs)),
    )


def node(operator, inputs, output, attributes):
    kinds = [message((1, name), (3, number), (20, 2)) for name, number in attributes.items()]
    return message((1, inputs), (2, output), (3, output), (4, operator), (5, kinds))


def tensor(name, array):
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    return message((1, list(array.shape)), (2, TYPES[array.dtype]), (8, name), (9, data))


def value(name, width):
    """A matrix of float32: any number of samples, `width` numbers in each."""
    shape = message((1, [message((2, "samples")), message((1, width))]))
    return message((1, name), (2, message((1, message((1, FLOAT), (2, shape))))))
