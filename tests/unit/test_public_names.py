"""What `from chalknet import ...` offers."""

import chalknet


def test_all_that_is_promised_is_there():
    for name in chalknet.__all__:
        assert hasattr(chalknet, name)


def test_the_names():
    functions = {"tanh", "sigmoid", "relu", "linear", "softmax"}
    losses = {"logloss", "squared_error", "cross_entropy"}
    derivatives = {f"d_{name}" for name in functions | losses}
    classes = {"Layer", "Network", "Diverged", "Experiment", "ExperimentError", "Lab"}
    tables = {"ACTIVATIONS", "LOSSES"}
    assert set(chalknet.__all__) == functions | losses | derivatives | classes | tables
