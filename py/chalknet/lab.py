"""The Lab: holds one experiment and its network, and answers the page.

Every answer is a plain dict with numpy arrays inside; message.pack makes one ready to travel.
"""

import copy
import time
from contextlib import contextmanager

import numpy as np

from chalknet import drawing, report, work
from chalknet.compiled.operations import what_runs
from chalknet.experiment import Experiment
from chalknet.history import History
from chalknet.inputs import offered
from chalknet.maps import Axes, scaled, symmetric, to_colours, two_colours, winners
from chalknet.memory import contents, learnt, put_back, restored
from chalknet.network import Diverged
from chalknet.printed import aside
from chalknet.report import class_read
from chalknet.trainer import Trainer

SMALL = 64  # neurons: so many are drawn in some detail while they train
STEPS_BACK = 100  # so many single steps can be undone


class Lab(Trainer):
    """open an experiment first; then train, step, look. With a `machine` (compiled/machine.py)
    it trains by compiled steps where it can.
    """

    def __init__(self, machine=None):
        super().__init__(machine)
        self.dataset = self.axes = None
        self.discretize = False  # is the output's map drawn in two colours only?
        self.learners = False  # is it a learner's code?

    def open(self, experiment, saved=None, tell_data=False):
        """Make `experiment` the present one. The network is kept if only the training changed;
        its samples are told again only if `tell_data` says so.

        With `saved`, a run goes on where it stood when `saved()` told its state.
        """
        clean, problems = Experiment.check(experiment)
        kept = not saved and self.settings is not None and same_network(clean, self.settings)
        with self.all_or_nothing(kept):
            before, self.settings = self.settings, clean
            if not kept:
                self.start()
            elif clean != before:
                self.stopped = None
                self.engine.reconsider()
                self.history.turn(self, before["training"])
            if saved:
                self.restore(saved)
            return self.opened(problems, kept, tell_data or not kept)

    def reset(self):
        """The present experiment from the start: the same seed, so the same first weights."""
        with self.all_or_nothing():
            self.start()
            return self.opened([], False)

    def opened(self, problems, kept, tell_data=True):
        return {
            "experiment": self.settings,
            "problems": problems,
            "kept": kept,
            "data": self.data() if tell_data else None,
            "state": self.look(),
        }

    def train(self, until, seconds=None, since=0, plain=False):
        """Train until epoch `until`, or until the time is up (looked at after each step, or after
        some milliseconds of compiled ones). `plain`: none compiled.
        """
        self.undone.clear()
        self.history.depart(self)
        timed = seconds is not None and not self.learners  # else why it stays plain comes later
        self.engine.slice_begins(timed=timed, plain=plain)
        begun, start = self.steps, time.perf_counter()
        took = 0
        while len(self.network.costs) < until and self.advance(until, seconds, took):
            if self.batches is None:
                self.history.note(self)
            took = time.perf_counter() - start
            if seconds is not None and took >= seconds:
                break
        self.engine.measured((self.steps - begun) / self.count_steps(), took)
        return self.look(since=since)

    def rewind(self, epoch, seconds=None):
        """The network as it was at the beginning of an epoch of this run: bit for bit.

        The nearest moment that is remembered, and from there the same training again. If the
        time is up on the way, `arrived` is false; calling again goes on.
        """
        self.undone.clear()
        arrived = self.history.go(self, epoch, seconds)
        since = 0 if arrived else len(self.network.costs)  # on the way nobody needs them
        return {"state": self.look(arrived, since), "arrived": arrived}

    def set_weight(self, layer, neuron, input, value):
        """One weight by hand, or with `input` None a bias. It can be undone."""
        self.history.depart(self)
        self.remember()
        owner = self.network.layers[layer]
        matrix = "b" if input is None else "W"
        changed = getattr(owner, matrix).copy()
        changed[neuron, 0 if input is None else input] = value
        setattr(owner, matrix, changed)
        self.engine.interrupt()
        self.stopped = None  # with other weights training may go on
        self.history.change(self)
        return {"state": self.look(fine=True)}

    def view(self, axes):
        """Which two columns the maps show."""
        self.axes.choose(axes)
        return {"data": self.data(), "state": self.look(fine=True)}

    def see_as(self, other):
        """The maps show what those of another Lab show."""
        self.discretize, self.axes, self.dataset = other.discretize, other.axes, other.dataset

    def report(self):
        """Which classes are taken for which, and the worst mistakes."""
        return report.report(self)

    def neurons_at_work(self):
        """Which neurons do not work any more, and why."""
        return work.neurons_at_work(self)

    def what_runs(self):
        """Every operation of a training step as it is compiled; or why it is not."""
        return what_runs(self.engine)

    def step(self, since=0):
        """One update, by one batch. It can be undone."""
        self.history.depart(self)
        if not self.stopped:
            self.remember()
        self.one_step()
        return self.look(since=since)

    def trace(self, tracer):
        """One update as by step(), told line by line by `tracer(network, x, y)`."""
        self.history.depart(self)
        if not self.stopped:
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

    def state(self, fine=False, since=0, discretize=None):
        """The network as it is now. `fine` draws larger maps, `discretize` the output's in two
        colours from now on; `since` cuts the costs.
        """
        if discretize is not None:
            self.discretize = discretize
        return self.look(fine, since)

    def predict(self, x):
        """x (inputs, samples) -> what every layer makes of it."""
        activations = self.through(np.asarray(x, dtype=float))
        outputs = activations[-1]
        return {"outputs": outputs, "read": class_read(outputs), "activations": activations}

    def look_at(self, sample, held=False):
        """What every layer makes of one sample: its sums Z and activations A, each (neurons, 1)."""
        x = self.samples.x_test if held else self.samples.x
        shown = self.samples.shown_test if held else self.samples.shown
        self.axes.see(shown[:, sample])
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
            "clean": self.history.clean,
            **self.place(),
        }

    def restore(self, saved):
        """Back to where `saved()` was. A layer of another shape keeps its own new weights."""
        network = self.network
        if not restored(network.layers, saved["layers"]):
            self.history.take_up(self, False)
            return
        network.costs = list(saved["costs"])
        self.test_costs = list(saved["test_costs"])
        self.go_to(saved)
        network.before = network.good = network.weights()
        network.set_pace()
        self.history.take_up(self, saved["clean"])

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
        owners = [self]
        if network:
            owners += [self.network, self.history, *self.network.layers]
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
        columns = self.dataset.columns if self.dataset else None
        self.dataset = experiment.dataset()
        samples = experiment.samples()
        self.begin(self.settings, samples, experiment.network(len(samples.x)))
        axes, self.axes = self.axes, Axes(self.dataset, samples)
        if columns == self.dataset.columns and axes:
            self.axes.choose([axes.across, axes.up])
        self.undone = []  # where single steps began
        self.history = History(self)

    def gap(self):
        return self.history.gap

    def remember(self):
        """Before a single step: all that back_to() needs. Costs only grow, so their number does."""
        epochs = len(self.network.costs)
        memory = {
            "contents": contents(self.network),
            "epochs": epochs,
            "test_costs": self.test_costs[epochs:],
            "training": self.settings["training"],
            "history": (self.history.moments, self.history.clean),
            **self.place(),
        }
        self.undone = [*self.undone[1 - STEPS_BACK :], memory]

    def back_to(self, before):
        put_back(self.network, before["contents"])
        del self.network.costs[before["epochs"] :]
        self.test_costs[before["epochs"] :] = before["test_costs"]
        self.go_to(before)
        self.history.moments, self.history.clean = before["history"]
        self.history.turn(self, before["training"])  # settings are not undone

    def through(self, x):
        """The activations of every layer, by the layers' own feedforward."""
        self.network.feedforward(x)
        return [layer.A for layer in self.network.layers]

    def data(self):
        s, dataset, axes = self.samples, self.dataset, self.axes
        same = np.array_equal(s.x, s.shown)
        chosen = [part.id for part in s.inputs.parts]
        y, y_test = s.target.back(s.y), s.target.back(s.y_test)
        return {
            "name": self.settings["data"]["name"],
            "title": dataset.title,
            "about": dataset.about,
            "kind": dataset.kind,
            "inputs": s.inputs.titles,
            "columns": [
                {"name": name, "categories": dataset.categories_of(i)}
                for i, name in enumerate(dataset.columns)
            ],
            "outputs": list(dataset.outputs),
            "classes": list(dataset.classes) if dataset.classes else None,
            "x": s.x,
            "x_test": s.x_test,
            "shown": None if same else s.shown,
            "shown_test": None if same else s.shown_test,
            "y": y,
            "y_test": y_test,
            "y_range": number_range(y) if dataset.kind == "number" else None,
            "wanted": self.classes(s.y),
            "wanted_test": self.classes(s.y_test),
            "domain": [axes.domains[axes.across], axes.domains[axes.up]] if axes else None,
            "axes": [axes.across, axes.up] if axes else None,
            "axes_offered": list(axes.domains),
            "image": list(dataset.image) if dataset.image else None,
            "features": [
                {"id": name, "title": title, "on": name in chosen}
                for name, title in offered(dataset).items()
            ],
            "feature_maps": axes.features(dataset) if axes else None,
            "notes": list(dataset.notes),
        }

    @aside()
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
        outputs_test = network.feedforward(s.x_test) if test else outputs[:, :0]
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
            "learning_rate": float(network.layers[0].learning_rate),
            "history": list(self.history.span(self)),
            "outputs": s.target.back(outputs),
            "outputs_test": s.target.back(outputs_test),
            "finished": epochs >= self.settings["training"]["epochs"],
            "stopped": self.stopped,
            "engine": self.engine.told(),
        }
        answer |= self.marks("", s.y, outputs)
        answer |= self.marks("_test", s.y_test, outputs_test)
        answer |= self.pictures(self.resolution(fine))
        return answer

    def marks(self, which, y, outputs):
        """The class read for each sample, and whether it is right."""
        if self.dataset.kind == "number":
            return {f"read{which}": None, f"right{which}": None, f"right{which}_count": None}
        guess = class_read(outputs)
        right = guess == self.classes(y)
        return {
            f"read{which}": guess,
            f"right{which}": right.astype(np.uint8),
            f"right{which}_count": int(np.sum(right)),
        }

    def classes(self, y):
        return class_read(y) if self.dataset.kind == "classes" else None

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
            return NO_PICTURES | {"weight_pictures": symmetric(W)}
        if not self.axes:
            return NO_PICTURES
        x, input_maps = self.axes.grid(resolution)
        square = (-1, resolution, resolution)
        activations = [A.reshape(square) for A in self.through(x)]
        maps = [
            to_colours(A, layer.activation)
            for A, layer in zip(activations, layers, strict=True)
        ]
        if self.dataset.kind == "number":  # in the colours of the numbers that were wanted
            s = self.samples
            maps[-1] = scaled(s.target.back(activations[-1]), *number_range(s.target.back(s.y)))
        winner = sure = None
        if len(self.dataset.outputs) > 1:
            winner, sure = winners(activations[-1])
        if self.discretize:
            maps[-1] = two_colours(maps[-1])
            sure = sure if sure is None else np.full_like(sure, 255)
        pictures = {"maps": maps, "input_maps": input_maps, "winner": winner, "sure": sure}
        return NO_PICTURES | pictures


NO_PICTURES = dict.fromkeys(["maps", "input_maps", "weight_pictures", "winner", "sure"])


class Untold(Exception):
    """A traced step failed; the trace tells how."""


def same_network(a, b):
    """Do two experiments differ only in what may change while a network is training?"""
    return a | {"training": None} == b | {"training": None}


def number_range(y):
    """What the colours of a number reach from and to, the same on both sides of their middle."""
    low, high = float(np.min(y)), float(np.max(y))
    return [low, high] if high > low else [low - 1, high + 1]
