"""The moments of a run, so that any epoch of it can be gone back to: exactly, bit for bit.

Some moments are remembered whole. What lies between two of them comes again by training again:
the same weights, the same shuffles, the same settings, so the same numbers.
"""

import time

import numpy as np

from chalknet import memory
from chalknet.experiment import train_by

GAP = 0.01  # seconds of training between two moments, to begin with
MOST, BYTES = 200, 40e6  # moments, and what they may fill


class History:
    """`clean`: nothing was changed on the way, so the experiment alone tells the whole run."""

    def __init__(self, lab):
        self.clean = True
        self.gap, self.noted_at = GAP, time.perf_counter()
        self.moments = [moment(lab)]
        self.whole = None  # the costs of the whole run, while the network is back in its past
        self.training = None  # the settings that held there
        self.on_the_way = False  # has it set out from a moment, towards an epoch?
        floats = sum(layer.W.size + layer.b.size for layer in lab.network.layers)
        self.most = int(np.clip(BYTES / (8 * 4 * floats), 10, MOST))

    def note(self, lab):
        """An epoch of training is done: remember it, if the last memory is some time ago."""
        if time.perf_counter() - self.noted_at < self.gap:
            return
        self.moments = [*self.moments, moment(lab)]
        if len(self.moments) > self.most:  # every other one goes, and fewer come
            self.moments = [m for i, m in enumerate(self.moments) if i % 2 == 0 or m["forced"]]
            self.gap *= 2
        self.noted_at = time.perf_counter()

    def turn(self, lab, before):
        """The settings of the training have become others. In the past they wait: only when
        training goes on from there does the run part from what it was.
        """
        if self.whole is None:
            now = lab.settings["training"]
            if now != before:
                train_by(lab.network, now, before)
            if not same_course(now, before):
                self.change(lab)

    def change(self, lab):
        """From here on the run goes another way: by other settings, or weights set by hand."""
        self.forget_later(lab)
        if lab.steps or lab.network.costs:
            self.clean = False
        self.moments = [*self.moments, moment(lab, forced=True)]

    def forget_later(self, lab):
        """What came after the present moment will not come so again."""
        self.moments = [m for m in self.moments if m["place"]["steps"] <= lab.steps]
        self.whole = None

    def take_up(self, lab, clean):
        """A saved run was put back: from its start it can be had again only if it was clean."""
        self.clean = clean
        if not clean:
            self.moments = [moment(lab, forced=True)]

    def depart(self, lab):
        """Training is about to go on: from the past it branches off by the present settings."""
        if self.whole is None:
            return
        then, now = self.training, lab.settings["training"]
        self.forget_later(lab)
        train_by(lab.network, now, then)
        if not same_course(now, then):
            self.change(lab)

    def go(self, lab, epoch, seconds=None):
        """Back (or forth again) to the beginning of an epoch. True when it is reached."""
        if self.whole is None:
            self.whole = list(lab.network.costs), list(lab.test_costs)
            self.on_the_way = False
        start = time.perf_counter()
        epoch = int(np.clip(epoch, *self.span(lab)))
        nearest = [m for m in self.moments if at(m) <= (epoch, 0)][-1]
        here = len(lab.network.costs), lab.taken
        if not self.on_the_way or not at(nearest) <= here <= (epoch, 0):
            self.load(lab, nearest)
        self.on_the_way = True
        settings = lab.settings
        try:
            lab.settings = settings | {"training": self.training}
            took = 0
            while len(lab.network.costs) < epoch:
                if not lab.advance(epoch, seconds, took, self.to_next_change(lab)):
                    return True  # the cost ran away
                self.follow(lab)
                took = time.perf_counter() - start
                if seconds is not None and took >= seconds:
                    break
        finally:
            lab.settings = settings
        arrived = len(lab.network.costs) == epoch
        if arrived:
            lab.test_costs = self.whole[1][:epoch]
        return arrived

    def follow(self, lab):
        """Where a change was made on the way, make it again."""
        changes = [m for m in self.moments if m["forced"] and m["place"]["steps"] == lab.steps]
        if changes:
            self.load(lab, changes[-1])
            lab.settings = lab.settings | {"training": self.training}

    def to_next_change(self, lab):
        """So many steps can be done before one has to look whether something was changed there."""
        changes = [m["place"]["steps"] for m in self.moments if m["forced"]]
        return min((steps - lab.steps for steps in changes if steps > lab.steps), default=None)

    def load(self, lab, moment):
        self.training = moment["training"]
        costs, test_costs = self.whole
        memory.put_back(lab.network, moment["contents"])
        lab.network.costs = costs[: moment["epochs"]]
        lab.test_costs = test_costs[: moment["epochs"] + 1]
        training = self.training
        lab.network.set_learning_rate(
            training["learning_rate"], training["schedule"], training["epochs"]
        )
        lab.go_to(moment["place"])

    def span(self, lab):
        """The first and the last epoch that one can go to."""
        epochs, taken = at(self.moments[0])
        costs = lab.network.costs if self.whole is None else self.whole[0]
        return min(epochs + (taken > 0), len(costs)), len(costs)

    def weights(self):
        """The path of the run: (moments, all weights and biases in a row), and their epochs."""
        rows = []
        for one in self.moments:
            layers = one["contents"][1:]
            rows.append(np.concatenate([np.ravel(v[n]) for v in layers for n in ("W", "b")]))
        return np.array(rows), np.array([one["epochs"] for one in self.moments])


def same_course(a, b):
    """Do two settings train alike? The last epoch matters only where the learning rate heads for
    it.
    """
    steady = a["schedule"] == b["schedule"] == "constant"
    return a == b or (steady and a | {"epochs": 0} == b | {"epochs": 0})


def moment(lab, forced=False):
    return {
        "contents": memory.contents(lab.network),
        "epochs": len(lab.network.costs),
        "place": lab.place(),
        "training": lab.settings["training"],
        "forced": forced,
    }


def at(moment):
    return moment["epochs"], moment["place"]["taken"]
