"""Back to any epoch of a run, bit for bit, whatever was changed on the way."""

import numpy as np
import pytest

from chalknet import history
from chalknet.lab import Lab
from chalknet.optimizers import OPTIMIZERS


@pytest.fixture(params=[0, 1e9], ids=["many moments", "no moments"])
def gap(request, monkeypatch):
    monkeypatch.setattr(history, "GAP", request.param)


def opened(training, **more):
    lab = Lab()
    lab.open({**more, "training": training})
    return lab


def weights(lab):
    return [np.concatenate([np.ravel(layer.W), np.ravel(layer.b)]) for layer in lab.network.layers]


def same(a, b):
    return all(np.array_equal(one, two) for one, two in zip(a, b, strict=True))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("data", "batch"), [("xor", "all"), ("circle", 7)])
def test_an_epoch_is_that_of_a_fresh_run_stopped_there(gap, optimizer, data, batch):
    training = {"optimizer": optimizer, "learning_rate": 0.01, "batch": batch, "epochs": 40}
    training["schedule"] = "cosine"
    lab, fresh = opened(training, data={"name": data}), opened(training, data={"name": data})
    lab.train(40)
    end, costs = weights(lab), list(lab.network.costs)
    fresh.train(23)
    state = lab.rewind(23)["state"]
    assert (state["epoch"], state["history"]) == (23, [0, 40])
    assert same(weights(lab), weights(fresh))
    assert lab.look()["cost"] == fresh.look()["cost"]
    assert lab.network.costs == fresh.network.costs
    assert lab.test_costs == fresh.test_costs
    for epoch in (40, 0, 40, 31):  # forth again, back to the start
        lab.rewind(epoch)
    assert lab.network.costs == costs[:31]
    lab.train(40)  # and on as before
    assert same(weights(lab), end)
    assert lab.network.costs == costs


def test_a_branch_goes_its_own_way(gap):
    lab = opened({})
    lab.train(100)
    lab.rewind(30)
    there = weights(lab)
    assert lab.open({"training": {"learning_rate": 0.5}})["kept"]
    assert same(weights(lab), there)
    state = lab.train(60)
    assert state["history"] == [0, 60]
    assert not lab.history.clean
    other = opened({})
    other.train(30)
    other.open({"training": {"learning_rate": 0.5}})
    other.train(60)
    assert same(weights(lab), weights(other))
    lab.rewind(30)
    assert same(weights(lab), there)


def test_changes_on_the_way_come_again(gap):
    lab = opened({"batch": 10}, data={"name": "circle"})
    seen = {}

    def go(epoch):
        lab.train(epoch)
        seen[epoch] = weights(lab)

    go(5)
    lab.open({"data": {"name": "circle"}, "training": {"learning_rate": 0.3, "optimizer": "adam"}})
    go(9)
    lab.step()  # one step into the epoch
    lab.set_weight(0, 1, 0, 2.5)
    lab.set_weight(1, 0, None, -1)
    go(12)
    lab.open({"data": {"name": "circle"}, "training": {"batch": 50}})
    go(20)
    for epoch in (12, 5, 20, 9, 12):
        assert lab.rewind(epoch)["arrived"]
        assert same(weights(lab), seen[epoch]), epoch
    assert lab.network.learning_rate == 0.1  # of the branch that would begin here


def test_settings_of_later_hold_when_training_goes_on_from_before(gap):
    lab = opened({})
    lab.train(10)
    lab.open({"training": {"learning_rate": 1}})
    lab.train(20)
    lab.rewind(5)
    lab.train(8)  # by the present rate of 1
    other = opened({})
    other.train(5)
    other.open({"training": {"learning_rate": 1}})
    other.train(8)
    assert same(weights(lab), weights(other))


def test_weights_by_hand():
    lab = opened({})
    state = lab.set_weight(1, 0, 2, 0.75)["state"]
    assert state["weights"][1]["W"][0, 2] == 0.75
    assert lab.set_weight(0, 1, None, -3)["state"]["weights"][0]["b"][1, 0] == -3
    lab.undo()
    state = lab.undo()["state"]
    assert same(weights(lab), weights(opened({})))
    assert state["undo"] == 0


def test_single_steps_and_their_undoing(gap):
    lab = opened({})
    lab.train(3)
    for _ in range(3):
        lab.step()
    lab.undo()
    lab.train(8)
    fresh = opened({})
    fresh.train(4)
    lab.rewind(4)
    assert same(weights(lab), weights(fresh))


def test_a_long_way_is_gone_piece_by_piece():
    lab = opened({})
    lab.train(400)
    lab.history.moments = lab.history.moments[:1]
    answers = []
    while not answers or not answers[-1]["arrived"]:
        answers.append(lab.rewind(300, seconds=0))
    assert len(answers) == 300  # an epoch each
    fresh = opened({})
    fresh.train(300)
    assert same(weights(lab), weights(fresh))


def test_moments_stay_few_and_changes_are_among_them(monkeypatch):
    monkeypatch.setattr(history, "GAP", 0)
    monkeypatch.setattr(history, "MOST", 20)
    lab = opened({})
    lab.train(100)
    lab.open({"training": {"learning_rate": 0.2}})
    lab.train(500)
    assert len(lab.history.moments) <= 21
    assert [m["epochs"] for m in lab.history.moments if m["forced"]] == [100]


def test_a_saved_run_has_its_past_if_it_was_clean(gap):
    for changed in (False, True):
        lab = opened({})
        lab.train(20)
        if changed:
            lab.set_weight(0, 0, 0, 1)
        other = Lab()
        state = other.open({}, lab.saved())["state"]
        assert state["history"] == ([20, 20] if changed else [0, 20])
        other.train(30)
        there = weights(other)
        other.rewind(22)
        other.train(30)
        assert same(weights(other), there)


def test_the_path_of_the_weights(monkeypatch):
    monkeypatch.setattr(history, "GAP", 0)
    lab = opened({})
    lab.train(10)
    path, epochs = lab.history.weights()
    assert epochs.tolist() == list(range(11))
    np.testing.assert_array_equal(path[-1], np.concatenate(weights(lab)))


def test_an_undone_edit_does_not_come_back(gap):
    lab = opened({})
    lab.train(10)
    there = weights(lab)
    lab.set_weight(0, 0, 0, 5)
    lab.undo()
    assert lab.history.clean
    lab.train(21)
    lab.rewind(10)
    assert same(weights(lab), there)


def test_settings_are_not_undone(gap):
    lab = opened({})
    lab.train(5)
    lab.step()
    lab.open({"training": {"learning_rate": 3, "optimizer": "adam"}})
    lab.undo()
    assert lab.network.learning_rate == 3
    assert lab.network.layers[0].optimizer is not None
    other = opened({})
    other.train(5)
    other.open({"training": {"learning_rate": 3, "optimizer": "adam"}})
    assert same(weights(lab), weights(other))
    lab.train(9)
    other.train(9)
    assert same(weights(lab), weights(other))


def test_a_setting_changed_in_the_past_waits_for_training(gap):
    momentum = {"optimizer": "momentum", "learning_rate": 0.05}
    lab = opened(momentum)
    lab.train(100)
    end = weights(lab)
    lab.rewind(30)
    for training in (momentum | {"optimizer": "adam"}, momentum):
        assert lab.open({"training": training})["state"]["history"] == [0, 100]
    lab.rewind(80)
    lab.rewind(30)
    lab.train(100)
    assert same(weights(lab), end)
    assert lab.history.clean


def test_another_end_is_no_change_of_course(gap):
    lab = opened({})
    lab.train(20)
    lab.open({"training": {"epochs": 3000}})
    lab.train(30)
    assert lab.history.clean


def test_weights_set_by_hand_let_a_stopped_run_go_on():
    lab = opened({"learning_rate": 1000}, data={"name": "regression_plane"})
    assert lab.train(50)["stopped"]
    state = lab.set_weight(0, 0, 0, 0.5)["state"]
    assert state["stopped"] is None
    assert state["undo"] == 1
