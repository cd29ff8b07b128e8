"""Optimizers, schedules, regularizations and first weights: each worked out by hand."""

import numpy as np
import pytest

from chalknet.experiment import Experiment
from chalknet.lab import Lab
from chalknet.layer import Layer
from chalknet.network import Network
from chalknet.optimizers import INITS, OPTIMIZERS, REGULARIZATIONS, SCHEDULES


def directions(name, *gradients):
    optimizer = OPTIMIZERS[name]()
    return [float(optimizer.direction("W", np.array([g]))[0]) for g in gradients]


def test_each_direction_by_hand():
    assert directions("gradient_descent", 2, 4) == [2, 4]
    # v: 2, then 0.9 · 2 + 4 = 5.8
    assert directions("momentum", 2, 4) == pytest.approx([2, 5.8])
    # gradient + 0.9 v: 2 + 1.8, then 4 + 0.9 · 5.8
    assert directions("nesterov", 2, 4) == pytest.approx([3.8, 9.22])
    # s: 0.1 · 4 = 0.4, then 0.9 · 0.4 + 0.1 · 16 = 1.96
    assert directions("rmsprop", 2, 4) == pytest.approx([2 / 0.4**0.5, 4 / 1.4])
    # m: 0.2 / 0.1, then (0.18 + 0.4) / 0.19; v: 0.004 / 0.001, then (0.003996 + 0.016) / 0.001999
    second = (0.58 / 0.19) / (0.019996 / 0.001999) ** 0.5
    assert directions("adam", 2, 4) == pytest.approx([1, second])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_w_and_b_are_kept_apart(name):
    optimizer = OPTIMIZERS[name]()
    W, ones = np.ones((1, 2)), np.ones((1, 1))
    for gradient in (1, 5):
        dW, db = optimizer.directions(W, gradient * W, ones)
    alone = OPTIMIZERS[name]()
    for _ in range(2):
        b = alone.direction("b", ones)
    assert dW.shape == W.shape
    assert db == b


def test_a_penalty_pulls_weights_and_leaves_biases():
    W = np.array([[3.0, -2.0, 0.0]])
    for name, pull in {"none": [0, 0, 0], "l1": [1, -1, 0], "l2": [3, -2, 0]}.items():
        optimizer = OPTIMIZERS["gradient_descent"](name, 0.5)
        dW, db = optimizer.directions(W, np.ones((1, 3)), np.ones((1, 1)))
        np.testing.assert_allclose(dW, 1 + 0.5 * np.array([pull]))
        assert db == 1


@pytest.mark.parametrize(("name", "penalty"), [("l1", np.abs), ("l2", lambda W: W**2 / 2)])
def test_a_penaltys_slope_is_that_of_what_it_costs(name, penalty):
    W, h = np.array([1.5, -0.3, 2.0]), 1e-6
    slope = (penalty(W + h) - penalty(W - h)) / (2 * h)
    np.testing.assert_allclose(REGULARIZATIONS[name](W), slope, atol=1e-8)


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_more_penalty_makes_smaller_weights(name):
    sizes = []
    for rate in (0, 0.001, 0.01):
        training = {"regularization": name, "regularization_rate": rate}
        lab = Lab()
        lab.open({"data": {"name": "circle"}, "training": training})
        lab.train(50)
        sizes.append(sum(np.sum(np.abs(layer.W)) for layer in lab.network.layers))
    assert sizes[0] > sizes[1] > sizes[2]


def test_schedules():
    assert [SCHEDULES["constant"](done) for done in (0, 0.5, 2)] == [1, 1, 1]
    assert [SCHEDULES["step"](done) for done in (0, 0.3, 0.6, 0.9, 1, 7)] == [
        *(1, 0.5, 0.25, 0.125, 0.125, 0.125)
    ]
    for name in ("exponential", "cosine"):
        start, middle, end, after = (SCHEDULES[name](done) for done in (0, 0.5, 1, 3))
        assert (start, end, after) == pytest.approx((1, 0.01, 0.01))
        assert middle == pytest.approx({"exponential": 0.1, "cosine": 0.505}[name])


def test_the_schedule_is_what_the_layers_learn_by():
    training = {"schedule": "exponential", "learning_rate": 0.5, "epochs": 4}
    lab = Lab()
    assert lab.open({"training": training})["state"]["learning_rate"] == 0.5
    rates = []
    for epoch in range(1, 5):
        state = lab.train(epoch)
        rates.append(state["learning_rate"])
    assert rates == pytest.approx([0.5, 0.5 * 0.01**0.25, 0.05, 0.5 * 0.01**0.75])


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_lab_and_network_train_alike(schedule, optimizer):
    training = {"schedule": schedule, "optimizer": optimizer, "epochs": 12, "learning_rate": 0.02}
    experiment = Experiment({"data": {"name": "circle"}, "training": training})
    lab = Lab()
    lab.open(experiment.settings)
    lab.train(12)
    network, s = experiment.network(), experiment.samples()
    assert network.train(s.x, s.y, 12, 10) == lab.network.costs


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_the_circle(optimizer):
    rate = {"gradient_descent": 0.1, "momentum": 0.02, "nesterov": 0.02}.get(optimizer, 0.01)
    training = {"optimizer": optimizer, "learning_rate": rate}
    lab = Lab()
    lab.open({"data": {"name": "circle"}, "training": training})
    assert lab.train(100)["right_test_count"] > 240


def test_changing_another_setting_keeps_what_an_optimizer_has_gathered():
    lab = Lab()
    training = {"optimizer": "momentum", "learning_rate": 0.1}
    lab.open({"training": training})
    lab.train(5)
    v = lab.network.layers[0].optimizer.v["W"]
    assert lab.open({"training": training | {"learning_rate": 0.2}})["kept"]
    assert lab.network.layers[0].optimizer.v["W"] is v
    lab.open({"training": training | {"optimizer": "adam"}})
    assert lab.network.layers[0].optimizer.m == {}
    lab.open({})
    assert lab.network.layers[0].optimizer is None


def test_first_weights():
    rng = np.random.default_rng(1)
    same = np.random.default_rng(1).standard_normal((300, 200))
    assert (INITS["randn"](rng, 300, 200) == same).all()
    assert (INITS["zeros"](rng, 3, 2) == 0).all()
    assert np.std(INITS["xavier"](rng, 300, 200)) == pytest.approx((2 / 500) ** 0.5, rel=0.02)
    assert np.std(INITS["he"](rng, 300, 200)) == pytest.approx((2 / 200) ** 0.5, rel=0.02)


def test_neurons_that_begin_at_zero_stay_the_same():
    lab = Lab()
    lab.open({"init": "zeros", "training": {"learning_rate": 1}})
    lab.train(100)
    W = lab.network.layers[0].W
    assert (W == W[0]).all()


def test_a_layer_by_itself_is_the_articles():
    rng = np.random.default_rng(3)
    layer = Layer(2, 3, "tanh", rng)
    assert layer.optimizer is None
    assert Network([layer]).layers[0].learning_rate == 0.1
