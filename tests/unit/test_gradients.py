"""Every gradient against central differences, through one to four layers."""

import numpy as np
import pytest

from chalknet import ACTIVATIONS, Layer, Network
from chalknet.experiment import FITS

H = 1e-5
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
CASES = [
    (depth, hidden, output, loss)
    for depth in (1, 2, 3, 4)
    for hidden in (HIDDEN if depth > 1 else HIDDEN[:1])  # a single layer has nothing hidden
    for loss, fit in FITS.items()
    for output in fit["outputs"]
]


def network_of(depth, hidden, output, loss):
    rng = np.random.default_rng([depth, HIDDEN.index(hidden)])
    sizes = [3, *[4] * (depth - 1), 2]
    names = [hidden] * (depth - 1) + [output]
    layers = [
        Layer(inputs, neurons, name, rng)
        for inputs, neurons, name in zip(sizes, sizes[1:], names, strict=False)
    ]
    for layer in layers:
        layer.W = 0.5 * layer.W
        layer.b = 0.3 * rng.standard_normal(layer.b.shape)
    return Network(layers, loss), rng


def slopes(array, cost):
    """d cost / d array, one number at a time."""
    slope = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + H
        above = cost()
        array[place] = kept - H
        below = cost()
        array[place] = kept
        slope[place] = (above - below) / (2 * H)
    return slope


@pytest.mark.parametrize(("depth", "hidden", "output", "loss"), CASES)
def test_gradients(depth, hidden, output, loss):
    network, rng = network_of(depth, hidden, output, loss)
    x = rng.standard_normal((3, 5))
    y = np.eye(2)[:, rng.integers(0, 2, 5)]

    def cost():
        return network.cost(y, network.feedforward(x))

    wanted = [(slopes(layer.W, cost), slopes(layer.b, cost)) for layer in network.layers]
    wanted_dx = slopes(x, cost)

    before = [(layer.W, layer.b) for layer in network.layers]
    dA = network.d_loss(y, network.feedforward(x))
    for layer in reversed(network.layers):
        dA = layer.backprop(dA)
    for layer, (W, b), (dW, db) in zip(network.layers, before, wanted, strict=True):
        np.testing.assert_allclose((W - layer.W) / layer.learning_rate, dW, rtol=1e-5, atol=1e-8)
        np.testing.assert_allclose((b - layer.b) / layer.learning_rate, db, rtol=1e-5, atol=1e-8)
    # dA1 belongs to a single sample's loss, the cost to the mean of five
    np.testing.assert_allclose(dA / 5, wanted_dx, rtol=1e-5, atol=1e-8)
