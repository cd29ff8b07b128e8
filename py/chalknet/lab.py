"""The Lab: holds one experiment and its network, and answers the page.

Every answer is a plain dict with numpy arrays inside; message.pack makes one ready to travel.
Where the lesson's own code fails (functions.py, layer.py, network.py), the answer is
{"error": {"type", "message", "file", "line"}}.
"""

import time
import traceback
from functools import wraps
from pathlib import Path

import numpy as np

from chalknet import drawing
from chalknet.datasets import DATASETS
from chalknet.experiment import Experiment
from chalknet.maps import grid, symmetric, to_colours
from chalknet.network import Diverged

LESSON = ("functions.py", "layer.py", "network.py")
WHILE_TRAINING = ("learning_rate", "batch", "epochs")  # these may change under a network


def answers(method):
    """A failure of the lesson's code becomes an answer; any other is ours and is raised."""

    @wraps(method)
    def answer(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            places = [(Path(f.filename).name, f.lineno) for f in frames]
            lesson = [place for place in places if place[0] in LESSON]
            if not lesson:
                raise
            file, line = lesson[-1]
            kind = type(error).__name__
            return {"error": {"type": kind, "message": str(error), "file": file, "line": line}}

    return answer


class Lab:
    """open an experiment first; then train, step, look."""

    def __init__(self):
        self.settings = None

    @answers
    def open(self, experiment):
        """Make `experiment` the present one. The network is kept if only the training changed."""
        clean, problems = Experiment.check(experiment)
        kept = self.settings is not None and same_network(clean, self.settings)
        self.settings = clean
        if kept:
            self.network.set_learning_rate(clean["training"]["learning_rate"])
            self.stopped = None
        else:
            self.start()
        return {
            "experiment": clean,
            "problems": problems,
            "kept": kept,
            "data": self.data(),
            "state": self.look(),
        }

    @answers
    def reset(self):
        """The present experiment from the start: the same seed, so the same first weights."""
        self.start()
        return {
            "experiment": self.settings,
            "problems": [],
            "kept": False,
            "data": self.data(),
            "state": self.look(),
        }

    @answers
    def train(self, until, seconds=None):
        """Train until epoch `until`, or until the time is up (looked at after each step)."""
        start = time.perf_counter()
        while len(self.network.costs) < until and self.one_step():
            if seconds is not None and time.perf_counter() - start >= seconds:
                break
        return self.look()

    @answers
    def step(self):
        """One update, by one batch."""
        self.one_step()
        return self.look()

    @answers
    def state(self, fine=False, since=0):
        """The network as it is now. `fine` draws larger maps; `since` cuts the costs."""
        return self.look(fine, since)

    @answers
    def predict(self, x):
        """x (inputs, samples) -> what every layer makes of it."""
        activations = self.through(np.asarray(x, dtype=float))
        outputs = activations[-1]
        return {"outputs": outputs, "read": read(outputs), "activations": activations}

    @answers
    def read_drawing(self, ink):
        """A square drawing, row by row, 0 = paper to 255 = ink, read as one of the outputs."""
        ink = np.asarray(ink)
        rows = round(ink.size**0.5)
        image = drawing.reduce(ink.reshape(rows, rows))
        if image is None:
            return {"empty": True}
        answer = self.predict(image.reshape(-1, 1))
        if "error" in answer:
            return answer
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

    # What stands behind the answers

    def start(self):
        experiment = Experiment(self.settings)
        self.dataset = DATASETS[self.settings["data"]["name"]]
        self.samples = experiment.samples()
        self.network = experiment.network()
        self.grids = {}  # resolution: the inputs of a map
        self.test_costs = []  # one an epoch, with the weights that the epoch began with
        self.running = None  # the epoch that is under way, resting between two steps
        self.steps = 0
        self.steps_into_epoch = 0
        self.stopped = None

    def one_step(self):
        """One update. False if training has stopped for good."""
        if self.stopped:
            return False
        try:
            if self.running is None:
                self.begin_epoch()
            epoch = len(self.network.costs)
            next(self.running)
        except Diverged as diverged:
            self.stop(diverged)
            return False
        except Exception:
            self.running = None
            raise
        self.steps += 1
        self.steps_into_epoch += 1
        if len(self.network.costs) > epoch:
            self.running, self.steps_into_epoch = None, 0
        return True

    def begin_epoch(self):
        s = self.samples
        del self.test_costs[len(self.network.costs) :]  # of an epoch that was not finished
        if s.x_test.size:
            A = self.network.feedforward(s.x_test)
            self.test_costs.append(float(self.network.cost(s.y_test, A)))
        self.steps_per_epoch = self.count_steps()
        self.steps_into_epoch = 0
        self.running = self.network.epoch(s.x, s.y, self.settings["training"]["batch"])

    def count_steps(self):
        m, batch = self.samples.x.shape[1], self.settings["training"]["batch"]
        return 1 if batch == "all" else -(-m // batch)

    def stop(self, diverged):
        self.stopped = str(diverged)
        self.running = None
        self.steps_into_epoch = 0

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
            "steps_into_epoch": self.steps_into_epoch,
            "steps_per_epoch": self.steps_per_epoch if self.running else self.count_steps(),
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
        answer |= self.pictures(100 if fine else 40)
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
