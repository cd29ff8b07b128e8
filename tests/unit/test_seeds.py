"""Many seeds at once: each has the numbers that it would have alone."""

import time

import numpy as np
import pytest

from chalknet import Diverged, Experiment, Lab
from chalknet.message import pack
from chalknet.optimizers import INITS, OPTIMIZERS, REGULARIZATIONS, SCHEDULES
from chalknet.seeds import SHOWN, Seeds, affordable
from native_machine import NativeMachine

AGES = 1e9  # seconds
CIRCLE = {
    "data": {"name": "circle", "test_share": 0.45},  # 275 to learn from: the last batch is smaller
    "layers": [
        {"neurons": 4, "activation": "tanh"},
        {"neurons": 3, "activation": "relu"},
        {"neurons": 1, "activation": "sigmoid"},
    ],
    "training": {"batch": 64, "epochs": 6},
}


def changed(experiment, **parts):
    """The experiment with some fields of its data or training changed, or other fields as given."""
    new = dict(experiment)
    for name, value in parts.items():
        new[name] = {**new.get(name, {}), **value} if isinstance(value, dict) else value
    return new


def trained(experiment, count=5, **more):
    seeds = Seeds(Experiment(experiment).settings, count, **more)
    return seeds, seeds.more(AGES)


def alone(experiment, seed):
    """(the network, its samples, has it diverged?) of one seed, by Network.train."""
    one = Experiment({**experiment, "seed": seed})
    network, samples, training = one.network(), one.samples(), one.settings["training"]
    try:
        network.train(samples.x, samples.y, training["epochs"], training["batch"])
    except Diverged:
        return network, samples, True
    return network, samples, False


def same_as_alone(experiment, count=5, machine=None):
    seeds, answer = trained(experiment, count, machine=machine)
    assert bool(seeds.trainers) == bool(machine)
    tolerance = 1e-8 if machine else 1e-12  # natively the compiled step's tanh is not NumPy's
    assert answer["finished"]
    ended = []
    for i, seed in enumerate(seeds.seeds):
        network, samples, diverged = alone(experiment, seed)
        curve = seeds.curves(np.arange(answer["epoch"]))[i]  # of all epochs
        ends = len(network.costs)
        np.testing.assert_allclose(curve[:ends], network.costs, rtol=tolerance, atol=1e-12)
        assert np.isnan(curve[ends:]).all()
        for mine, theirs in zip(seeds.networks[i].layers, network.layers, strict=True):
            np.testing.assert_allclose(mine.W, theirs.W, rtol=tolerance, atol=1e-12)
            np.testing.assert_allclose(mine.b, theirs.b, rtol=tolerance, atol=1e-12)
        cost = network.cost(samples.y, network.feedforward(samples.x))
        assert answer["costs"][i] == pytest.approx(cost, rel=tolerance)
        assert (not seeds.sound[i]) == diverged
        ended.append(diverged)
    return seeds, answer, ended


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", ["all", 64])
def test_each_optimizer(optimizer, batch):
    training = {"optimizer": optimizer, "batch": batch, "learning_rate": 0.02}
    same_as_alone(changed(CIRCLE, training=training))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_each_schedule(schedule):
    same_as_alone(changed(CIRCLE, training={"schedule": schedule}))


@pytest.mark.parametrize("regularization", REGULARIZATIONS)
def test_each_regularization(regularization):
    training = {"regularization": regularization, "regularization_rate": 0.03}
    same_as_alone(changed(CIRCLE, training=training))


@pytest.mark.parametrize("init", INITS)
def test_each_way_to_begin(init):
    same_as_alone(changed(CIRCLE, init=init))


@pytest.mark.parametrize("test_share", [0, 0.2, 0.9])
@pytest.mark.parametrize("batch", ["all", 7, 10000])
def test_any_share_held_out_and_any_batch(test_share, batch):
    experiment = changed(CIRCLE, data={"test_share": test_share}, training={"batch": batch})
    same_as_alone(changed(experiment, training={"epochs": 2}), count=3)


@pytest.mark.parametrize("name", ["three_clouds", "digits", "iris", "regression_gaussian"])
def test_other_data(name):
    same_as_alone({"data": {"name": name}, "training": {"epochs": 2}}, count=3)


@pytest.mark.parametrize(
    "experiment",
    [
        CIRCLE,
        changed(CIRCLE, training={"batch": "all", "optimizer": "adam"}),
        {"data": {"name": "three_clouds"}, "training": {"epochs": 8}},
        {"data": {"name": "xor"}, "training": {"epochs": 60}},
    ],
)
def test_by_a_compiled_step(experiment):
    same_as_alone(experiment, machine=NativeMachine())


def test_seeds_that_diverge_by_a_compiled_step():
    diverging = changed(CIRCLE, training={"learning_rate": 2.0, "epochs": 30})
    diverging["loss"] = "squared_error"
    hidden = {"neurons": 6, "activation": "relu"}
    diverging["layers"] = [hidden, {"neurons": 1, "activation": "linear"}]
    seeds, _ = trained(diverging, machine=NativeMachine())
    by_itself = [alone(diverging, seed)[2] for seed in seeds.seeds]
    assert any(by_itself)
    assert list(~seeds.sound) == by_itself


def test_preparing_compiled_seeds_pauses_too():
    seeds = Seeds(Experiment(CIRCLE).settings, 5, machine=NativeMachine())
    answer = seeds.more(0)
    assert not answer["finished"]
    assert not seeds.trainers  # one step of the trial, and no more
    assert seeds.more(AGES)["finished"]
    assert seeds.trainers


def test_xor_to_its_end():
    """The samples are the same for all seeds, so there is one array of them."""
    seeds, answer, ended = same_as_alone({"seed": 12}, count=6)
    assert seeds.x.shape == (2, 4)
    assert not any(ended)
    # 14 and 17 are among the one in five of XOR's seeds that fail
    assert answer["right"].tolist() == [4, 4, 2, 4, 4, 2]
    assert answer["succeeded"].tolist() == [1, 1, 0, 1, 1, 0]
    assert answer["share"] == 4


def test_a_batch_of_shared_samples_is_shuffled_by_each_seed():
    same_as_alone({"training": {"batch": 3, "epochs": 50}})


DIVERGING = {
    "data": {"name": "regression_plane"},
    "layers": [{"neurons": 3, "activation": "relu"}, {"neurons": 1, "activation": "linear"}],
    "training": {"learning_rate": 0.055, "batch": 20, "epochs": 12},
}


def test_a_seed_that_diverges_does_not_touch_the_others():
    seeds, answer, ended = same_as_alone(DIVERGING, count=20)
    assert 0 < sum(ended) < 20
    for i, diverged in enumerate(ended):
        numbers = np.isfinite(answer["curves"][i])
        assert numbers.all() != diverged
        assert (np.diff(numbers.astype(int)) <= 0).all()  # its curve ends and does not come again
        if diverged:
            assert answer["succeeded"][i] == 0
            reason = next(r for r in answer["reasons"] if r["seed"] == seeds.seeds[i])
            assert "diverged at epoch" in reason["sentence"]
    assert np.isfinite(answer["costs"]).all()


def test_all_diverge():
    experiment = changed(DIVERGING, training={"learning_rate": 1000})
    _, answer, ended = same_as_alone(experiment, count=4)
    assert all(ended)
    assert answer["epoch"] < answer["epochs"]
    assert answer["summary"] == "None of the 4 seeds reach an R² of 0.8: all have diverged."


def test_the_last_update_is_checked_too():
    """A first step that throws the weights far off, and no second one to see it."""
    experiment = changed(DIVERGING, training={"learning_rate": 1000, "batch": "all", "epochs": 1})
    _, answer, ended = same_as_alone(experiment, count=4)
    assert all(ended)
    assert answer["epoch"] == 1
    assert np.isfinite(answer["curves"]).all()


def test_in_slices_as_in_one_go():
    whole = trained(CIRCLE)[1]
    seeds, epochs = Seeds(Experiment(CIRCLE).settings, 5), []
    for _ in range(200):
        answer = seeds.more(0)
        epochs.append(answer["epoch"])
        if answer["finished"]:
            break
        assert "summary" not in answer
        assert answer["curves"].shape == (5, answer["epoch"])
    assert pack(answer) == pack(whole)
    assert epochs[:7] == [0, 0, 0, 0, 0, 1, 1]  # five batches an epoch, one a call
    assert pack(seeds.more(0)) == pack(whole)  # asked again, it says the same


def test_the_time_is_kept():
    seeds = Seeds(Experiment({"training": {"epochs": 100_000}}).settings, 10)
    start = time.perf_counter()
    answer = seeds.more(0.05)
    assert time.perf_counter() - start < 5
    assert 0 < answer["epoch"] < 100_000


def test_the_curves_are_thinned():
    answer = trained({"training": {"epochs": 1000}}, count=2)[1]
    shown = answer["epochs_shown"]
    assert len(shown) == SHOWN
    assert (shown[0], shown[-1]) == (0, 999)
    network, _, _ = alone({"training": {"epochs": 1000}}, 7)
    np.testing.assert_allclose(answer["curves"][0], np.array(network.costs)[shown], rtol=1e-12)


def test_what_is_answered():
    seeds, answer = trained(CIRCLE)
    assert answer["seeds"] == [7, 8, 9, 10, 11]
    assert (answer["count"], answer["epoch"], answer["epochs"]) == (5, 6, 6)
    assert answer["epochs_shown"] == [0, 1, 2, 3, 4, 5]
    assert answer["note"] is None
    assert answer["rule"] == (
        "A seed succeeds if at least 95% of its training samples are right."
    )
    assert answer["succeeded"].dtype == np.uint8
    assert answer["share"] == answer["succeeded"].sum()
    verdicts = zip(answer["seeds"], answer["succeeded"], strict=True)
    failed = [seed for seed, succeeded in verdicts if not succeeded]
    assert [reason["seed"] for reason in answer["reasons"]] == failed
    assert seeds.goal.count == 275


def test_numbers_are_neither_right_nor_wrong():
    answer = trained({"data": {"name": "regression_plane"}, "training": {"epochs": 3}}, count=2)[1]
    assert answer["right"] is None
    assert "R²" in answer["rule"]


def test_first_and_the_last_seed_there_is():
    settings = Experiment({"training": {"epochs": 1}}).settings
    assert Seeds(settings, 3, first=1000).seeds == [1000, 1001, 1002]
    assert Seeds(settings, 3, first=2**32 - 2).seeds == [2**32 - 2, 2**32 - 1]


def test_more_than_the_memory_holds():
    experiment = Experiment({"data": {"name": "digits"}})
    count, note = affordable(experiment, 10**6)
    assert 20 < count < 1000
    assert note.startswith(f"{count} instead of 1000000 seeds: ")
    assert affordable(Experiment({}), 100) == (100, None)


def test_the_lab_trains_the_same():
    lab = Lab()
    lab.open(CIRCLE)
    costs = lab.train(6)["costs"]
    np.testing.assert_allclose(trained(CIRCLE)[1]["curves"][0], costs, rtol=1e-12)
