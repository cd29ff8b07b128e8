"""What a step does beside its work on the network is seen; the lesson's own steps do nothing."""

import io
import sys

import numpy as np
import pytest

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
