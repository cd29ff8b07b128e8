"""The article's Layer."""

import numpy as np
import pytest

from chalknet import Layer

x = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


def test_starts_with_random_weights_and_no_bias():
    layer = Layer(2, 3, "tanh", np.random.default_rng(7))
    assert (layer.W == np.random.default_rng(7).standard_normal((3, 2))).all()
    assert (layer.b == np.zeros((3, 1))).all()
    assert layer.learning_rate == 0.1
    assert repr(layer) == "Layer(2 -> 3, tanh)"


def test_without_a_generator_numpys_own_is_used():
    np.random.seed(7)
    layer = Layer(2, 3, "tanh")
    np.random.seed(7)
    assert (layer.W == np.random.randn(3, 2)).all()


def test_feedforward():
    layer = Layer(2, 1, "linear")
    layer.W, layer.b = np.array([[2.0, -3.0]]), np.array([[0.5]])
    # 2 x1 - 3 x2 + 0.5
    assert layer.feedforward(x).tolist() == [[0.5, -2.5, 2.5, -0.5]]


def test_backprop_updates_and_returns_dA1_of_the_old_weights():
    layer = Layer(2, 1, "linear")
    layer.W = np.array([[2.0, -3.0]])
    layer.feedforward(x)
    dA1 = layer.backprop(np.array([[1.0, 1.0, 1.0, 2.0]]))
    # dW = 1/4 (1 + 2, 1 + 2), db = 1/4 (1 + 1 + 1 + 2); dA1 = W^T dA
    np.testing.assert_allclose(layer.W, [[2 - 0.1 * 0.75, -3 - 0.1 * 0.75]])
    np.testing.assert_allclose(layer.b, [[-0.1 * 1.25]])
    np.testing.assert_allclose(dA1, [[2, 2, 2, 4], [-3, -3, -3, -6]])


def test_unknown_activation():
    with pytest.raises(ValueError, match=r"no activation 'tan'\. There are: tanh, sigmoid, relu"):
        Layer(2, 3, "tan")


def test_wrong_inputs_name_both_shapes():
    with pytest.raises(ValueError, match="A1 is") as caught:
        Layer(2, 3, "tanh").feedforward(np.zeros((4, 2)))
    assert str(caught.value) == (
        "A1 is (4, 2) but should be (2, samples): one row for each input of Layer(2 -> 3, tanh)."
    )


def test_inputs_without_samples_axis():
    with pytest.raises(ValueError, match=r"A1 is \(2\) but should be \(2, samples\)"):
        Layer(2, 3, "tanh").feedforward(np.zeros(2))


def test_wrong_dA_names_both_shapes():
    layer = Layer(2, 3, "tanh")
    layer.feedforward(x)
    with pytest.raises(ValueError, match="dA is") as caught:
        layer.backprop(np.zeros((1, 4)))
    assert str(caught.value) == (
        "dA is (1, 4) but should be (3, 4): the shape of A, the output of Layer(2 -> 3, tanh)."
    )
