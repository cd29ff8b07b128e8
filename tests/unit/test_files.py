"""Files that are opened: what was saved comes back, anything else is told in a sentence."""

import json

import numpy as np
import pytest

from chalknet.export import export
from chalknet.files import FileError, put_into, read
from chalknet.lab import Lab
from chalknet.nesting import nesting


def as_bytes(value):
    return json.dumps(value).encode()


def test_an_experiment():
    raw = {"seed": 3, "data": {"name": "circle"}}
    assert read(b"\xef\xbb\xbf" + as_bytes(raw)) == (raw, None, ([], []))
    assert read(b"{}") == ({}, None, ([], []))


def test_a_trained_network_comes_back_exactly():
    lab, other = Lab(), Lab()
    lab.open({"data": {"name": "iris"}, "training": {"schedule": "cosine"}})
    lab.train(20)
    experiment, layers, costs = read(bytes(export(lab, "json")["data"]))
    other.open(experiment)
    put_into(other, layers, costs)
    assert np.array_equal(other.look()["outputs_test"], lab.look()["outputs_test"])
    assert other.look()["epoch"] == 20
    one, two = lab.train(30), other.train(30)
    assert two["test_costs"][:21].tolist() == one["test_costs"][:21].tolist()
    assert len(two["test_costs"]) == len(two["costs"]) == 30
    assert two["learning_rate"] == one["learning_rate"]
    assert not other.history.clean


BAD = {
    "nothing": (b"", "not JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "not JSON"),
    "a table": (b"a,b\n1,2\n", "a table (CSV) is opened in the Data window"),
    "a list": (b"[1, 2]", "an object in braces"),
    "too deep": (b"[" * 100_000, "an object in braces"),
    "another JSON": (as_bytes({"name": "left-pad"}), "no experiment of Chalknet"),
    "no layers": (as_bytes({"chalknet": 1}), "numbers in this file cannot be read"),
    "text for numbers": (
        as_bytes({"chalknet": 1, "layers": [{"W": [["a"]], "b": [0]}]}),
        "cannot be read",
    ),
    "not finite": (b'{"chalknet": 1, "layers": [{"W": [[NaN]], "b": [0]}]}', "cannot be read"),
    "ragged": (as_bytes({"chalknet": 1, "layers": [{"W": [[1], [1, 2]], "b": [0]}]}), "cannot be"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(name):
    data, sentence = BAD[name]
    with pytest.raises(FileError, match="file") as caught:
        read(data)
    assert sentence in str(caught.value)


def test_weights_that_do_not_fit_change_nothing():
    lab = Lab()
    lab.open({})
    before = lab.look()["outputs"]
    with pytest.raises(FileError, match="do not fit"):
        put_into(lab, [{"W": np.ones((3, 2)), "b": np.ones((3, 1))}], ([], []))
    assert np.array_equal(lab.look()["outputs"], before)


@pytest.mark.parametrize("costs", ["12345", [float("inf")], {"a": 1}, [[1]], [0.5] * 100_001])
def test_costs_are_a_list_of_numbers(costs):
    file = {"chalknet": 1, "layers": [{"W": [[1]], "b": [0]}], "costs": costs}
    with pytest.raises(FileError, match="costs are a list"):
        read(as_bytes(file))


def test_brackets_inside_of_strings_are_no_nesting():
    assert nesting('{"a": "[[[[", "b": [1, {"c": "\\"["}]}') == 3
    assert nesting("]" * 9) == 0
    assert nesting("[" * 100_000) == 100_000
