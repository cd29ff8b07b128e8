"""A layer of neurons: feedforward, and backprop by gradient descent."""

import numpy as np

from chalknet.functions import ACTIVATIONS
from chalknet.optimizers import INITS
from chalknet.shapes import expect


class Layer:
    """A = activation(W . A1 + b), for all samples at once: one column is one sample.

    Layer(2, 3, "tanh") has W (3, 2) and b (3, 1). Weights start at random (give `rng` a
    np.random.default_rng(seed) to have the same ones again), biases at 0.
    """

    activationFns = ACTIVATIONS  # name: (function, derivative)
    learning_rate = 0.1
    optimizer = None  # gradient descent as in the article; others are in optimizers.py

    def __init__(self, inputs, neurons, activation, rng=np.random, init="randn"):
        if activation not in self.activationFns:
            known = ", ".join(self.activationFns)
            raise ValueError(f"There is no activation {activation!r}. There are: {known}.")
        self.W = INITS[init](rng, neurons, inputs)  # (neurons, inputs)
        self.b = np.zeros((neurons, 1))  # (neurons, 1)
        self.activation = activation
        self.act, self.d_act = self.activationFns[activation]

    def feedforward(self, A1):
        """A1 (inputs, samples) -> A (neurons, samples). Keeps both for backprop."""
        expect(A1, (self.W.shape[1], "samples"), "A1", "one row for each input of", self)
        self.A1 = A1  # (inputs, samples)
        self.Z = np.dot(self.W, self.A1) + self.b  # (neurons, samples)
        self.A = self.act(self.Z)  # (neurons, samples)
        return self.A

    def backprop(self, dA):
        """dA (neurons, samples) -> dA1 (inputs, samples). Updates W and b on the way.

        The chain rule on A = activation(Z), Z = W . A1 + b; dW and db are means over samples.
        """
        expect(dA, self.Z.shape, "dA", "the shape of A, the output of", self)
        if self.activation == "softmax":  # each A depends on every Z of its column
            dZ = self.d_act(self.Z, dA)  # (neurons, samples)
        else:
            dZ = np.multiply(self.d_act(self.Z), dA)  # (neurons, samples)
        dW = 1 / dZ.shape[1] * np.dot(dZ, self.A1.T)  # (neurons, inputs)
        db = 1 / dZ.shape[1] * np.sum(dZ, axis=1, keepdims=True)  # (neurons, 1)
        if self.optimizer:
            dW, db = self.optimizer.directions(self.W, dW, db)
        dA1 = np.dot(self.W.T, dZ)  # (inputs, samples), by the W that made Z
        self.W = self.W - self.learning_rate * dW
        self.b = self.b - self.learning_rate * db
        return dA1

    def __repr__(self):
        neurons, inputs = self.W.shape
        return f"Layer({inputs} -> {neurons}, {self.activation})"
