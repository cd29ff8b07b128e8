"""What runs, for people to read: a step recorded by hand, each operation worked out beside it."""

from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from chalknet import layer
from chalknet.compiled import record
from chalknet.compiled.engine import Engine
from chalknet.compiled.operations import operations, what_runs
from chalknet.compiled.recording import record_step
from chalknet.lab import Lab

FOLDER = Path(layer.__file__).parent


def Op(name, inputs=(), shape=(), lines=(), layer=0, **more):
    return record.Op(name, inputs, shape, lines=list(lines), layer=layer, **more)


def line(file, text):
    """(file, number) of the one line that has this text."""
    lines = (FOLDER / file).read_text("utf-8").splitlines()
    (number,) = [i for i, one in enumerate(lines, 1) if text in one]
    return (str(FOLDER / file), number)


FORWARD = [
    line("network.py", "A = layer.feedforward(A)"),
    line("network.py", "A = self.feedforward(x)"),
]
BACK = [line("network.py", "dA = layer.backprop(dA)"), line("network.py", "self.backprop(y, A)")]
TANH = line("functions.py", "    return np.tanh(x)")
Z = line("layer.py", "self.Z = np.dot")
A = line("layer.py", "self.A = self.act")
D_TANH = line("functions.py", "return 1 - np.square(np.tanh(x))")
DZ = line("layer.py", "dZ = np.multiply")
DW = line("layer.py", "dW = 1 / dZ.shape[1]")
DB = line("layer.py", "db = 1 / dZ.shape[1]")
UPDATE = line("layer.py", "self.W = self.W - ")


@pytest.fixture
def program():
    """The hidden layer of XOR, forward and back, with dA as if it came from outside."""
    x = Op("input", slot="x", shape=(2, 4))
    W = Op("input", slot="layers.0.W", shape=(3, 2))
    b = Op("input", slot="layers.0.b", shape=(3, 1))
    rate = Op("input", slot="layers.0.learning_rate")
    dA = Op("input", slot="layers.1.dA1", shape=(3, 4))
    one, quarter = Op("constant", value=1.0), Op("constant", value=np.float64(0.25))

    dot = Op("dot", (W, x), (3, 4), [Z, *FORWARD])
    add = Op("add", (dot, b), (3, 4), [Z, *FORWARD])
    again = [D_TANH, DZ, *BACK]
    tanh = Op("tanh", (add,), (3, 4), [TANH, A, *FORWARD, *again], asked=2)
    square = Op("square", (tanh,), (3, 4), [D_TANH, DZ, *BACK])
    slope = Op("subtract", (one, square), (3, 4), [D_TANH, DZ, *BACK])
    dZ = Op("multiply", (slope, dA), (3, 4), [DZ, *BACK])
    xT = Op("transpose", (x,), (4, 2), [DW, *BACK])
    total = Op("dot", (dZ, xT), (3, 2), [DW, *BACK])
    dW = Op("multiply", (quarter, total), (3, 2), [DW, *BACK])
    sums = Op("sum", (dZ,), (3, 1), [DB, *BACK], options={"axis": 1, "keepdims": True})
    change = Op("multiply", (rate, dW), (3, 2), [UPDATE, *BACK])
    new = Op("subtract", (W, change), (3, 2), [UPDATE, *BACK])
    ops = [x, W, b, rate, dA, one, quarter]
    ops += [dot, add, tanh, square, slope, dZ, xT, total, dW, sums, change, new]
    outputs = {"layers.1.A1": tanh, "layers.0.Z": add, "layers.0.A": tanh, "layers.0.W": new}
    return record.Program(ops, outputs, cost=None)


def told(operation):
    """③ A = tanh(②), with plain numbers."""
    name = f"{operation['name']} = " if operation["name"] else ""
    parts = [f"({p})" if isinstance(p, int) else p for p in operation["formula"]]
    return f"({operation['number']}) {name}{''.join(parts)}"


def test_the_hidden_layer_of_xor(program):
    found = operations(program)
    assert [(told(one), one["shape"]) for one in found] == [
        ("(1) W · x", "3 × 4"),
        ("(2) Z = (1) + b", "3 × 4"),
        ("(3) A = tanh((2))", "3 × 4"),
        ("(4) (3)²", "3 × 4"),
        ("(5) 1 − (4)", "3 × 4"),
        ("(6) dZ = (5) ⊙ dA1 of layer 2", "3 × 4"),
        ("(7) (6) · xᵀ", "3 × 2"),
        ("(8) dW = 0.25 · (7)", "3 × 2"),
        ("(9) db = Σ over samples (6)", "3 × 1"),
        ("(10) learning_rate · (8)", "3 × 2"),
        ("(11) W = W − (10)", "3 × 2"),
    ]
    phases = ["feedforward"] * 3 + ["backprop"] * 6 + ["update"] * 2
    assert [one["phase"] for one in found] == phases
    assert [one["asked"] for one in found] == [1, 1, 2, *[1] * 8]


def test_the_lines_are_those_that_ask_for_it_each_time(program):
    tanh = operations(program)[2]
    assert [(one["file"], one["source"]) for one in tanh["lines"]] == [
        ("functions.py", "return np.tanh(x)"),
        ("layer.py", "self.A = self.act(self.Z)  # (neurons, samples)"),
        ("functions.py", "return 1 - np.square(np.tanh(x))"),
        ("layer.py", "dZ = np.multiply(self.d_act(self.Z), dA)  # (neurons, samples)"),
    ]
    assert [one["line"] for one in tanh["lines"]] == [n for _, n in [TANH, A, D_TANH, DZ]]


def test_a_real_step_of_xor():
    """As recorded: 50 operations, in the order of the phases as the line-by-line steps have it."""
    lab = Lab()
    lab.open({})
    recording = record_step(lab.network, lab.samples.x, lab.samples.y)
    found = operations(recording.program)
    parts = [key for key, _ in groupby((one["phase"], one["layer"]) for one in found)]
    assert parts == [
        *(("feedforward", 0), ("feedforward", 1), ("cost", None), ("backprop", None)),
        *(("backprop", 1), ("update", 1), ("backprop", 0), ("update", 0)),
    ]
    (tanh,) = [one for one in found if "tanh(" in one["formula"]]
    assert (told(tanh), tanh["asked"]) == ("(3) A = tanh((2))", 2)
    names = [one["name"] for one in found if one["layer"] == 0 and one["name"]]
    assert names == ["Z", "A", "dZ", "dW", "db", "W", "b"]
    assert [told(one) for one in found if one["name"] == "cost"] == ["(24) cost = 0.25 · (23)"]


def test_what_an_optimizer_remembers_has_its_name():
    lab = Lab()
    lab.open({"training": {"optimizer": "adam"}})
    lab.network.step(lab.samples.x, lab.samples.y)  # now there is something to remember
    recording = record_step(lab.network, lab.samples.x, lab.samples.y)
    found = [one for one in operations(recording.program) if one["layer"] == 0]
    names = [one["name"] for one in found if one["lines"][0]["file"] == "optimizers.py"]
    kept = ["t[W]", "m[W]", "v[W]", "m", "v", "t[b]", "m[b]", "v[b]", "m", "v"]
    assert [name for name in names if name] == kept


def test_which_kernel_each_was_merged_into(program):
    dot, add, tanh = [op for op in program.ops if op.name in ("dot", "add", "tanh")][:3]
    found = operations(program, {dot: 0, add: 3, tanh: 3})
    assert [one["kernel"] for one in found[:4]] == [1, 2, 2, None]


@pytest.mark.parametrize(
    ("op", "written"),
    [
        (Op("where", (Op("input", slot="x"),) * 3), "where(x, x, x)"),
        (Op("maximum", (Op("input", slot="y"), Op("constant", value=0.0))), "max(y, 0)"),
        (Op("max", (Op("input", slot="x"),), options={"axis": 0}), "max over rows x"),
        (Op("sum", (Op("input", slot="x"),), options={"axis": None}), "Σ x"),
        (Op("add", (Op("input", slot="x"), Op("constant", value=-1.5))), "x + (−1.5)"),
        (Op("negative", (Op("constant", value=5e-324),)), "−4.941e−324"),
        (Op("absolute", (Op("input", slot="x"),)), "|x|"),
        (Op("greater", (Op("input", slot="x"), Op("constant", value=np.ones((2, 4))))), "x > 1"),
        (Op("exp", (Op("constant", value=np.eye(2)),)), "exp(2 × 2 numbers)"),
        (Op("power", (Op("input", slot="x"), Op("input", slot="layers.0.t"))), "x ^ t"),
        (Op("square", (Op("input", slot="layers.0.optimizer.v.W"),)), "v[W]²"),
        (Op("logical_not", (Op("constant", value=True),)), "not True"),
        (Op("reshape", (Op("input", slot="x"),), (8, 1)), "x as 8 × 1"),
    ],
)
def test_each_kind_is_written_as_one_would(op, written):
    (one,) = operations(record.Program([*op.inputs, op], {}, cost=op))
    assert one["formula"] == [written]
    assert (one["name"], one["phase"], one["lines"]) == ("cost", None, [])


def test_before_anything_runs_there_is_nothing():
    assert what_runs(Engine()) == {
        **{"compiled": False, "why": None, "rate": None, "operations": []},
        **{"kernels": None, "bytes": None, "milliseconds": None},
    }


def test_where_the_step_runs_plainly_it_says_why():
    engine = Engine()
    engine.why = "layer.py prints while it trains"
    answer = what_runs(engine)
    assert answer["why"] == "layer.py prints while it trains"
    assert not answer["compiled"]


def test_of_a_compiled_training_it_tells_all(program):
    kernels = {op: i // 2 for i, op in enumerate(program.ops)}
    course = SimpleNamespace(program=program, kernels=kernels, code_size=2400, milliseconds=7.5)
    engine = Engine()
    engine.adopt(course)
    engine.rate = 2.1e6
    answer = what_runs(engine)
    assert answer["compiled"]
    assert [answer[key] for key in ("kernels", "bytes", "milliseconds", "rate")] == [
        *(len(set(kernels.values())), 2400, 7.5, 2.1e6)
    ]
    assert len(answer["operations"]) == 11
