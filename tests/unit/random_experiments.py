"""Experiments of every kind by a number: for tests that compare two ways of training."""

import numpy as np

from chalknet.catalog import catalog
from chalknet.experiment import Experiment

PLANES = ["xor", "circle", "two_clouds", "spiral", "three_clouds", "majority"]
HIDDEN = [a["name"] for a in catalog()["activations"] if a["hidden"]]


def experiment(number, rates=(0.003, 0.03, 0.1, 0.5, 3.0)):
    """The settings number `number`: always the same ones. High learning rates make chaos of it."""
    rng = np.random.default_rng(number)

    def one_of(these):
        return these[rng.integers(len(these))]

    names = [d["name"] for d in catalog()["datasets"]]
    name = one_of([n for n in PLANES if n in names] + (["iris", "wine"] if number % 7 == 0 else []))
    usual = Experiment({"data": {"name": name}}).settings
    hidden = [
        {"neurons": int(rng.integers(1, 9)), "activation": one_of(HIDDEN)}
        for _ in range(rng.integers(0, 4))
    ]
    output = usual["layers"][-1]
    training = {
        "optimizer": one_of([o["name"] for o in catalog()["optimizers"]]),
        "learning_rate": float(one_of(rates)),
        "schedule": one_of([s["name"] for s in catalog()["schedules"]]),
        "batch": one_of(["all", "all", 5, 10, 32]) if number % 10 else 1,
        "epochs": 40,
        "regularization": one_of([r["name"] for r in catalog()["regularizations"]]),
        "regularization_rate": 0.01,
    }
    return {
        "seed": int(rng.integers(1000)),
        "data": {"name": name, "noise": 0.1, "test_share": 0.8 if name != "xor" else 0},
        "layers": [*hidden, output],
        "init": one_of(["randn", "xavier", "he", "zeros"]),
        "loss": usual["loss"] if rng.integers(3) else "squared_error",
        "training": training,
    }
