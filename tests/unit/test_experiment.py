"""What an experiment may say, and the sentence for everything that it may not."""

import json
from copy import deepcopy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalknet import Experiment, ExperimentError, Lab
from chalknet.datasets import DATASETS
from chalknet.experiment import FITS, RULES, suggested
from chalknet.functions import LOSSES
from chalknet.inputs import PLANE

XOR = {
    "version": 1,
    "seed": 7,
    "data": {"name": "xor", "noise": 0, "test_share": 0, "features": ["x1", "x2"]},
    "layers": [
        {"neurons": 3, "activation": "tanh"},
        {"neurons": 1, "activation": "sigmoid"},
    ],
    "init": "randn",
    "loss": "logloss",
    "training": {
        "optimizer": "gradient_descent",
        "learning_rate": 0.1,
        "schedule": "constant",
        "batch": "all",
        "epochs": 1500,
        "regularization": "none",
        "regularization_rate": 0,
    },
}


def test_the_default_is_the_articles():
    assert Experiment({}).settings == XOR
    assert Experiment(XOR).settings == XOR


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_missing_is_the_data_sets_own(name):
    experiment = Experiment({"data": {"name": name}})
    settings = experiment.settings
    assert settings | {"data": None} == suggested(name) | {"data": None}
    assert settings["data"].keys() == suggested(name)["data"].keys()
    assert Experiment(settings).settings == settings
    assert json.loads(json.dumps(settings)) == settings


def test_every_loss_says_what_it_fits():
    assert list(FITS) == list(LOSSES)


def test_what_is_given_holds():
    settings = Experiment(
        {"seed": 0, "data": {"noise": 0.5}, "training": {"learning_rate": 1000, "batch": 2}}
    ).settings
    assert settings["seed"] == 0
    assert settings["data"] == XOR["data"] | {"noise": 0.5}
    assert settings["training"]["learning_rate"] == 1000
    assert settings["training"]["batch"] == 2


def test_whole_numbers_may_be_written_with_a_point():
    epochs = Experiment({"training": {"epochs": 1e3}}).settings["training"]["epochs"]
    assert (epochs, type(epochs)) == (1000, int)


def test_a_missing_loss_fits_the_output():
    layers = [{"neurons": 1, "activation": "relu"}]
    assert Experiment({"layers": layers}).settings["loss"] == "squared_error"
    digits = {"data": {"name": "digits"}, "layers": [{"neurons": 10, "activation": "sigmoid"}]}
    assert Experiment(digits).settings["loss"] == "logloss"


NOT_SOFTMAX = (
    'one of "tanh", "sigmoid", "relu", "linear", "leaky_relu", "elu", "softplus", "gelu", "swish"'
)
FEATURES = (
    'data.features must be "all" or a list of one of "x1", "x2", "x1_squared", '
    '"x2_squared", "x1_x2", "sin_x1", "sin_x2"'
)
ACTIVATION = NOT_SOFTMAX + ', "softmax"'
DATA = (
    'one of "xor", "and", "or", "nand", "circle", "gaussians", "exclusive", "spiral", '
    '"three_clouds", "three_spirals", "moons", "regression_plane", "regression_gaussian", '
    '"digits", "iris", "wine", "penguins", "penguin_mass", "own"'
)

# What is put where in the article's experiment, and the sentence
WRONG = [
    ("version", 2, "version must be 1. Got 2 instead."),
    ("seed", -1, "seed must be a whole number from 0 to 4294967295. Got -1 instead."),
    ("seed", 2**32, "seed must be a whole number from 0 to 4294967295. Got 4294967296 instead."),
    ("seed", 1.5, "seed must be a whole number from 0 to 4294967295. Got 1.5 instead."),
    ("seed", True, "seed must be a whole number from 0 to 4294967295. Got true instead."),
    ("seed", "", "seed must be a whole number from 0 to 4294967295. It is empty."),
    ("seed", None, "seed must be a whole number from 0 to 4294967295. Got null instead."),
    ("data", 3, "data must be an object in braces. Got 3 instead."),
    ("data.name", "titanic", f'data.name must be {DATA}. Got "titanic" instead.'),
    ("data.features", "x1", f'{FEATURES}. Got "x1" instead.'),
    ("data.features", [], f"{FEATURES}. Got a list of 0 instead."),
    ("data.features", ["x1", "x3"], f'{FEATURES}. Got "x3" instead.'),
    ("init", "ones", 'init must be one of "randn", "zeros", "xavier", "he". Got "ones" instead.'),
    ("data.noise", 0.6, "data.noise must be a number from 0 to 0.5. Got 0.6 instead."),
    ("data.noise", np.nan, "data.noise must be a number from 0 to 0.5. Got NaN instead."),
    ("data.test_share", 1, "data.test_share must be a number from 0 to 0.9. Got 1 instead."),
    ("layers", [], "layers must be a list of 1 to 8 layers. Got a list of 0 instead."),
    ("layers", [0] * 9, "layers must be a list of 1 to 8 layers. Got a list of 9 instead."),
    ("layers", {}, "layers must be a list of 1 to 8 layers. Got an object instead."),
    ("layers[0]", "3t", 'layers[0] must be an object in braces. Got "3t" instead.'),
    (
        "layers[0].neurons",
        65,
        "layers[0].neurons must be a whole number from 1 to 64. Got 65 instead.",
    ),
    (
        "layers[0].activation",
        "tan",
        f'layers[0].activation must be {ACTIVATION}. Got "tan" instead.',
    ),
    (
        "layers[0].activation",
        "softmax",
        f"layers[0].activation must be {NOT_SOFTMAX} "
        '(softmax is for an output layer of two neurons or more). Got "softmax" instead.',
    ),
    (
        "layers[1].activation",
        "softmax",
        f"layers[1].activation must be {NOT_SOFTMAX} "
        '(softmax is for an output layer of two neurons or more). Got "softmax" instead.',
    ),
    (
        "layers[1].neurons",
        2,
        "layers[1].neurons must be 1, one for each output of XOR. Got 2 instead.",
    ),
    (
        "loss",
        "cross_entropy",
        'loss must be one of "logloss", "squared_error" (to fit the output\'s sigmoid and data of '
        'kind classes). Got "cross_entropy" instead.',
    ),
    (
        "loss",
        ["logloss"],
        'loss must be one of "logloss", "squared_error", "cross_entropy". Got a list of 1 instead.',
    ),
    (
        "training.optimizer",
        "adamw",
        'training.optimizer must be one of "gradient_descent", "momentum", "nesterov", "rmsprop", '
        '"adam". Got "adamw" instead.',
    ),
    (
        "training.schedule",
        "linear",
        'training.schedule must be one of "constant", "step", "exponential", "cosine". '
        'Got "linear" instead.',
    ),
    (
        "training.regularization",
        "l3",
        'training.regularization must be one of "none", "l1", "l2". Got "l3" instead.',
    ),
    (
        "training.regularization_rate",
        -1,
        "training.regularization_rate must be a number from 0 to 10. Got -1 instead.",
    ),
    (
        "training.learning_rate",
        "abc",
        'training.learning_rate must be a number from 0.000001 to 1000. Got "abc" instead.',
    ),
    (
        "training.learning_rate",
        0,
        "training.learning_rate must be a number from 0.000001 to 1000. Got 0 instead.",
    ),
    (
        "training.learning_rate",
        np.inf,
        "training.learning_rate must be a number from 0.000001 to 1000. Got Infinity instead.",
    ),
    (
        "training.batch",
        0,
        'training.batch must be "all" or a whole number from 1 to 10000. Got 0 instead.',
    ),
    (
        "training.batch",
        "some",
        'training.batch must be "all" or a whole number from 1 to 10000. Got "some" instead.',
    ),
    (
        "training.epochs",
        10**6000,
        "training.epochs must be a whole number from 1 to 100000. Got a value of type int instead.",
    ),
    (
        "data.name",
        "x" * 100,
        f'data.name must be {DATA}. Got "{"x" * 38}… instead.',
    ),
]


def put(experiment, path, value):
    experiment = deepcopy(experiment)
    *way, last = path.replace("[", ".").replace("]", "").split(".")
    place = experiment
    for key in way:
        place = place[int(key) if key.isdigit() else key]
    place[int(last) if last.isdigit() else last] = value
    return experiment


@pytest.mark.parametrize(("path", "value", "sentence"), WRONG, ids=range(len(WRONG)))
def test_wrong_fields(path, value, sentence):
    raw = put(XOR, path, value)
    clean, problems = Experiment.check(raw)
    assert problems == [{"path": path, "message": sentence}]
    assert clean == XOR  # the field falls back, the others stay
    with pytest.raises(ExperimentError) as caught:
        Experiment(raw)
    assert str(caught.value) == sentence
    assert caught.value.problems == problems


def test_a_layer_says_both():
    clean, problems = Experiment.check({"layers": [{"neurons": 5}, XOR["layers"][1]]})
    assert problems == [
        {
            "path": "layers[0].activation",
            "message": f"layers[0].activation must be {ACTIVATION}. Got nothing instead.",
        }
    ]
    assert clean["layers"][0] == {"neurons": 5, "activation": "tanh"}


@pytest.mark.parametrize(
    ("raw", "path", "sentence"),
    [
        (
            {"speed": 1},
            "speed",
            "speed is not known. An experiment has: "
            "version, seed, data, layers, init, loss, training.",
        ),
        (
            {"data": {"rows": 1}},
            "data.rows",
            "data.rows is not known. data has: name, noise, test_share, features.",
        ),
        (
            {"training": {"rate": 1}},
            "training.rate",
            "training.rate is not known. training has: optimizer, learning_rate, schedule, batch, "
            "epochs, regularization, regularization_rate.",
        ),
        (
            {"layers": [{"neurons": 1, "activation": "sigmoid", "bias": 0}]},
            "layers[0].bias",
            "layers[0].bias is not known. layers[0] has: neurons, activation.",
        ),
    ],
)
def test_unknown_fields_are_named(raw, path, sentence):
    assert Experiment.check(raw)[1] == [{"path": path, "message": sentence}]


def test_something_else_altogether():
    clean, problems = Experiment.check([1, 2])
    assert clean == XOR
    assert problems[0]["message"] == (
        "experiment must be an object in braces. Got a list of 2 instead."
    )


def test_all_sentences_at_once():
    with pytest.raises(ExperimentError) as caught:
        Experiment({"seed": "a", "loss": "b"})
    assert len(str(caught.value).splitlines()) == 2


def test_regression_takes_squared_error_only():
    _, problems = Experiment.check({"data": {"name": "regression_plane"}, "loss": "logloss"})
    assert 'loss must be "squared_error" (to fit' in problems[0]["message"]


def test_softmax_suits_ten_outputs():
    layers = [{"neurons": 10, "activation": "softmax"}]
    settings = Experiment({"data": {"name": "digits"}, "layers": layers}).settings
    assert settings["loss"] == "cross_entropy"


def test_network_and_samples_are_the_seeds():
    first, again = (Experiment({"data": {"name": "circle"}}).network() for _ in range(2))
    rng = np.random.default_rng(7)
    for one, two in zip(first.layers, again.layers, strict=True):
        assert (one.W == two.W).all()
        assert (one.W == rng.standard_normal(one.W.shape)).all()
        assert one.learning_rate == 0.1
    assert (first.rng.permutation(9) == np.random.default_rng([7, 2]).permutation(9)).all()


def test_repr():
    assert repr(Experiment({})) == "Experiment(xor: 3 tanh -> 1 sigmoid, logloss, seed 7)"


# Anything that JSON can carry, and things that are nearly an experiment

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def mostly(strategy):
    return strategy | anything


def choices(path):
    return st.sampled_from(RULES[path]["choices"])


FEATURES_OF_A_PLANE = st.sampled_from([name for name, *_ in PLANE])

nearly = st.fixed_dictionaries(
    {},
    optional={
        "version": mostly(st.just(1)),
        "seed": mostly(st.integers(0, 2**32)),
        "data": mostly(
            st.fixed_dictionaries(
                {},
                optional={
                    "name": mostly(choices("data.name")),
                    "noise": mostly(st.floats(0, 0.6)),
                    "test_share": mostly(st.floats(0, 1)),
                    "features": mostly(st.just("all") | st.lists(FEATURES_OF_A_PLANE, max_size=8)),
                    "scale": mostly(st.booleans()),
                    "missing": mostly(choices("data.missing")),
                    "wanted": mostly(st.sampled_from(["c", "majority", "d"])),
                    "text": mostly(st.just("a,b,c\n1,x,3\n2,y,4\n5,x,\n")),
                },
            )
        ),
        "layers": mostly(
            st.lists(
                mostly(
                    st.fixed_dictionaries(
                        {
                            "neurons": mostly(st.integers(0, 12)),
                            "activation": mostly(choices("layers[].activation")),
                        }
                    )
                ),
                max_size=9,
            )
        ),
        "init": mostly(choices("init")),
        "loss": mostly(choices("loss")),
        "training": mostly(
            st.fixed_dictionaries(
                {},
                optional={
                    "optimizer": mostly(choices("training.optimizer")),
                    "schedule": mostly(choices("training.schedule")),
                    "regularization": mostly(choices("training.regularization")),
                    "regularization_rate": mostly(st.floats(0, 11)),
                    "learning_rate": mostly(st.floats(0, 1001)),
                    "batch": mostly(st.just("all") | st.integers(0, 10001)),
                    "epochs": mostly(st.integers(0, 100001)),
                },
            )
        ),
        "surprise": anything,
    },
)


@given(anything | nearly)
def test_check_always_answers_with_something_that_runs(raw):
    clean, problems = Experiment.check(raw)
    assert Experiment.check(clean) == (clean, [])
    for problem in problems:
        assert problem["message"].startswith(problem["path"])
        assert problem["message"].isprintable()
    assert Experiment.check(json.loads(json.dumps(clean, allow_nan=False))) == (clean, [])


@given(nearly)
def test_what_check_lets_through_opens_in_the_lab(raw):
    opened = Lab().open(raw)
    assert "error" not in opened
    assert opened["problems"] == Experiment.check(raw)[1]
    assert opened["state"]["epoch"] == 0


# A table of one's own

OWN = {"name": "own", "text": "size,colour,kind\n1,red,a\n2,blue,b\n3,red,a\n4,green,b\n"}


def test_a_table_of_ones_own_says_what_it_needs():
    experiment = Experiment({"data": OWN})
    data = experiment.settings["data"]
    assert data["wanted"] == "kind"
    assert data["features"] == "all"
    assert experiment.samples().inputs.titles == [
        "size",
        "colour = blue",
        "colour = green",
        "colour = red",
    ]
    assert experiment.settings["layers"][-1] == {"neurons": 1, "activation": "sigmoid"}


def test_another_wanted_column_brings_other_outputs():
    settings = Experiment({"data": OWN | {"wanted": "colour"}}).settings
    assert settings["layers"][-1] == {"neurons": 3, "activation": "softmax"}
    assert settings["loss"] == "cross_entropy"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": 3}, "data.text must be a table as text, a row a line. Got 3 instead."),
        (
            {"wanted": "weight"},
            'data.wanted must be one of "size", "colour", "kind". Got "weight" instead.',
        ),
        (
            {"features": ["kind"]},
            'data.features must be "all" or a list of one of "size", "colour". Got "kind" instead.',
        ),
    ],
)
def test_what_is_wrong_with_it(change, sentence):
    clean, problems = Experiment.check({"data": OWN | change})
    assert [problem["message"] for problem in problems] == [sentence]
    assert Experiment.check(clean) == (clean, [])


def test_a_bad_table_is_told_and_the_example_takes_its_place():
    clean, (problem,) = Experiment.check({"data": OWN | {"text": ""}})
    assert problem["path"] == "data.text"
    assert clean["data"]["wanted"] == "majority"
