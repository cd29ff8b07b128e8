"""Numbers as colours."""

import numpy as np
import pytest

from chalknet.experiment import Experiment
from chalknet.maps import Axes, domain, symmetric, to_colours, two_colours, winners


def axes_of(data):
    experiment = Experiment({"data": data})
    return Axes(experiment.dataset(), experiment.samples())


def test_a_grid_begins_at_the_top_left():
    x, input_maps = axes_of({"name": "xor"}).grid(4)  # from -0.5 to 1.5
    x1, x2 = x.reshape(2, 4, 4)
    assert x1[0].tolist() == [-0.25, 0.25, 0.75, 1.25]
    assert x2[:, 0].tolist() == [1.25, 0.75, 0.25, -0.25]
    assert input_maps.dtype == np.uint8
    assert input_maps[0, 0].tolist() == [0, 85, 170, 255]
    assert input_maps[1, :, 0].tolist() == [255, 170, 85, 0]


def test_the_maps_of_squares_and_products_are_around_0():
    axes = axes_of({"name": "circle", "features": ["x1_squared", "x1_x2"]})
    squares, products = axes.grid(4)[1]  # at -4.5, -1.5, 1.5 and 4.5: squares of 20.25 and 2.25
    assert squares[0].tolist() == [255, 142, 142, 255]  # 127.5 + 127.5 * 2.25 / 20.25
    assert products[0].tolist() == [0, 85, 170, 255]


def test_the_columns_that_a_map_does_not_show_are_those_of_a_sample():
    axes = axes_of({"name": "own", "scale": False})  # a, b, c: 0 or 1
    axes.choose([2, 0])
    axes.see(np.array([9.0, 7.0, 8.0]))
    x, _ = axes.grid(2)
    assert x[1].tolist() == [7, 7, 7, 7]
    assert x[2].tolist() == [0, 1, 0, 1]
    assert x[0].tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("axes", [[0, 0], [0, 3], [-1, 0]])
def test_axes_are_two_columns_of_numbers(axes):
    with pytest.raises(ValueError, match="two different columns"):
        axes_of({"name": "own"}).choose(axes)


def test_an_axis_reaches_a_little_further_than_the_samples():
    assert domain(None, np.array([0, 10, 4, 5])) == (-0.6, 10.6)
    assert domain(None, np.array([0, 1, 1])) == (-0.5, 1.5)  # a truth table
    assert domain((-6, 6), np.array([0, 7.2])) == (-7.5, 7.5)
    assert domain(None, np.array([3, 3])) == (2, 4)


def test_winners_say_which_and_how_sure():
    A = np.array([[[0.2, 1.0]], [[0.5, 0.0]], [[0.3, 0.0]]])
    winner, sure = winners(A)
    assert winner.tolist() == [[1, 0]]
    assert sure.tolist() == [[128, 255]]
    assert two_colours(np.array([0, 127, 128, 255])).tolist() == [0, 0, 255, 255]


def test_colours_by_the_range_of_the_activation():
    A = np.array([[[-1, -0.5, 0, 1]]])
    assert to_colours(A, "tanh").tolist() == [[[0, 64, 128, 255]]]
    assert to_colours(A, "sigmoid").tolist() == [[[0, 0, 0, 255]]]


def test_colours_without_a_range_are_each_neurons_own():
    A = np.array([[[0, 1, -4]], [[0, 0.5, 0]]])
    assert to_colours(A, "linear").tolist() == [[[128, 159, 0]], [[128, 255, 128]]]
    assert to_colours(np.zeros((1, 1, 1)), "relu").tolist() == [[[128]]]


def test_what_is_not_finite_still_has_a_colour():
    A = np.array([[[np.nan, np.inf, -np.inf]]])
    assert to_colours(A, "tanh").tolist() == [[[128, 255, 0]]]
    assert symmetric(A).tolist() == [[[128, 255, 0]]]
