"""What becomes of a gradient before it is a step, in order of increasing complexity.

A layer goes -learning_rate times the direction that its optimizer gives. Each remembers what it
needs by the name of the matrix, "W" or "b". Below: how the learning rate changes during a run
(schedules), the pull of large weights towards 0 (regularization), and the first weights.
"""

import numpy as np


class Optimizer:
    """What all of them share: large weights are pulled towards 0, biases are not."""

    def __init__(self, regularization="none", rate=0):
        self.d_penalty, self.rate = REGULARIZATIONS[regularization], rate

    def directions(self, W, dW, db):
        """What W and b of a layer go along instead of dW and db: the same shapes."""
        return self.direction("W", dW + self.rate * self.d_penalty(W)), self.direction("b", db)

    def memory(self):
        """What it has gathered so far, by the names of the matrices."""
        return {name: value for name, value in vars(self).items() if isinstance(value, dict)}


class GradientDescent(Optimizer):
    """Straight down: the direction is the gradient."""

    def direction(self, name, gradient):
        return gradient


class Momentum(Optimizer):
    """A ball that keeps rolling: v = beta v + gradient (Polyak 1964)."""

    beta = 0.9

    def __init__(self, *penalty):
        super().__init__(*penalty)
        self.v = {}

    def direction(self, name, gradient):
        self.v[name] = self.beta * self.v.get(name, 0) + gradient
        return self.v[name]


class Nesterov(Momentum):
    """Momentum that looks ahead: gradient + beta v (Sutskever et al. 2013)."""

    def direction(self, name, gradient):
        return gradient + self.beta * super().direction(name, gradient)


class RMSProp(Optimizer):
    """Divided by how large it usually is: s = rho s + (1 - rho) gradient² (Hinton 2012)."""

    rho, small = 0.9, 1e-8

    def __init__(self, *penalty):
        super().__init__(*penalty)
        self.s = {}

    def direction(self, name, gradient):
        self.s[name] = self.rho * self.s.get(name, 0) + (1 - self.rho) * np.square(gradient)
        return gradient / (np.sqrt(self.s[name]) + self.small)


class Adam(Optimizer):
    """Momentum over size, both set right for having begun at 0 (Kingma and Ba 2015)."""

    beta1, beta2, small = 0.9, 0.999, 1e-8

    def __init__(self, *penalty):
        super().__init__(*penalty)
        self.m, self.v, self.t = {}, {}, {}

    def direction(self, name, gradient):
        self.t[name] = self.t.get(name, 0) + 1
        self.m[name] = self.beta1 * self.m.get(name, 0) + (1 - self.beta1) * gradient
        self.v[name] = self.beta2 * self.v.get(name, 0) + (1 - self.beta2) * np.square(gradient)
        m = self.m[name] / (1 - self.beta1 ** self.t[name])
        v = self.v[name] / (1 - self.beta2 ** self.t[name])
        return m / (np.sqrt(v) + self.small)


OPTIMIZERS = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSProp,
    "adam": Adam,
}


# Schedules: the part of the learning rate that is used, by the part of the epochs that is done


def constant(done):
    return 1.0


def step(done):
    return 0.5 ** int(4 * min(done, 0.999))  # halved three times on the way


def exponential(done):
    return 0.01 ** min(done, 1)  # a hundredth at the end


def cosine(done):
    """Falls slowly, fast, slowly (Loshchilov and Hutter 2017), to a hundredth."""
    return 0.01 + 0.99 * (1 + np.cos(np.pi * min(done, 1))) / 2


SCHEDULES = {
    "constant": constant,
    "step": step,
    "exponential": exponential,
    "cosine": cosine,
}


# Regularizations: what is added to dW, the derivative of rate · |W| or of rate · W² / 2


def d_none(W):
    return 0.0


def d_l1(W):
    return np.sign(W)


def d_l2(W):
    return W


REGULARIZATIONS = {"none": d_none, "l1": d_l1, "l2": d_l2}


# First weights: (rng, neurons, inputs) -> W (neurons, inputs)


def randn(rng, neurons, inputs):
    return rng.standard_normal((neurons, inputs))


def zeros(rng, neurons, inputs):
    return np.zeros((neurons, inputs))  # all neurons of a layer then stay the same for ever


def xavier(rng, neurons, inputs):
    """For tanh and sigmoid: Z keeps the size of its inputs (Glorot and Bengio 2010)."""
    return np.sqrt(2 / (inputs + neurons)) * rng.standard_normal((neurons, inputs))


def he(rng, neurons, inputs):
    """For relu, which drops half of what it gets (He et al. 2015)."""
    return np.sqrt(2 / inputs) * rng.standard_normal((neurons, inputs))


INITS = {"randn": randn, "zeros": zeros, "xavier": xavier, "he": he}
