"""A learner's code trains by compiled steps too; where it cannot, it says why and is right."""

import json
from pathlib import Path

import numpy as np
import pytest

from chalknet.door import Door
from chalknet.message import unpack
from native_machine import NativeMachine

LESSON = Path(__file__).parents[2] / "py/chalknet"
LAYER = (LESSON / "layer.py").read_text("utf-8")
FUNCTIONS = (LESSON / "functions.py").read_text("utf-8")
XOR = {"data": {"name": "xor"}, "training": {"epochs": 1000}}

SWISH = FUNCTIONS + '''

def my_swish(x):
    return x * sigmoid(x)


def d_my_swish(x):
    s = sigmoid(x)
    return s + x * s * (1 - s)
'''
PRINTING = LAYER.replace(
    "        self.A1 = A1  #", '        print("A1 is", A1.shape)\n        self.A1 = A1  #'
)
COUNTING = LAYER.replace("    learning_rate = 0.1\n", "    learning_rate = 0.1\n    count = 0\n")
COUNTING = COUNTING.replace(
    "        self.A1 = A1  #", "        Layer.count += 1\n        self.A1 = A1  #"
)
DECIDING = LAYER.replace(
    "        dA1 = np.dot(self.W.T, dZ)",
    "        if np.max(np.abs(dW)) > 5:\n            dW = dW / 2\n"
    "        dA1 = np.dot(self.W.T, dZ)",
)
LIMITING = LAYER.replace(
    "        dA1 = np.dot(self.W.T, dZ)",
    "        dW = np.clip(dW, -0.05, 0.05)\n        dA1 = np.dot(self.W.T, dZ)",
)
MOMENTUM = LAYER.replace(
    "        self.W = self.W - self.learning_rate * dW\n",
    "        self.t = getattr(self, 't', 0) + 1\n"
    "        self.v = 0.9 * getattr(self, 'v', 0 * dW) + dW\n"
    "        self.W -= self.learning_rate / (1 + 0.001 * self.t) * self.v\n",
)


WITHOUT_BIAS = LAYER.replace(
    "        self.b = self.b - self.learning_rate * db\n", ""
).replace("np.dot(self.W, self.A1) + self.b", "np.dot(self.W, self.A1)")
CHECKING_TYPES = LAYER.replace(
    "        dA1 = np.dot(self.W.T, dZ)",
    "        if type(dW) is not np.ndarray:\n            raise TypeError('an array')\n"
    "        dA1 = np.dot(self.W.T, dZ)",
)
OTHERWISE = LAYER.replace(
    "        dA1 = np.dot(self.W.T, dZ)",
    "        dW = dW if type(dW) is np.ndarray else 100 * dW\n"
    "        dA1 = np.dot(self.W.T, dZ)",
)
NETWORK = (LESSON / "network.py").read_text("utf-8")
PLATEAU = NETWORK.replace(
    "return self.learning_rate * SCHEDULES",
    "return (1 if len(self.costs) < 9 else 0.5) * self.learning_rate * SCHEDULES",
)
OPTIMIZERS = (LESSON / "optimizers.py").read_text("utf-8")
FALLING = OPTIMIZERS.replace("    return 1.0\n", "    return 1 / (1 + 10 * done)\n")


def call(door, name, **arguments):
    answer = unpack(*door.call(name, json.dumps(arguments)))
    assert "error" not in answer, answer
    return answer


def trained(file, text, machine, epochs=400, **experiment):
    door = Door()
    door.machine = machine
    door.lab.machine = machine
    call(door, "open", experiment={**XOR, **experiment})
    call(door, "load_code", files={file: text})
    if "my_swish" in text:
        layers = [{"neurons": 3, "activation": "my_swish"}, {"neurons": 1, "activation": "sigmoid"}]
        call(door, "open", experiment={**XOR, "layers": layers})
    call(door, "train", until=epochs)
    return door.lab


def same_both_ways(file, text):
    compiled, plain = trained(file, text, NativeMachine()), trained(file, text, None)
    assert np.allclose(compiled.network.costs, plain.network.costs, 1e-6)
    for one, other in zip(compiled.network.layers, plain.network.layers, strict=True):
        assert np.allclose(one.W, other.W, 1e-5)
    return compiled, plain


@pytest.mark.parametrize(
    ("file", "text"),
    [
        *(("functions.py", SWISH), ("layer.py", LIMITING), ("layer.py", MOMENTUM)),
        *(("layer.py", WITHOUT_BIAS), ("optimizers.py", FALLING)),
    ],
    ids=["swish", "clipped gradients", "momentum and a counter of its own", "no bias", "schedule"],
)
def test_what_compiles(file, text):
    compiled, plain = same_both_ways(file, text)
    assert compiled.engine.told()["compiled"], compiled.engine.why
    assert getattr(compiled.network.layers[0], "t", 0) == getattr(plain.network.layers[0], "t", 0)


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("layer.py", PRINTING, "prints while it trains"),
        ("layer.py", DECIDING, "layer.py line"),
        ("layer.py", COUNTING, "Layer.count"),
        ("layer.py", CHECKING_TYPES, "fails while it is recorded"),
        ("layer.py", OTHERWISE, "While it is recorded"),
        ("network.py", PLATEAU, "rate_at()"),
    ],
    ids=["printing", "deciding", "counting", "checking types", "otherwise", "plateau"],
)
def test_what_stays_plain_and_why(file, text, why, capsys):
    compiled, _ = same_both_ways(file, text)
    assert not compiled.engine.told()["compiled"]
    assert why in compiled.engine.why


def test_a_class_counter_counts_rightly():
    compiled, plain = same_both_ways("layer.py", COUNTING)
    mine, theirs = (type(lab.network.layers[0]).count for lab in (compiled, plain))
    assert mine == theirs


def test_code_that_is_mended_compiles_again():
    door = Door()
    door.machine = door.lab.machine = NativeMachine()
    call(door, "open", experiment=XOR)
    call(door, "load_code", files={"layer.py": PRINTING})
    call(door, "train", until=20)
    assert door.lab.engine.why
    call(door, "load_code", files={"layer.py": LAYER})
    call(door, "train", until=60)
    assert door.lab.engine.told()["compiled"]
