"""The ONNX file, by the onnx package's checker and by onnxruntime."""

import json

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalknet.export.onnx import ACTIVATIONS
from chalknet.export.protobuf import message, varint
from chalknet.functions import ACTIVATIONS as LESSON
from export_cases import CASES, exported, lab_of, layers, predictions, trained


def run(data, rows):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    (outputs,) = session.run(["outputs"], {"columns": rows.astype(np.float32)})
    return outputs


@pytest.mark.parametrize("name", CASES)
def test_onnxruntime_predicts_what_the_page_predicts(name):
    lab = trained(name)
    data = exported(lab, "onnx")
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    shown = lab.samples.shown.astype(np.float32)  # what float32 can hold of it
    outputs = run(data, shown.T)
    wanted = predictions(lab, shown)
    assert outputs.dtype == np.float32
    assert outputs.shape == wanted.T.shape
    assert np.max(np.abs(outputs.T - wanted)) <= 1e-6 * max(1, np.max(np.abs(wanted)))


@pytest.mark.parametrize("name", ["xor", "iris", "penguins", "digits"])
def test_also_for_the_samples_as_they_are(name):
    lab = trained(name)
    outputs = run(exported(lab, "onnx"), lab.samples.shown.T)
    assert np.max(np.abs(outputs.T - predictions(lab))) <= 1e-6


def test_every_activation_of_the_lesson_has_its_operators():
    assert ACTIVATIONS.keys() == LESSON.keys()


def test_far_from_zero_nothing_overflows():
    for name in LESSON.keys() - {"softmax"}:
        lab = lab_of({"layers": layers(f"3 {name}, 1 sigmoid"), "loss": "squared_error"}, epochs=0)
        lab.network.layers[0].W = np.array([[1000.0, 0.0], [-1000.0, 0.0], [0.0, 30.0]])
        lab.network.layers[1].W = np.array([[1e-3, 2e-3, 0.1]])
        outputs = run(exported(lab, "onnx"), lab.samples.shown.T)
        assert np.allclose(outputs.T, predictions(lab), atol=1e-6), name


def test_one_sample_and_many():
    lab = trained("penguins")
    data = exported(lab, "onnx")
    many = run(data, lab.samples.shown.T)
    assert np.array_equal(run(data, lab.samples.shown.T[:1]), many[:1])


def test_it_tells_what_its_numbers_mean():
    lab = trained("penguins")
    model = onnx.load_from_string(exported(lab, "onnx"))
    about = {entry.key: json.loads(entry.value) for entry in model.metadata_props}
    assert about["columns"] == list(lab.dataset.columns)
    assert about["classes"] == list(lab.dataset.classes)
    assert ["female", "male"] in about["categories"]
    assert model.producer_name == "chalknet"
    assert model.opset_import[0].version == 17
    (given_in,) = model.graph.input
    dims = given_in.type.tensor_type.shape.dim
    assert (dims[0].dim_param, dims[1].dim_value) == ("samples", len(lab.dataset.columns))


def test_a_message_by_hand():
    """The example of protobuf.dev, "Encoding": field 1 is 150, field 2 "testing"."""
    assert message((1, 150)) == bytes.fromhex("089601")
    assert message((2, "testing")) == bytes.fromhex("120774657374696e67")
    assert message((3, message((1, 150)))) == bytes.fromhex("1a03089601")


@given(st.integers(-(2**63), 2**63 - 1))
def test_whole_numbers_come_back(number):
    value = 0
    for i, byte in enumerate(varint(number)):
        value |= (byte & 127) << (7 * i)
    assert value == number % 2**64


@given(st.lists(st.integers(-(2**63), 2**63 - 1)), st.text(st.characters(codec="utf-8")))
def test_the_onnx_package_reads_what_is_written(numbers, text):
    attribute = onnx.AttributeProto.FromString(message((1, text), (8, numbers), (20, 7)))
    assert attribute.name == text
    assert list(attribute.ints) == numbers
