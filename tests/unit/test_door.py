"""The door: the code that is loaded, a learner's edits in its place, what goes wrong with them."""

import json
import linecache
import sys
from pathlib import Path

import numpy as np
import pytest

import chalknet
from chalknet import deadline, loader
from chalknet.door import Door
from chalknet.explain import is_lesson
from chalknet.message import unpack

ROOT = Path(__file__).parents[2]
LAYER = Path(chalknet.__file__).with_name("layer.py").read_text("utf-8")
SILU = """
from chalknet.functions import sigmoid

def silu(x):
    return x * sigmoid(x)

def d_silu(x):
    return sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))
"""


@pytest.fixture(autouse=True)
def modules_as_before():
    before = loader.chalknet_modules()
    yield
    loader.put_back(before)


@pytest.fixture
def call():
    """call(name, …) as the worker does it: the arguments as JSON, the answer packed."""
    door = Door()

    def call(name, numbers=None, **arguments):
        return unpack(*door.call(name, json.dumps(arguments), numbers))

    call.door = door
    call("open", experiment={})
    return call


def edited(before, after, text=LAYER):
    assert before in text
    return text.replace(before, after)


def test_edited_code_runs_and_the_weights_stay(call):
    call("train", until=10)
    before = call("state")
    text = edited("return dA1", "self.seen = getattr(self, 'seen', 0) + 1\n        return dA1")
    answer = call("load_code", files={"layer.py": text})
    assert answer["loaded"] == ["layer.py"]
    assert answer["state"]["epoch"] == 10
    for ours, theirs in zip(answer["state"]["weights"], before["weights"], strict=True):
        assert (ours["W"] == theirs["W"]).all()
    call("train", until=20)
    assert call.door.lab.network.layers[0].seen == 10


def test_edits_are_taken_back(call):
    call("load_code", files={"layer.py": edited("learning_rate * dW", "learning_rate * 0 * dW")})
    flat = call("train", until=3)
    assert (call("state")["weights"][0]["W"] == flat["weights"][0]["W"]).all()
    call("load_code", files={})
    assert not (call("train", until=6)["weights"][0]["W"] == flat["weights"][0]["W"]).all()


def test_a_run_is_the_same_with_code_loaded_in_between(call):
    call("train", until=100)
    call("load_code", files={"layer.py": LAYER + "\n# a comment"})
    call("train", until=200)
    other = Door()
    other.call("open", json.dumps({"experiment": {}}))
    other.call("train", json.dumps({"until": 200}))
    assert call.door.lab.network.costs == other.lab.network.costs


def test_a_new_activation_and_a_new_loss_are_in_the_menus_and_train(call):
    loss = (
        "\ndef quartic(y, a):\n    return (a - y) ** 4\n"
        "\ndef d_quartic(y, a):\n    return 4 * (a - y) ** 3\n"
    )
    answer = call("load_code", files={"own.py": SILU + loss})
    row = next(row for row in answer["catalog"]["activations"] if row["name"] == "silu")
    assert row["hidden"]
    assert row["letter"] == "silu"
    assert "quartic" in [row["name"] for row in answer["catalog"]["losses"]]
    layers = [{"neurons": 4, "activation": "silu"}, {"neurons": 1, "activation": "sigmoid"}]
    opened = call("open", experiment={"layers": layers, "training": {"learning_rate": 0.5}})
    assert opened["problems"] == []
    assert call("train", until=1500)["right_count"] == 4
    assert call("open", experiment={"loss": "quartic"})["problems"] == []


def test_a_pair_written_into_functions_py_is_taken_up_too(call):
    functions = Path(chalknet.__file__).with_name("functions.py").read_text("utf-8")
    body = SILU.replace("from chalknet.functions import sigmoid\n", "")
    answer = call("load_code", files={"functions.py": functions + body})
    assert "silu" in [row["name"] for row in answer["catalog"]["activations"]]


ERRORS = {
    "a colon": ("def backprop(self, dA):", "def backprop(self, dA)", "SyntaxError", "cannot read"),
    "a name": ("(self.Z), dA)", "(self.Z), da)", "NameError", "Did you mean dA?"),
    "a shape": ("np.dot(self.W.T, dZ)", "np.dot(self.W, dZ)", "ValueError", "do not fit"),
    "an attribute": ("self.A1.T)", "self.A2.T)", "AttributeError", "Did you mean A"),
    "no result": ("        return self.A\n", "        pass\n", "", ""),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_is_told_at_its_line_and_nothing_has_changed(call, kind):
    before, after, type_, words = ERRORS[kind]
    call("train", until=5)
    saved = call("state")
    text = edited(before, after)
    error = call("load_code", files={"layer.py": text})["error"]
    assert error["type"] == type_ or not type_
    assert words in error["message"]
    if type_:
        assert error["file"] == "layer.py"
        assert after in text.splitlines()[error["line"] - 1]
        assert type_ in error["python"]
        assert "door.py" not in error["python"]
        assert "lab.py" not in error["python"]
    state = call("state")
    assert all(
        (a["W"] == b["W"]).all() for a, b in zip(state["weights"], saved["weights"], strict=True)
    )
    assert call("train", until=1500)["right_count"] == 4


SAID = {  # what stands at the beginning of feedforward: what is said of it
    "raise ValueError": "This line stops with a ValueError that does not say what is wrong.",
    "raise KeyError('')": "There is no entry '' in this table.",
    "raise IndexError": "This line stops with an IndexError that does not say what is wrong.",
    "raise type('Odd', (Exception,), {})": "This line stops with an Odd that does not say",
    "raise NotImplementedError": "This is not written yet",
    "assert A1.shape == 0": "What this line asserts is not so.",
    "assert A1.shape == 0, 'no inputs'": "AssertionError: no inputs",
    "raise ZeroDivisionError": "Something is divided by zero here.",
    "raise ValueError('too far')": "too far",
    "math.exp(1)": "math is not imported: write import math at the top.",
}


@pytest.mark.parametrize("line", SAID)
def test_every_error_has_a_sentence(call, line):
    text = edited("        self.A1 = A1", f"        {line}\n        self.A1 = A1")
    error = call("load_code", files={"layer.py": text})["error"]
    assert error["message"].startswith(SAID[line])
    assert text.splitlines()[error["line"] - 1].strip() == line


def test_numpy_that_is_not_imported_is_said(call):
    words = "numpy is not imported: write import numpy as np at the top."
    error = call("load_code", files={"layer.py": edited("import numpy as np\n", "")})["error"]
    assert (error["message"], error["file"]) == (words, "layer.py")
    own = "def wave(x):\n    return np.sin(x)\n\n\ndef d_wave(x):\n    return np.cos(x)\n"
    call("load_code", files={"own.py": own})
    layers = [{"neurons": 3, "activation": "wave"}, {"neurons": 1, "activation": "sigmoid"}]
    error = call("open", experiment={"layers": layers})["error"]
    assert (error["message"], error["file"], error["line"]) == (words, "own.py", 2)


def test_the_time_that_the_lesson_takes_to_import_is_not_the_learners(call, monkeypatch):
    """On a slow machine a loop in correct code would else be stopped at once."""
    fresh = loader.fresh

    def slow(files):
        deadline.deadline -= 100  # as if so many seconds had passed
        parts = fresh(files)
        deadline.deadline -= 100
        return parts

    monkeypatch.setattr(loader, "fresh", slow)
    left = "left = deadline.deadline - time.perf_counter()\n"
    imports = "import time\nfrom chalknet import deadline\n"
    step = edited("        self.A1 = A1", f"        self.{left}        self.A1 = A1")
    answer = call("load_code", files={"layer.py": imports + step, "own.py": imports + left})
    assert "error" not in answer
    assert sys.modules["chalknet.own"].left > 0
    assert call.door.lab.network.layers[0].left > 0
    assert deadline.deadline is None


def test_an_error_that_comes_only_later_keeps_the_last_good_weights(call):
    text = edited(
        "        return dA1",
        "        self.n = getattr(self, 'n', 0) + 1\n        if self.n > 3: self.W = None\n"
        "        return dA1",
    )
    assert "error" not in call("load_code", files={"layer.py": text})
    error = call("train", until=50)["error"]
    assert error["file"] in ("layer.py", "network.py")


def test_saved_and_restored_through_the_page(call):
    call("train", until=30)
    saved = call("saved")
    state = call("state")
    call("reset")
    back = call("restore", experiment={}, text=saved["text"], numbers=saved["data"])
    assert back["state"]["epoch"] == 30
    assert (back["state"]["outputs"] == state["outputs"]).all()


def test_a_drawing_comes_in_beside_the_arguments(call):
    call("open", experiment={"data": {"name": "digits"}})
    assert call("read_drawing", numbers=np.zeros(64 * 64, np.uint8)) == {"empty": True}


PACKAGE = Path(chalknet.__file__).parent
FILES = {path.name: path.read_text("utf-8") for path in PACKAGE.glob("*.py")}
SOLVED = """title: t
file: functions.py
function: f

== task
t
== hint
h
== start
def f(x):
    return
== check
same("f(2.0)", reference.sigmoid(2.0))
== answer
def f(x):
    return sigmoid(x)
== wrong
# nothing
def f(x):
    return x
"""


# All of them: of door.py, loader.py, deadline.py and __init__.py the running ones stay, and an
# edit of them does no harm.
@pytest.mark.parametrize("file", [*sorted(FILES), "all"])
def test_every_file_of_the_lesson_can_be_edited(call, file):
    files = FILES if file == "all" else {file: FILES[file]}
    call("open", experiment={"data": {"name": "digits"}})
    call("train", until=1)
    answer = call("load_code", files={name: f"{text}# mine\n" for name, text in files.items()})
    assert "error" not in answer
    assert answer["loaded"] == sorted(files)
    assert call("train", until=2)["epoch"] == 2
    assert call("trace")["error"] is None
    assert call("gradcheck")["agrees"]
    solved = call("check_exercise", exercise=SOLVED, code="def f(x):\n    return sigmoid(x)\n")
    assert solved["solved"]
    assert call("undo")["state"]["epoch"] == 2


@pytest.mark.parametrize("fault", ["def catalog():\n    return 1 / 0\n", "def catalog(:\n"])
def test_a_catalog_that_fails_changes_nothing(call, fault):
    lab = call.door.lab
    text = FILES["catalog.py"] + fault
    error = call("load_code", files={"catalog.py": text})["error"]
    assert error["file"] == "catalog.py"
    assert call.door.lab is lab
    assert not call.door.edited
    assert "error" not in call("restore", experiment={}, **saved_of(call))


def saved_of(call):
    saved = call("saved")
    return {"text": saved["text"], "numbers": saved["data"]}


@pytest.mark.parametrize("fault", ["return dA1)", "return dA1 / nothing", "return self.no"])
def test_after_a_refused_edit_the_lines_are_those_of_the_code_that_runs(call, fault):
    good = edited("return dA1", "twice = 2 * dA1\n        return dA1")
    call("load_code", files={"layer.py": good})
    refused = edited("        return dA1", f"        # more\n        # lines\n        {fault}")
    error = call("load_code", files={"layer.py": refused})["error"]
    assert fault in error["python"]
    assert linecache.getline("/lesson/layer.py", error["line"]) != f"        {fault}\n"
    told = call("trace")
    assert told["error"] is None
    lines = good.splitlines()
    steps = [step for step in told["steps"] if step["file"] == "layer.py"]
    assert "twice = 2 * dA1" in [step["source"] for step in steps]
    for step in steps:
        assert lines[step["line"] - 1].strip().startswith(step["source"].split("(")[0])


def test_only_the_lesson_and_what_is_edited_are_told_as_places(call):
    """Not the files that are about the lesson, whatever they are called."""
    text = edited("        return self.A\n", "        return self.A.tolist()\n")
    error = call("load_code", files={"layer.py": text})["error"]
    assert error["file"] in ("layer.py", "network.py", "functions.py")
    own = "def new(x):\n    return x\n\ndef d_new(x):\n    return x\n\nexperiment = 1 / 0\n"
    error = call("load_code", files={"own.py": own})["error"]
    assert (error["file"], error["line"]) == ("own.py", 7)
    for file in FILES:
        told = file in ("functions.py", "layer.py", "network.py", "optimizers.py")
        assert is_lesson(str(PACKAGE / file)) == told
        assert is_lesson(f"/lesson/{file}")


@pytest.mark.parametrize(
    "error",
    ["ValueError('x' * 5_000_000)", "KeyError('x' * 5_000_000)", "Diverged('x' * 5_000_000)"],
)
def test_a_long_message_is_cut(call, error):
    text = edited("return dA1", f"raise {error}") + "\nclass Diverged(Exception):\n    pass\n"
    told = call("load_code", files={"layer.py": text})["error"]
    assert len(told["message"]) == 400
    assert len(told["python"]) == 2000
    assert told["message"].endswith("…")
    assert told["python"].endswith("…")
    assert told["python"].startswith("network.py")


def test_what_code_does_to_numpy_ends_with_it(call):
    """A patched np.dot is put back with the lesson; refused code leaves nothing behind."""
    dot = np.dot
    call("load_code", files={"own.py": "import numpy as np\nnp.dot = lambda a, b: a.shape[0] * b"})
    call("load_code", files={"own.py": "import numpy as np\nnp.sum = lambda *a, **k: 1 / 0"})
    call("load_code", files={})
    assert np.dot is dot
    assert call("train", until=1500)["right_count"] == 4
    broken = "import numpy\nnumpy.tanh = None\ndef d_sigmoid(x):\n    return 1"
    exercise = (ROOT / "web/lessons/02-d_sigmoid.txt").read_text("utf-8")
    call("check_exercise", exercise=exercise, code=broken)
    assert np.tanh(0.0) == 0.0


SPOILS = {
    "not a number": ("self.act(self.Z)", "self.act(self.Z) * np.nan"),
    "a list": ("        return dA1", "        self.W = self.W.tolist()\n        return dA1"),
    "nothing": ("        return dA1", "        self.W = None\n        return dA1"),
    "the end": ("        self.A1 = A1", "        raise SystemExit\n        self.A1 = A1"),
}


@pytest.mark.parametrize("kind", SPOILS)
def test_code_that_spoils_the_weights_is_refused_and_they_stay(call, kind):
    call("train", until=5)
    before = call("state")["weights"]
    error = call("load_code", files={"layer.py": edited(*SPOILS[kind])})["error"]
    assert error["message"]
    call("load_code", files={})
    for ours, theirs in zip(call("state")["weights"], before, strict=True):
        assert (ours["W"] == theirs["W"]).all()
    assert call("train", until=1500)["right_count"] == 4


def test_only_calls_of_the_door_are_answered(call):
    for name in ("_x", "call", "answer", "start", "no_such"):
        with pytest.raises((ValueError, AttributeError)):
            call(name)


def test_many_seeds_say_when_a_learners_layer_is_not_used(call):
    call("open", experiment={})
    assert call("seeds_begin", count=3)["note"] is None
    text = edited("return dA1", "return dA1  # mine")
    call("load_code", files={"layer.py": text})
    call("seeds_begin", count=3)
    assert "not by your layer.py" in call("seeds_more", seconds=0)["note"]
    assert "not by your layer.py" in call("surface", resolution=5)["note"]


def test_a_file_is_opened_or_told(call):
    call("open", experiment={})
    call("train", until=5)
    answer = call("open_file", numbers=b"no json")
    assert "not JSON" in answer["problem"]
    assert call("state")["epoch"] == 5
    told = b'{"chalknet": 1, "experiment": {"seed": 3}, "layers": [{"W": [[1]], "b": [1]}]}'
    assert "do not fit" in call("open_file", numbers=told)["problem"]
    assert call("state")["epoch"] == 5
    assert call("open_file", numbers=b'{"seed": 3}')["experiment"]["seed"] == 3


def test_a_table_is_read_or_told(call):
    assert call("read_table", numbers=b"a,b\n1,2\n3,4\n")["rows"] == 2
    assert "problem" in call("read_table", numbers=b"")
