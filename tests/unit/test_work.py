"""Neurons that do not work any more, made so by hand."""

import copy

import numpy as np
import pytest

from chalknet import ACTIVATIONS, Lab, Layer
from chalknet.message import pack
from chalknet.optimizers import OPTIMIZERS
from chalknet.work import evenly, flags, in_words, listed, name_of, neurons_at_work, reach, rounded

XOR = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]])


def lab_of(activation, W, b, output="sigmoid", output_W=None, **experiment):
    """A lab of XOR whose hidden layer has these weights."""
    layers = [{"neurons": len(W), "activation": activation}, {"neurons": 1, "activation": output}]
    lab = Lab()
    answer = lab.open({"layers": layers, **experiment})
    assert answer["problems"] == []
    hidden, last = lab.network.layers
    hidden.W, hidden.b = np.array(W, float), np.array(b, float).reshape(-1, 1)
    if output_W is not None:
        last.W = np.array(output_W, float)
    return lab


def layer_of(activation, W, b):
    layer = Layer(2, len(W), activation)
    layer.W, layer.b = np.array(W, float), np.array(b, float).reshape(-1, 1)
    layer.feedforward(XOR)
    return layer


@pytest.mark.parametrize("activation", [n for n in ACTIVATIONS if n != "softmax"])
def test_healthy_neurons_have_no_flag(activation):
    assert flags(layer_of(activation, [[1, -1], [0.5, 0.5]], [0, -0.4])) == [None, None]


@pytest.mark.parametrize("activation", ["relu", "elu", "softplus", "gelu", "swish"])
def test_far_below_zero_is_dead(activation):
    assert flags(layer_of(activation, [[1, 1], [1, -1]], [-20, 0])) == ["dead", None]


@pytest.mark.parametrize("activation", ["leaky_relu", "linear"])
def test_these_never_die(activation):
    assert flags(layer_of(activation, [[1, 1]], [-20])) == [None]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_at_an_end_of_the_range(activation):
    # always high; high for x1 = 1 and low for x1 = 0; high in three samples of four
    layer = layer_of(activation, [[1, 1], [40, 0], [40, 40]], [20, -20, 0])
    assert flags(layer) == ["saturated", "saturated", None]
    # the output is only sure of itself; if it always says the same, that is flat
    assert flags(layer, output=True) == ["flat", None, None]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "linear"])
def test_the_same_whatever_comes_in_is_flat(activation):
    assert flags(layer_of(activation, [[1e-3, 0], [0, 0]], [0.5, 0.5])) == ["flat", "flat"]


def test_one_sample_tells_nothing():
    layer = Layer(2, 3, "relu")
    layer.feedforward(-100 * np.ones((2, 1)))
    assert flags(layer) == [None, None, None]


def test_sentences_name_the_neurons():
    lab = lab_of("relu", [[1, 1], [1, -1], [-1, -1]], [-9, 0, 0], seed=1)
    answer = neurons_at_work(lab)
    assert answer["neurons"] == [["dead", None, "dead"], [None]]
    assert answer["sentences"][0].startswith("Neurons 1 and 3 of the hidden layer are dead. ")
    lab = lab_of("tanh", [[1, 1], [1, -1]], [9, 0])
    assert neurons_at_work(lab)["sentences"][0].startswith(
        "Neuron 1 of the hidden layer is saturated. For nearly all samples"
    )


def test_all_zeros_stay_the_same():
    lab = Lab()
    lab.open({"init": "zeros"})
    assert neurons_at_work(lab)["sentences"][0].startswith(
        "The 3 neurons of the hidden layer do all the same."
    )
    lab = lab_of("relu", [[1, 1], [2, 2]], [-9, -9])  # the same output, but not the same weights
    assert neurons_at_work(lab)["sentences"][0].startswith("All 2 neurons of the hidden layer are")


def test_a_network_that_learns_says_nothing():
    lab = Lab()
    lab.open({"data": {"name": "circle"}})
    lab.train(20)
    answer = neurons_at_work(lab)
    assert answer["sentences"] == []
    assert answer["neurons"] == [[None] * 4, [None] * 2, [None]]
    assert max(layer["share"] for layer in answer["layers"]) == 1


def test_the_gradient_is_the_mean_size_of_dW():
    """By hand: one linear neuron a layer, one input, squared error."""
    lab = lab_of(
        *("linear", [[2, 0]], [0], "linear"),
        output_W=[[3]],
        loss="squared_error",
    )
    # A = 6 x1, y = XOR: dA = 2 (A - y) is 0, -2, 10, 12 for the samples
    # last layer:  dW = mean(dA · 2 x1) = (10 + 12) · 2 / 4 = 11
    # first layer: dW = mean(3 dA · (x1, x2)) = (3 (10 + 12), 3 (-2 + 12)) / 4 = (16.5, 7.5)
    gradients = [layer["gradient"] for layer in neurons_at_work(lab)["layers"]]
    np.testing.assert_allclose(gradients, [(16.5 + 7.5) / 2, 11])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_nothing_is_changed(optimizer):
    lab = Lab()
    training = {"optimizer": optimizer, "regularization": "l2", "regularization_rate": 0.1}
    lab.open({"data": {"name": "circle"}, "training": training})
    lab.train(2)
    before, twin = pack(lab.saved()), copy.deepcopy(lab)
    first = neurons_at_work(lab)
    assert pack(neurons_at_work(lab)) == pack(first)
    assert pack(lab.saved()) == before
    assert pack(lab.train(4)) == pack(twin.train(4))


def test_the_gradient_fades_through_many_sigmoids():
    lab = Lab()
    hidden = [{"neurons": 4, "activation": "sigmoid"}] * 7
    lab.open({"layers": [*hidden, {"neurons": 1, "activation": "sigmoid"}]})
    answer = neurons_at_work(lab)
    assert answer["layers"][0]["share"] < 0.01
    assert "fades on its way back: at hidden layer 1" in answer["layers"][0]["sentence"]
    assert any(one.startswith(answer["layers"][0]["sentence"]) for one in answer["sentences"])
    assert answer["layers"][-1]["sentence"] is None


def test_sentences_on_gradients():
    def said(*gradients):
        return [one["sentence"] for one in reach(list(gradients))]

    assert said(1.0, 2.0) == [None, None]
    assert said(0.0, 0.0) == [None, None]
    assert "4,000 times smaller" in said(0.001, 4.0)[0]
    assert "300 times larger" in said(3.0, 0.01)[0]
    assert said(0.0, 1.0)[0] == "No gradient at all reaches the hidden layer, so it learns nothing."
    assert "exploded" in said(float("inf"), 1.0)[0]


def test_few_samples_of_many_are_looked_at():
    assert evenly(4, 500).tolist() == [0, 1, 2, 3]
    assert len(evenly(100_000, 500)) == 500
    assert evenly(100_000, 500)[[0, -1]].tolist() == [0, 99_999]


def test_words():
    assert name_of(0, 1) == "the output layer"
    assert [name_of(i, 3) for i in range(3)] == [
        *("hidden layer 1", "hidden layer 2", "the output layer"),
    ]
    assert listed(["1"]) == "1"
    assert listed(["1", "2", "3"]) == "1, 2 and 3"
    assert listed([str(i) for i in range(1, 12)]) == "1, 2, 3, 4, 5, 6, 7, 8 and 3 more"
    assert [rounded(n) for n in (101.3, 4567, 1e9)] == ["100", "4,600", "more than a million"]


def test_the_cause_is_told_before_what_comes_of_it():
    """Through many sigmoids the gradient fades: that comes before the neurons gone flat."""
    lab = Lab()
    hidden = [{"neurons": 4, "activation": "sigmoid"}] * 7
    lab.open({"layers": [*hidden, {"neurons": 1, "activation": "sigmoid"}], "init": "xavier"})
    sentences = neurons_at_work(lab)["sentences"]
    assert sentences[0].startswith("The gradient fades on its way back: at hidden layer 1")
    assert "The same holds for hidden layer 2" in sentences[0]
    assert sum("gradient fades" in one for one in sentences) == 1
    flat = [one for one in sentences if " flat. " in one]
    assert len(flat) == 1  # all of them in one sentence, whatever layers they are in
    assert flat[0].count("hidden layer") > 1


def test_alike_neurons_of_several_layers_share_a_sentence():
    layers = [(["flat", None], "hidden layer 1"), (["flat"] * 3, "hidden layer 2")]
    assert in_words("flat", layers)[0].startswith(
        "Neuron 1 of hidden layer 1 and all 3 neurons of hidden layer 2 are flat. "
    )
    assert in_words("flat", layers[:1])[0].startswith("Neuron 1 of hidden layer 1 is flat. ")
    assert in_words("dead", layers) == []
