"""Activations and losses, each beside its derivative, then two tables of them by name."""

import numpy as np

TINY = np.nextafter(0, 1)  # the smallest number above 0: log(TINY) is -744, log(0) is -infinity
SMALL = np.finfo(float).tiny  # the smallest number that 1 can still be divided by


# Activations: Z -> A, one number at a time


def tanh(x):
    return np.tanh(x)


def d_tanh(x):
    return 1 - np.square(np.tanh(x))


def sigmoid(x):
    # 1 / (1 + exp(-x)), written so that exp never meets a large number
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def d_sigmoid(x):
    s = sigmoid(x)
    return (1 - s) * s


def relu(x):
    return np.maximum(x, 0)


def d_relu(x):
    return np.where(x > 0, 1.0, 0.0)


def linear(x):
    return x


def d_linear(x):
    return np.ones_like(x)


def leaky_relu(x):
    return np.where(x > 0, x, 0.01 * x)


def d_leaky_relu(x):
    return np.where(x > 0, 1.0, 0.01)


def elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def d_elu(x):
    return np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))


def softplus(x):
    # log(1 + exp(x)), written so that exp never meets a large number
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def d_softplus(x):
    return sigmoid(x)


def gelu(x):
    # x times nearly the share of a normal distribution below x (Hendrycks and Gimpel 2016)
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def d_gelu(x):
    t = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))
    d_t = (1 - np.square(t)) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * np.square(x))
    return (1 + t) / 2 + x / 2 * d_t


def swish(x):
    return x * sigmoid(x)


def d_swish(x):
    s = sigmoid(x)
    return s + x * s * (1 - s)


# Softmax is not one number at a time: the outputs of a sample share a total of 1,
# so each depends on every Z of its column. Its derivative therefore needs dA as well.


def softmax(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def d_softmax(Z, dA):
    A = softmax(Z)
    return A * (dA - np.sum(A * dA, axis=0, keepdims=True))  # this is dZ already


# Losses: y is what was wanted, a is what came out


def logloss(y, a):
    return -(y * np.log(np.maximum(a, TINY)) + (1 - y) * np.log(np.maximum(1 - a, TINY)))


def d_logloss(y, a):
    return (a - y) / np.maximum(a * (1 - a), SMALL)


def squared_error(y, a):
    return np.square(a - y)


def d_squared_error(y, a):
    return 2 * (a - y)


def cross_entropy(y, a):
    return -y * np.log(np.maximum(a, TINY))


def d_cross_entropy(y, a):
    return -y / np.maximum(a, SMALL)


# The tables: a new row here appears in the menus, in the rules and in the tests

ACTIVATIONS = {
    "tanh": (tanh, d_tanh),
    "sigmoid": (sigmoid, d_sigmoid),
    "relu": (relu, d_relu),
    "linear": (linear, d_linear),
    "leaky_relu": (leaky_relu, d_leaky_relu),
    "elu": (elu, d_elu),
    "softplus": (softplus, d_softplus),
    "gelu": (gelu, d_gelu),
    "swish": (swish, d_swish),
    "softmax": (softmax, d_softmax),
}

LOSSES = {
    "logloss": (logloss, d_logloss),
    "squared_error": (squared_error, d_squared_error),
    "cross_entropy": (cross_entropy, d_cross_entropy),
}

# What an activation can give; the others have no bounds
RANGES = {"tanh": (-1, 1), "sigmoid": (0, 1), "softmax": (0, 1)}
