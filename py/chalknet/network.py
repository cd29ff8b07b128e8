"""A network: layers in a row, trained by feedforward, cost and backprop."""

from itertools import pairwise

import numpy as np

from chalknet.functions import LOSSES
from chalknet.optimizers import SCHEDULES
from chalknet.shapes import expect

# A number too large for the machine becomes infinity without a warning: `check` finds it.
quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")


# How many times the first cost (at least 1): up to here weights are good, from there all is lost
SOUND, RUNAWAY = 100, 1e6


class Diverged(Exception):
    """The cost is no number or has run away. The weights are the last good ones."""


class Network:
    """Network([Layer(2, 3, "tanh"), Layer(3, 1, "sigmoid")], loss="logloss")

    x is (inputs, samples) and y (outputs, samples). `rng` shuffles the samples when they
    are taken in batches. `schedule` of SCHEDULES changes the learning rate over `epochs`,
    from one epoch to the next. `costs` has one number an epoch: the mean loss of all samples,
    each as its step saw it, before the update that it led to.
    """

    learning_rate = 0.1
    schedule, epochs = "constant", 1500

    def __init__(self, layers, loss="logloss", rng=None):
        if loss not in LOSSES:
            raise ValueError(f"There is no loss {loss!r}. There are: {', '.join(LOSSES)}.")
        for before, layer in pairwise(layers):
            shape = (layer.W.shape[0], before.W.shape[0])
            expect(layer.W, shape, f"W of {layer}", "one column for each neuron of", before)
        self.layers = layers
        self.loss, self.d_loss = LOSSES[loss]
        self.loss_name = loss
        self.rng = rng or np.random.default_rng()
        self.costs = []
        self.first_cost = None
        self.before = self.good = self.weights()  # before the last update; the last good ones

    def set_learning_rate(self, learning_rate, schedule="constant", epochs=1500):
        """For every layer, from the next step on."""
        self.learning_rate, self.schedule, self.epochs = learning_rate, schedule, epochs
        self.set_pace()

    def rate_at(self, epoch):
        """The learning rate of an epoch, by the schedule."""
        return self.learning_rate * SCHEDULES[self.schedule](epoch / self.epochs)

    def set_pace(self):
        """The learning rate of this epoch for every layer."""
        rate = self.rate_at(len(self.costs))
        for layer in self.layers:
            layer.learning_rate = rate

    @quiet
    def feedforward(self, x):
        """x (inputs, samples) -> A (outputs, samples)."""
        A = x
        for layer in self.layers:
            A = layer.feedforward(A)
        return A

    predict = feedforward

    @quiet
    def cost(self, y, A):
        """The mean loss over samples. With several outputs, a sample's loss is their sum."""
        m = y.shape[1]
        return 1 / m * np.sum(self.loss(y, A))

    @quiet
    def backprop(self, y, A):
        """One update of every layer, the last one first.

        For sigmoid with log loss, and for softmax with cross-entropy, the first dZ works
        out to A - y: the derivative of the activation cancels that of the loss.
        """
        dA = self.d_loss(y, A)  # (outputs, samples)
        for layer in reversed(self.layers):
            dA = layer.backprop(dA)

    def step(self, x, y):
        """Feedforward, cost, backprop: one update. Returns the cost before it."""
        A = self.feedforward(x)
        expect(y, A.shape, "y", "the shape of A, the output of", self)
        cost = self.cost(y, A)
        self.check(cost)
        self.backprop(y, A)
        return cost

    def batches(self, x, y, batch="all"):
        """All samples once, `batch` at a time, shuffled: a list of (x, y)."""
        m = x.shape[1]
        size = m if batch == "all" else min(batch, m)
        if size < m:
            order = self.rng.permutation(m)
            x, y = x[:, order], y[:, order]
        # the last one may be smaller
        return [(x[:, i : i + size], y[:, i : i + size]) for i in range(0, m, size)]

    def train(self, x, y, epochs=1500, batch="all"):
        """Repeat for a fixed number of epochs. Returns the costs so far."""
        m = x.shape[1]
        for _ in range(epochs):
            if self.schedule != "constant":
                self.set_pace()
            cost = 0.0
            for some_x, some_y in self.batches(x, y, batch):
                cost += some_x.shape[1] / m * self.step(some_x, some_y)
            self.costs.append(cost)
        self.check(self.cost(y, self.feedforward(x)))  # no step has seen the last update
        return self.costs

    def check(self, cost):
        """Keep the weights that led to `cost`; if it is no number or has run away, raise Diverged
        with the last good ones put back.
        """
        if self.first_cost is None and np.isfinite(cost):
            self.first_cost = max(cost, 1)
        if np.isfinite(cost) and cost <= RUNAWAY * self.first_cost:
            self.before = self.weights()
            if cost <= SOUND * self.first_cost:
                self.good = self.before
            return
        self.put_back(self.good)
        how = "has grown beyond all bounds" if np.isfinite(cost) else "is no longer a number"
        rate = self.layers[0].learning_rate
        raise Diverged(
            f"Training stopped at epoch {len(self.costs)}: the cost {how}. "
            f"With a learning rate of {rate:g} the steps were too large. The network has its last "
            "good weights again. Try a smaller learning rate, or scale the inputs to about -1 to 1."
        )

    def weights(self):
        """W and b of every layer, as copies: an edited layer may change its own in place."""
        return [(layer.W.copy(), layer.b.copy()) for layer in self.layers]

    def put_back(self, weights):
        for layer, (W, b) in zip(self.layers, weights, strict=True):
            layer.W, layer.b = W.copy(), b.copy()

    def __repr__(self):
        return f"Network({self.layers}, {self.loss_name})"
