"""What a step does beside its work on the network is seen; the lesson's own steps do nothing."""

import io
import os
import random
import secrets
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from chalknet import pristine
from chalknet.compiled import outside
from chalknet.compiled.record import Recorder
from learners import STAYS_PLAIN, a_network, loaded, samples


def of(name):
    return next(one for one in STAYS_PLAIN if one.name == name)


PLAIN = of("a branch on a value")


def test_the_lesson_itself_does_nothing_else():
    with loaded(PLAIN) as module:
        network = a_network(module, "adam")
        x, y = samples()
        look = module("compiled.outside")
        network.step(x, y)
        before = look.look(network)
        network.step(x, y)
        network.feedforward(x[:, :3])
        assert look.difference(before, look.look(network)) is None


@pytest.mark.parametrize(
    "learner", [one for one in STAYS_PLAIN if one.effect], ids=lambda one: one.name
)
def test_each_effect_is_seen_by_itself(learner):
    """Without a recorder too: before and after a plain step."""
    with loaded(learner) as module:
        network = a_network(module)
        look = module("compiled.outside")
        network.step(*samples())
        before, count = look.look(network), learner.effect(module)
        network.step(*samples())
        assert learner.effect(module) > count
        assert look.difference(before, look.look(network)) == learner.reason


def test_only_a_learners_files_are_suspected():
    with loaded(PLAIN) as module:
        files = {one.__name__ for one in module("compiled.outside").learners_modules(
            a_network(module))}  # fmt: skip
        assert files == {f"chalknet.{name}" for name in
                         ("functions", "layer", "network", "optimizers")}  # fmt: skip
    from chalknet import layer, network

    plain = network.Network([layer.Layer(2, 1, "tanh")])
    assert outside.learners_modules(plain) == []
    assert outside.own_ways(plain) is None


def test_a_class_of_somebody_else_is_suspected():
    from chalknet import layer, network

    class Mine(layer.Layer):
        pass

    mine = network.Network([Mine(2, 1, "tanh")])
    assert outside.learners_modules(mine) == [sys.modules[__name__]]


def test_comments_and_texts_do_not_make_a_method_another_one():
    text = ("        \"\"\"Keep the weights", "        # mine\n\n        \"\"\"I keep the weights")
    learner = type(PLAIN)("", (("network.py", *text),))
    with loaded(learner) as module:
        assert module("compiled.outside").own_ways(a_network(module)) is None


def test_a_check_put_on_the_network_itself():
    from chalknet import layer, network

    plain = network.Network([layer.Layer(2, 1, "tanh")])
    plain.check = lambda cost: None
    wanted = "Your check() in network.py is not the lesson's: compiled steps do without it."
    assert outside.own_ways(plain) == wanted


def test_what_is_printed_is_handed_on(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    recorder = Recorder()
    with outside.listening(recorder):
        recorder.run(print, "loud")
        print("later")
    assert screen.getvalue() == "loud\nlater\n"
    assert sys.stdout is screen
    assert recorder.reason == "The step prints while it trains."


ASKING = {
    "asks the clock": [
        *(lambda: time.time(), lambda: time.perf_counter(), lambda: time.monotonic()),
        *(lambda: time.time_ns(), lambda: time.strftime("%H")),
    ],
    "waits": [lambda: time.sleep(0)],
    "draws random numbers": [
        *(lambda: np.random.default_rng(1), lambda: np.random.RandomState(1)),
        *(lambda: random.Random(1), lambda: os.urandom(1), lambda: secrets.randbits(1)),
    ],
    "opens a file": [lambda: open(__file__).close(), Path(__file__).read_bytes],
}


@pytest.mark.parametrize(("what", "asks"), [(a, b) for a, some in ASKING.items() for b in some])
def test_who_asks_for_what_a_step_does_not_hold(what, asks):
    recorder = Recorder()
    with outside.listening(recorder):
        recorder.run(asks)
    assert recorder.reason == f"The step {what}."


def test_who_tells_is_as_before_and_afterwards_gone():
    names = [(home, name, vars(home)[name]) for home, name, _ in outside.TELLING]
    state, ours = np.random.RandomState(1), vars(sys.modules[__name__])
    ours["now"] = time.time
    with outside.listening(Recorder(), [sys.modules[__name__]]):
        assert all(vars(home)[name] is not real for home, name, real in names)
        assert ours["now"] is time.time
        assert isinstance(state, np.random.RandomState)
        assert isinstance(random.Random(1), random.Random)
        assert not isinstance(1, random.Random)
        assert issubclass(random.SystemRandom, random.Random)
        assert np.random.default_rng(7).random() == names_of(names, "default_rng")(7).random()
        pristine.put_back()
    assert all(vars(home)[name] is real for home, name, real in names)
    assert ours.pop("now") is time.time


def names_of(names, wanted):
    return next(real for _, name, real in names if name == wanted)


def test_lines_written_at_once_are_heard(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    recorder = Recorder()
    with outside.listening(recorder):
        recorder.run(lambda: sys.stdout.writelines(["a"]))
    assert recorder.reason == "The step prints while it trains."


def test_a_normal_number_kept_for_the_next_time_is_seen():
    """NumPy's old generator makes them in pairs: the second one costs nothing of its state."""
    from chalknet import layer, network

    plain = network.Network([layer.Layer(2, 1, "tanh")])
    kept = np.random.get_state()
    np.random.randn()
    before = outside.look(plain)
    np.random.randn()
    wanted = "The step draws random numbers (np.random)."
    assert outside.difference(before, outside.look(plain)) == wanted
    np.random.set_state(kept)


def test_random_numbers_are_seen():
    from chalknet import layer, network

    plain = network.Network([layer.Layer(2, 1, "tanh")])
    before = outside.look(plain)
    plain.rng.random()
    wanted = "The step draws random numbers (rng of the network)."
    assert outside.difference(before, outside.look(plain)) == wanted
    before = outside.look(plain)
    np.random.rand()
    assert outside.difference(before, outside.look(plain)) == (
        "The step draws random numbers (np.random)."
    )
