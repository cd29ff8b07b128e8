"""Has a seed succeeded, and why not? Each reason with a network made for it by hand."""

import numpy as np
import pytest

from chalknet import Experiment, Layer
from chalknet.seeds import Seeds
from chalknet.success import WHY, Goal, alike, falling, summary, twins, why

XOR = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]])
Y = np.array([[0.0, 1, 1, 0]])
STILL = [0.5] * 100


def layers_of(W, b, activation="tanh"):
    hidden = Layer(2, len(W), activation)
    hidden.W, hidden.b = np.array(W, float), np.array(b, float).reshape(-1, 1)
    last = Layer(len(W), 1, "sigmoid")
    last.feedforward(hidden.feedforward(XOR))
    return [hidden, last]


HEALTHY = layers_of([[1, -1], [0.5, 0.5]], [0, -0.4])


@pytest.mark.parametrize(
    ("layers", "costs", "kind", "words"),
    [
        (HEALTHY, STILL, "stuck", "come to rest in a hollow"),
        (HEALTHY[1:], STILL, "stuck", "without a hidden layer"),
        (HEALTHY, np.linspace(2, 1, 100), "falling", "still falling"),
        (layers_of([[0, 0]] * 3, [0, 0, 0]), STILL, "same", "The 3 neurons of the hidden layer"),
        (layers_of([[1, 1], [1, -1]], [-9, 0], "relu"), STILL, "dead", "Neuron 1 of the hidden"),
        (layers_of([[1, -1], [1, 1]], [0, 9]), STILL, "flat", "Neuron 2 of the hidden layer is"),
        (layers_of([[0, 0], [1, -1]], [0.5, 0]), STILL, "flat", "giving 0.46 to 0.46"),
        (layers_of([[9, 0.01], [5, 0.05]], [0, 0]), STILL, "alike", "(0, 0) and (0, 1) should"),
        (layers_of([[1, -1], [-1, 1], [1, 1]], [0, 0, 0]), STILL, "twins", "Neurons 1 and 2 of"),
    ],
)
def test_each_reason(layers, costs, kind, words):
    found, sentence = why(layers, Y, XOR, costs, diverged=False)
    assert found == kind
    assert words in sentence


def test_diverged_comes_first():
    kind, sentence = why(HEALTHY, Y, XOR, STILL[:7], diverged=True)
    assert (kind, sentence[:26]) == ("diverged", "It diverged at epoch 7: th")


def test_falling_or_not():
    assert falling([1.0])  # one epoch says nothing against more
    assert falling(0.999 ** np.arange(1000))
    assert not falling(0.999 ** np.arange(100))  # 1 % in a tenth
    assert not falling([1.0] * 50)
    assert not falling(list(range(50)))


def test_alike_only_where_they_should_differ():
    """(0, 1) and (1, 0) look the same to this neuron, and both are wanted 1."""
    assert alike(np.array([[0.0, 0.5, 0.5, 1]]), Y, XOR) is None
    assert alike(np.array([[0.0, 0.5, 0.9, 0.95]]), Y, XOR) == "(1, 0) and (1, 1)"


def test_alike_names_a_sample_of_many_columns_by_its_number():
    y, shown = np.array([[0, 1]]), np.zeros((5, 2))
    assert alike(np.array([[0.3, 0.3], [0.1, 0.9]]), y, shown) is None
    assert alike(np.array([[0.3, 0.3], [0.9, 0.9]]), y, shown) == "sample 1 and sample 2"


def test_twins_of_either_sign():
    a = np.array([0.1, 0.5, -0.3, 0.8])
    assert twins(np.array([a, a**2, 3 * a + 1])) == (0, 2)
    assert twins(np.array([a, -a])) == (0, 1)
    assert twins(np.array([a, a**2])) is None
    assert twins(np.array([a])) is None


def test_goals():
    few, many, number = Goal("classes", 4), Goal("classes", 100), Goal("number", 100)
    y = np.array([[0.0, 1, 1, 0]])
    assert few.right(y, 1 - y) == 0
    assert few.met(y, y)
    assert not few.met(y, np.array([[0.0, 1, 1, 1]]))
    y = np.arange(100)[None] % 2
    for wrong, good in (5, True), (6, False):
        outputs = np.where(np.arange(100) < wrong, 1 - y, y)
        assert many.right(y, outputs) == 100 - wrong
        assert many.met(y, outputs) == good
    y = np.linspace(-1, 1, 100)[None]
    assert number.right(y, y) is None
    # y times 1 - e leaves e² of the variance
    assert number.met(y, y * (1 - np.sqrt(0.199)))
    assert not number.met(y, y * (1 - np.sqrt(0.201)))


def test_summaries():
    goal = Goal("classes", 4)
    assert summary(goal, 100, []) == "All 100 seeds get all 4 right."
    assert summary(goal, 9, ["stuck"]) == "8 of 9 seeds get all 4 right; the other one is stuck."
    assert summary(goal, 10, ["falling"] * 3) == (
        "7 of 10 seeds get all 4 right; the other 3 are still getting better."
    )
    kinds = ["flat"] * 2 + ["diverged"] + ["stuck"] * 4
    assert summary(goal, 10, kinds) == (
        "3 of 10 seeds get all 4 right; 4 of the other 7 are stuck, 2 have a hidden neuron gone "
        "flat and 1 has diverged."
    )
    assert summary(goal, 9, ["flat"] * 8 + ["stuck"]) == (
        "None of the 9 seeds get all 4 right: 8 have a hidden neuron gone flat and 1 is stuck."
    )
    for which in WHY:
        assert summary(goal, 2, [which]).startswith("1 of 2 seeds get all 4 right; the other one ")
        assert " have " not in summary(goal, 2, [which])


def test_why_xor_fails():
    """All of the article's failing seeds have gone flat between two samples that should differ."""
    answer = Seeds(Experiment({}).settings, 100).more(1e9)
    assert answer["share"] == 78
    assert {reason["kind"] for reason in answer["reasons"]} == {"alike"}
    assert answer["summary"] == (
        "78 of 100 seeds get all 4 right; the other 22 have hidden neurons gone flat between two "
        "samples that should differ."
    )
    for reason in answer["reasons"]:
        # the outputs of those two are the same, so at best 1/2: half of ln 2 is the cost
        index = answer["seeds"].index(reason["seed"])
        assert answer["costs"][index] == pytest.approx(np.log(2) / 2, abs=0.03)


def test_zeros_never_learn_xor():
    answer = Seeds(Experiment({"init": "zeros"}).settings, 2).more(1e9)
    assert answer["summary"] == (
        "None of the 2 seeds get all 4 right: all have hidden neurons that do all the same."
    )
