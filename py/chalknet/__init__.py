"""Chalknet: a neural network you can read.

    from chalknet import Layer, Network
    network = Network([Layer(2, 3, "tanh"), Layer(3, 1, "sigmoid")])
    network.train(x, y, epochs=1500)

Read layer.py first, then functions.py and network.py.
"""

from chalknet.experiment import Experiment, ExperimentError
from chalknet.functions import (
    ACTIVATIONS,
    LOSSES,
    cross_entropy,
    d_cross_entropy,
    d_linear,
    d_logloss,
    d_relu,
    d_sigmoid,
    d_softmax,
    d_squared_error,
    d_tanh,
    linear,
    logloss,
    relu,
    sigmoid,
    softmax,
    squared_error,
    tanh,
)
from chalknet.lab import Lab
from chalknet.layer import Layer
from chalknet.network import Diverged, Network

__version__ = "0.1.0"

__all__ = [
    "ACTIVATIONS",
    "LOSSES",
    "Diverged",
    "Experiment",
    "ExperimentError",
    "Lab",
    "Layer",
    "Network",
    "cross_entropy",
    "d_cross_entropy",
    "d_linear",
    "d_logloss",
    "d_relu",
    "d_sigmoid",
    "d_softmax",
    "d_squared_error",
    "d_tanh",
    "linear",
    "logloss",
    "relu",
    "sigmoid",
    "softmax",
    "squared_error",
    "tanh",
]
