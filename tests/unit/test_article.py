"""The article's own program runs on our package, and our Network does the same."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from chalknet import Layer, Network

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "py" / "examples" / "article.py"


def test_as_a_script():
    done = subprocess.run(
        [sys.executable, "-W", "error", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
    )
    predictions = [float(number) for number in done.stdout.strip(" []\n").split()]
    np.testing.assert_allclose(predictions, [0, 1, 1, 0], atol=0.1)
    assert done.stderr == ""


def test_network_train_does_the_same_to_the_last_bit():
    names = {}
    exec(compile(SCRIPT.read_text("utf-8"), SCRIPT, "exec"), names)
    np.random.seed(7)
    network = Network([Layer(2, 3, "tanh"), Layer(3, 1, "sigmoid")])
    network.train(names["x"], names["y"], epochs=names["epochs"])
    assert network.costs == names["costs"]
    assert (network.predict(names["x"]) == names["A"]).all()
    for ours, theirs in zip(network.layers, names["lyr"], strict=True):
        assert (ours.W == theirs.W).all()
        assert (ours.b == theirs.b).all()
