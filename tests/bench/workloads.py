"""What is trained: for every engine the same samples, first weights, batches and learning rate.

A workload is an experiment of Chalknet, so that our own engines open it as the page does; the
others get its samples and first weights as plain lists of numbers.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "py"))

import chalknet.experiment  # noqa: F401  (found by its name)
from chalknet import loader
from chalknet.clouds import circle
from chalknet.dataset import net

ROOT = Path(__file__).resolve().parents[2]
SEVEN = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    experiment: dict
    least: dict = field(default_factory=dict)  # what issue 7 wants: ratio to engine, in Chromium
    files: dict = field(default_factory=dict)  # edited files that it needs, as a learner's

    def for_engines(self):
        """Plain values, as JSON carries them: the experiment, and what is in it."""
        before = loader.chalknet_modules()
        try:
            if self.files:
                loader.fresh(self.files)
            made = sys.modules["chalknet.experiment"].Experiment(self.experiment)
            return {"name": self.name, "files": self.files, **plain(made)}
        finally:
            if self.files:
                loader.put_back(before)


def plain(experiment):
    settings = experiment.settings
    samples, network = experiment.samples(), experiment.network()
    m, batch = samples.x.shape[1], settings["training"]["batch"]
    return {
        "experiment": settings,
        "x": samples.x.T.tolist(),  # a sample a row
        "y": samples.y.T.tolist(),
        "batch": m if batch == "all" else batch,
        "rate": settings["training"]["learning_rate"],
        "loss": settings["loss"],
        "layers": [
            {"activation": layer.activation, "W": layer.W.tolist(), "b": layer.b[:, 0].tolist()}
            for layer in network.layers
        ],
    }


def experiment(data, layers, loss, rate, batch="all", init="randn"):
    """No sample is held out: nobody else would look at it. The schedule stays constant."""
    training = {"optimizer": "gradient_descent", "learning_rate": rate, "batch": batch}
    data = {"test_share": 0, **data}
    return {"data": data, "layers": net(layers), "loss": loss, "init": init, "training": training}


def points(features=("x1", "x2")):
    """The playground's circle with its 250 samples for training, as a table of one's own."""
    x, y = circle(np.random.default_rng(1), 0)
    rows = [f"{a:.6f},{b:.6f},{c:.0f}" for a, b, c in zip(*x[:, :250], y[0, :250], strict=True)]
    text = "\n".join(["x1,x2,y", *rows]) + "\n"
    return {"name": "own", "text": text, "wanted": "y", "features": list(features), "scale": False}


IMAGES = '''

@cache
def read():
    """Made-up images of 28 x 28 pixels: ten kinds of blots, each drawn with other specks."""
    rng = np.random.default_rng(28)
    kinds, labels = rng.uniform(0, 1, (784, 10)), np.arange(128) % 10
    ink = kinds[:, labels] + rng.uniform(-0.5, 0.5, (784, 128))
    return np.round(16 * np.clip(ink, 0, 1)), labels
'''


def larger():
    """The lesson with such images as its digits, and layers of up to 128 neurons, not 64."""
    neurons = '"layers[].neurons": {"kind": "whole", "low": 1, "high": '
    changes = [
        ("datasets.py", "range(1, 9)", "range(1, 29)"),
        ("datasets.py", "image=(8, 8)", "image=(28, 28)"),
        ("experiment.py", neurons + "64", neurons + "128"),
    ]
    names = ("datasets.py", "digits.py", "experiment.py")
    files = {name: (ROOT / "py/chalknet" / name).read_text("utf-8") for name in names}
    for name, old, new in changes:
        assert old in files[name], f"{name} has no {old} any more"
        files[name] = files[name].replace(old, new)
    files["digits.py"] += IMAGES
    return files


LARGEST = "8t-8t-8t-8t-8t-8t-1t"

WORKLOADS = [
    Workload(
        "xor",
        "XOR 2-3-1",
        experiment({"name": "xor"}, "3t-1s", "logloss", 0.1),
        {"nnts": 6, "tfjs": 400, "convnetjs": 12},
    ),
    Workload(
        "circle",
        "2-4-2-1, batch 10",
        experiment(points(), "4t-2t-1t", "squared_error", 0.03, 10),
        {"nnts": 8, "tfjs": 400, "convnetjs": 12},
    ),
    Workload(
        "circle-full",
        "2-4-2-1, full batch",
        experiment(points(), "4t-2t-1t", "squared_error", 0.03),
        {"nnts": 9, "convnetjs": 12},
    ),
    Workload(
        "largest",
        "7-8×6-1, batch 30",
        experiment(points(SEVEN), LARGEST, "squared_error", 0.03, 30, "xavier"),
        {"nnts": 12, "convnetjs": 12},
    ),
    Workload(
        "largest-full",
        "7-8×6-1, full batch",
        experiment(points(SEVEN), LARGEST, "squared_error", 0.03, "all", "xavier"),
        {"nnts": 12, "convnetjs": 12},
    ),
    Workload(
        "digits",
        "digits 64-32-10, batch 32",
        experiment({"name": "digits"}, "32t-10m", "cross_entropy", 0.1, 32),
        {"nnts": 24, "tfjs": 15, "convnetjs": 12},
    ),
    Workload(
        "images",
        "784-128-64-10, batch 32",
        experiment({"name": "digits"}, "128r-64r-10m", "cross_entropy", 0.05, 32, "he"),
        {},
        larger(),
    ),
]
