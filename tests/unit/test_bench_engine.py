"""The engine that the bench compares with trains as ours does: the same costs, run by Node."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from workloads import WORKLOADS

from chalknet.experiment import Experiment
from chalknet.functions import LOSSES

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import { readFileSync } from "node:fs";
import { nnts } from "%s/tests/bench/engines/nnts.js";
const { workload, updates } = JSON.parse(readFileSync(0, "utf-8"));
const engine = nnts(workload);
const outputs = [engine.outputs()];
for (let i = 0; i < updates; i++) {
  engine.step();
  outputs.push(engine.outputs());
}
console.log(JSON.stringify(outputs));
"""


def by_nnts(workload, updates):
    """The outputs (outputs, samples) before, and after each of so many updates."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT % ROOT.as_uri()],
        input=json.dumps({"workload": workload, "updates": updates}),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return [np.array(outputs).T for outputs in json.loads(done.stdout)]


def by_name(name):
    return next(workload for workload in WORKLOADS if workload.name == name)


pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="there is no Node.js here")


@pytest.mark.parametrize("name", ["xor", "circle-full", "largest-full"])
def test_it_has_our_costs(name):
    workload = by_name(name)
    experiment = Experiment(workload.experiment)
    samples, network = experiment.samples(), experiment.network()
    ours = [network.feedforward(samples.x)]
    for _ in range(5):
        network.step(samples.x, samples.y)
        ours.append(network.feedforward(samples.x))
    theirs = by_nnts(workload.for_engines(), 5)
    for a, b in zip(ours, theirs, strict=True):
        assert np.allclose(a, b, rtol=0, atol=1e-9)
        assert abs(network.cost(samples.y, a) - network.cost(samples.y, b)) < 1e-9


def test_it_has_our_costs_with_softmax_and_batches():
    workload = by_name("digits").for_engines()
    for part in ("x", "y"):
        workload[part] = workload[part][:70]  # two batches of 32 and one of 6
    x, y = np.array(workload["x"]).T, np.array(workload["y"]).T
    network = Experiment(by_name("digits").experiment).network()
    theirs = by_nnts(workload, 4)
    ours = [network.feedforward(x)]
    for start, end in [(0, 32), (32, 64), (64, 70), (0, 32)]:
        network.step(x[:, start:end], y[:, start:end])
        ours.append(network.feedforward(x))
    for a, b in zip(ours, theirs, strict=True):
        assert np.allclose(a, b, rtol=0, atol=1e-9)


def test_its_step_goes_down_the_finite_differences():
    """A weight moves by the rate times the slope of the cost, which small changes measure."""
    workload = by_name("circle-full").for_engines()
    loss, _ = LOSSES[workload["loss"]]
    y = np.array(workload["y"]).T

    def cost(given):
        return np.mean(np.sum(loss(y, by_nnts(given, 0)[0]), axis=0))

    def changed(layer, row, column, by):
        given = json.loads(json.dumps(workload))
        given["layers"][layer]["W"][row][column] += by
        return given

    after = weights_after_one_update(workload)
    for layer, row, column in [(0, 0, 0), (0, 3, 1), (1, 1, 2), (2, 0, 1)]:
        h = 1e-4
        slope = (
            8 * (cost(changed(layer, row, column, h)) - cost(changed(layer, row, column, -h)))
            - (cost(changed(layer, row, column, 2 * h)) - cost(changed(layer, row, column, -2 * h)))
        ) / (12 * h)
        moved = workload["layers"][layer]["W"][row][column] - after[layer][row][column]
        assert abs(moved - workload["rate"] * slope) < 1e-9


def weights_after_one_update(workload):
    script = SCRIPT.replace(
        "console.log(JSON.stringify(outputs));",
        "console.log(JSON.stringify(engine.network.slice(1).map((layer) => "
        "layer.map((node) => node.inputLinks.map((link) => link.weight)))));",
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script % ROOT.as_uri()],
        input=json.dumps({"workload": workload, "updates": 1}),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
