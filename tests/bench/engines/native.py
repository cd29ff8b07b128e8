"""The lesson natively: CPython and NumPy, with its own shuffle and the cost of every epoch."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "py"))

from lines import serve

from chalknet import loader


def make(workload):
    loader.fresh(workload["files"])
    experiment = sys.modules["chalknet.experiment"].Experiment(workload["experiment"])
    samples, network = experiment.samples(), experiment.network()
    x, y = samples.x, samples.y
    batch = experiment.settings["training"]["batch"]

    def epoch():
        cost = 0.0
        for some_x, some_y in network.batches(x, y, batch):
            cost += some_x.shape[1] / x.shape[1] * network.step(some_x, some_y)
        network.costs.append(cost)

    return epoch, lambda: float(network.cost(y, network.feedforward(x)))


serve(make)
