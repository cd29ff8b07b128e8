"""What the menus are made of."""

import json

import pytest

from chalknet.catalog import catalog
from chalknet.datasets import DATASETS
from chalknet.experiment import RULES, Experiment
from chalknet.functions import ACTIVATIONS, LOSSES


@pytest.fixture(scope="module")
def made():
    return catalog()


def test_it_is_plain_json_and_always_the_same(made):
    assert json.loads(json.dumps(made, allow_nan=False)) == made == catalog()


def test_every_row_of_every_table_is_there(made):
    assert [row["name"] for row in made["activations"]] == list(ACTIVATIONS)
    assert [row["name"] for row in made["losses"]] == list(LOSSES)
    assert [row["name"] for row in made["datasets"]] == list(DATASETS)
    assert list(made["rules"]) == list(RULES)
    assert made["limits"] == {"layers": 8, "neurons": 64}


def test_activations(made):
    assert made["activations"][0] == {
        "name": "tanh",
        "letter": "t",
        "title": "tanh",
        "hidden": True,
        "output": True,
        "range": [-1, 1],
    }
    assert [row["letter"] for row in made["activations"]] == list("tsrlkepgwm")
    assert [row["name"] for row in made["activations"] if not row["hidden"]] == ["softmax"]


def test_losses(made):
    assert made["losses"][0] == {
        "name": "logloss",
        "title": "log loss",
        "outputs": ["sigmoid", "softmax"],
        "kinds": ["classes"],
    }


def test_rules_all_have_the_same_fields(made):
    for rule in made["rules"].values():
        assert list(rule) == ["kind", "low", "high", "choices"]


@pytest.mark.parametrize("index", range(len(DATASETS)))
def test_datasets(made, index):
    row = made["datasets"][index]
    assert Experiment(row["experiment"]).settings == row["experiment"]
    assert row["experiment"]["data"]["name"] == row["name"]
    assert row["about"].endswith((".", "?"))
    picture = row["picture"]
    if "image" in picture:
        assert [len(line) for line in picture["image"]] == [8] * 8
        assert 12 <= max(max(line) for line in picture["image"]) <= 16
    else:
        assert 4 <= len(picture["points"]) <= 70
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y, _ in picture["points"])
        assert len({z for _, _, z in picture["points"]}) > 1
        assert all(z in (0, 1, 2) or row["kind"] == "number" for _, _, z in picture["points"])
    assert (row["source"] is not None) == (row["group"] == "real")


def test_pictures_have_y_down(made):
    # AND: the only 1 is at (1, 1), top right
    (corner,) = [point for point in made["datasets"][1]["picture"]["points"] if point[2] == 1]
    assert corner == [0.75, 0.25, 1]
