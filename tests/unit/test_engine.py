"""Compiled training beside plain training: the same numbers, whatever happens on the way.

Natively NumPy's own tanh and products differ from WebAssembly's in the last bits; that they are
the same bit for bit in the page is tested there (tests/page/test_compiled_node.py).
"""

import numpy as np
import pytest

from chalknet.lab import Lab
from native_machine import NativeMachine
from random_experiments import experiment


def labs(settings):
    plain, compiled = Lab(), Lab(NativeMachine())
    for lab in (plain, compiled):
        lab.open(settings)
    return plain, compiled


def same(a, b, tolerance=1e-9):
    assert len(a.network.costs) == len(b.network.costs)
    assert np.allclose(a.network.costs, b.network.costs, tolerance, 1e-12)
    assert np.allclose(a.test_costs, b.test_costs, tolerance, 1e-12)
    for one, other in zip(a.network.layers, b.network.layers, strict=True):
        assert np.allclose(one.W, other.W, tolerance, 1e-12)
        assert np.allclose(one.b, other.b, tolerance, 1e-12)
    assert a.network.rng.bit_generator.state == b.network.rng.bit_generator.state
    assert (a.steps, a.taken, a.stopped) == (b.steps, b.taken, b.stopped)


@pytest.mark.parametrize("number", range(24))
def test_random_experiments(number):
    plain, compiled = labs(experiment(number, rates=[0.003, 0.03]))
    plain.train(12)
    compiled.train(12)
    assert compiled.engine.why is None
    if not plain.stopped:
        assert compiled.engine.stage == "compiled"
    same(plain, compiled, 1e-6)


XOR = {"data": {"name": "xor"}}
CIRCLE = {
    "data": {"name": "circle", "test_share": 0.3},
    "layers": [{"neurons": 4, "activation": "tanh"}, {"neurons": 1, "activation": "sigmoid"}],
    "training": {"batch": 10, "learning_rate": 0.03, "epochs": 1000},
}


def test_xor_over_the_whole_run():
    plain, compiled = labs(XOR)
    plain.train(1500)
    compiled.train(1500)
    assert compiled.engine.told()["compiled"]
    same(plain, compiled, 1e-6)


def test_in_the_middle_of_an_epoch():
    """Single steps, undone ones, a slice that ends anywhere: compiled training takes it up."""
    plain, compiled = labs(CIRCLE)
    for lab in (plain, compiled):
        lab.train(6)
        for _ in range(3):
            lab.step()
        lab.undo()
        lab.train(9)
        lab.step()
        lab.set_weight(0, 1, 0, 0.25)
        lab.train(12)
    assert compiled.engine.stage == "compiled"
    same(plain, compiled)


def test_a_stop_in_the_middle_of_an_epoch():
    plain, compiled = labs(CIRCLE)
    compiled.train(5)
    assert compiled.engine.run(compiled, 20, most=7) == 7
    assert compiled.taken == 7
    assert len(compiled.batches) == compiled.count_steps()
    plain.train(5)
    for _ in range(7):
        plain.one_step()
    same(plain, compiled)
    mine, theirs = plain.batches[7], compiled.batches[7]
    assert np.array_equal(mine[0], theirs[0])
    place, other = plain.place(), compiled.place()
    assert np.isclose(place.pop("cost_so_far"), other.pop("cost_so_far"))
    assert place == other
    for lab in (plain, compiled):
        lab.train(8)
    same(plain, compiled)


def test_settings_change_on_the_way():
    plain, compiled = labs(CIRCLE)
    changes = [
        {"learning_rate": 0.1},
        {"batch": 7},
        {"optimizer": "adam"},
        {"schedule": "cosine"},
        {"regularization": "l2", "regularization_rate": 0.1},
    ]
    training = dict(CIRCLE["training"])
    until = 5
    for change in changes:
        training |= change
        for lab in (plain, compiled):
            lab.open(CIRCLE | {"training": training})
            lab.train(until)
        same(plain, compiled)
        until += 5
    assert compiled.engine.stage == "compiled"


def changed(**training):
    return CIRCLE | {"training": CIRCLE["training"] | training}


@pytest.mark.parametrize("optimizer", ["momentum", "adam", "gradient_descent"])
def test_what_optimizers_remember_is_found_after_an_undo_and_a_return(optimizer):
    """Then it is held by other objects than when the step was compiled."""
    plain, compiled = labs(changed(optimizer=optimizer))
    for lab in (plain, compiled):
        lab.train(20)
        lab.step()
        lab.step()
        lab.undo()
        lab.train(40)
        assert lab.rewind(10)["arrived"]
        lab.train(50)
    assert compiled.engine.stage == "compiled"
    same(plain, compiled)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
def test_a_moved_regularization_rate_is_heeded(optimizer):
    settings = {"optimizer": optimizer, "regularization": "l2"}
    plain, compiled = labs(changed(**settings, regularization_rate=0.01))
    for lab in (plain, compiled):
        lab.train(20)
        lab.open(changed(**settings, regularization_rate=0.5))
        lab.train(40)
    assert compiled.engine.stage == "compiled"
    same(plain, compiled)


def test_a_moved_learning_rate_compiles_nothing():
    _, compiled = labs(CIRCLE)
    compiled.train(5)
    course = compiled.engine.course
    training = CIRCLE["training"] | {"learning_rate": 0.2}
    compiled.open(CIRCLE | {"training": training})
    compiled.train(8)
    assert compiled.engine.course is course
    assert compiled.engine.stage == "compiled"


def test_a_run_that_diverges():
    settings = CIRCLE | {
        "layers": [{"neurons": 8, "activation": "relu"}, {"neurons": 1, "activation": "linear"}],
        "loss": "squared_error",
        "training": {"batch": 10, "learning_rate": 0.03, "epochs": 1000},
    }
    plain, compiled = labs(settings)
    for lab in (plain, compiled):
        lab.train(5)
        training = settings["training"] | {"learning_rate": 9.0}
        lab.open(settings | {"training": training})
        lab.train(50)
    assert plain.stopped
    same(plain, compiled, 1e-6)


def test_rewinding():
    plain, compiled = labs(CIRCLE)
    for lab in (plain, compiled):
        lab.train(60)
        assert lab.rewind(23)["arrived"]
    same(plain, compiled)
    fresh, _ = labs(CIRCLE)
    fresh.train(23)
    for one, other in zip(fresh.network.layers, compiled.network.layers, strict=True):
        assert np.allclose(one.W, other.W, 1e-9)


def test_the_first_slice_is_plain():
    _, compiled = labs(XOR)
    compiled.train(10, seconds=60)
    assert compiled.engine.stage == "plain"
    compiled.train(20, seconds=60)
    assert compiled.engine.stage == "compiled"


def test_data_without_maps_and_with_nothing_held_out():
    digits = {"data": {"name": "digits", "test_share": 0}, "training": {"batch": 500}}
    plain, compiled = labs(digits)
    for lab in (plain, compiled):
        for until in (1, 3, 5):
            lab.train(until, seconds=60)
    assert compiled.engine.stage == "compiled", compiled.engine.why
    same(plain, compiled)


def test_plain_on_demand():
    _, compiled = labs(XOR)
    compiled.train(100, plain=True)
    assert compiled.engine.stage == "plain"


def test_a_slice_takes_the_network_up_once():
    """However many moments are noted on its way; and what comes between two slices is heeded."""
    plain, compiled = labs(XOR)
    plain.train(10)
    compiled.train(10)
    course, entered = compiled.engine.course, []
    enter = course.enter
    course.enter = lambda lab: entered.append(len(lab.network.costs)) or enter(lab)
    moments = len(compiled.history.moments)
    compiled.history.gap = 0.001
    compiled.train(10**9, seconds=0.1)
    epochs = len(compiled.network.costs)
    assert entered == [10]
    assert len(compiled.history.moments) > moments + 3
    plain.train(epochs)
    same(plain, compiled, 1e-6)
    for lab in (plain, compiled):
        lab.set_weight(0, 0, 0, 0.5)
        lab.train(epochs + 5)
        lab.rewind(epochs - 3)
    same(plain, compiled, 1e-6)
