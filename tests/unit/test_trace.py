"""One training step told line by line, and the network as after a step that nobody watched."""

import linecache
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import chalknet
from chalknet import Experiment, functions, trace
from chalknet.deadline import TooLong
from chalknet.message import pack
from chalknet.trace import trace_step

XOR = {"seed": 7}
LAYER = Path(chalknet.__path__[0], "layer.py").read_text("utf-8").splitlines()
DA1 = next(i for i, line in enumerate(LAYER, 1) if line.strip().startswith("dA1 ="))
SPECS = {
    "xor": XOR,
    "digits": {"data": {"name": "digits"}, "training": {"batch": 10}},
    "relu": {
        "seed": 2,
        "layers": [{"neurons": 5, "activation": "relu"}, {"neurons": 1, "activation": "sigmoid"}],
    },
    "squared": {
        "loss": "squared_error",
        "layers": [
            {"neurons": 4, "activation": "sigmoid"},
            {"neurons": 3, "activation": "linear"},
            {"neurons": 1, "activation": "tanh"},
        ],
    },
    "cross": {
        "data": {"name": "digits"},
        "loss": "cross_entropy",
        "layers": [{"neurons": 6, "activation": "tanh"}, {"neurons": 10, "activation": "softmax"}],
        "training": {"batch": 7},
    },
}


def started(raw):
    """The network of an experiment, and its first batch."""
    experiment = Experiment(raw)
    network, samples = experiment.network(), experiment.samples()
    batch = experiment.settings["training"]["batch"]
    return network, *network.batches(samples.x, samples.y, batch)[0]


def traced(raw):
    answer = trace_step(*started(raw))
    assert answer["error"] is None
    return answer


def values(answer, step):
    """{name: matrix or number} of a step."""
    arrays = answer["arrays"]
    return {
        m["name"]: arrays[m["array"]] if "array" in m else m["number"] for m in step["matrices"]
    }


def changed(step):
    return [m["name"] for m in step["matrices"] if m["changed"]]


def find(answer, source, **where):
    """The first step of a line."""
    for step in answer["steps"]:
        if source in step["source"] and all(step[k] == v for k, v in where.items()):
            return step
    raise AssertionError(f"no step with {source}")


class Lesson:
    """Loads edited files of the lesson, as the loader does, but only for one test."""

    def __init__(self, monkeypatch):
        self.monkeypatch = monkeypatch

    def load(self, file, *changes, own=None):
        """A module of a file of the lesson, with (old, new) exchanged in its text."""
        path = Path(chalknet.__file__).parent / file
        text = own if own is not None else path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        name = f"/lesson/{file}"
        lines = text.splitlines(True)
        self.monkeypatch.setitem(linecache.cache, name, (len(text), None, lines, name))
        module = ModuleType(f"chalknet.{file.removesuffix('.py')}")
        exec(compile(text, name, "exec"), module.__dict__)
        return module

    def network(self, module):
        """XOR's network with the Layer of an edited layer.py, and its data."""
        network, x, y = started(XOR)
        for layer in network.layers:
            layer.__class__ = module.Layer
        return network, x, y


@pytest.fixture
def lesson(monkeypatch):
    return Lesson(monkeypatch)


# The step is the real one


@pytest.mark.parametrize("name", SPECS)
def test_a_traced_step_is_a_step_bit_for_bit(name):
    watched, x, y = started(SPECS[name])
    alone, _, _ = started(SPECS[name])
    for _ in range(3):
        cost = trace_step(watched, x, y)["cost"]
        assert cost == alone.step(x, y)
        for a, b in zip(watched.layers, alone.layers, strict=True):
            assert vars(a).keys() == vars(b).keys()
            for key in ("W", "b", "A1", "Z", "A"):
                assert vars(a)[key].tobytes() == vars(b)[key].tobytes()


def test_the_tracing_from_before_is_put_back():
    def before(frame, event, arg):
        return None

    network, x, y = started(XOR)
    previous = sys.gettrace()
    sys.settrace(before)
    try:
        trace_step(network, x, y)
        found = sys.gettrace()
        trace_step(network, x, y[:, :2])
        found_after_error = sys.gettrace()
    finally:
        sys.settrace(previous)
    assert found is before
    assert found_after_error is before


# XOR's first step, worked once more with the article's formulas


def by_hand():
    """{layer: {name: value}} of XOR's first step, and the rest of it."""
    network, x, y = started(XOR)
    (first, second), rate, m = network.layers, 0.1, 4
    one = {"W": first.W.copy(), "b": first.b.copy(), "A1": x}
    two = {"W": second.W.copy(), "b": second.b.copy()}
    one["Z"] = np.dot(one["W"], x) + one["b"]
    one["A"] = two["A1"] = np.tanh(one["Z"])
    two["Z"] = np.dot(two["W"], one["A"]) + two["b"]
    e = np.exp(-np.abs(two["Z"]))
    A = two["A"] = np.where(two["Z"] >= 0, 1, e) / (1 + e)
    losses = -(y * np.log(A) + (1 - y) * np.log(1 - A))
    two["dA"] = (A - y) / (A * (1 - A))
    two["dZ"] = np.multiply((1 - A) * A, two["dA"])
    one["dA"] = two["dA1"] = np.dot(two["W"].T, two["dZ"])
    one["dZ"] = np.multiply(1 - np.square(np.tanh(one["Z"])), one["dA"])
    one["dA1"] = np.dot(one["W"].T, one["dZ"])
    for layer in (one, two):
        layer["dW"] = 1 / m * np.dot(layer["dZ"], layer["A1"].T)
        layer["db"] = 1 / m * np.sum(layer["dZ"], axis=1, keepdims=True)
        layer["new W"] = layer["W"] - rate * layer["dW"]
        layer["new b"] = layer["b"] - rate * layer["db"]
        layer["learning_rate"] = rate
    rest = {"x": x, "y": y, "cost": 1 / m * np.sum(losses), "m": 4, "e": e, "losses": losses}
    return [one, two], rest


def test_every_matrix_of_the_layers_in_xors_first_step():
    answer = traced(XOR)
    layers, _ = by_hand()
    seen = [set(), set()]
    for step in answer["steps"]:
        if step["file"] != "layer.py":
            continue
        expected = layers[step["layer"]]
        for name in changed(step):
            if step["phase"] == "update":
                expected[name] = expected[f"new {name}"]
        for name, value in values(answer, step).items():
            np.testing.assert_array_equal(value, expected[name], strict=name != "learning_rate")
            seen[step["layer"]].add(name)
    names = {"W", "b", "A1", "Z", "A", "dA", "dZ", "dW", "db", "dA1", "learning_rate"}
    assert seen == [names, names]


def test_every_matrix_of_the_network_in_xors_first_step():
    answer = traced(XOR)
    (one, two), rest = by_hand()
    steps = [step for step in answer["steps"] if step["file"] == "network.py"]
    came = [
        (step["function"], name, values(answer, step)[name])
        for step in steps
        for name in changed(step)
    ]
    expected = [
        ("step", "A", two["A"]),
        ("feedforward", "A", rest["x"]),
        ("feedforward", "A", one["A"]),
        ("feedforward", "A", two["A"]),
        ("step", "cost", rest["cost"]),
        ("cost", "m", 4),
        ("backprop", "dA", two["dA"]),
        ("backprop", "dA", one["dA"]),
        ("backprop", "dA", one["dA1"]),
    ]
    assert [c[:2] for c in came] == [e[:2] for e in expected]
    for (*_, got), (*_, want) in zip(came, expected, strict=True):
        np.testing.assert_array_equal(got, want)
    for step in steps:
        for name, value in values(answer, step).items():
            if name in ("x", "y", "cost", "m"):
                np.testing.assert_array_equal(value, rest[name])


def test_every_matrix_of_the_functions_in_xors_first_step():
    answer = traced(XOR)
    layers, rest = by_hand()
    A = layers[1]["A"]
    for step in answer["steps"]:
        if step["file"] == "functions.py":
            expected = {"y": rest["y"], "a": A, "s": A, "e": rest["e"]}
            if step["layer"] is not None:
                expected["x"] = layers[step["layer"]]["Z"]
            for name, value in values(answer, step).items():
                np.testing.assert_array_equal(value, expected[name], strict=True)
    loss = find(answer, "return -(y")
    np.testing.assert_array_equal(answer["arrays"][loss["equation"]["array"]], rest["losses"])


def test_phases_and_layers_in_their_order():
    met = []
    for step in traced(XOR)["steps"]:
        if step["layer"] is not None and (step["layer"], step["phase"]) not in met[-1:]:
            met.append((step["layer"], step["phase"]))
    assert met == [
        *((0, "feedforward"), (1, "feedforward")),
        *((1, "backprop"), (1, "update"), (1, "backprop")),
        *((0, "backprop"), (0, "update"), (0, "backprop")),
    ]


def test_the_phases_of_the_networks_own_lines():
    steps = [s for s in traced(XOR)["steps"] if s["function"] == "step"]
    assert [(s["source"], s["phase"]) for s in steps] == [
        ("A = self.feedforward(x)", "feedforward"),
        ("cost = self.cost(y, A)", "cost"),
        ("self.check(cost)", "cost"),
        ("self.backprop(y, A)", "backprop"),
        ("return cost", "backprop"),
    ]


def test_a_function_belongs_to_the_layer_that_calls_it():
    steps = traced(XOR)["steps"]
    assert {s["layer"] for s in steps if s["function"] in ("tanh", "d_tanh")} == {0}
    assert {s["layer"] for s in steps if s["function"] in ("sigmoid", "d_sigmoid")} == {1}
    assert {s["layer"] for s in steps if s["function"] in ("logloss", "d_logloss")} == {None}


def test_a_line_comes_before_the_lines_it_calls_and_shows_what_came_of_them():
    answer = traced(XOR)
    sources = [step["source"] for step in answer["steps"]]
    act = sources.index("self.A = self.act(self.Z)")
    assert sources[act + 1] == "return np.tanh(x)"
    assert changed(answer["steps"][act]) == ["A"]


def test_matrices_keep_their_order():
    orders = {"layer.py": [], "network.py": [], "functions.py": []}
    for step in traced(XOR)["steps"]:
        names = [m["name"] for m in step["matrices"]]
        order = orders[step["file"]]
        order += [name for name in names if name not in order]
        assert names == sorted(names, key=order.index)
    layer = ["W", "b", "A1", "Z", "A", "dA", "dZ", "dW", "db", "dA1", "learning_rate"]
    assert orders["layer.py"] == layer


def test_checks_and_texts_are_no_steps():
    for step in traced(XOR)["steps"]:
        assert not step["source"].startswith(("expect", '"""', "def", "@"))
        assert "#" not in step["source"]


def test_what_an_earlier_step_left_behind_is_not_shown():
    network, x, y = started(XOR)
    network.feedforward(np.zeros((2, 1600)))  # the pictures of the plane
    answer = trace_step(network, x, y)
    first = find(answer, "self.A1 = A1")
    assert [m["name"] for m in first["matrices"]] == ["W", "b", "A1"]
    assert all(array.shape[1] <= 4 for array in answer["arrays"])


def test_equal_matrices_are_one():
    answer = traced(XOR)
    keys = [(a.dtype, a.shape, a.tobytes()) for a in answer["arrays"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", SPECS)
def test_an_answer_can_travel(name):
    pack(traced(SPECS[name]))


# Edited lessons


def test_a_matrix_changed_in_place_is_shown_as_it_stood(lesson):
    module = lesson.load(
        "layer.py",
        ("self.W = self.W - self.learning_rate * dW", "self.W -= self.learning_rate * dW"),
    )
    network, x, y = lesson.network(module)
    before = [layer.W.copy() for layer in network.layers]
    answer = trace_step(network, x, y)
    for i, layer in enumerate(network.layers):
        step = find(answer, "self.W -=", layer=i)
        assert (step["phase"], changed(step)) == ("update", ["W"])
        product = find(answer, "self.Z =", layer=i)
        np.testing.assert_array_equal(values(answer, product)["W"], before[i])
        np.testing.assert_array_equal(values(answer, step)["W"], layer.W)
        minus = step["equation"]["value"]
        assert (step["equation"]["target"]["name"], minus["op"]) == ("W", "minus")
        np.testing.assert_array_equal(answer["arrays"][minus["left"]["array"]], before[i])


def test_a_helper_that_updates(lesson):
    module = lesson.load(
        "layer.py",
        ("        self.W = self.W - self.learning_rate * dW\n", "        self.update(dW)\n"),
        (
            "    def __repr__",
            "    def update(self, dW):\n        self.W = self.W - 0.1 * dW\n\n    def __repr__",
        ),
    )
    network, x, y = lesson.network(module)
    answer = trace_step(network, x, y)
    call, line = find(answer, "self.update(dW)"), find(answer, "self.W = self.W - 0.1")
    assert (call["phase"], changed(call)) == ("update", ["W"])
    assert (line["phase"], line["function"], line["layer"]) == ("update", "update", 1)
    assert answer["steps"].index(line) == answer["steps"].index(call) + 1


def test_momentum_is_shown_from_the_line_that_uses_it(lesson):
    module = lesson.load(
        "layer.py",
        (
            "self.W = self.W - self.learning_rate * dW",
            "self.v = 0.9 * self.v + dW\n        self.W = self.W - self.learning_rate * self.v",
        ),
    )
    network, x, y = lesson.network(module)
    for layer in network.layers:
        layer.v = np.zeros_like(layer.W)
    answer = trace_step(network, x, y)
    assert "v" not in values(answer, find(answer, "dA1 = np.dot"))
    assert changed(find(answer, "self.v =")) == ["v"]


LOOPS = """
def swish(x):
    rows = [row * 1.0 for row in x]
    s = 0.0
    for row in rows:
        s += float(row.sum())
    print("s", s)
    if s > 1e9: s = 0; s = 1
    return (
        x /  # one row a neuron
        (1 + exp(-x))
    )


def exp(v):
    return power(v)


power = lambda v: np.exp(v)
"""


def test_loops_comprehensions_print_and_lines_of_many(lesson, capsys):
    module = lesson.load("own.py", own="import numpy as np\n" + LOOPS)
    network, x, y = started(XOR)
    network.layers[0].act = module.swish
    answer = trace_step(network, x, y)
    assert answer["error"] is None
    assert capsys.readouterr().out.startswith("s ")
    steps = [s for s in answer["steps"] if s["file"] == "own.py"]
    assert [s["source"] for s in steps] == [
        "rows = [row * 1.0 for row in x]",
        "s = 0.0",
        *["for row in rows:", "s += float(row.sum())"] * 3,
        "for row in rows:",
        'print("s", s)',
        "if s > 1e9: s = 0; s = 1",
        "return ( x / (1 + exp(-x)) )",
        "return power(v)",
        "power = lambda v: np.exp(v)",
    ]
    assert {s["layer"] for s in steps} == {0}
    back = steps[-3]["equation"]
    assert back["op"] == "return"
    node = back["value"]["right"]["right"]
    assert (node["name"], node["op"]) == ("exp", "call")
    Z = network.layers[0].Z
    np.testing.assert_array_equal(answer["arrays"][node["array"]], np.exp(-Z))
    assert find(answer, "self.A = self.act")["equation"]["value"]["name"] == "swish"
    assert (steps[-1]["function"], steps[-1]["equation"]["op"]) == ("<lambda>", "return")


def test_while_true_with_a_break(lesson):
    own = (
        "def f(x):\n    n = 0\n    while True:\n        n += 1\n"
        "        if n == 3:\n            break\n    return x * n\n"
    )
    module = lesson.load("own.py", own=own)
    network, x, y = started(XOR)
    network.layers[0].act = module.f
    answer = trace_step(network, x, y)
    counts = [values(answer, s)["n"] for s in answer["steps"] if s["source"] == "n += 1"]
    assert counts == [1, 2, 3]


def test_an_exception_that_is_caught_is_no_failure(lesson):
    own = (
        "def f(x):\n    try:\n        z = x[9]\n"
        "    except IndexError:\n        z = x\n    return z\n"
    )
    module = lesson.load("own.py", own=own)
    network, x, y = started(XOR)
    network.layers[0].act = module.f
    answer = trace_step(network, x, y)
    steps = [s for s in answer["steps"] if s["file"] == "own.py"]
    sources = ["z = x[9]", "except IndexError:", "z = x", "return z"]
    assert [s["source"] for s in steps] == sources
    assert changed(steps[0]) == []
    assert steps[2]["equation"]["target"]["name"] == "z"
    assert answer["error"] is None


def same_network(a, b):
    return all(
        p.W.tobytes() == q.W.tobytes() and p.b.tobytes() == q.b.tobytes()
        for p, q in zip(a.layers, b.layers, strict=True)
    )


def test_a_wrong_shape_is_told_and_the_network_is_as_before(lesson):
    module = lesson.load("layer.py", ("np.dot(self.W.T, dZ)", "np.dot(self.W, dZ)"))
    network, x, y = lesson.network(module)
    answer = trace_step(network, x, y)
    assert (answer["error"]["file"], answer["error"]["line"]) == ("layer.py", DA1)
    assert answer["error"]["type"] == "ValueError"
    assert answer["cost"] is None
    last = [s for s in answer["steps"] if s["layer"] == 1][-1]
    assert last["source"] == "dA1 = np.dot(self.W, dZ)"
    assert last["equation"]["target"] == {"op": "text", "source": "dA1"}
    assert last["equation"]["value"]["op"] == "dot"
    assert "dA1" not in values(answer, last)
    assert same_network(network, started(XOR)[0])
    pack(answer)


def test_a_check_that_fails_is_shown():
    network, x, y = started(XOR)
    answer = trace_step(network, x[:1], y)
    assert answer["error"]["type"] == "ValueError"
    assert answer["steps"][-1]["source"].startswith("expect(A1")
    assert answer["steps"][-1]["equation"] is None


@pytest.mark.parametrize("line", ["raise OSError('no')", "undefined + 1", "self.nothing", "1 / 0"])
def test_an_exception_in_the_middle(lesson, line):
    module = lesson.load("layer.py", ("        dA1 = np", f"        {line}\n        dA1 = np"))
    network, x, y = lesson.network(module)
    answer = trace_step(network, x, y)
    assert answer["error"]["line"] == DA1
    assert [s["source"] for s in answer["steps"] if s["layer"] == 1][-1] == line
    assert same_network(network, started(XOR)[0])


@pytest.mark.parametrize("change", ["self.W[0] = np.inf", "self.W[:] = 1; raise ValueError"])
def test_a_failure_after_a_change_in_place(lesson, change):
    module = lesson.load("layer.py", ("        dA1 = np", f"        {change}\n        dA1 = np"))
    network, x, y = lesson.network(module)
    network.layers[0].d_act = None  # the first layer fails, when the second one has been changed
    answer = trace_step(network, x, y)
    assert answer["error"]
    assert same_network(network, started(XOR)[0])


# Python 3.11 tells nothing of a loop within one line; the page has a later one
SEES_JUMPS = pytest.mark.skipif(sys.version_info < (3, 12), reason="needs Python 3.12")


@pytest.mark.parametrize(
    "loop",
    [
        pytest.param("while True: pass", marks=SEES_JUMPS),
        "while True:\n            pass",
        "while True:\n            try:\n                pass\n            except Exception:\n"
        "                pass",
        "[i for i in iter(int, 1)]",
        "sum(i for i in iter(int, 1))",
    ],
)
def test_an_endless_loop_is_stopped(lesson, loop):
    module = lesson.load("layer.py", ("        dA1 = np", f"        {loop}\n        dA1 = np"))
    network, x, y = lesson.network(module)
    answer = trace_step(network, x, y, limit=500)
    assert answer["error"]["type"] == "TooLong"
    sentence = "This step ran more than 500 lines, so it was stopped."
    assert answer["error"]["message"] == sentence
    assert (answer["error"]["file"], answer["error"]["line"]) >= ("layer.py", DA1)
    assert 20 < len(answer["steps"]) <= 500
    assert same_network(network, started(XOR)[0])


@SEES_JUMPS
def test_a_loop_that_swallows_everything_does_not_pass_for_a_step(lesson):
    bad = "try:\n            while True: pass\n        except BaseException:\n            pass"
    module = lesson.load("layer.py", ("        dA1 = np", f"        {bad}\n        dA1 = np"))
    network, x, y = lesson.network(module)
    answer = trace_step(network, x, y, limit=500)
    assert answer["error"]["type"] == "TooLong"
    assert same_network(network, started(XOR)[0])


def test_too_little_time():
    network, x, y = started(XOR)
    answer = trace_step(network, x, y, seconds=0)
    assert answer["error"]["message"] == (
        "This step was not done after 0 seconds, so it was stopped."
    )
    assert same_network(network, started(XOR)[0])


def test_too_much_memory(monkeypatch):
    monkeypatch.setattr(trace, "MOST_BYTES", 500)
    network, x, y = started(XOR)
    answer = trace_step(network, x, y)
    assert "fill more than 0.0005 MB" in answer["error"]["message"]


def test_a_cost_that_is_no_number():
    network, x, y = started(XOR)
    good = [layer.W.copy() for layer in network.layers]
    network.layers[0].W = network.layers[0].W * np.nan
    answer = trace_step(network, x, y)
    assert answer["error"]["type"] == "Diverged"
    assert answer["error"]["message"].startswith("Training stopped at epoch 0")
    for layer, W in zip(network.layers, good, strict=True):
        np.testing.assert_array_equal(layer.W, W)
    Z = values(answer, find(answer, "self.Z =", layer=0))["Z"]
    assert np.all(np.isnan(Z))
    pack(answer)


def test_masks_whole_numbers_and_single_precision_can_travel(lesson):
    own = (
        "def f(x):\n    mask = x > 0\n    n = mask.astype(int)\n    h = x.astype('f2')\n"
        "    s = x.astype('f4')\n    c = x + 1j\n    t = x[None]\n    return x * n\n"
    )
    module = lesson.load("own.py", own=own)
    network, x, y = started(XOR)
    network.layers[0].act = module.f
    answer = trace_step(network, x, y)
    last = values(answer, [s for s in answer["steps"] if s["file"] == "own.py"][-1])
    kinds = {name: value.dtype.str for name, value in last.items()}
    assert kinds == {"x": "<f8", "mask": "|u1", "n": "<f8", "h": "<f8", "s": "<f4"}
    pack(answer)


def test_a_generator_and_a_nested_function(lesson):
    own = (
        "def f(x):\n    k = 2.0\n    def twice(v):\n        return k * v\n"
        "    def rows():\n        for row in x:\n            yield twice(row)\n"
        "    total = x\n    for row in rows():\n        total = total + row\n    return total\n"
    )
    module = lesson.load("own.py", own=own)
    network, x, y = started(XOR)
    network.layers[0].act = module.f
    answer = trace_step(network, x, y)
    assert answer["error"] is None
    sources = [s["source"] for s in answer["steps"] if s["file"] == "own.py"]
    assert sources.count("return k * v") == 3
    assert sources.count("total = total + row") == 3
    assert find(answer, "return k * v")["layer"] == 0


def test_the_functions_of_the_tables_are_told_by_their_names():
    assert functions.ACTIVATIONS["tanh"][0].__name__ == "tanh"
    node = find(traced(XOR), "dZ = np.multiply")["equation"]["value"]["left"]
    assert (node["op"], node["name"]) == ("call", "d_sigmoid")


def test_an_interruption_passes_and_the_network_is_as_before(lesson):
    module = lesson.load("layer.py", ("return dA1", "raise KeyboardInterrupt"))
    network, x, y = lesson.network(module)
    with pytest.raises(KeyboardInterrupt):
        trace_step(network, x, y)
    assert same_network(network, started(XOR)[0])


def test_a_time_limit_from_outside_is_told(lesson):
    module = lesson.load("layer.py", ("return dA1", "raise TooLong"))
    module.TooLong = TooLong
    network, x, y = lesson.network(module)
    answer = trace_step(network, x, y)
    assert answer["error"]["message"] == "This loop did not end, so it was stopped."
    assert answer["steps"][-1]["source"] == "raise TooLong"


def test_only_the_deadline_is_too_long(lesson):
    assert trace.TooLong is TooLong
    module = lesson.load("layer.py", ("return dA1", "raise Own"))
    module.Own = type("TooLong", (BaseException,), {})  # the name alone does not make it one
    network, x, y = lesson.network(module)
    with pytest.raises(module.Own):
        trace_step(network, x, y)
    assert same_network(network, started(XOR)[0])
