"""Compiled training beside plain training in Pyodide: the same numbers to the last bit.

node compiled.mjs engine_cases.py 200: so many random experiments, then the bench's workloads over
whole runs. Prints what is not equal, and counts.
"""

import numpy as np

from chalknet.compiled.machine import Machine
from chalknet.lab import Lab
from random_experiments import experiment

machine = Machine(instantiate)  # noqa: F821 (compiled.mjs gives it)


def net(*sizes, activation="tanh", output=None):
    hidden = [{"neurons": size, "activation": activation} for size in sizes[:-1]]
    return [*hidden, {"neurons": sizes[-1], "activation": output or activation}]


SEVEN = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
PLAYGROUND = {
    "data": {"name": "circle", "test_share": 0.5},
    "layers": net(4, 2, 1),
    "loss": "squared_error",
    "training": {"learning_rate": 0.03, "batch": 10},
}
LARGEST = {
    "data": {"name": "spiral", "test_share": 0.5, "features": SEVEN},
    "layers": net(8, 8, 8, 8, 8, 8, 1),
    "loss": "squared_error",
    "training": {"learning_rate": 0.03, "batch": 30},
}
DIGITS = {"data": {"name": "digits"}, "layers": net(32, 10, output="softmax")}
WORKLOADS = {
    "xor": ({"data": {"name": "xor"}}, 1500),
    "playground": (PLAYGROUND, 60),
    "playground, full batch": (PLAYGROUND | {"training": {"batch": "all"}}, 200),
    "largest": (LARGEST, 12),
    "largest, full batch": (LARGEST | {"training": {"batch": "all"}}, 20),
    "digits": (DIGITS | {"training": {"batch": 32}}, 3),
}


def equal(a, b):
    """To the last bit; a NaN is a NaN."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    same = (a.view(np.int64) == b.view(np.int64)) | (np.isnan(a) & np.isnan(b))
    return a.shape == b.shape and bool(np.all(same))


def both_ways(settings, epochs):
    """Trains twice. What is not the same; and was the one compiled?"""
    plain, compiled = Lab(), Lab(machine)
    for lab in (plain, compiled):
        lab.open(settings)
        lab.train(epochs)
    a, b = plain.network, compiled.network
    parts = {
        "costs": equal(a.costs, b.costs),
        "test costs": equal(plain.test_costs, compiled.test_costs),
        "weights": all(
            equal(one.W, other.W) and equal(one.b, other.b)
            for one, other in zip(a.layers, b.layers, strict=True)
        ),
        "shuffle": a.rng.bit_generator.state == b.rng.bit_generator.state,
        "end": (plain.steps, plain.stopped) == (compiled.steps, compiled.stopped),
        "reason": compiled.engine.why is None,
    }
    return [name for name, same in parts.items() if not same], compiled.engine


def main(count):
    bad = compiled = 0
    for number in range(count):
        different, engine = both_ways(experiment(number), 8)
        compiled += engine.stage == "compiled"
        if different:
            bad += 1
            print(number, different, engine.why, experiment(number))
    for name, (settings, epochs) in WORKLOADS.items():
        different, engine = both_ways(settings, epochs)
        assert engine.stage == "compiled", (name, engine.why)
        if different:
            bad += 1
            print(name, different)
    print(f"{count} networks, {compiled} compiled, {bad} different")


main(int(words[0]))  # noqa: F821
