"""Lines as equations: the right tree, the right values, and nothing run on the way to them."""

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalknet import functions
from chalknet.equation import DEPTH, LONGEST, Equation
from chalknet.trace import Trace, trace_step
from test_trace import SPECS, Lesson, find, started, traced, values


def matrix(name, array):
    return {"op": "matrix", "name": name, "array": array}


def number(value, name=None):
    return {"op": "number", "name": name, "value": value}


def equation(line, **names):
    """The tree of a line that is not run; equal values of leaves are one in `arrays`."""
    arrays = []

    def keep(value):
        if type(value) is np.ndarray:
            arrays.append(value)
            return {"array": len(arrays) - 1}
        small = type(value) in (int, float) and abs(value) < 1e300
        return {"number": float(value)} if small else None

    found = Equation(ast.parse(line).body[0], [{"np": np, **names}], keep, 4)
    return found.finish([{"np": np, **names}], None, [])


def right(source, **names):
    return equation(f"y = {source}", y=0.0, **names)["value"]


x = np.arange(12.0).reshape(3, 4)
X = matrix("x", 0)


# The lesson's own lines


def test_the_weighted_sum_of_a_layer():
    answer = traced({"seed": 7})
    step = find(answer, "self.Z =", layer=0)
    tree = step["equation"]
    W, A1, b, Z = (
        tree["value"]["left"]["left"]["array"],
        tree["value"]["left"]["right"]["array"],
        tree["value"]["right"]["array"],
        tree["target"]["array"],
    )
    assert tree == {
        "op": "assign",
        "target": matrix("Z", Z),
        "value": {
            "op": "plus",
            "left": {"op": "dot", "left": matrix("W", W), "right": matrix("A1", A1)},
            "right": matrix("b", b),
        },
    }
    shapes = [answer["arrays"][i].shape for i in (Z, W, A1, b)]
    assert shapes == [(3, 4), (3, 2), (2, 4), (3, 1)]


def test_the_mean_over_samples():
    answer = traced({"seed": 7})
    found = values(answer, find(answer, "dW =", layer=0))
    tree = find(answer, "dW =", layer=0)["equation"]["value"]
    mean = {"op": "divide", "left": number(1.0), "right": number(4.0, "m")}
    assert (tree["op"], tree["left"]) == ("times", mean)
    dot = tree["right"]
    assert (dot["op"], dot["left"]["name"]) == ("dot", "dZ")
    assert (dot["right"]["op"], dot["right"]["value"]["name"]) == ("transpose", "A1")
    np.testing.assert_array_equal(answer["arrays"][dot["left"]["array"]], found["dZ"])


def test_the_update():
    tree = find(traced({"seed": 7}), "self.W = ", layer=1)["equation"]
    assert tree["value"]["op"] == "minus"
    assert tree["value"]["right"]["left"] == number(0.1, "learning_rate")
    assert tree["value"]["left"]["name"] == tree["target"]["name"] == "W"
    assert tree["value"]["left"]["array"] != tree["target"]["array"]


def test_a_call_of_the_networks_own():
    answer = traced({"seed": 7})
    tree = find(answer, "cost = self.cost(y, A)")["equation"]
    call = tree["value"]
    assert (call["op"], call["name"], call["array"]) == ("call", "cost", None)
    assert [arg["name"] for arg in call["args"]] == ["y", "A"]
    assert call["number"] == tree["target"]["value"] == answer["cost"]


# Every tree, calculated again


class NotFull(Exception):
    """A text stands in the tree."""


OPERATORS = {
    "dot": np.dot,
    "times": np.multiply,
    "plus": np.add,
    "minus": np.subtract,
    "divide": np.divide,
    "power": np.power,
}


def calculate(node, arrays):
    """What a tree gives. The value told of a call must be what the call gives."""

    def part(name):
        return calculate(node[name], arrays)

    op = node["op"]
    if op == "text":
        raise NotFull
    if op == "matrix":
        return arrays[node["array"]]
    if op == "number":
        return node["value"]
    if op in OPERATORS:
        return OPERATORS[op](part("left"), part("right"))
    if op == "negative":
        return -part("value")
    if op == "transpose":
        return part("value").T
    if op == "sum":
        return np.sum(part("value"), axis=node["axis"], keepdims=node["keepdims"])
    assert op == "call"
    args = [calculate(arg, arrays) for arg in node["args"]]
    told = arrays[node["array"]] if node["array"] is not None else node.get("number")
    if node["name"] in ("feedforward", "backprop", "cost"):
        assert told is not None
        return told
    how = {key: node[key] for key in ("axis", "keepdims") if key in node}
    function = vars(functions).get(node["name"]) or getattr(np, node["name"])
    value = function(*args, **how)
    if told is not None:
        np.testing.assert_allclose(value, told, rtol=1e-12, atol=1e-12)
    return value


def outcome(equation, arrays):
    """What the line assigned or returned."""
    whole = equation if equation["op"] == "return" else equation["target"]
    if "array" in whole:
        return arrays[whole["array"]]
    return whole["number"] if whole is equation else whole["value"]


@pytest.mark.parametrize("name", SPECS)
def test_every_full_tree_gives_what_its_line_gave(name):
    network, x, y = started(SPECS[name])
    full, partly = 0, []
    for _ in range(2):
        answer = trace_step(network, x, y)
        for step in answer["steps"]:
            if not (tree := step["equation"]):
                continue
            try:
                value = calculate(tree["value"], answer["arrays"])
            except NotFull:
                partly.append(step["source"])
                continue
            wanted = outcome(tree, answer["arrays"])
            np.testing.assert_allclose(value, wanted, rtol=1e-11, atol=1e-12)
            full += 1
    assert full > 60
    known = {
        "return np.where(x >= 0, 1, e) / (1 + e)",
        "return np.where(x > 0, 1.0, 0.0)",
    }
    assert set(partly) <= known


def test_every_line_of_the_lesson_that_assigns_or_returns_numbers_has_a_tree():
    for name in SPECS:
        for step in traced(SPECS[name])["steps"]:
            source = step["source"]
            numbers = source.startswith("return ") or (" = " in source and "good" not in source)
            assert (step["equation"] is not None) == numbers, source


# One by one


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("x @ x", {"op": "dot", "left": X, "right": matrix("x", 1)}),
        ("np.matmul(x, x)", {"op": "dot", "left": X, "right": matrix("x", 1)}),
        ("x.dot(x)", {"op": "dot", "left": X, "right": matrix("x", 1)}),
        ("x * 2", {"op": "times", "left": X, "right": number(2.0)}),
        ("np.multiply(x, k)", {"op": "times", "left": X, "right": number(3.0, "k")}),
        ("x ** 2", {"op": "power", "left": X, "right": number(2.0)}),
        ("np.square(x)", {"op": "power", "left": X, "right": number(2.0)}),
        ("x / x.shape[1]", {"op": "divide", "left": X, "right": number(4.0, "m")}),
        ("x / x.shape[0]", {"op": "divide", "left": X, "right": number(3.0)}),
        ("x / len(x)", {"op": "divide", "left": X, "right": number(3.0)}),
        ("x / W.shape[1]", {"op": "divide", "left": X, "right": number(4.0)}),
        ("x / x.size", {"op": "divide", "left": X, "right": number(12.0)}),
        ("+x", X),
        ("-x", {"op": "negative", "value": X}),
        ("x.T", {"op": "transpose", "value": X}),
        ("np.transpose(x)", {"op": "transpose", "value": X}),
        ("x.transpose()", {"op": "transpose", "value": X}),
        ("(-x).T", {"op": "transpose", "value": {"op": "negative", "value": X}}),
        ("np.sum(x)", {"op": "sum", "value": X, "axis": None, "keepdims": False}),
        ("x.sum(axis=0)", {"op": "sum", "value": X, "axis": 0, "keepdims": False}),
        ("np.sum(x, 1, keepdims=True)", {"op": "sum", "value": X, "axis": 1, "keepdims": True}),
        ("np.log(x)", {"op": "call", "name": "log", "args": [X], "array": None}),
        ("np.maximum(x, k)", None),
        (
            "np.max(x, axis=0, keepdims=True)",
            {
                **{"op": "call", "name": "max", "args": [X], "array": None},
                **{"axis": 0, "keepdims": True},
            },
        ),
        ("np.pi * x", None),
        ("np.sum(x, axis=(0, 1))", {"op": "text", "source": "np.sum(x, axis=(0, 1))"}),
        ("x[0]", {"op": "text", "source": "x[0]"}),
        ("x > 0", {"op": "text", "source": "x > 0"}),
        ("x if k else -x", {"op": "text", "source": "x if k else -x"}),
        ("[1] + [2]", {"op": "text", "source": "[1] + [2]"}),
        ("print(x)", {"op": "text", "source": "print(x)"}),
        ("nowhere", {"op": "text", "source": "nowhere"}),
        ("x // 2", {"op": "text", "source": "x // 2"}),
        ("True", {"op": "text", "source": "True"}),
        ("np.dot(x, x, out=x)", {"op": "text", "source": "np.dot(x, x, out=x)"}),
    ],
)
def test_expressions(source, tree):
    found = right(source, x=x, W=x, k=3)
    if tree is None:
        assert found["op"] != "text"
    elif source == "np.log(x)" or source.startswith("np.max("):
        assert {**found, "array": None} | {"number": 0.0} == {**tree, "number": 0.0}
    else:
        assert found == tree


@pytest.mark.parametrize(
    "line",
    [
        "a, b = x, x",
        "x[0] = 1",
        "x[:, 0] += 1",
        "print(x)",
        "if x: pass",
        "return",
        "word = 'text'",
        "pass",
        "del x",
        "import os",
    ],
)
def test_lines_without_an_equation(line):
    assert equation(line, x=x, word="text") is None


def test_an_augmented_assignment():
    tree = equation("x -= k", x=x, k=1)
    expected = {"op": "minus", "left": X, "right": number(1.0, "k")}
    assert tree == {"op": "assign", "target": matrix("x", 1), "value": expected}


def test_an_annotated_assignment():
    assert equation("k: float = 2", k=2.0)["value"] == number(2.0)
    assert equation("k: float", k=2.0) is None


def test_an_attribute_of_something_else_keeps_its_owner():
    class Owner:
        W = x

    assert right("layer.W", layer=Owner()) == matrix("layer.W", 0)
    assert right("self.W", self=Owner()) == matrix("W", 0)


def test_calls_are_matched_with_what_they_returned(monkeypatch):
    own = (
        "def half(x):\n    return x / 2\n\n\ndef plus(x, y):\n    return x + y\n\n\n"
        "def f(x):\n    return plus(half(x), y=half(half(x)))\n"
    )
    module = Lesson(monkeypatch).load("own.py", own=own)
    network, x, y = started({"seed": 7})
    network.layers[0].act = module.f
    answer = trace_step(network, x, y)
    plus = find(answer, "return plus")["equation"]["value"]
    first, second = plus["args"]
    Z = network.layers[0].Z
    told = [answer["arrays"][node["array"]] for node in (plus, first, second, second["args"][0])]
    for value, factor in zip(told, (0.75, 0.5, 0.25, 0.5), strict=True):
        np.testing.assert_array_equal(value, Z * factor)


def test_calls_that_cannot_be_told_apart_have_no_value(monkeypatch):
    own = (
        "def half(x):\n    return x / 2\n\n\ndef f(x):\n    return half(x) + [half(x), 0 * x][1]\n"
    )
    module = Lesson(monkeypatch).load("own.py", own=own)
    network, x, y = started({"seed": 7})
    network.layers[0].act = module.f
    tree = find(trace_step(network, x, y), "return half(x) +")["equation"]["value"]
    assert tree["left"] == {**tree["left"], "name": "half", "array": None}
    assert tree["right"] == {"op": "text", "source": "[half(x), 0 * x][1]"}


# Whatever a learner writes


@pytest.mark.parametrize(
    "source",
    [
        "1" + " + 1" * 400,
        "-" * 60 + "x",
        "x" + ".T" * 300,
        "x" + ".sum()" * 60,
        "[" + "x, " * 500 + "]",
        "1" + "0" * 400,
        "x" + ".a" * 500,
    ],
)
def test_what_is_too_long_is_cut(source):
    def depth(node):
        if isinstance(node, list):
            return max(map(depth, node), default=0)
        return 1 + max(map(depth, node.values()), default=0) if isinstance(node, dict) else 0

    tree = right(source, x=x)
    assert depth(tree) <= DEPTH + 1
    assert len(str(tree)) < LONGEST * DEPTH


class Trap:
    """Does not like to be touched."""

    touched = 0

    def touch(self, *args):
        Trap.touched += 1
        raise RuntimeError("touched")

    __getattr__ = __getattribute__ = __call__ = __len__ = __float__ = __int__ = __index__ = touch
    __eq__ = __bool__ = __iter__ = __getitem__ = __array__ = __neg__ = __add__ = __mul__ = touch
    __radd__ = __rmul__ = __sub__ = __matmul__ = __array_ufunc__ = __hash__ = __repr__ = touch
    W = property(touch)
    T = property(touch)
    shape = property(touch)


class Touchy(np.ndarray):
    """A matrix of a class of one's own."""

    def touch(self, *args, **kwargs):
        Trap.touched += 1
        raise RuntimeError("touched")

    T = property(touch)
    shape = property(touch)
    tobytes = sum = dot = __array_function__ = __array_ufunc__ = touch


def touch(*args):
    return Trap().touch()


SCOPE = {
    "np": np,
    "x": x,
    "self": Trap(),
    "layer": Trap(),
    "trap": Trap(),
    "touchy": np.zeros((2, 2)).view(Touchy),
    "f": touch,
    "k": 2.0,
    "n": 10**400,
    "nan": np.float64("nan"),
}
NAMES = st.sampled_from([*SCOPE, "nothing", "len", "abs", "print", "max"])
ATTRIBUTES = st.sampled_from(["W", "T", "shape", "sum", "dot", "log", "max", "__class__", "size"])
BINARY = st.sampled_from(["+", "-", "*", "/", "@", "**", "//", "<", "and", "is", "%"])


def larger(inner):
    return st.one_of(
        st.tuples(inner, BINARY, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["-", "+", "not ", "~"]), inner).map(lambda t: f"({''.join(t)})"),
        st.tuples(inner, ATTRIBUTES).map(lambda t: f"({t[0]}).{t[1]}"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})[{t[1]}]"),
        st.tuples(inner, st.lists(inner, max_size=3)).map(lambda t: f"({t[0]})({', '.join(t[1])})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})(*{t[1]}, axis={t[1]}, keepdims=1)"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]})({t[1]}, axis=1)"),
        st.tuples(inner, inner).map(lambda t: f"[{t[0]} for i in {t[1]}]"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        inner.map(lambda t: f"(lambda v: {t})"),
        inner.map(lambda t: f"(w := {t})"),
        inner.map(lambda t: f"f'{{{t}!r:>{{{t}}}}}'" if "'" not in t else f"{{{t}: {t}}}"),
    )


EXPRESSIONS = st.recursive(
    st.one_of(NAMES, st.sampled_from(["1", "0.5", "1j", "None", "'a'", "...", "x.shape[1]"])),
    larger,
    max_leaves=12,
)
STATEMENTS = st.one_of(
    EXPRESSIONS,
    st.tuples(NAMES, EXPRESSIONS).map(" = ".join),
    st.tuples(NAMES, EXPRESSIONS).map(" *= ".join),
    st.tuples(EXPRESSIONS, EXPRESSIONS).map(lambda t: f"({t[0]}).W = {t[1]}"),
    st.tuples(EXPRESSIONS, EXPRESSIONS).map(lambda t: f"({t[0]})[k], x = {t[1]}"),
    EXPRESSIONS.map("return ".__add__),
    EXPRESSIONS.map("raise ".__add__),
    st.text("xy=()[].,+-*:np \n'1", max_size=20),
)


@given(line=STATEMENTS)
def test_nothing_is_run_and_nothing_raised(line):
    try:
        statement = ast.parse(line).body[0]
    except (SyntaxError, ValueError, IndexError, MemoryError):
        return
    network, samples, _ = started({"seed": 7})
    keep = Trace(network, samples, 1000, 5).keep
    before = {name: id(value) for name, value in SCOPE.items()}
    Trap.touched = 0
    for failed in (True, False):
        found = Equation(statement, [SCOPE], keep, 4)
        found.finish([SCOPE], SCOPE["trap"], [("f", None)], failed)
    assert Trap.touched == 0
    assert {name: id(value) for name, value in SCOPE.items()} == before
