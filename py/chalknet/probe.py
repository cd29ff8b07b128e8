"""One training step on trial: taken by a copy of the network, watched and judged.

The copy has mild weights and inputs drawn for the purpose: in a trained network many slopes are
next to 0, and 0 is right for many wrong formulas.
"""

from copy import deepcopy

import numpy as np

from chalknet import causes
from chalknet.causes import same, tried
from chalknet.functions import ACTIVATIONS
from chalknet.slopes import Slopes, places
from chalknet.watch import watch


class Step:
    """One training step of a copy of the network."""

    def __init__(self, network, y, m, rate, limit):
        self.m, self.rate = m, rate
        self.network = mild(network, m)
        self.layers = self.network.layers
        for layer in self.layers:  # the bare step: what comes after the gradient is switched off
            layer.learning_rate, layer.optimizer = rate, None
        self.start = [(layer.W, layer.b) for layer in self.layers]
        rng = np.random.default_rng(m)
        self.x = rng.standard_normal((self.layers[0].W.shape[1], m))
        self.y = y[:, np.resize(rng.permutation(y.shape[1]), m)].astype(float)
        calls, self.error = self.run()
        self.whole = {call.method: call for call in calls if call.owner is self.network}
        self.forward, self.backward = [
            {
                at: call
                for call in calls
                for at, layer in enumerate(self.layers)
                if call.owner is layer and call.method == method
            }
            for method in ("feedforward", "backprop")
        ]
        self.reset()
        self.cost_is_wrong = self.has_memory = False
        self.wrong, self.compared, self.cost = {}, 0, None
        self.judge(limit)

    def run(self):
        """The step itself -> (its calls, the exception or None)."""
        self.reset()

        def action():
            A = self.network.feedforward(self.x)
            self.network.cost(self.y, A)
            self.network.backprop(self.y, A)

        np.random.seed(0)
        return watch(self.network, action)

    def again(self, at, name):
        """W (or b) of a layer after the same step once more."""
        calls, _ = self.run()
        self.reset()
        after = [c for c in calls if c.owner is self.layers[at] and c.method == "backprop"]
        return after[-1].after.get(name) if after else None

    def reset(self):
        for layer, (W, b) in zip(self.layers, self.start, strict=True):
            layer.W, layer.b = W.copy(), b.copy()  # copies, for updates in place

    # The verdict

    @property
    def agrees(self):
        return not (self.wrong or self.error or self.cost_is_wrong)

    def judge(self, limit):
        """Fill `wrong`: {(layer, "W" | "b" | "A1"): its Slopes} where they disagree."""
        whole = self.whole.get("cost")
        if whole is None or not whole.finished:
            return
        self.cost = whole.result
        self.wrong, self.compared = self.judge_by(self.network.cost, limit)
        if self.wrong and not self.cost_is_mean():  # or is it the cost that is wrong?
            self.cost_is_wrong = True
            self.wrong, _ = self.judge_by(self.mean_loss, limit)
        if self.wrong and not self.error and self.remembers():
            # Momentum and its like: W follows dW only in the long run
            self.has_memory = True
            self.wrong = {at: s for at, s in self.wrong.items() if self.misleads(at, s)}

    def judge_by(self, cost, limit):
        rng = np.random.default_rng(4)
        wrong, compared = {}, 0

        def whole():
            np.random.seed(0)
            return float(cost(self.y, self.network.feedforward(self.x)))

        try:
            for at in self.backward if self.error else range(len(self.layers)):
                for name in ("W", "b"):
                    array = getattr(self.layers[at], name)
                    slopes = Slopes(whole, array, places(array.shape, limit, rng))
                    compared += len(slopes.values)
                    if not slopes.agree(self.gradient(at, name)):
                        wrong[at, name] = slopes
            first = self.backward.get(0)
            if first and first.finished and not (first.result is None and len(self.layers) > 1):
                slopes = self.slopes_at_inputs(whole, first, places(self.x.shape, limit, rng))
                compared += len(slopes.values)
                if not slopes.agree(first.result):
                    wrong[0, "A1"] = slopes
        except Exception as error:
            if causes.place_of(error) is None:
                raise
            self.error = self.error or error
        return wrong, compared

    def slopes_at_inputs(self, cost, call, places):
        """What dA1 of the first layer must be, by the dA that it was given or by the cost."""
        layer, A1, dA = self.layers[0], self.x.copy(), call.given[0]

        def through():
            np.random.seed(0)
            return float(np.sum(dA * layer.feedforward(A1)))

        slopes = Slopes(through, A1, places)
        if not slopes.agree(call.result):  # A - y may go straight to dZ, and be no dA
            by_cost = Slopes(lambda: self.m * cost(), self.x, places)
            return by_cost if by_cost.agree(call.result) else slopes
        return slopes

    def gradient(self, at, name):
        """What the step took for the slope, by how far W (or b) went."""
        call = self.backward.get(at)
        if call is None or not call.finished:
            return None
        before, after = call.before[name], call.after[name]
        return (before - after) / self.rate if np.shape(before) == np.shape(after) else after

    def mean_loss(self, y, A):
        return np.sum(self.network.loss(y, A)) / y.shape[1]

    def cost_is_mean(self):
        wanted = tried(lambda: self.mean_loss(self.y, self.whole["feedforward"].result))
        return wanted is None or not np.isfinite(wanted) or same(self.cost, wanted)

    def remembers(self):
        """Does the same step once more go elsewhere?"""
        return any(
            not same(self.again(at, name), self.backward[at].after[name])
            for at, name in self.wrong
            if at in self.backward and name != "A1"
        )

    def ignores_rate(self, at, name):
        """Does another learning rate change nothing?"""
        layer = self.layers[at]
        layer.learning_rate = 2 * self.rate
        after = self.again(at, name)
        layer.learning_rate = self.rate
        return same(after, self.backward[at].after[name])

    def misleads(self, where, slopes):
        """With memory: is dW (or db) wrong, or does W go uphill?"""
        at, name = where
        if name == "A1":
            return True
        stated = self.backward[at].made.get(f"d{name}")
        found = self.gradient(at, name)
        if np.shape(found) != slopes.shape:
            return True
        uphill = np.sum([found[place] for place in slopes.places] * slopes.values) < 0
        return uphill or (stated is not None and not slopes.agree(stated))


def pair_of(layer):
    """(activation, derivative), by the table where it can be."""
    own = getattr(layer, "act", None), getattr(layer, "d_act", None)
    return ACTIVATIONS.get(layer.activation, own)


def mild(network, m):
    """A copy with weights at which every layer has something to learn."""
    copy = deepcopy(network, {id(network.costs): []})
    inputs = np.random.default_rng(m).standard_normal((copy.layers[0].W.shape[1], m))
    best = -1
    for seed in range(10):
        rng = np.random.default_rng([5, seed])
        weights = [
            (rng.standard_normal(layer.W.shape) / np.sqrt(layer.W.shape[1]),
             0.3 * rng.standard_normal(np.shape(layer.b)))
            for layer in copy.layers
        ]  # fmt: skip
        life = liveliness(copy.layers, weights, inputs)
        if life > best:
            best, chosen = life, weights
        if life > 0.1:
            break
    for layer, (W, b) in zip(copy.layers, chosen, strict=True):
        for name, value in vars(layer).items():  # what momentum has gathered
            if isinstance(value, np.ndarray) and value.shape in (layer.W.shape, np.shape(layer.b)):
                setattr(layer, name, np.zeros_like(value))
        layer.W, layer.b = W, b
    return copy


def liveliness(layers, weights, A):
    """How far the outputs of the dullest layer differ between samples: 0 if all relus are shut."""
    least = np.inf
    for layer, (W, b) in zip(layers, weights, strict=True):
        A = tried(lambda A=A, W=W, b=b, layer=layer: pair_of(layer)[0](W @ A + b))
        if A is None or A.ndim != 2:
            return 0
        least = min(least, np.max(np.ptp(A, axis=1)))
    return least
