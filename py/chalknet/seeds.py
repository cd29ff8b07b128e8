"""The same experiment from many seeds.

    seeds = Seeds(settings, count=100)
    while not (answer := seeds.more(seconds=0.1))["finished"]: ...

With a machine (compiled/machine.py) each trains in turn, by one compiled step for all of them.
Without one, or where the step cannot be compiled, they train together, one NumPy call for all.
Where a network has W (neurons, inputs), here it is (seeds, neurons, inputs), and `@` multiplies
one matrix for each seed. Every seed keeps its own samples, first weights and shuffles, so each
has the numbers that it would have alone.
"""

import time
from itertools import pairwise

import numpy as np

from chalknet.experiment import Experiment
from chalknet.layer import Layer
from chalknet.network import RUNAWAY, SOUND, Diverged, quiet
from chalknet.success import FEW, Goal, summary, why
from chalknet.trainer import Trainer

BYTES = 300e6  # so much memory may all seeds take together
ROUNDS = 20  # in so many rounds the seeds get to the end, where each trains by itself; in fewer,
WORTHWHILE = 0.01  # seconds, where one's turn would be shorter than this
PAUSE = 0.02  # seconds that one of them trains at a time
TRIED = 6  # epochs within which a step has been compiled and compared
SHOWN = 200  # so many epochs of the curves are answered


class StackedLayer(Layer):
    """The same layer of many networks: W (seeds, neurons, inputs), b (seeds, neurons, 1).

    What works number by number (activation, optimizer, penalty) needs no change. Softmax works
    along axis 0: it is given the neurons there.
    """

    def __init__(self, layers, first):
        vars(self).update(vars(layers[0]))
        self.first = first  # of the network: then nobody asks for its dA1
        self.W = np.array([layer.W for layer in layers])  # (seeds, neurons, inputs)
        self.b = np.array([layer.b for layer in layers])  # (seeds, neurons, 1)

    def feedforward(self, A1):
        """A1 (seeds, inputs, samples), or one (inputs, samples) for all seeds."""
        self.A1 = A1
        self.Z = self.W @ self.A1 + self.b  # (seeds, neurons, samples)
        self.A = activated(self, self.Z)
        return self.A

    def backprop(self, dA):
        """As in layer.py; .T of every seed's matrix is swapaxes(-1, -2)."""
        if self.activation == "softmax":
            dZ = neurons_first(self.d_act(neurons_first(self.Z), neurons_first(dA)))
        else:
            dZ = np.multiply(self.d_act(self.Z), dA)
        dW = 1 / dZ.shape[-1] * (dZ @ self.A1.swapaxes(-1, -2))  # (seeds, neurons, inputs)
        db = 1 / dZ.shape[-1] * np.sum(dZ, axis=-1, keepdims=True)  # (seeds, neurons, 1)
        dA1 = None if self.first else self.W.swapaxes(-1, -2) @ dZ  # (seeds, inputs, samples)
        if self.optimizer:
            dW, db = self.optimizer.directions(self.W, dW, db)
        self.W = self.W - self.learning_rate * dW
        self.b = self.b - self.learning_rate * db
        return dA1


def activated(layer, Z):
    """What a layer makes of Z (seeds, neurons, samples)."""
    if layer.activation == "softmax":
        return neurons_first(layer.act(neurons_first(Z)))
    return layer.act(Z)


def neurons_first(stack):
    """(seeds, neurons, samples) -> (neurons, seeds, samples), and back."""
    return stack.swapaxes(0, 1)


class Seeds:
    """The experiment's own seed, or `first`, then the ones that follow it."""

    def __init__(self, settings, count=100, first=None, machine=None):
        first = settings["seed"] if first is None else first
        experiment = Experiment(settings)
        count, self.note = affordable(experiment, min(count, 2**32 - first))
        self.seeds = list(range(first, first + count))
        experiments = [Experiment(settings | {"seed": seed}) for seed in self.seeds]
        self.settings, self.machine = settings, machine
        self.samples = samples = [experiment.samples() for experiment in experiments]
        self.x = stacked([one.x for one in samples])  # (seeds, inputs, samples), or one for all
        self.y = stacked([one.y for one in samples])
        inputs, m = self.x.shape[-2:]
        self.goal = Goal(experiment.dataset().kind, m)
        self.shown = [one.shown if m <= FEW else None for one in samples]
        self.networks = [experiment.network(inputs) for experiment in experiments]
        # one more: with stacked layers its feedforward, backprop and pace do for all seeds
        self.network = experiments[0].network(inputs)
        layers = zip(*(network.layers for network in self.networks), strict=True)
        self.network.layers = [StackedLayer(alike, i == 0) for i, alike in enumerate(layers)]
        self.epochs, self.batch = (settings["training"][name] for name in ("epochs", "batch"))
        self.first_costs = None  # (seeds,), at least 1
        self.sound = np.ones(count, bool)  # False for a seed that has diverged
        self.ended = np.full(count, self.epochs)  # the epochs that each has finished
        self.good = self.weights()  # of every layer, the last good ones
        self.verdict = None
        self.trainers = []
        self.work = self.all_the_work()

    @quiet
    def more(self, seconds):
        """Train until the time is up (looked at after each step). The curves so far, and at the
        end what has become of every seed.
        """
        start = time.perf_counter()
        for _ in self.work:
            if time.perf_counter() - start >= seconds:
                break
        epoch = len(self.network.costs)
        shown = np.unique(np.linspace(0, max(epoch - 1, 0), min(epoch, SHOWN)).round().astype(int))
        return {
            "count": len(self.seeds),
            "seeds": self.seeds,
            "epoch": epoch,
            "epochs": self.epochs,
            "finished": self.verdict is not None,
            "epochs_shown": shown.tolist(),
            "curves": self.curves(shown),
            "note": self.note,
            **(self.verdict or {}),
        }

    def curves(self, epochs):
        """The costs (seeds, epochs) of some epochs: not a number after a seed has diverged."""
        if not len(epochs):
            return np.empty((len(self.seeds), 0))
        costs = np.array([self.network.costs[epoch] for epoch in epochs]).T
        return np.where(epochs < self.ended[:, None], costs, np.nan)

    def all_the_work(self):
        """Network.train and then a look at each seed, with pauses on the way."""
        yield from self.make_trainers()
        yield from self.one_by_one() if self.trainers else self.all_together()
        yield from self.look_at_each()

    def make_trainers(self):
        """A Trainer for each seed, all with one compiled step; none where that cannot be had.

        The first seed is tried on the side, until its step has been compiled and compared.
        """
        if not self.machine:
            return
        trial = Trainer(self.machine)
        samples = self.samples[0]
        network = Experiment(self.settings).network(len(samples.x))
        trial.begin(self.settings, samples, network)
        trial.engine.slice_begins(timed=False, plain=False)
        while trial.engine.undecided() and len(network.costs) < TRIED and trial.one_step():
            yield
        course = trial.engine.course if trial.engine.told()["compiled"] else None
        if not course or course.module.size * len(self.seeds) > BYTES:
            return
        trainers = []
        for samples, network in zip(self.samples, self.networks, strict=True):
            trainer = Trainer()
            trainer.begin(self.settings, samples, network)
            if trainer.one_step():  # what an optimizer remembers is there from the first step on
                trainer.engine.adopt(course.twin(trainer))
            trainers.append(trainer)
            yield
        self.trainers = trainers

    def one_by_one(self):
        """Round after round each seed goes on for some epochs, and its costs join the others'."""
        costs = self.network.costs
        while len(costs) < self.epochs and self.sound.any():
            courses = [trainer.engine.course for trainer in self.trainers]
            quick = int(WORTHWHILE * max(course.rate() if course else 0 for course in courses))
            until = min(len(costs) + max(1, self.epochs // ROUNDS, quick), self.epochs)
            rows = np.full((len(self.seeds), until - len(costs)), np.nan)
            for index, trainer in enumerate(self.trainers):
                while len(trainer.network.costs) < until and trainer.advance(until, PAUSE):
                    yield
                new = trainer.network.costs[len(costs) :]
                rows[index, : len(new)] = new
                if trainer.stopped and self.sound[index]:
                    self.sound[index] = False
                    self.ended[index] = len(trainer.network.costs)
            costs += list(rows.T)

    def all_together(self):
        """Step after step of the stack."""
        network, m = self.network, self.x.shape[-1]
        while len(network.costs) < self.epochs and self.sound.any():
            if network.schedule != "constant":
                network.set_pace()
            cost = 0.0
            for x, y in self.batches():
                cost = cost + x.shape[-1] / m * self.step(x, y)
                yield
            network.costs.append(cost)

    def batches(self):
        """Network.batches, each seed's samples in its own order."""
        m = self.x.shape[-1]
        size = m if self.batch == "all" else min(self.batch, m)
        if size == m:
            return [(self.x, self.y)]
        orders = np.array([network.rng.permutation(m) for network in self.networks])
        parts = [orders[:, i : i + size] for i in range(0, m, size)]  # (seeds, samples)
        return ((taken(self.x, part), taken(self.y, part)) for part in parts)

    def step(self, x, y):
        """Network.step: the costs (seeds,) before the update."""
        A = self.network.feedforward(x)
        loss = self.network.loss(y, A)  # (seeds, outputs, samples)
        costs = 1 / y.shape[-1] * np.sum(loss.reshape(len(loss), -1), axis=1)
        self.check(costs)
        self.network.backprop(y, A)
        return costs

    def check(self, costs):
        """Network.check: a seed that diverges ends here, and the others do not notice.

        Its numbers go on in the stack, but nobody looks at them any more.
        """
        if self.first_costs is None:
            self.first_costs = np.where(np.isfinite(costs), np.maximum(costs, 1), np.nan)
        good = costs <= SOUND * self.first_costs
        if good.all():  # nearly always
            self.good = self.weights()
            return
        sound = np.isfinite(costs) & (costs <= RUNAWAY * self.first_costs)
        self.ended[self.sound & ~sound] = len(self.network.costs)
        self.sound &= sound
        keep = (good & self.sound)[:, None, None]
        self.good = [
            (np.where(keep, W, good_W), np.where(keep, b, good_b))
            for (W, b), (good_W, good_b) in zip(self.weights(), self.good, strict=True)
        ]

    def weights(self):
        """W and b of every layer. No copies: an update makes new ones."""
        return [(layer.W, layer.b) for layer in self.network.layers]

    def look_at_each(self):
        """Every seed as a network of its own with the weights it has ended with: the verdict."""
        costs, right, succeeded, reasons = [], [], [], []
        for index, (seed, network) in enumerate(zip(self.seeds, self.networks, strict=True)):
            y = of_seed(self.y, index)
            outputs, cost = self.settle(index)
            met = bool(self.sound[index]) and self.goal.met(y, outputs)
            costs.append(cost)
            right.append(self.goal.right(y, outputs))
            succeeded.append(met)
            if not met:
                curve = [some[index] for some in self.network.costs[: self.ended[index]]]
                kind, sentence = why(
                    network.layers, y, self.shown[index], curve, not self.sound[index]
                )
                reasons.append({"seed": seed, "kind": kind, "sentence": sentence})
            yield
        self.verdict = {
            "costs": np.array(costs),
            "right": np.array(right, np.int32) if self.goal.classes else None,
            "succeeded": np.array(succeeded, np.uint8),
            "rule": self.goal.rule,
            "share": sum(succeeded),
            "reasons": reasons,
            "summary": summary(self.goal, len(self.seeds), [one["kind"] for one in reasons]),
        }

    def settle(self, index):
        """The outputs and the cost of a seed as it has ended. If that is no good, `sound` says so,
        and they are those of its last good weights.
        """
        if self.trainers:
            return self.settle_alone(index)
        outputs, cost = self.put_weights(index, self.weights())
        if not (self.sound[index] and cost <= RUNAWAY * self.first_costs[index]):
            self.sound[index] = False
            outputs, cost = self.put_weights(index, self.good)
        return outputs, cost

    def settle_alone(self, index):
        network = self.networks[index]
        outputs, cost = self.told_by(index)
        try:
            network.check(cost)
        except Diverged:
            self.sound[index] = False
            outputs, cost = self.told_by(index)
        return outputs, cost

    def put_weights(self, index, weights):
        """A seed's own network with these weights: its outputs and cost."""
        self.networks[index].put_back([(W[index], b[index]) for W, b in weights])
        return self.told_by(index)

    def told_by(self, index):
        network = self.networks[index]
        outputs = network.feedforward(of_seed(self.x, index))
        return outputs, float(network.cost(of_seed(self.y, index), outputs))


def affordable(experiment, count):
    """How many of `count` seeds fit into the memory, and a sentence if they are fewer."""
    s, training = experiment.samples(), experiment.settings["training"]
    m = s.x.shape[1]
    batch = m if training["batch"] == "all" else min(training["batch"], m)
    neurons = [layer["neurons"] for layer in experiment.settings["layers"]]
    weights = sum(a * b for a, b in pairwise([len(s.x), *neurons]))
    # some things are there several times: samples before and after they are stacked, weights with
    # what an optimizer keeps, activations with Z and what is made of them on the way
    numbers = 2 * (s.x.size + s.y.size) + 8 * weights + 6 * sum(neurons) * batch
    numbers += training["epochs"]
    most = max(1, int(BYTES / 8 / numbers))
    if most >= count:
        return count, None
    return most, (
        f"{most} instead of {count} seeds: with so many samples, neurons or epochs, more would not "
        "fit into the memory that the page may use."
    )


def stacked(arrays):
    """(seeds, rows, samples), or just (rows, samples) where all seeds have the same."""
    first = arrays[0]
    if all(np.array_equal(first, other) for other in arrays[1:]):
        return first
    return np.array(arrays)


def of_seed(x, index):
    return x if x.ndim == 2 else x[index]


def taken(x, order):
    """x (rows, samples) or (seeds, rows, samples), in each seed's order (seeds, samples)."""
    if x.ndim == 2:
        return x[:, order].swapaxes(0, 1)
    return np.take_along_axis(x, order[:, None, :], axis=2)
