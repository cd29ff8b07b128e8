"""Layers and networks as learners may write them: which compile, and why the others do not.

Each is an edit of the lesson. `reason` is None where it compiles. `effect` says how often
something happened that can be counted: it must happen once a step.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import numpy as np

from chalknet import loader

FILES = Path(loader.__file__).parent
FIRST = '        self.A1 = A1  # (inputs, samples)\n'
ACT = "        self.A = self.act(self.Z)  # (neurons, samples)\n"
DZ = "            dZ = np.multiply(self.d_act(self.Z), dA)  # (neurons, samples)\n"
DB = "        db = 1 / dZ.shape[1] * np.sum(dZ, axis=1, keepdims=True)  # (neurons, 1)\n"
UPDATE = """        self.W = self.W - self.learning_rate * dW
        self.b = self.b - self.learning_rate * db
"""
BIAS = "        self.b = np.zeros((neurons, 1))  # (neurons, 1)\n"
INIT = "        self.act, self.d_act = self.activationFns[activation]\n"
CLASS = "    learning_rate = 0.1\n"
IMPORT = "import numpy as np\n"
RETURN = "        return dA1\n"
TANH = "    return np.tanh(x)\n"
D_TANH = "    return 1 - np.square(np.tanh(x))\n"
CHECK = "            self.before = self.weights()\n"
COST = "        cost = self.cost(y, A)\n"


@dataclass(frozen=True)
class Learner:
    name: str
    changes: tuple  # (file, old, new); old is there just once
    reason: str | None = None
    effect: object = None  # function of the loaded modules -> a number

    def edits(self):
        texts = {}
        for file, old, new in self.changes:
            text = texts.get(file) or (FILES / file).read_text()
            assert text.count(old) == 1, old
            texts[file] = text.replace(old, new)
        return texts

    def line_of(self, piece):
        """The line, counted from 1, of the first edited file that contains `piece`."""
        (text, *_) = self.edits().values()
        return next(n for n, line in enumerate(text.splitlines(), 1) if piece in line)


def layer(name, *changes, reason=None, effect=None):
    return Learner(name, tuple(("layer.py", *pair) for pair in changes), reason, effect)


def functions(name, *changes, reason=None):
    return Learner(name, tuple(("functions.py", *pair) for pair in changes), reason)


def network(name, *changes, reason=None, effect=None):
    return Learner(name, tuple(("network.py", *pair) for pair in changes), reason, effect)


@contextmanager
def loaded(learner):
    """A way to import the lesson as this learner has it: module("layer").Layer."""
    before = loader.chalknet_modules()
    try:
        with patch.object(loader, "PARTS", ("network", "compiled.recording")):  # all that is used
            loader.fresh(learner.edits())
        yield lambda name: import_module(f"chalknet.{name}")
    finally:
        loader.put_back(before)


def a_network(module, optimizer="momentum", activation="tanh"):
    """2-3-2-1 with a rate that is no power of 2."""
    rng = np.random.default_rng(3)
    sizes = [(2, 3, activation), (3, 2, activation), (2, 1, "sigmoid")]
    layers = [module("layer").Layer(*size, rng) for size in sizes]
    for one in layers:
        one.optimizer = module("optimizers").OPTIMIZERS[optimizer]("l2", 0.01)
    made = module("network").Network(layers, rng=rng)
    made.set_learning_rate(0.3)
    return made


def samples(count=7):
    rng = np.random.default_rng(4)
    x = rng.standard_normal((2, count))
    return x, (rng.random((1, count)) < 0.5).astype(float)


def in_update(more):
    return UPDATE, UPDATE + more


COMPILES = [
    functions(
        "swish in place of tanh",
        (TANH, "    return x / (1 + np.exp(-x))\n"),
        (D_TANH, "    s = 1 / (1 + np.exp(-x))\n    return s + x * s * (1 - s)\n"),
    ),
    functions(
        "relu by where, whole numbers",
        (TANH, "    return np.where(x > 0, x, 0)\n"),
        (D_TANH, "    return np.where(x > 0, 1, 0)\n"),
    ),
    functions(
        "relu by comparing",
        (TANH, "    return x * (x > 0)\n"),
        (D_TANH, "    return 1 * (x > 0)\n"),
    ),
    functions(
        "relu by astype and clip",
        (TANH, "    return np.clip(x, 0, None)\n"),
        (D_TANH, "    return (x > 0).astype(float)\n"),
    ),
    functions(
        "logical",
        (TANH, "    return x * ((x > -1) & (x < 1)) + np.logical_or(x <= -1, x >= 1)\n"),
        (D_TANH, "    return np.where(np.logical_not(abs(x) < 1) | np.isnan(x), 0.0, 1.0)\n"),
    ),
    functions(
        "powers",
        (TANH, "    return (1 + x**2) ** 0.5 - (1 + x**2) ** -1 + x**1 + x**0 + np.power(x, 3)\n"),
        (D_TANH, "    return 2.0 ** np.clip(x, -9, 9.5) + np.float64(3) ** np.minimum(x, 2)\n"),
    ),
    layer(
        "L1 in place",
        (UPDATE, "        dW += 0.01 * np.sign(self.W)\n" + UPDATE),
    ),
    layer(
        "in place",
        (UPDATE, "        self.W -= self.learning_rate * dW\n"
                 "        self.b -= self.learning_rate * db\n"),
    ),
    layer(
        "in place through an alias",
        (UPDATE, "        for matrix, step in ((self.W, dW), (self.b, db)):\n"
                 "            matrix -= self.learning_rate * step\n"),
    ),
    layer(
        "written all over",
        (UPDATE, "        self.W[:] = self.W - self.learning_rate * dW\n"
                 "        self.b[...] = self.b - self.learning_rate * db\n"),
    ),
    layer(
        "out",
        (UPDATE, "        np.multiply(dW, self.learning_rate, out=dW)\n"
                 "        np.subtract(self.W, dW, out=self.W)\n"
                 "        self.b = self.b - self.learning_rate * db\n"),
    ),
    layer(
        "a view, and its array changed in place",
        (UPDATE, "        turned = self.W.T\n        self.W -= self.learning_rate * dW\n"
                 "        self.b = self.b - self.learning_rate * db\n"
                 "        self.seen = turned + 0\n"),
    ),
    layer(
        "norm clipping",
        (UPDATE, "        norm = np.sqrt(np.sum(dW * dW))\n"
                 "        dW = dW * np.minimum(1, 0.05 / (norm + 1e-12))\n" + UPDATE),
    ),
    layer(
        "momentum of its own",
        (INIT, INIT + "        self.vW, self.vb = np.zeros_like(self.W), np.zeros_like(self.b)\n"),
        (UPDATE, "        self.vW = 0.9 * self.vW + dW\n        self.vb = 0.9 * self.vb + db\n"
                 "        self.W = self.W - self.learning_rate * self.vW\n"
                 "        self.b = self.b - self.learning_rate * self.vb\n"),
    ),
    layer(
        "a counter of steps, a rate that decays",
        (INIT, INIT + "        self.t = 0\n"),
        (UPDATE, "        self.t += 1\n"
                 "        rate = self.learning_rate / (1 + 0.01 * self.t)\n"
                 "        self.W = self.W - rate * dW\n        self.b = self.b - rate * db\n"),
    ),
    layer(
        "a rate that falls by itself",
        (UPDATE, UPDATE + "        self.learning_rate *= 0.99\n"),
    ),
    layer(
        "sums without keepdims",
        (DB, "        db = np.mean(dZ, axis=1)[:, None]\n"
             "        db = dZ.mean(axis=1).reshape(-1, 1) / 2 + db / 2\n"),
    ),
    layer(
        "sums by columns and of all",
        (DZ, DZ + "            dZ = dZ - 0.1 * dZ.mean(axis=0) + 0.01 * dZ.T.sum(0)[:, None]\n"
                  "            low = dZ.min(axis=0, keepdims=True)\n"
                  "            dZ = dZ / (1 + np.max(np.abs(dZ)) - low)\n"),
    ),
    layer(
        "matmul and copies",
        (DB, DB + "        dW = (dZ.copy() @ np.copy(self.A1.T)) * (1 / dZ.shape[1])\n"),
    ),
    layer(
        "buffers filled in place",
        (DZ, DZ + "            noted = np.zeros_like(dZ)\n            noted += dZ\n"
                  "            noted *= np.full_like(dZ, 0.5)\n            dZ = noted + dZ / 2\n"),
    ),
    layer(
        "what it kept of the last step",
        (INIT, INIT + "        self.last = {'dW': [0 * self.W, (0 * self.b, 1)]}\n"),
        (UPDATE, "        old, (old_b, _) = self.last['dW']\n"
                 "        self.W = self.W - self.learning_rate * (dW + 0.5 * old)\n"
                 "        self.b = self.b - self.learning_rate * (db + 0.5 * old_b)\n"
                 "        self.last['dW'] = [dW, (db, 1)]\n"),
    ),
    layer(
        "a mask of truths from the last step",
        (INIT, INIT + "        self.up = np.ones(self.W.shape, bool)\n"),
        (UPDATE, "        dW = np.where(self.up, dW, 0.5 * dW)\n"
                 "        self.up = dW > 0\n" + UPDATE),
    ),
    layer(
        "asks what kind of thing it has",
        (FIRST, FIRST + "        if not isinstance(A1, np.ndarray) or A1.ndim != 2:\n"
                        "            raise ValueError\n"
                        "        assert isinstance(self.learning_rate, float)\n"),
    ),
    layer(
        "a rate by the size of things",
        (UPDATE, "        size = self.W.size + len(self.b) + self.W.shape[0]\n"
                 "        self.W = self.W - self.learning_rate * dW / size\n"
                 "        self.b = self.b - self.learning_rate * db / size\n"),
    ),
    layer(
        "a learner's own optimizer on the layer",
        (CLASS, CLASS + "    class Gentle:\n"
                        "        def __init__(self):\n            self.s = 0.0\n\n"
                        "        def step(self, dW):\n"
                        "            self.s = 0.9 * self.s + 0.1 * np.sum(np.square(dW))\n"
                        "            return dW / (1 + np.sqrt(self.s))\n\n"),
        (INIT, INIT + "        self.gentle = Layer.Gentle()\n"),
        (UPDATE, "        dW = self.gentle.step(dW)\n" + UPDATE),
    ),
    layer(
        "a list of all layers",
        (CLASS, CLASS + "    all = []\n"),
        (INIT, INIT + "        Layer.all.append(self)\n        self.all_of_us = Layer.all\n"),
    ),
    layer(
        "an activation that is a method of the layer",
        (INIT, INIT + "        self.f, self.n = self.act, 0\n        self.act = self.fading\n"),
        (RETURN, RETURN + "\n    def fading(self, x):\n        self.n += 1\n"
                          "        return self.f(x) * (1 + 1 / self.n)\n"),
    ),
    layer(
        "all kinds of things that do not change",
        (IMPORT, IMPORT + """
import re
from abc import ABC
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache, partial


@dataclass
class Kept(ABC):
    some: list = field(default_factory=list)

    @property
    def one(self):
        return 1

    @cached_property
    def two(self):
        return 2


class Kind(Enum):
    A = 1


KEPT, HALF, PATTERN, COS = Kept(), partial(np.multiply, 0.5), re.compile("a"), np.cos
TABLE, LAST, SMALL, RNG = defaultdict(list), deque([1]), np.float32(1), np.random.RandomState(1)


@lru_cache
def sine(x):
    return np.sin(x)

"""),
        (INIT, INIT + "        self.half, self.cos = partial(np.multiply, 0.5), np.cos\n"),
        (UPDATE, "        dW = self.half(dW) * self.cos(self.W)\n" + UPDATE),
    ),
    layer(
        "two names for one array",
        (INIT, INIT + "        self.first = self.mean = 0 * self.W\n"),
        (UPDATE, "        if self.first is self.mean:\n            dW = 2 * dW + self.first\n"
                 "        self.first = self.mean = 0.5 * dW\n" + UPDATE),
    ),
    network(
        "a penalty in the cost",
        ("        return 1 / m * np.sum(self.loss(y, A))\n",
         "        large = sum(np.sum(layer.W**2) for layer in self.layers)\n"
         "        return 1 / m * np.sum(self.loss(y, A)) + 0.01 * large\n"),
    ),
]  # fmt: skip


def count_of(attribute):
    return lambda module: getattr(module("layer").Layer, attribute)


STAYS_PLAIN = [
    layer(
        "a branch on a value",
        (UPDATE, "        if np.max(np.abs(dW)) > 0.01:\n            dW = dW / 2\n" + UPDATE),
        reason="layer.py line {if np.max} decides by a value (if …).",
    ),
    layer(
        "a branch on a number of the layer",
        (UPDATE, "        if self.learning_rate > 0.01:\n            dW = dW / 2\n" + UPDATE),
        reason="layer.py line {if self.learning_rate} decides by a value (if …).",
    ),
    layer(
        "a loop until",
        (UPDATE, "        while np.sum(np.square(dW)) > 0.01:\n            dW /= 2\n" + UPDATE),
        reason="layer.py line {while np.sum} decides by a value (if …).",
    ),
    layer(
        "the larger one",
        (UPDATE, "        rate = max(self.learning_rate, 0.001)\n" + UPDATE),
        reason="layer.py line {rate = max} decides by a value (if …).",
    ),
    layer(
        "any",
        (UPDATE, "        if np.isnan(dW).any():\n            dW = 0 * dW\n" + UPDATE),
        reason="layer.py line {isnan} uses .any, which does not compile.",
    ),
    layer(
        "print a constant",
        (UPDATE, '        print("step")\n' + UPDATE),
        reason="layer.py line {print(} prints while it trains.",
    ),
    layer(
        "print a value",
        (UPDATE, '        print(f"{np.sum(dW):.3f}", self.W)\n' + UPDATE),
        reason="layer.py line {print(} writes a value as text (print, format …).",
    ),
    layer(
        "a text of a value",
        (INIT, INIT + '        self.note = ""\n'),
        (UPDATE, "        self.note = str(dW)\n" + UPDATE),
        reason="layer.py line {self.note = str} writes a value as text (print, format …).",
    ),
    layer(
        "slicing",
        (UPDATE, "        dW = dW * (1 + self.W[0, 0] * 0)\n" + UPDATE),
        reason="layer.py line {self.W[0, 0]} takes a part of an array ([…]).",
    ),
    layer(
        "a row at a time",
        (UPDATE, "        for row in range(len(dW)):\n"
                 "            dW[row] = dW[row] * 0.5\n" + UPDATE),
        reason="layer.py line {dW[row] =} takes a part of an array ([…]).",
    ),
    layer(
        "a part set",
        (UPDATE, "        dW[0, 0] = 0\n" + UPDATE),
        reason="layer.py line {dW[0, 0]} changes a part of an array ([…] = …).",
    ),
    layer(
        "a mask as an index",
        (UPDATE, "        dW[np.abs(dW) < 0.001] = 0\n" + UPDATE),
        reason="layer.py line {dW[np.abs} changes a part of an array ([…] = …).",
    ),
    layer(
        "going through",
        (UPDATE, "        total = sum(one.sum() for one in db)\n" + UPDATE),
        reason="layer.py line {total = } goes through values one by one (for, in …).",
    ),
    layer(
        "einsum",
        (DB, DB + '        dW = np.einsum("is,js->ij", dZ, self.A1) / dZ.shape[1]\n'),
        reason="layer.py line {einsum} uses np.einsum, which does not compile.",
    ),
    layer(
        "norm",
        (UPDATE, "        dW = dW / (1 + np.linalg.norm(dW))\n" + UPDATE),
        reason="layer.py line {norm(dW)} uses np.linalg.norm, which does not compile.",
    ),
    layer(
        "outer product by a ufunc",
        (UPDATE, "        dW = dW + 0 * np.add.reduce(dW)\n" + UPDATE),
        reason="layer.py line {reduce} uses np.add.reduce in a way that does not compile.",
    ),
    layer(
        "remainder",
        (INIT, INIT + "        self.t = 0\n"),
        (UPDATE, "        self.t += 1\n        dW = dW * (self.t % 2)\n" + UPDATE),
        reason="layer.py line {self.t % 2} uses %, which does not compile.",
    ),
    layer(
        "math",
        (IMPORT, IMPORT + "import math\n"),
        (UPDATE, "        dW = dW * math.tanh(self.learning_rate)\n" + UPDATE),
        reason="layer.py line {math.tanh} makes a plain number of a value (float, math, range …).",
    ),
    layer(
        "a plain array made of it",
        (UPDATE, "        dW = np.asarray(dW) * 0.5\n" + UPDATE),
        reason="layer.py line {asarray} makes a plain array of values.",
    ),
    layer(
        "added into an array of its own",
        (UPDATE, "        total = np.zeros(self.W.shape)\n        total += dW\n        dW = total\n"
                 + UPDATE),
        reason="layer.py line {total += dW} uses np.add in a way that does not compile.",
    ),
    layer(
        "a power that is calculated",
        (DZ, DZ + "            dZ = dZ * np.abs(dA) ** (0 * self.Z)\n"),
        reason="layer.py line {np.abs(dA) **} raises to a power that is calculated itself.",
    ),
    layer(
        "its samples changed in place",
        (FIRST, "        A1 *= 1.01\n" + FIRST),
        reason="layer.py line {A1 *= 1.01} changes in place an array that is held elsewhere too.",
    ),
    layer(
        "a view changed in place",
        (UPDATE, "        turned = dW.T\n        turned *= 0.5\n" + UPDATE),
        reason="layer.py line {turned *=} changes in place an array that is held elsewhere too.",
    ),
    layer(
        "two names for one array that changes in place",
        (UPDATE, "        self.W -= self.learning_rate * dW\n        self.kept = self.W\n"
                 "        self.b = self.b - self.learning_rate * db\n"),
        reason="layer.py line {self.W -=} changes in place an array that is held elsewhere too.",
    ),
    layer(
        "a shape that alternates",
        (INIT, INIT + "        self.turning = np.ones((2, 3))\n"),
        (UPDATE, UPDATE + "        self.turning = 0.5 * self.turning.T\n"),
        reason="The step makes another kind of thing of turning of layer 1.",
    ),
    layer(
        "single precision",
        (DB, DB + "        dW = dW.astype(np.float32)\n"),
        reason="layer.py line {float32} makes something else than arrays of float64.",
    ),
    layer(
        "a mask of whole numbers kept",
        (ACT, ACT + "        self.mask = np.where(self.Z > 0, 1, 0)\n"),
        reason="The step keeps something else than float64 in mask of layer 1.",
    ),
    layer(
        "a flag kept",
        (UPDATE, UPDATE + "        self.small = np.sum(dW) < 1\n"),
        reason="The step keeps something else than float64 in small of layer 1.",
    ),
    layer(
        "random masks",
        (ACT, ACT + "        self.A = self.A * (np.random.random(self.A.shape) < 0.9)\n"),
        reason="The step draws random numbers (np.random).",
    ),
    layer(
        "random by a generator of the layer",
        (INIT, INIT + "        self.own = np.random.default_rng(1)\n"),
        (ACT, ACT + "        self.A = self.A + 0.01 * self.own.standard_normal(self.A.shape)\n"),
        reason="The step draws random numbers (own of layer 1).",
    ),
    layer(
        "random by Python",
        (IMPORT, IMPORT + "import random\n"),
        (UPDATE, "        dW = dW * random.uniform(0.5, 1)\n" + UPDATE),
        reason="The step draws random numbers (random).",
    ),
    layer(
        "random by a generator of the file",
        (IMPORT, IMPORT + "\nRNG = np.random.default_rng(1)\n"),
        (UPDATE, "        dW = dW * RNG.random()\n" + UPDATE),
        reason="The step draws random numbers (RNG of layer.py).",
    ),
    layer(
        "a class counter",
        (CLASS, CLASS + "    count = 0\n"),
        (UPDATE, UPDATE + "        Layer.count += 1\n"),
        reason="The step changes Layer.count with every step.",
        effect=count_of("count"),
    ),
    layer(
        "a list of the class",
        (CLASS, CLASS + "    seen = []\n"),
        (UPDATE, UPDATE + "        self.seen.append(1)\n"),
        reason="The step changes Layer.seen with every step.",
        effect=lambda module: len(module("layer").Layer.seen),
    ),
    layer(
        "a list that grows",
        (INIT, INIT + "        self.history = []\n"),
        (UPDATE, UPDATE + "        self.history.append(self.learning_rate * np.sum(dW))\n"),
        reason="The step does not hold as many things as before in history of layer 1.",
    ),
    layer(
        "a list of texts that grows",
        (INIT, INIT + "        self.history = []\n"),
        (UPDATE, UPDATE + '        self.history.append("step")\n'),
        reason="The step changes history of layer 1 with every step.",
    ),
    layer(
        "a set that grows",
        (INIT, INIT + "        self.known = set()\n"),
        (UPDATE, UPDATE + "        self.known.add(len(self.known))\n"),
        reason="The step changes known of layer 1 with every step.",
    ),
    layer(
        "an iterator",
        (IMPORT, IMPORT + "from itertools import cycle\n"),
        (INIT, INIT + "        self.turns = cycle([0.5, 1.0, 2.0])\n"),
        (UPDATE, "        dW = dW * next(self.turns)\n" + UPDATE),
        reason="The step changes turns of layer 1 with every step.",
    ),
    layer(
        "a flag that turns",
        (INIT, INIT + "        self.odd = False\n"),
        (UPDATE, "        self.odd = not self.odd\n        dW = dW * (0.5 if self.odd else 1)\n"
                 + UPDATE),
        reason="The step changes odd of layer 1 with every step.",
    ),
    layer(
        "a global that changes",
        (IMPORT, IMPORT + "\nSTEPS = [0]\n"),
        (UPDATE, "        STEPS[0] += 1\n        dW = dW / STEPS[0]\n" + UPDATE),
        reason="The step changes STEPS of layer.py with every step.",
        effect=lambda module: module("layer").STEPS[0],
    ),
    layer(
        "a global array",
        (IMPORT, IMPORT + "\nSUM = np.zeros(1)\n"),
        (UPDATE, UPDATE + "        SUM[0] += 1\n"),
        reason="The step changes SUM of layer.py with every step.",
        effect=lambda module: module("layer").SUM[0],
    ),
    layer(
        "the last A in a global",
        (IMPORT, IMPORT + "\nLAST = {}\n"),
        (ACT, ACT + "        LAST[id(self)] = self.A\n"),
        reason="The step changes LAST of layer.py with every step.",
    ),
    layer(
        "a memory in a default",
        (UPDATE, "        dW = dW / remembered(1)\n" + UPDATE),
        (IMPORT, IMPORT + "\n\ndef remembered(one, times=[]):  # noqa: B006\n"
                          "    times.append(one)\n    return len(times)\n"),
        reason="The step changes remembered of layer.py with every step.",
        effect=lambda module: len(module("layer").remembered.__defaults__[0]),
    ),
    layer(
        "a memory in a closure",
        (UPDATE, "        dW = dW / count()\n" + UPDATE),
        (IMPORT, IMPORT + "\n\ndef counter():\n    n = 0\n\n    def count():\n        nonlocal n\n"
                          "        n += 1\n        return n\n\n    return count\n\n\n"
                          "count = counter()\n"),
        reason="The step changes count of layer.py with every step.",
    ),
    layer(
        "a table of the lesson changed",
        (UPDATE, UPDATE + "        ACTIVATIONS[len(ACTIVATIONS)] = None\n"),
        reason="The step changes ACTIVATIONS of functions.py with every step.",
        effect=lambda module: len(module("functions").ACTIVATIONS),
    ),
    layer(
        "an activation that is a method of an object that counts",
        (IMPORT, IMPORT + "\n\nclass Fading:\n    def __init__(self, f):\n"
                          "        self.f, self.n = f, 0\n\n    def act(self, x):\n"
                          "        self.n += 1\n        return self.f(x) * (1 + 1 / self.n)\n"),
        (INIT, INIT + "        self.act = Fading(self.act).act\n"),
        reason="The step changes act of layer 1 with every step.",
    ),
    layer(
        "a list with an attribute",
        (IMPORT, IMPORT + "\n\nclass Log(list):\n    n = 0\n"),
        (INIT, INIT + "        self.log = Log()\n        self.log.n = 1\n"),
        (UPDATE, "        self.log.n += 1\n        dW = dW / self.log.n\n" + UPDATE),
        reason="The step changes log of layer 1 with every step.",
    ),
    layer(
        "a generator in a closure",
        (IMPORT, IMPORT + "\n\ndef warming_up():\n"
                          "    rates = (1 - 0.5**n for n in range(1, 99))\n"
                          "    return lambda: next(rates)\n\n\nwarmth = warming_up()\n"),
        (UPDATE, "        dW = dW * warmth()\n" + UPDATE),
        reason="The step changes warmth of layer.py with every step.",
    ),
    layer(
        "an object in a closure that nothing can save",
        (IMPORT, IMPORT + "\n\ndef warming_up():\n    class State:\n        pass\n\n"
                          "    state = State()\n    state.n, state.me = [1], state\n\n"
                          "    def warmth():\n        state.n[0] += 1\n"
                          "        return 1 - 0.5**state.n[0]\n\n"
                          "    return warmth\n\n\nwarmth = warming_up()\n"),
        (UPDATE, "        dW = dW * warmth()\n" + UPDATE),
        reason="The step changes warmth of layer.py with every step.",
    ),
    layer(
        "attributes in slots",
        (IMPORT, IMPORT + '\n\nclass Count:\n    __slots__ = ("n", "f")\n\n\nCOUNT = Count()\n'
                          "COUNT.n, COUNT.f = 0, lambda: None\n"),
        (UPDATE, "        COUNT.n += 1\n" + UPDATE),
        reason="The step changes COUNT of layer.py with every step.",
        effect=lambda module: module("layer").COUNT.n,
    ),
    layer(
        "the clock",
        (IMPORT, IMPORT + "import time\n"),
        (UPDATE, "        dW = dW * (1 if time.time() > 9 else 0)\n" + UPDATE),
        reason="layer.py line {time.time()} asks the clock.",
    ),
    layer(
        "the clock by a name of its own",
        (IMPORT, IMPORT + "from time import perf_counter as now\n"),
        (INIT, INIT + "        self.start = str(now())\n"),
        (UPDATE, "        dW = dW * (now() > 0)\n" + UPDATE),
        reason="layer.py line {(now() > 0)} asks the clock.",
    ),
    layer(
        "a generator made anew",
        (ACT, ACT + "        keep = np.random.default_rng(5).random(self.A.shape) < 0.9\n"
                    "        self.A = self.A * keep\n"),
        reason="layer.py line {default_rng(5)} draws random numbers.",
    ),
    layer(
        "one of Python's made anew",
        (IMPORT, IMPORT + "from random import Random\n"),
        (UPDATE, "        dW = dW * Random(5).uniform(0.5, 1)\n" + UPDATE),
        reason="layer.py line {Random(5)} draws random numbers.",
    ),
    layer(
        "a file",
        (UPDATE, "        with open(np.__file__) as f:\n            dW = dW / len(f.name)\n"
                 + UPDATE),
        reason="layer.py line {with open} opens a file.",
    ),
    network(
        "its own check",
        (CHECK, CHECK + "            self.checks = getattr(self, 'checks', 0) + 1\n"),
        reason="Your check() in network.py is not the lesson's: compiled steps do without it.",
    ),
    network(
        "its own batches",
        ("        m = x.shape[1]\n        size =", "        m = x.shape[1] - 0\n        size ="),
        reason="Your batches() in network.py is not the lesson's: compiled steps do without it.",
    ),
    network(
        "a cost as a plain number",
        (COST, "        cost = float(self.cost(y, A))\n"),
        reason="network.py line {cost = float} makes a plain number of a value "
               "(float, math, range …).",
    ),
    network(
        "the best of the costs so far",
        ("        dA = self.d_loss(y, A)",
         "        dA = self.d_loss(y, A) * (0.9 if self.costs.count(0.5) else 1.0)"),
        reason="network.py line {costs.count} uses the costs so far.",
    ),
    network(
        "the costs so far as an array",
        ("        dA = self.d_loss(y, A)",
         "        dA = self.d_loss(y, A) * (1.0 + np.asarray(self.costs).size)"),
        reason="network.py line {asarray(self.costs)} uses the costs so far.",
    ),
    network(
        "the costs so far",
        ("        dA = self.d_loss(y, A)",
         "        dA = self.d_loss(y, A) * 0.9 ** (len(self.costs) // 100)"),
        reason="network.py line {// 100} uses the costs so far.",
    ),
    layer(
        "going on by an error",
        (UPDATE, "        with np.errstate(over='raise'):\n            dW = dW * 1.0\n" + UPDATE),
        reason="layer.py line {dW = dW * 1.0} goes on by whether a number is too large "
               "(errstate).",
    ),
    layer(
        "a counter of a class in a class",
        (CLASS, CLASS + "    class Steps:\n        count = 0\n\n"),
        (UPDATE, UPDATE + "        Layer.Steps.count += 1\n"),
        reason="The step changes Steps.count with every step.",
        effect=lambda module: module("layer").Layer.Steps.count,
    ),
    layer(
        "a shape from a number",
        (INIT, INIT + "        self.rows = 1\n"),
        (UPDATE, "        dW = dW.reshape(self.rows, -1).reshape(self.W.shape)\n" + UPDATE),
        reason="layer.py line {self.rows, -1} takes a shape from a value.",
    ),
    layer(
        "a sum over a number",
        (INIT, INIT + "        self.along = 1\n"),
        (UPDATE, "        dW = dW + 0 * np.sum(dW, axis=self.along, keepdims=True)\n" + UPDATE),
        reason="layer.py line {self.along, keep} makes a plain number of a value "
               "(float, math, range …).",
    ),
    layer(
        "a decorator that counts",
        (IMPORT, IMPORT + "\n\ndef counted(f):\n    calls = []\n\n"
                          "    def g(*given):\n        calls.append(1)\n"
                          "        return f(*given)\n\n"
                          "    return g\n"),
        ("    def backprop(", "    @counted\n    def backprop("),
        reason="The step changes Layer.backprop with every step.",
    ),
    network(
        "no check",
        ("        self.check(cost)\n        self.backprop(y, A)\n",
         "        self.backprop(y, A)\n"),
        reason="The step has its cost checked 0 times instead of once.",
    ),
    network(
        "a check after the update",
        ("        self.check(cost)\n        self.backprop(y, A)\n",
         "        self.backprop(y, A)\n        self.check(cost)\n"),
        reason="The step changes W or b before its cost is checked.",
    ),
    network(
        "another cost given back",
        ("        return cost\n\n    def batches", "        return 2 * cost\n\n    def batches"),
        reason="The step gives back something else than the cost that was checked.",
    ),
]  # fmt: skip
