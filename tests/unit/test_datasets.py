"""Every data set: its shape, its classes, its seed, its noise, and that its suggestion learns."""

import hashlib

import numpy as np
import pytest

from chalknet import datasets
from chalknet.dataset import net
from chalknet.datasets import DATASETS
from chalknet.digits import read
from chalknet.experiment import Experiment
from chalknet.lab import Lab
from chalknet.real import REAL
from chalknet.report import r2
from chalknet.seeds import Seeds
from chalknet.success import R2

TABLES = {"xor": [0, 1, 1, 0], "and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "nand": [1, 1, 1, 0]}
CLOUDS = ["circle", "gaussians", "exclusive", "spiral", "moons"]
THREE = ["three_clouds", "three_spirals"]
REGRESSIONS = ["regression_plane", "regression_gaussian"]


def samples(name, noise=0, test_share=0, seed=7):
    data = Experiment({"data": {"name": name}}).settings["data"]
    return datasets.samples(data | {"noise": noise, "test_share": test_share}, seed)


def test_they_are_all_here():
    names = {*TABLES, *CLOUDS, *THREE, *REGRESSIONS, "digits", *REAL, "own"}
    assert set(DATASETS) == names


@pytest.mark.parametrize("name", DATASETS)
def test_shapes(name):
    dataset = DATASETS[name]
    s = samples(name, noise=0.2, test_share=0.3)
    m = s.x.shape[1] + s.x_test.shape[1]
    if dataset.group == "made up":
        assert m == (4 if name in TABLES else 500)
    assert s.x_test.shape[1] == round(0.3 * m)
    for x, y in [(s.x, s.y), (s.x_test, s.y_test)]:
        assert x.shape[0] == len(s.inputs.titles)
        assert y.shape[0] == len(dataset.outputs)
        assert x.shape[1] == y.shape[1]
        assert x.dtype == y.dtype == float


@pytest.mark.parametrize("name", DATASETS)
def test_one_seed_one_data_set(name):
    first, again, other = (samples(name, 0.1, 0.5, seed) for seed in (1, 1, 2))
    for part in ("x", "y", "x_test", "y_test"):
        assert (getattr(first, part) == getattr(again, part)).all()
    assert (first.x != other.x).any()


@pytest.mark.parametrize("name", DATASETS)
def test_noise_leaves_the_split_alone(name):
    quiet, little, much = (samples(name, noise, 0.5) for noise in (0, 0.01, 0.5))
    near = np.abs(quiet.shown_test - little.shown_test) < 0.2 * np.ptp(quiet.shown, axis=1).max()
    assert np.all(near)
    assert (quiet.x != much.x).any() or (quiet.y != much.y).any()


@pytest.mark.parametrize("name", DATASETS)
def test_one_sample_stays_for_training(name):
    assert samples(name, test_share=1).x.shape[1] == 1


@pytest.mark.parametrize(("name", "y"), TABLES.items())
def test_truth_tables(name, y):
    s = samples(name)
    assert s.x.tolist() == [[0, 0, 1, 1], [0, 1, 0, 1]]
    assert s.y.tolist() == [y]


@pytest.mark.parametrize("name", CLOUDS)
def test_clouds_are_balanced_and_within_the_map(name):
    s = samples(name)
    assert 0.4 < np.mean(s.y) < 0.6
    assert set(s.y[0]) == {0, 1}
    assert np.max(np.abs(s.x)) < 6


def test_circle_is_parted_by_its_radius():
    s = samples("circle")
    assert ((np.hypot(*s.x) < 3) == (s.y[0] == 1)).all()


def test_exclusive_is_xor_of_the_signs():
    s = samples("exclusive")
    assert (((s.x[0] > 0) ^ (s.x[1] > 0)) == (s.y[0] == 1)).all()
    assert np.min(np.abs(s.x)) >= 0.3


def test_gaussians_stand_where_they_should():
    s = samples("gaussians", noise=0)
    for label, middle in [(1, 2), (0, -2)]:
        cloud = s.x[:, s.y[0] == label]
        np.testing.assert_allclose(cloud.mean(axis=1), middle, atol=0.2)
        np.testing.assert_allclose(cloud.var(axis=1), 0.5, atol=0.15)


def test_spiral_arms_are_each_others_mirror():
    s = samples("spiral")
    np.testing.assert_allclose(s.x[:, s.y[0] == 1], -s.x[:, s.y[0] == 0], atol=1e-12)


def test_moons_are_half_circles_of_radius_3():
    s = samples("moons")
    outer, inner = s.x[:, s.y[0] == 0], s.x[:, s.y[0] == 1]
    np.testing.assert_allclose(np.hypot(outer[0] + 1.5, outer[1] + 0.75), 3)
    np.testing.assert_allclose(np.hypot(inner[0] - 1.5, inner[1] - 0.75), 3)
    assert outer[1].min() > -0.76
    assert inner[1].max() < 0.76


def test_plane():
    s = samples("regression_plane")
    np.testing.assert_allclose(s.y[0], (s.x[0] + s.x[1]) / 12)


def test_hills():
    s = samples("regression_gaussian")
    assert np.min(s.y) < -0.8
    assert np.max(s.y) > 0.8
    top = np.argmax(s.y[0])
    # The nearest of the three hills
    near = min(
        np.hypot(s.x[0, top] - x, s.x[1, top] - y) for x, y in [(-4, 2.5), (4, 2.5), (0, -2.5)]
    )
    assert s.y[0, top] == pytest.approx(1 - near / 2)


def test_digits_are_scikit_learns():
    images, labels = read()
    # hashlib.sha256(load_digits().data.astype("u1").tobytes()), and the same of .target
    sums = [hashlib.sha256(a.astype("u1").tobytes()).hexdigest() for a in (images.T, labels)]
    assert sums == [
        "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3",
        "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0",
    ]
    s = samples("digits")
    assert (s.x == images / 16).all()
    assert (np.argmax(s.y, axis=0) == labels).all()
    assert (s.y.sum(axis=0) == 1).all()


def test_noisy_digits_stay_in_range():
    s = samples("digits", noise=0.5)
    assert s.x.min() == 0
    assert s.x.max() == 1


def test_net():
    assert net("4t-10m") == [
        {"neurons": 4, "activation": "tanh"},
        {"neurons": 10, "activation": "softmax"},
    ]


@pytest.mark.parametrize("seed", [7, 1])
@pytest.mark.parametrize("name", DATASETS)
def test_the_suggestion_learns(name, seed):
    lab = Lab()
    opened = lab.open({"seed": seed, "data": {"name": name}})
    assert opened["problems"] == []
    state = lab.train(opened["experiment"]["training"]["epochs"])
    assert state["finished"]
    if DATASETS[name].kind == "number":
        assert state["cost"] < (0.2 if name == "penguin_mass" else 0.03)  # of a variance of 1
    else:
        assert state["right_count"] >= 0.96 * len(state["right"])
        assert state["right_test_count"] >= 0.9 * len(state["right_test"])
    if name == "digits":
        assert state["right_test_count"] >= 0.95 * len(state["right_test"])


@pytest.mark.parametrize("name", DATASETS)
def test_the_suggestion_runs_alike_on_every_machine(name):
    # Machines round differently. Where the steps are too large, training blows that up until
    # the page and the command line disagree; a suggestion must not.
    experiment = Experiment({"data": {"name": name}})
    training, s = experiment.settings["training"], experiment.samples()
    runs = []
    for rounding in (0, 1e-15):
        network = experiment.network()
        network.layers[0].W *= 1 + rounding
        runs.append(network.train(s.x, s.y, training["epochs"], training["batch"]))
    np.testing.assert_allclose(runs[0], runs[1], rtol=0, atol=1e-12)


def test_hills_are_learnt_from_nearly_every_seed():
    """Of 100 seeds 99 succeed, and 92 do as well on samples held out; here ten of them."""
    some = Seeds(Experiment({"data": {"name": "regression_gaussian"}}).settings, 10, first=0)
    while not some.more(1)["finished"]:
        pass
    held = [
        r2(s.y_test, network.feedforward(s.x_test))
        for s, network in zip(some.samples, some.networks, strict=True)
    ]
    assert some.verdict["share"] >= 9
    assert sum(one >= R2 for one in held) >= 9
    assert some.verdict["succeeded"][7]  # the seed that the page begins with
    assert held[7] >= R2
