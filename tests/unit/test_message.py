"""Answers on their way to the page."""

import json

import numpy as np
import pytest

from chalknet.message import pack, unpack


def test_arrays_go_into_one_buffer():
    answer = {
        "u1": np.array([[1, 2, 3]], dtype=np.uint8),
        "parts": [{"f8": np.array([[0.1], [np.inf]])}, np.array([7, -7], dtype=np.int32)],
        "f4": np.array(1.5, dtype=np.float32),
        "none": np.zeros((2, 0)),
        "word": "ŷ − ½",
        "numbers": [1, 0.1, True, None],
    }
    text, buffer = pack(answer)
    described = json.loads(text)
    assert described["u1"] == {"$array": [0, "u1", [1, 3]]}
    assert described["parts"][0]["f8"] == {"$array": [8, "f8", [2, 1]]}
    assert described["parts"][1] == {"$array": [24, "i4", [2]]}
    assert described["f4"] == {"$array": [32, "f4", []]}
    assert len(buffer) == 40

    back = unpack(text, buffer)
    assert back["word"] == answer["word"]
    assert back["numbers"] == answer["numbers"]
    for ours, theirs in [
        (back["u1"], answer["u1"]),
        (back["parts"][0]["f8"], answer["parts"][0]["f8"]),
        (back["parts"][1], answer["parts"][1]),
        (back["f4"], answer["f4"]),
        (back["none"], answer["none"]),
    ]:
        assert ours.dtype == theirs.dtype
        assert ours.shape == theirs.shape
        assert (ours == theirs).all()


def test_rows_that_lie_apart_in_memory_are_written_in_order():
    text, buffer = pack({"a": np.arange(6.0).reshape(2, 3).T})
    assert unpack(text, buffer)["a"].tolist() == [[0, 3], [1, 4], [2, 5]]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), np.float64("nan")])
def test_what_json_cannot_write_becomes_null(value):
    assert pack({"cost": value, "all": [value, 1.0]})[0] == '{"cost": null, "all": [null, 1.0]}'


def test_numpys_own_numbers_are_numbers():
    numbers = [np.int64(3), np.float64(0.5), np.bool_(True)]
    assert pack(numbers)[0] == "[3, 0.5, true]"


def test_a_kind_of_array_that_the_page_does_not_know_becomes_floats():
    assert unpack(*pack({"a": np.array([True, False])}))["a"].tolist() == [1.0, 0.0]
