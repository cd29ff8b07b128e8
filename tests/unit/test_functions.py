"""Activations and losses: the article's values, safe where the article's are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalknet.functions import (
    ACTIVATIONS,
    LOSSES,
    RANGES,
    cross_entropy,
    d_cross_entropy,
    d_logloss,
    d_sigmoid,
    d_softmax,
    d_tanh,
    logloss,
    sigmoid,
    softmax,
    tanh,
)


class article:
    """The functions as the article prints them."""

    @staticmethod
    def tanh(x):
        return np.tanh(x)

    @staticmethod
    def d_tanh(x):
        return 1 - np.square(np.tanh(x))

    @staticmethod
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    @staticmethod
    def d_sigmoid(x):
        return (1 - article.sigmoid(x)) * article.sigmoid(x)

    @staticmethod
    def logloss(y, a):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))

    @staticmethod
    def d_logloss(y, a):
        return (a - y) / (a * (1 - a))


def agree(ours, theirs):
    """Equal to 1e-12 wherever both are finite."""
    both = np.isfinite(ours) & np.isfinite(theirs)
    np.testing.assert_allclose(ours[both], theirs[both], rtol=1e-12, atol=1e-12)


numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20).map(np.array)
# Below the smallest normal number the machine itself keeps fewer digits
shares = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=20).map(np.array)


@given(numbers)
def test_activations_are_the_articles(x):
    with np.errstate(all="ignore"):
        for ours, name in [
            (tanh, "tanh"),
            (d_tanh, "d_tanh"),
            (sigmoid, "sigmoid"),
            (d_sigmoid, "d_sigmoid"),
        ]:
            agree(ours(x), getattr(article, name)(x))


@given(shares, st.sampled_from([0.0, 1.0]))
def test_logloss_is_the_articles(a, y):
    with np.errstate(all="ignore"):
        agree(logloss(y, a), article.logloss(y, a))
        agree(d_logloss(y, a), article.d_logloss(y, a))


def test_sigmoid_of_large_numbers():
    x = np.array([-np.inf, -1000, -745, 0, 745, 1000, np.inf])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_allclose(sigmoid(x), [0, 0, 0, 0.5, 1, 1, 1], atol=1e-300)
    # Exactly 0 when saturated
    assert d_sigmoid(np.array([1000.0, -1000.0])).tolist() == [0, 0]


def test_losses_of_certain_outputs_are_finite():
    y = np.array([0.0, 0, 1, 1])
    a = np.array([0.0, 1, 0, 1])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        # log of the smallest number above 0 is -744.44
        np.testing.assert_allclose(logloss(y, a), [0, 744.44, 744.44, 0], atol=0.01)
        np.testing.assert_allclose(cross_entropy(y, a), [0, 0, 744.44, 0], atol=0.01)
        assert np.isfinite(d_logloss(y, a)).all()
        assert np.isfinite(d_cross_entropy(y, a)).all()


def test_softmax_by_hand():
    # e^0 : e^log 2 : e^log 5 = 1 : 2 : 5, of 8 in all
    Z = np.log(np.array([[1.0], [2.0], [5.0]]))
    np.testing.assert_allclose(softmax(Z), [[0.125], [0.25], [0.625]])


@given(st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=10))
def test_softmax_shares_out_one(column):
    A = softmax(np.array([column]).T)
    assert np.isfinite(A).all()
    assert np.sum(A) == pytest.approx(1)


def test_d_softmax_gives_dZ():
    # A = (1/8, 2/8, 5/8), dA = (8, 0, 0): sum(A dA) = 1, dZ = A (dA - 1) = (7, -2, -5) / 8
    Z = np.log(np.array([[1.0], [2.0], [5.0]]))
    dA = np.array([[8.0], [0.0], [0.0]])
    np.testing.assert_allclose(d_softmax(Z, dA), [[0.875], [-0.25], [-0.625]])


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_activation_derivatives(name):
    function, derivative = ACTIVATIONS[name]
    x = np.linspace(-3, 3, 50)  # not 0, where relu has a corner
    h = 1e-6
    np.testing.assert_allclose(
        derivative(x), (function(x + h) - function(x - h)) / (2 * h), atol=1e-8
    )


@pytest.mark.parametrize("name", LOSSES)
def test_loss_derivatives(name):
    function, derivative = LOSSES[name]
    a = np.linspace(0.05, 0.95, 19)
    h = 1e-6
    for y in (0.0, 1.0):
        slope = (function(y, a + h) - function(y, a - h)) / (2 * h)
        np.testing.assert_allclose(derivative(y, a), slope, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", RANGES)
def test_ranges(name):
    low, high = RANGES[name]
    A = ACTIVATIONS[name][0](np.linspace(-50, 50, 101)[None, :] * [[1], [-1]])
    assert A.min() == pytest.approx(low)
    assert A.max() == pytest.approx(high)
