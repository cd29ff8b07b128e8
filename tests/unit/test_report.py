"""The report, each number by hand."""

import numpy as np
import pytest

from chalknet import Lab
from chalknet.message import pack
from chalknet.report import WORST, by_class, class_read, confusion, r2, report, rmse, worst


def opened(experiment, epochs=0):
    lab = Lab()
    assert lab.open(experiment)["problems"] == []
    lab.train(epochs)
    return lab


def test_read():
    assert class_read(np.array([[0.2, 0.5, 0.51]])).tolist() == [0, 0, 1]
    assert class_read(np.array([[1, 0, 3], [2, 0, 1], [0, 1, 2]])).tolist() == [1, 2, 0]
    assert class_read(np.zeros((1, 0))).tolist() == class_read(np.zeros((3, 0))).tolist() == []


def test_confusion_has_what_was_wanted_in_its_rows():
    wanted = np.eye(3)[:, [0, 0, 0, 1, 1, 2]]
    got = np.eye(3)[:, [0, 0, 1, 2, 1, 2]]
    table = confusion(wanted, got, 3)
    assert table.tolist() == [[2, 1, 0], [0, 1, 1], [0, 0, 1]]
    assert table.dtype == np.int32
    assert by_class(table) == [2 / 3, 1 / 2, 1]
    assert by_class(confusion(wanted[:, :3], got[:, :3], 3)) == [2 / 3, None, None]
    assert confusion(wanted[:, :0], got[:, :0], 3).sum() == 0


def test_numbers():
    y, out = np.array([[1.0, 2, 3, 6]]), np.array([[1.0, 3, 3, 4]])
    assert rmse(y, out) == pytest.approx(np.sqrt((0 + 1 + 0 + 4) / 4))
    # around the mean 3: 4 + 1 + 0 + 9 = 14
    assert r2(y, out) == pytest.approx(1 - 5 / 14)
    assert r2(y, np.full_like(y, 3)) == 0
    assert r2(np.ones((1, 3)), np.ones((1, 3))) is None
    nothing = np.zeros((1, 0))
    assert rmse(nothing, nothing) is r2(nothing, nothing) is None


def test_the_worst_come_first_and_only_wrong_ones():
    loss, wrong = np.array([5.0, 1, 7, 3]), np.array([True, True, False, True])
    assert [(one["sample"], one["loss"]) for one in worst(loss, wrong, False)] == [
        *((0, 5), (3, 3), (1, 1)),
    ]
    many = worst(np.arange(30.0), np.ones(30, bool), True)
    assert [one["sample"] for one in many] == list(range(29, 29 - WORST, -1))
    assert all(one["held"] for one in many)


def test_xor_untrained():
    lab = opened({})
    hidden, last = lab.network.layers
    hidden.W, hidden.b = np.zeros((3, 2)), np.zeros((3, 1))
    last.W, last.b = np.zeros((1, 3)), np.array([[2.0]])  # always 1 / (1 + e^-2): read as 1
    answer = report(lab)
    assert answer["classes"] == ["0", "1"]
    assert answer["confusion"].tolist() == [[0, 2], [0, 2]]
    assert answer["accuracy"] == [0, 1]
    assert answer["confusion_test"].tolist() == [[0, 0], [0, 0]]
    assert answer["accuracy_test"] == [None, None]
    assert [one["sample"] for one in answer["worst"]] == [0, 3]  # those where 0 was wanted
    loss = np.log(1 + np.exp(2))
    assert [one["loss"] for one in answer["worst"]] == pytest.approx([loss, loss])
    numbers = ("rmse", "rmse_test", "r2", "r2_test")
    assert [answer[name] for name in numbers] == [None] * 4


@pytest.mark.parametrize("name", ["circle", "three_clouds", "digits", "iris"])
def test_it_agrees_with_the_state(name):
    lab = opened({"data": {"name": name, "test_share": 0.3}}, epochs=2)
    answer, state = report(lab), lab.state()
    for end in ("", "_test"):
        table, count = answer[f"confusion{end}"], state[f"right{end}_count"]
        assert np.trace(table) == count
        assert table.sum() == len(state[f"right{end}"])
        wanted = lab.classes(lab.samples.y_test if end else lab.samples.y)
        assert table.sum(axis=1).tolist() == np.bincount(wanted, minlength=len(table)).tolist()
    assert len(answer["classes"]) == len(answer["confusion"])
    for one in answer["worst"]:
        assert state["right_test" if one["held"] else "right"][one["sample"]] == 0
    losses = [one["loss"] for one in answer["worst"]]
    assert losses == sorted(losses, reverse=True)


def test_numbers_are_in_their_own_unit():
    lab = opened({"data": {"name": "penguin_mass"}}, epochs=30)
    answer, state = report(lab), lab.state()
    y, y_test = lab.data()["y"], lab.data()["y_test"]
    assert answer["classes"] is answer["confusion"] is answer["accuracy"] is None
    assert answer["rmse"] == pytest.approx(np.sqrt(np.mean((state["outputs"] - y) ** 2)))
    assert answer["rmse"] > 50  # grams, not parts of a standard deviation
    assert answer["r2_test"] == pytest.approx(r2(y_test, state["outputs_test"]))
    first = answer["worst"][0]
    errors = [np.abs(state["outputs"] - y), np.abs(state["outputs_test"] - y_test)]
    assert first["loss"] == pytest.approx(max(np.max(e) for e in errors))
    assert errors[first["held"]][0, first["sample"]] == pytest.approx(first["loss"])


@pytest.mark.parametrize("name", ["xor", "digits", "regression_plane"])
def test_it_changes_nothing_and_can_travel(name):
    lab = opened({"data": {"name": name}}, epochs=1)
    before = pack(lab.saved())
    pack(report(lab))
    assert pack(lab.saved()) == before
