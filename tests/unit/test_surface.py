"""The cost surface: its costs are those of networks moved by hand."""

import copy

import numpy as np
import pytest

from chalknet import Lab
from chalknet.message import pack
from chalknet.surface import (
    WORK,
    affordable,
    as_colours,
    flat,
    forward,
    frame,
    main_directions,
    place,
    surface,
)

W, B = {"layer": 0, "neuron": 1, "input": 0}, {"layer": 1, "neuron": 0, "input": None}


def trained(experiment, epochs):
    """With a moment remembered after each epoch."""
    lab = Lab()
    assert lab.open(experiment)["problems"] == []
    for _ in range(epochs):
        lab.history.noted_at = -1e9
        lab.train(len(lab.network.costs) + 1)
    return lab


def cost_with(lab, weights):
    """Of a copy of the network with these weights, by its own feedforward."""
    network, start = copy.deepcopy(lab.network), 0
    for layer in network.layers:
        for name in ("W", "b"):
            size, shape = getattr(layer, name).size, getattr(layer, name).shape
            setattr(layer, name, weights[start : start + size].reshape(shape))
            start += size
    return network.cost(lab.samples.y, network.feedforward(lab.samples.x))


def test_over_two_weights():
    lab = trained({"data": {"name": "circle"}}, 5)
    answer = surface(lab, W, B, resolution=20)
    assert answer["costs"].shape == answer["colours"].shape == (20, 20)
    x, y = answer["x"], answer["y"]
    assert x["title"] == "weight from x₁ to neuron 2 of hidden layer 1"
    assert y["title"] == "bias of neuron 1 of hidden layer 2"
    assert "All other weights are as they are now" in answer["note"]
    assert answer["explained"] is None
    for row, column in (0, 0), (0, 19), (7, 3), (19, 19):
        moved = copy.deepcopy(lab)
        layers = moved.network.layers
        layers[0].W[1, 0] = x["low"] + (column + 0.5) / 20 * (x["high"] - x["low"])
        layers[1].b[0, 0] = y["high"] - (row + 0.5) / 20 * (y["high"] - y["low"])
        expected = cost_with(moved, flat(moved.network))
        assert answer["costs"][row, column] == pytest.approx(expected, rel=1e-12)


def test_where_the_network_is_and_was():
    lab = trained({"data": {"name": "circle"}}, 5)
    answer = surface(lab, W, B)
    x, y = answer["x"], answer["y"]
    now = [lab.network.layers[0].W[1, 0], lab.network.layers[1].b[0, 0]]
    low = np.array([x["low"], y["low"]])
    size = np.array([x["high"], y["high"]]) - low
    np.testing.assert_allclose(low + answer["now"] * size, now)
    np.testing.assert_allclose(answer["path"][-1], answer["now"])
    layers = trained({"data": {"name": "circle"}}, 0).network.layers
    began = [layers[0].W[1, 0], layers[1].b[0, 0]]
    np.testing.assert_allclose(low + answer["path"][0] * size, began)
    assert (answer["path"] > 0).all()
    assert (answer["path"] < 1).all()
    assert answer["epochs"].tolist() == [0, 1, 2, 3, 4, 5, 5]


@pytest.mark.parametrize(
    "experiment", [{}, {"data": {"name": "three_clouds"}}, {"data": {"name": "regression_plane"}}]
)
def test_along_the_path(experiment):
    """A cell's middle, moved there by hand along the two directions."""
    lab = trained(experiment, 8)
    answer = surface(lab)
    walked, epochs = lab.history.weights()
    assert 0.9 < answer["explained"] <= 1
    assert answer["path"].shape == (len(epochs) + 1, 2)
    assert answer["note"] is None
    plane = main_directions(np.vstack([walked, flat(lab.network)]) - flat(lab.network))
    x, y = answer["x"], answer["y"]
    a = x["low"] + 10.5 / 50 * (x["high"] - x["low"])
    b = y["high"] - 40.5 / 50 * (y["high"] - y["low"])
    moved = flat(lab.network) + a * plane.directions[0] + b * plane.directions[1]
    assert answer["costs"][40, 10] == pytest.approx(cost_with(lab, moved), rel=1e-9)


def test_main_directions_of_a_path_in_a_plane():
    """A path that runs along e1 first, then a little along e2."""
    moved = np.zeros((4, 5))
    moved[:3, 0], moved[0, 3] = [-4, -2, -1], 0.5
    plane = main_directions(moved)
    assert plane.explained == pytest.approx(1)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    assert abs(plane.directions[0, 0]) > 0.99
    assert abs(plane.directions[1, 3]) > 0.99
    np.testing.assert_allclose(moved @ plane.directions.T @ plane.directions, moved, atol=1e-12)
    assert (moved @ plane.directions.T)[0, 0] < 0  # it comes from the left


def test_a_share_of_a_path_with_three_directions():
    moved = np.diag([-3.0, -2, -1])
    assert main_directions(moved).explained == pytest.approx((9 + 4) / (9 + 4 + 1))


def test_no_path_yet():
    lab = Lab()
    lab.open({})
    answer = surface(lab)
    assert answer["note"].startswith("There is no path yet")
    assert answer["x"]["title"] == answer["y"]["title"] == "a direction by chance"
    assert answer["explained"] is None
    np.testing.assert_allclose(answer["path"], 0.5)
    assert answer["high"] > answer["low"]
    assert pack(surface(lab)) == pack(answer)


def test_a_straight_path():
    lab = trained({}, 1)
    answer = surface(lab)
    assert answer["note"].startswith("The path is a straight line so far")
    assert answer["explained"] == pytest.approx(1)


def test_one_weight_alone():
    """AND by a single neuron of one input: there is no second direction but the bias."""
    assert (main_directions(np.zeros((2, 1))).directions[1] == 0).all()


def test_back_in_the_past_the_path_goes_on():
    lab = trained({"data": {"name": "circle"}}, 5)
    whole = surface(lab, W, B)
    lab.rewind(2)
    answer = surface(lab, W, B)
    assert answer["epochs"].tolist() == [0, 1, 2, 3, 4, 5]
    size = answer["x"]["high"] - answer["x"]["low"]
    then = answer["x"]["low"] + answer["now"][0] * size
    assert then == pytest.approx(lab.network.layers[0].W[1, 0])
    np.testing.assert_allclose(answer["now"], answer["path"][2])
    assert answer["path"].shape == (len(whole["path"]) - 1, 2)


def test_frame():
    """All of the path with some room, and never too narrow."""
    low, high = frame(np.array([[0.0, 0], [10, 0.1]]), np.zeros(2))
    np.testing.assert_allclose(low, [5 - 7, 0.05 - 2.5])
    np.testing.assert_allclose(high, [5 + 7, 0.05 + 2.5])
    low, high = frame(np.zeros((1, 2)), np.zeros(2))
    assert (low < 0).all()
    assert (high > 0).all()


def test_the_work_is_bounded():
    assert affordable(4, 13, 50)[0] == 50
    assert affordable(4, 13, 50)[1].tolist() == [0, 1, 2, 3]
    assert affordable(4, 13, 10**6)[0] == 100
    assert affordable(4, 13, 0)[0] == 15
    for m, weights in (1438, 2410), (100_000, 50), (500, 10_000), (5, 30_000):
        resolution, some, note = affordable(m, weights, 100)
        assert resolution**2 * len(some) * weights <= 1.5 * WORK or resolution == 15
        assert (note is None) == (len(some) == m)
    assert affordable(100_000, 50, 50)[2] == (
        "Each cost is that of 500 of the 100,000 training samples: near the true one."
    )


def test_colours_by_logarithm():
    made = as_colours(np.array([[1, 10], [100, np.nan]]))
    assert made["colours"].tolist() == [[0, 128], [255, 255]]
    assert (made["low"], made["high"]) == (1, 100)
    assert as_colours(np.full((2, 2), 3.0))["colours"].tolist() == [[0, 0], [0, 0]]
    assert as_colours(np.zeros((2, 2)))["colours"].tolist() == [[0, 0], [0, 0]]
    made = as_colours(np.array([[0, 1e-9], [1, np.inf]]))  # 0 has no logarithm
    assert made["colours"].tolist() == [[0, 0], [255, 255]]
    assert as_colours(np.full((2, 2), np.nan))["low"] is None


def test_forward_is_feedforward():
    lab = trained({"data": {"name": "digits"}}, 0)
    x = lab.samples.x[:, :7]
    rows = np.stack([flat(lab.network), 2 * flat(lab.network)])
    A = forward(lab.network.layers, rows, x)
    assert A.shape == (2, 10, 7)
    np.testing.assert_allclose(A[0], lab.network.feedforward(x), rtol=1e-12)


def test_each_weight_has_its_place():
    lab = trained({"data": {"name": "circle"}}, 0)
    row = flat(lab.network)
    for index, layer in enumerate(lab.network.layers):
        for neuron, inputs in np.ndindex(layer.W.shape):
            at = place(lab.network.layers, {"layer": index, "neuron": neuron, "input": inputs})
            assert row[at] == layer.W[neuron, inputs]
    at = place(lab.network.layers, {"layer": 2, "neuron": 0, "input": None})
    assert at == len(row) - 1


def test_the_same_weight_twice():
    lab = trained({}, 0)
    with pytest.raises(ValueError, match="two different weights"):
        surface(lab, W, W)


def test_it_changes_nothing():
    lab = trained({"data": {"name": "circle"}}, 3)
    before, twin = pack(lab.saved()), copy.deepcopy(lab)
    pack(surface(lab, ))
    pack(surface(lab, first=W, second=B, resolution=20))
    assert pack(lab.saved()) == before
    assert pack(lab.train(5)) == pack(twin.train(5))
