"""The command line, as a person types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chalknet import Lab
from chalknet.catalog import catalog
from chalknet.datasets import DATASETS

PY = Path(__file__).parents[2] / "py"


def chalknet(*arguments, stdin="", stdout=subprocess.PIPE):
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "chalknet", *arguments],
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(PY), "PYTHONIOENCODING": "utf-8"},
    )


def test_run_prints_costs_and_predictions(tmp_path):
    file = tmp_path / "experiment.json"
    file.write_text("{}", "utf-8")
    done = chalknet("run", file)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Experiment(xor: 3 tanh -> 1 sigmoid, logloss, seed 7)"
    costs = [float(line.split()[1]) for line in lines[3:19]]
    assert len(costs) == 16
    assert costs == sorted(costs, reverse=True)
    assert lines[18].split() == ["1,500", "0.029768", "now"]
    assert lines[20].split() == ["x₁", "x₂", "wanted", "output"]
    rows = [[float(cell) for cell in line.split()] for line in lines[21:25]]
    assert [row[:3] for row in rows] == [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    assert all(abs(row[2] - row[3]) < 0.1 for row in rows)
    assert lines[26] == "4 of 4 right (100.0%)"


def test_run_of_images_and_a_test_share():
    experiment = {"data": {"name": "digits"}, "training": {"epochs": 2}}
    done = chalknet("run", "-", stdin=json.dumps(experiment))
    assert (done.returncode, done.stderr) == (0, "")
    assert " of 1438 right (" in done.stdout
    assert " of 359 right in the test (" in done.stdout
    assert "test cost 0." in done.stdout


def test_run_of_numbers():
    experiment = {"data": {"name": "regression_plane"}, "training": {"epochs": 2}}
    done = chalknet("run", "-", stdin=json.dumps(experiment))
    assert (done.returncode, done.stderr) == (0, "")
    assert "right" not in done.stdout
    assert "test cost 0." in done.stdout


def test_json_has_the_labs_numbers_in_full():
    experiment = {"data": {"name": "circle"}, "training": {"epochs": 3}}
    done = chalknet("run", "--json", "-", stdin=json.dumps(experiment))
    assert (done.returncode, done.stderr) == (0, "")
    results = json.loads(done.stdout)
    lab = Lab()
    settings = lab.open(experiment)["experiment"]
    state = lab.train(3)
    assert results["experiment"] == settings
    assert results["costs"] == state["costs"].tolist()
    assert results["test_costs"] == state["test_costs"].tolist()
    assert results["outputs"] == state["outputs"].tolist()
    assert results["cost"] == state["cost"]
    assert results["right"] == state["right_count"]
    assert results["right_test"] == state["right_test_count"]
    assert results["weights"][0]["W"] == state["weights"][0]["W"].tolist()
    assert results["stopped"] is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '{"seed": "x", "loss": 3}',
            'seed must be a whole number from 0 to 4294967295. Got "x" instead.\n'
            'loss must be one of "logloss", "squared_error", "cross_entropy". Got 3 instead.\n',
        ),
        ("{", "- is not JSON: Expecting property name enclosed in double quotes: "),
        ("[" * 100000, "- is not JSON: "),
        ("", "- is not JSON: Expecting value: line 1 column 1 (char 0).\n"),
    ],
)
def test_nothing_is_run(text, sentence):
    done = chalknet("run", "-", stdin=text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr


def test_no_such_file(tmp_path):
    done = chalknet("run", tmp_path / "none.json")
    assert done.returncode == 2
    assert done.stderr == f"Cannot read {tmp_path / 'none.json'}: No such file or directory.\n"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_training_that_diverges(options):
    experiment = {
        "data": {"name": "regression_plane"},
        "layers": [
            {"neurons": 8, "activation": "relu"},
            {"neurons": 1, "activation": "linear"},
        ],
        "training": {"learning_rate": 1000},
    }
    done = chalknet("run", *options, "-", stdin=json.dumps(experiment))
    assert done.returncode == 1
    assert done.stderr.startswith("Training stopped at epoch 0: the cost ")
    assert "Try a smaller learning rate" in done.stderr
    if options:
        assert json.loads(done.stdout)["stopped"] == done.stderr.rstrip("\n")


@pytest.mark.parametrize("arguments", [["run", "-"], ["run", "--json", "-"], ["datasets"], ["-h"]])
def test_who_reads_may_stop(arguments):
    reader, writer = os.pipe()
    os.close(reader)  # as head does when it has its lines
    done = chalknet(*arguments, stdin='{"training": {"epochs": 3}}', stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_catalog():
    done = chalknet("catalog")
    assert done.returncode == 0
    assert json.loads(done.stdout) == catalog()


def test_datasets():
    done = chalknet("datasets")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(DATASETS)


def test_no_command():
    done = chalknet()
    assert done.returncode == 2
    assert "usage: chalknet" in done.stderr
