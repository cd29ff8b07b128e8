"""The door: the code that is loaded, a learner's edits in its place, what goes wrong with them."""

import json
from pathlib import Path

import numpy as np
import pytest

import chalknet
from chalknet import loader
from chalknet.door import Door
from chalknet.message import unpack

LAYER = Path(chalknet.__file__).with_name("layer.py").read_text("utf-8")
SWISH = """
from chalknet.functions import sigmoid

def swish(x):
    return x * sigmoid(x)

def d_swish(x):
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
    answer = call("load_code", files={"own.py": SWISH + loss})
    row = next(row for row in answer["catalog"]["activations"] if row["name"] == "swish")
    assert row["hidden"]
    assert row["letter"] == "swish"
    assert "quartic" in [row["name"] for row in answer["catalog"]["losses"]]
    layers = [{"neurons": 4, "activation": "swish"}, {"neurons": 1, "activation": "sigmoid"}]
    opened = call("open", experiment={"layers": layers, "training": {"learning_rate": 0.5}})
    assert opened["problems"] == []
    assert call("train", until=1500)["right_count"] == 4
    assert call("open", experiment={"loss": "quartic"})["problems"] == []


def test_a_pair_written_into_functions_py_is_taken_up_too(call):
    functions = Path(chalknet.__file__).with_name("functions.py").read_text("utf-8")
    body = SWISH.replace("from chalknet.functions import sigmoid\n", "")
    answer = call("load_code", files={"functions.py": functions + body})
    assert "swish" in [row["name"] for row in answer["catalog"]["activations"]]


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


def test_only_calls_of_the_door_are_answered(call):
    for name in ("_x", "call", "answer", "start", "no_such"):
        with pytest.raises((ValueError, AttributeError)):
            call(name)
