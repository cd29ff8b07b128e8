"""The Lab: holds one experiment and its network, and answers the page.

Every answer is a plain dict with numpy arrays inside; message.pack makes one ready to travel.
"""

import copy
import time
from contextlib import contextmanager

import numpy as np

from chalknet import drawing
from chalknet.datasets import DATASETS
from chalknet.experiment import Experiment
from chalknet.maps import grid, symmetric, to_colours
from chalknet.network import Diverged

WHILE_TRAINING = ("learning_rate", "batch", "epochs")  # these may change under a network
PASSING = ("A1", "Z", "A", "learning_rate")  # of a layer: not part of what it has learnt
SMALL = 64  # neurons: so many are drawn in some detail while they train
STEPS_BACK = 100  # so many single steps can be undone


class Lab:
    """open an experiment first; then train, step, look."""

    def __init__(self):
        self.settings = None

    def open(self, experiment, saved=None):
        """Make `experiment` the present one. The network is kept if only the training changed.

        With `saved`, a run goes on where it stood when `saved()` told its state.
        """
        clean, problems = Experiment.check(experiment)
        kept = not saved and self.settings is not None and same_network(clean, self.settings)
        with self.all_or_nothing(kept):
            self.settings = clean
            if kept:
                self.network.set_learning_rate(clean["training"]["learning_rate"])
                self.stopped = None
            else:
                self.start()
            if saved:
                self.restore(saved)
            return self.opened(problems, kept)

    def reset(self):
        """The present experiment from the start: the same seed, so the same first weights."""
        with self.all_or_nothing():
            self.start()
            return self.opened([], False)

    def opened(self, problems, kept):
        return {
            "experiment": self.settings,
            "problems": problems,
            "kept": kept,
            "data": self.data(),
            "state": self.look(),
        }

    def train(self, until, seconds=None, since=0):
        """Train until epoch `until`, or until the time is up (looked at after each step)."""
        self.undone.clear()
        start = time.perf_counter()
        while len(self.network.costs) < until and self.one_step():
            if seconds is not None and time.perf_counter() - start >= seconds:
                break
        return self.look(since=since)

    def step(self, since=0):
        """One update, by one batch. It can be undone."""
        self.remember()
        self.one_step()
        return self.look(since=since)

    def trace(self, tracer):
        """One update as by step(), told line by line by `tracer(network, x, y)`."""
        self.remember()
        told = {"steps": [], "arrays": [], "error": None}

        def traced(x, y):
            told.update(tracer(self.network, x, y))
            if told["error"] is None:
                return told["cost"]
            raise Untold

        try:
            self.one_step(traced)
        except Untold:
            if told["error"]["type"] == "Diverged":
                self.stop(told["error"]["message"])
            else:
                self.undo()  # all is as it was before the step that failed
        return {**told, "state": self.look()}

    def undo(self):
        """The network as it was before the last single step."""
        if self.undone:
            self.back_to(self.undone.pop())
        return {"state": self.look()}

    def state(self, fine=False, since=0):
        """The network as it is now. `fine` draws larger maps; `since` cuts the costs."""
        return self.look(fine, since)

    def predict(self, x):
        """x (inputs, samples) -> what every layer makes of it."""
        activations = self.through(np.asarray(x, dtype=float))
        outputs = activations[-1]
        return {"outputs": outputs, "read": read(outputs), "activations": activations}

    def look_at(self, sample, held=False):
        """What every layer makes of one sample: its sums Z and activations A, each (neurons, 1)."""
        x = self.samples.x_test if held else self.samples.x
        self.network.feedforward(x[:, sample : sample + 1])
        layers = self.network.layers
        return {"sums": [layer.Z for layer in layers], "activations": [layer.A for layer in layers]}

    def read_drawing(self, ink):
        """A square drawing, row by row, 0 = paper to 255 = ink, read as one of the outputs."""
        ink = np.asarray(ink)
        rows = round(ink.size**0.5)
        image = drawing.reduce(ink.reshape(rows, rows))
        if image is None:
            return {"empty": True}
        answer = self.predict(image.reshape(-1, 1))
        return {
            "image": image,
            "outputs": answer["outputs"][:, 0],
            "read": int(answer["read"][0]),
            "activations": answer["activations"],
        }

    def costs(self):
        """All costs so far, for a file."""
        epochs = len(self.network.costs)
        return {
            "costs": np.array(self.network.costs, dtype=float),
            "test_costs": np.array(self.test_costs[:epochs], dtype=float),
        }

    def saved(self):
        """Where the run stands: all that `open(experiment, saved)` needs to go on from here."""
        return {
            "layers": [learnt(layer) for layer in self.network.layers],
            "costs": np.array(self.network.costs, dtype=float),
            "test_costs": np.array(self.test_costs, dtype=float),
            **self.place(),
        }

    def restore(self, saved):
        """Back to where `saved()` was. A layer of another shape keeps its own new weights."""
        network = self.network
        fits = len(saved["layers"]) == len(network.layers)
        for layer, values in zip(network.layers, saved["layers"], strict=False):
            same = np.shape(values.get("W")) == layer.W.shape
            fits = fits and same
            if same:
                vars(layer).update(copy.deepcopy(values))
        if not fits:
            return
        network.costs = list(saved["costs"])
        self.test_costs = list(saved["test_costs"])
        self.go_to(saved)
        network.before = network.good = network.weights()

    def rehearse(self):
        """One step on the side: an error in edited code shows before anything depends on it."""
        trial = copy.deepcopy(self)
        trial.one_step()
        trial.look()
        if trial.stopped:
            raise ValueError(
                "With this code the cost is no longer a number, or grows beyond all bounds. Is "
                "something divided by zero, or the logarithm of zero or less taken?"
            )

    # What stands behind the answers

    @contextmanager
    def all_or_nothing(self, network=False):
        """If this block fails, in a learner's code perhaps, all is as before: with `network`
        also what the present network and its layers hold.
        """
        owners = [self, self.network, *self.network.layers] if network else [self]
        before = [(owner, dict(vars(owner))) for owner in owners]
        try:
            yield
        except BaseException:
            for owner, values in before:
                vars(owner).clear()
                vars(owner).update(values)
            raise

    def start(self):
        experiment = Experiment(self.settings)
        self.dataset = DATASETS[self.settings["data"]["name"]]
        self.samples = experiment.samples()
        self.network = experiment.network()
        self.grids = {}  # resolution: the inputs of a map
        self.test_costs = []  # one an epoch, with the weights that the epoch began with
        self.steps = 0
        self.stopped = None
        self.undone = []  # where single steps began
        self.rest()

    def one_step(self, step=None):
        """One update, by network.step or another way. False if training has stopped for good."""
        if self.stopped:
            return False
        if self.batches is None:
            self.begin_epoch()
        x, y = self.batches[self.taken]
        before = self.network.before
        try:
            cost = (step or self.network.step)(x, y)
        except Diverged as diverged:
            self.stop(diverged)
            return False
        except BaseException:
            if self.network.before is not before:  # it failed during the update
                self.network.put_back(self.network.before)
            raise
        self.steps += 1
        self.taken += 1
        self.cost_so_far += x.shape[1] / self.samples.x.shape[1] * cost
        if self.taken == len(self.batches):
            self.network.costs.append(float(self.cost_so_far))
            self.rest()
        return True

    def begin_epoch(self):
        s = self.samples
        del self.test_costs[len(self.network.costs) :]  # of an epoch that was not finished
        if s.x_test.size:
            A = self.network.feedforward(s.x_test)
            self.test_costs.append(float(self.network.cost(s.y_test, A)))
        self.deal(self.settings["training"]["batch"])

    def deal(self, batch):
        """The batches of an epoch, and what it takes to deal the same ones again."""
        self.rng_of_epoch = self.network.rng.bit_generator.state
        self.batch_of_epoch = batch
        self.batches = self.network.batches(self.samples.x, self.samples.y, batch)
        self.taken, self.cost_so_far = 0, 0.0

    def rest(self):
        """Between two epochs."""
        self.batches, self.taken, self.cost_so_far = None, 0, 0.0

    def count_steps(self):
        m, batch = self.samples.x.shape[1], self.settings["training"]["batch"]
        return 1 if batch == "all" else -(-m // batch)

    def stop(self, diverged):
        self.stopped = str(diverged)
        self.rest()

    def place(self):
        """How far the training has come."""
        return {
            "steps": self.steps,
            "stopped": self.stopped,
            "rng": self.rng_of_epoch if self.batches else self.network.rng.bit_generator.state,
            "batch": self.batch_of_epoch if self.batches else None,
            "taken": self.taken,
            "cost_so_far": self.cost_so_far,
        }

    def go_to(self, place):
        self.steps, self.stopped = place["steps"], place["stopped"]
        self.network.rng.bit_generator.state = place["rng"]
        self.batches = None
        if place["batch"] is not None:  # in the middle of an epoch: the same shuffle again
            self.deal(place["batch"])
        self.taken, self.cost_so_far = place["taken"], place["cost_so_far"]

    def remember(self):
        """Before a single step: all that back_to() needs. Costs only grow, so their number does."""
        if self.stopped:  # there will be no step
            return
        epochs = len(self.network.costs)
        memory = {
            "contents": contents(self.network),
            "epochs": epochs,
            "test_costs": self.test_costs[epochs:],
            **self.place(),
        }
        self.undone = [*self.undone[1 - STEPS_BACK :], memory]

    def back_to(self, memory):
        network = self.network
        owners = (network, *network.layers)
        for owner, values in zip(owners, memory["contents"], strict=True):
            for name in lasting(owner, network).keys() - values.keys():
                delattr(owner, name)
            vars(owner).update(values)
        del network.costs[memory["epochs"] :]
        self.test_costs[memory["epochs"] :] = memory["test_costs"]
        self.go_to(memory)

    def through(self, x):
        """The activations of every layer, by the layers' own feedforward."""
        self.network.feedforward(x)
        return [layer.A for layer in self.network.layers]

    def data(self):
        s, dataset = self.samples, self.dataset
        return {
            "name": self.settings["data"]["name"],
            "title": dataset.title,
            "kind": dataset.kind,
            "inputs": list(dataset.inputs),
            "outputs": list(dataset.outputs),
            "x": s.x,
            "y": s.y,
            "x_test": s.x_test,
            "y_test": s.y_test,
            "wanted": self.classes(s.y),
            "wanted_test": self.classes(s.y_test),
            "domain": self.domain(),
            "image": list(dataset.image) if dataset.image else None,
        }

    def domain(self):
        """What the maps show: the data set's own, or wider where noise moved a sample out."""
        if self.dataset.domain is None:
            return None
        low, high = self.dataset.domain
        middle = (low + high) / 2
        everything = np.concatenate([self.samples.x, self.samples.x_test], axis=1)
        reach = max(np.max(np.abs(everything - middle)), middle - low)
        reach = np.ceil(reach * 2) / 2
        return [float(middle - reach), float(middle + reach)]

    def look(self, fine=False, since=0):
        network, s = self.network, self.samples
        outputs = network.feedforward(s.x)
        cost = network.cost(s.y, outputs)
        try:
            network.check(cost)
        except Diverged as diverged:
            self.stop(diverged)
            outputs = network.feedforward(s.x)
            cost = network.cost(s.y, outputs)
        test = bool(s.x_test.size)
        outputs_test = network.feedforward(s.x_test)
        epochs = len(network.costs)
        answer = {
            "epoch": epochs,
            "step": self.steps,
            "steps_into_epoch": self.taken,
            "steps_per_epoch": len(self.batches) if self.batches else self.count_steps(),
            "undo": len(self.undone),
            "cost": float(cost),
            "test_cost": float(network.cost(s.y_test, outputs_test)) if test else None,
            "costs_from": since,
            "costs": np.array(network.costs[since:], dtype=float),
            "test_costs": np.array(self.test_costs[since:epochs], dtype=float),
            "weights": [{"W": layer.W, "b": layer.b} for layer in network.layers],
            "outputs": outputs,
            "outputs_test": outputs_test,
            "finished": epochs >= self.settings["training"]["epochs"],
            "stopped": self.stopped,
        }
        answer |= self.marks("", s.y, outputs)
        answer |= self.marks("_test", s.y_test, outputs_test)
        answer |= self.pictures(self.resolution(fine))
        return answer

    def marks(self, which, y, outputs):
        """The class read for each sample, and whether it is right."""
        if self.dataset.kind == "number":
            return {f"read{which}": None, f"right{which}": None, f"right{which}_count": None}
        guess = read(outputs)
        right = guess == self.classes(y)
        return {
            f"read{which}": guess,
            f"right{which}": right.astype(np.uint8),
            f"right{which}_count": int(np.sum(right)),
        }

    def classes(self, y):
        return read(y) if self.dataset.kind == "classes" else None

    def resolution(self, fine):
        """Of a map, in cells. While training, a large network is drawn coarsely: a pause must
        not have to wait for its maps.
        """
        if fine:
            return 100
        return 40 if sum(len(layer.b) for layer in self.network.layers) <= SMALL else 20

    def pictures(self, resolution):
        """What every neuron makes of each place in the plane, or what it looks for in an image."""
        layers = self.network.layers
        if self.dataset.image:
            W = layers[0].W.reshape(-1, *self.dataset.image)
            return {"maps": None, "input_maps": None, "weight_pictures": symmetric(W)}
        if resolution not in self.grids:
            self.grids[resolution] = grid(self.domain(), resolution)
        x, input_maps = self.grids[resolution]
        square = (-1, resolution, resolution)
        activations = self.through(x)
        maps = [
            to_colours(A.reshape(square), layer.activation)
            for A, layer in zip(activations, layers, strict=True)
        ]
        return {"maps": maps, "input_maps": input_maps, "weight_pictures": None}


class Untold(Exception):
    """A traced step failed; the trace tells how."""


def learnt(layer):
    """What a layer has learnt: W, b, and what an edited layer keeps beside them."""
    keep = (np.ndarray, float, int)
    found = {name: value for name, value in vars(layer).items() if name not in PASSING}
    return {name: copy.copy(v) for name, v in found.items() if isinstance(v, keep)}


def lasting(owner, network):
    """What the network or one of its layers holds from one step to the next."""
    passing = () if owner is network else PASSING
    return {name: value for name, value in vars(owner).items() if name not in passing}


def contents(network):
    """A copy of what the network and its layers hold, however an edited one keeps it.

    They themselves are not copied, nor what is never changed in place.
    """
    owners = [network, *network.layers]
    kept = [getattr(network, name, None) for name in ("layers", "costs", "rng", "before", "good")]
    memo = {id(thing): thing for thing in owners + kept}
    return [
        {name: copied(value, memo) for name, value in lasting(owner, network).items()}
        for owner in owners
    ]


def copied(value, memo):
    try:
        return copy.deepcopy(value, memo)
    except Exception:  # a generator, say, cannot be copied
        return value


def read(outputs):
    """The class that the outputs say: above a half for one output, else the largest."""
    if outputs.shape[0] == 1:
        return (outputs[0] > 0.5).astype(np.int32)
    return np.argmax(outputs, axis=0).astype(np.int32)


def same_network(a, b):
    """Do two experiments differ only in what may change while a network is training?"""
    return without_pace(a) == without_pace(b)


def without_pace(settings):
    training = {k: v for k, v in settings["training"].items() if k not in WHILE_TRAINING}
    return settings | {"training": training}
