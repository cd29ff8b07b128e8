"""Numbers as colours."""

import numpy as np

from chalknet.maps import grid, symmetric, to_colours


def test_grid_begins_at_the_top_left():
    x, input_maps = grid((-2, 2), 4)
    x1, x2 = x.reshape(2, 4, 4)
    assert x1[0].tolist() == [-1.5, -0.5, 0.5, 1.5]
    assert x2[:, 0].tolist() == [1.5, 0.5, -0.5, -1.5]
    assert input_maps.dtype == np.uint8
    assert input_maps[0, 0].tolist() == [32, 96, 159, 223]  # 255 times 1/8, 3/8, 5/8, 7/8
    assert input_maps[1, :, 0].tolist() == [223, 159, 96, 32]


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
