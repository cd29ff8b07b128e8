"""From columns to inputs and back: every kind by hand, the scale of the training samples."""

import numpy as np
import pytest

from chalknet.datasets import DATASETS
from chalknet.experiment import Experiment
from chalknet.inputs import PLANE, Target


def opened(data):
    experiment = Experiment({"data": data})
    return experiment, experiment.samples()


def test_what_a_plane_offers():
    names = [name for name, *_ in PLANE]
    _, s = opened({"name": "circle", "features": names})
    x1, x2 = s.shown
    wanted = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_allclose(s.x, wanted, rtol=1e-15)
    assert s.inputs.titles == ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]


def test_the_order_is_that_of_the_offer():
    _, s = opened({"name": "circle", "features": ["sin_x1", "x1"]})
    assert s.inputs.titles == ["x₁", "sin x₁"]


@pytest.mark.parametrize("name", [n for n in DATASETS if n not in ("own", "digits")])
def test_as_they_come_the_inputs_are_the_columns_or_their_scale(name):
    _, s = opened({"name": name})
    if DATASETS[name].scaled:
        numbers = [i for i, part in enumerate(s.inputs.parts) if part.kind == "column"]
        np.testing.assert_allclose(np.mean(s.x[numbers], axis=1), 0, atol=1e-12)
        np.testing.assert_allclose(np.std(s.x[numbers], axis=1), 1)
    else:
        assert (s.x == s.shown).all()


TABLE = "size,colour,answer,price\n1,red,yes,1.5\n2,blue,no,3.5\n3,red,yes,2.5\n6,green,no,4.5\n"


def test_categories_become_inputs_of_0_and_1():
    _, s = opened({"name": "own", "text": TABLE, "scale": False, "test_share": 0})
    assert s.inputs.titles == [
        *("size", "colour = blue", "colour = green", "colour = red", "answer = yes")
    ]
    assert s.x.tolist() == [
        [1, 2, 3, 6],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
        [1, 0, 1, 0],
        [1, 0, 1, 0],
    ]
    assert s.y.tolist() == [[1.5, 3.5, 2.5, 4.5]]


def test_the_scale_is_that_of_the_training_samples():
    _, s = opened({"name": "iris", "test_share": 0.5})
    mean, unit = np.mean(s.shown, axis=1), np.std(s.shown, axis=1)
    np.testing.assert_allclose(s.inputs.mean[:, 0], mean)
    np.testing.assert_allclose(s.x_test, (s.shown_test - mean[:, None]) / unit[:, None])


def test_a_wanted_number_is_scaled_and_comes_back():
    experiment, s = opened({"name": "own", "text": TABLE, "test_share": 0})
    assert experiment.dataset().kind == "number"
    np.testing.assert_allclose(s.y[0], (np.array([1.5, 3.5, 2.5, 4.5]) - 3) / np.sqrt(1.25))
    np.testing.assert_allclose(s.target.back(s.y)[0], [1.5, 3.5, 2.5, 4.5])


def test_what_is_always_the_same_is_left_as_it_is():
    text = "x1,x2,class\n5,1,a\n5,2,b\n5,3,a\n"
    _, s = opened({"name": "own", "text": text, "features": ["x1", "x2"], "test_share": 0})
    assert s.x[0].tolist() == [5, 5, 5]
    assert Target(np.array([[2.0, 2.0]])).unit == 1
