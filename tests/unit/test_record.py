"""A recorded step is a real step, and what was recorded gives the same bits as that step."""

import contextlib
import copy
import io
import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalknet.compiled.record import Recorder
from chalknet.compiled.recording import Watched, record_feedforward, record_step
from chalknet.compiled.slots import slots
from chalknet.compiled.traced import Traced
from chalknet.functions import ACTIVATIONS, LOSSES
from chalknet.layer import Layer
from chalknet.network import Diverged, Network
from chalknet.optimizers import OPTIMIZERS, REGULARIZATIONS
from learners import COMPILES, STAYS_PLAIN, a_network, loaded, samples
from straight_line import evaluate, same_bits


def held(network, find=slots):
    return {s.key: np.copy(s.get()) for s in find(network)}


def assert_same(found, wanted):
    assert found.keys() == wanted.keys()
    for key in wanted:
        assert same_bits(found[key], wanted[key]), key


def make(sizes, activation="tanh", output="sigmoid", loss="logloss", optimizer="gradient_descent",
         regularization="none", rate=0.3, seed=0):  # fmt: skip
    rng = np.random.default_rng(seed)
    kinds = [*[activation] * (len(sizes) - 2), output]
    layers = [Layer(a, b, k, rng) for a, b, k in zip(sizes, sizes[1:], kinds, strict=False)]
    for layer in layers:
        layer.optimizer = OPTIMIZERS[optimizer](regularization, 0.01)
    network = Network(layers, loss, rng)
    network.set_learning_rate(rate)
    return network


def data(inputs, outputs, count, seed=1):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((inputs, count)), rng.random((outputs, count))
    return x, (y == y.max(axis=0)).astype(float) if outputs > 1 else (y < 0.5).astype(float)


def assert_recorded(make, x, y):
    """The recorded step does what a plain one does, and the program gives the same bits, on the
    numbers of that step and of the next one.
    """
    network, twin = make(), make()
    network.step(x, y), twin.step(x, y)
    try:
        cost = twin.step(x, y)
    except Diverged:
        with pytest.raises(Diverged):
            record_step(network, x, y)
        assert_same(held(network), held(twin))
        return
    recording = record_step(network, x, y)
    assert recording.reason is None
    before, after = held(network), held(twin)
    assert_same(before, after)
    assert same_bits(recording.cost, cost)
    assert_same(given_by(recording.program, recording.before, x, y, cost, after), after)
    with contextlib.suppress(Diverged):
        cost = twin.step(x, y)
        after = held(twin)
        assert_same(given_by(recording.program, before, x, y, cost, after), after)


def given_by(program, before, x, y, cost, after):
    outputs, found = evaluate(program, before, x, y)
    assert same_bits(found, cost)
    return {key: outputs.get(key, before[key]) for key in after}


# The lesson


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_and_loss(activation, loss):
    hidden = "tanh" if activation == "softmax" else activation
    x, y = data(2, 3, 10)
    assert_recorded(lambda: make([2, 4, 3], hidden, activation, loss, rate=1e-6), x, y)


@pytest.mark.parametrize("regularization", REGULARIZATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_and_regularization(optimizer, regularization):
    given = {"optimizer": optimizer, "regularization": regularization}
    x, y = data(2, 1, 10)
    assert_recorded(lambda: make([2, 4, 2, 1], **given), x, y)


@pytest.mark.parametrize("size", [1, 2, 9, 130, 300])
def test_every_size_of_batch_as_the_network_deals_it(size):
    x, y = data(3, 1, 301)
    batches = make([3, 1]).batches(x, y, size)
    for some_x, some_y in (batches[0], batches[-1]):
        assert_recorded(lambda: make([3, 5, 1], optimizer="adam"), some_x, some_y)


def test_a_step_that_runs_away():
    x, y = data(2, 1, 10)
    network, twin = (make([2, 3, 1], "tanh", "linear", "squared_error", rate=20) for _ in "12")
    for one, step in ((network, record_step), (twin, Network.step)):
        with pytest.raises(Diverged):
            run_away(one, step, x, y)
    assert_same(held(network), held(twin))
    assert "check" not in vars(network)
    assert type(network.costs) is list
    kept = [vars(network), *map(vars, network.layers), *map(dict, map(enumerate, network.good))]
    assert not any(type(value) is Traced for values in kept for value in values.values())


def run_away(network, step, x, y):
    for _ in range(20):
        step(network, x, y)


@settings(max_examples=60)
@given(st.data())
def test_random_networks(data_):
    draw = data_.draw
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    hidden = draw(st.sampled_from([name for name in ACTIVATIONS if name != "softmax"]))
    output = draw(st.sampled_from(list(ACTIVATIONS)))
    kinds = {
        "optimizer": draw(st.sampled_from(list(OPTIMIZERS))),
        "regularization": draw(st.sampled_from(list(REGULARIZATIONS))),
        "loss": draw(st.sampled_from(list(LOSSES))),
        "rate": draw(st.sampled_from([1e-9, 0.001, 0.1])),
        "seed": draw(st.integers(0, 99)),
    }
    x, y = data(sizes[0], sizes[-1], draw(st.integers(1, 20)))
    with contextlib.suppress(Diverged):  # before it is recorded
        assert_recorded(lambda: make(sizes, hidden, output, **kinds), x, y)


def test_what_an_operation_says_of_itself():
    network = make([2, 3, 1])
    x, y = data(2, 1, 4)
    network.step(x, y)
    program = record_step(network, x, y).program
    tanh = [op for op in program.ops if op.name == "tanh"]
    assert [(op.layer, op.asked, op.shape) for op in tanh] == [(0, 2, (3, 4))]
    files = [file for file, _ in tanh[0].lines]
    assert files[:3] == ["functions.py", "layer.py", "network.py"]
    inputs = {op.slot for op in program.ops if op.name == "input"}
    numbers = {f"layers.{i}.{name}" for i in (0, 1) for name in ("learning_rate", "optimizer.rate")}
    weights = {f"layers.{i}.{name}" for i in (0, 1) for name in ("W", "b")}
    assert inputs == {"x", "y"} | numbers | weights
    assert {one for one in program.outputs if one.endswith((".W", ".b"))} == weights
    assert not numbers & program.outputs.keys()
    position = {op: n for n, op in enumerate(program.ops)}
    assert all(position[one] < position[op] for op in program.ops for one in op.inputs)


def test_the_cost_of_held_out_samples():
    network, twin = make([2, 3, 1]), make([2, 3, 1])
    x, y = data(2, 1, 4)
    held_x, held_y = data(2, 1, 5, seed=9)
    network.step(x, y), twin.step(x, y)
    recording = record_feedforward(network, held_x, held_y)
    cost = twin.cost(held_y, twin.feedforward(held_x))
    assert recording.reason is None
    assert same_bits(recording.cost, cost)
    assert_same(held(network), held(twin))
    outputs, found = evaluate(recording.program, recording.before, held_x, held_y)
    assert same_bits(found, cost)
    assert not any(key.endswith((".W", ".b")) for key in outputs)


# Learners


class Unlike(dict):
    def items(self):
        raise ZeroDivisionError

    __iter__ = items


def test_what_cannot_be_looked_into_stays_plain():
    network, twin = make([2, 3, 1]), make([2, 3, 1])
    network.layers[0].odd = Unlike(a=1)
    x, y = data(2, 1, 4)
    recording = record_step(network, x, y)
    assert recording.reason == "The network cannot be recorded (ZeroDivisionError())."
    assert same_bits(recording.cost, twin.step(x, y))
    assert_same({f"{i}": layer.W for i, layer in enumerate(network.layers)},
                {f"{i}": layer.W for i, layer in enumerate(twin.layers)})  # fmt: skip


@pytest.mark.parametrize("recorded", [False, True])
def test_a_step_that_fails_fails_as_without_us(recorded):
    class Failing(Layer):
        def backprop(self, dA):
            self.W -= 0.1
            self.kept = [dA]
            return np.dot(dA, dA)

    network = make([2, 3, 1])
    network.layers[0] = Failing(2, 3, "tanh", np.random.default_rng(0))
    network.set_learning_rate(0.3)
    x, y = data(2, 1, 4)
    W = network.layers[0].W.copy()
    with pytest.raises(ValueError, match="not aligned"):
        (record_step if recorded else Network.step)(network, x, y)
    layer = network.layers[0]
    assert type(layer.W) is type(layer.kept[0]) is type(network.layers[1].A) is np.ndarray
    assert same_bits(layer.W, W - 0.1)
    assert type(layer.learning_rate) is float
    assert "check" not in vars(network)
    assert type(network.costs) is list


def test_one_array_in_two_slots_must_stay_one():
    class Parting(Layer):
        __module__ = Layer.__module__  # so that nobody looks at what this file holds
        parts = False

        def backprop(self, dA):
            self.W = self.W + self.first + self.mean
            if self.parts:
                self.first, self.mean = self.first + 1, self.mean + 2
            return super().backprop(dA)

    for parts in (False, True):
        network = make([2, 3, 1])
        layer = network.layers[0] = Parting(2, 3, "tanh", np.random.default_rng(0))
        network.set_learning_rate(0.3)
        x, y = data(2, 1, 4)
        layer.first = layer.mean = np.ones((3, 2))
        network.step(x, y)
        layer.parts = parts
        recording = record_step(network, x, y)
        wanted = "The step no longer has one array in first of layer 1 and mean of layer 1."
        assert recording.reason == (wanted if parts else None)
        assert (layer.first is layer.mean) is not parts


class Log(list):
    pass


def test_what_a_list_with_attributes_keeps_is_plain_again():
    class Keeping(Layer):
        __module__ = Layer.__module__

        def backprop(self, dA):
            self.log.append(self.A)
            self.log.last = self.A
            return super().backprop(dA)

    network = make([2, 3, 1])
    layer = network.layers[0] = Keeping(2, 3, "tanh", np.random.default_rng(0))
    network.set_learning_rate(0.3)
    layer.log = Log()
    x, y = data(2, 1, 4)
    network.step(x, y)
    assert record_step(network, x, y).reason == "The step changes log of layer 1 with every step."
    assert [type(one) for one in (*layer.log, layer.log.last)] == [np.ndarray] * 3
    assert layer.log[-1] is layer.log.last is layer.A


@pytest.mark.parametrize(
    "use",
    [
        *(len, list, bool, min, sorted, str, repr, np.mean, np.asarray, copy.copy),
        *(lambda costs: costs[-1], lambda costs: costs.index(0.5), lambda costs: costs == [],
          lambda costs: costs.sort(key=abs), lambda costs: costs * 2, lambda costs: 0.5 in costs,
          lambda costs: costs.extend([1.0]), lambda costs: list(reversed(costs)),
          lambda costs: costs.count(1)),
    ],
)  # fmt: skip
def test_whatever_a_step_asks_the_costs_so_far(use):
    recorder = Recorder()
    costs = Watched([0.5, 0.25], recorder)
    recorder.run(use, costs)
    assert recorder.reason == "The step uses the costs so far."
    assert [*costs][:2] in ([0.5, 0.25], [0.25, 0.5])


def test_what_a_learners_file_keeps_is_plain_again():
    learner = next(one for one in STAYS_PLAIN if one.name == "the last A in a global")
    with loaded(learner) as module:
        network = a_network(module)
        network.step(*samples())
        module("compiled.recording").record_step(network, *samples())
        kept = module("layer").LAST
        assert [type(value) for value in kept.values()] == [np.ndarray] * 3
        assert all(value is layer.A for value, layer in zip(kept.values(), network.layers))  # noqa: B905


def steps_of(learner, record, **kinds):
    """Three steps, the third one recorded or not: what the network holds, says and counts."""
    said = io.StringIO()
    state = np.random.get_state()
    np.random.seed(5)
    random.seed(5)
    with loaded(learner) as module, contextlib.redirect_stdout(said):
        network = a_network(module, **kinds)
        x, y = samples()
        find = module("compiled.slots").slots
        network.step(x, y), network.step(x, y)
        way = module("compiled.recording").record_step if record else module("network").Network.step
        third = way(network, x, y)
        after, held_x = held(network, find), x.copy()
        fourth = network.step(x, y)
        result = {
            "third": third,
            "cost": third.cost if record else third,
            "after": after,
            "fourth": fourth,
            "last": held(network, find),
            "said": said.getvalue(),
            "effect": learner.effect and learner.effect(module),
            "x": held_x,
        }
    np.random.set_state(state)
    return result


def assert_a_real_step(found, wanted):
    assert same_bits(found["cost"], wanted["cost"])
    assert same_bits(found["fourth"], wanted["fourth"])
    assert_same(found["after"], wanted["after"])
    assert_same(found["last"], wanted["last"])
    assert same_bits(found["x"], wanted["x"])
    assert found["said"] == wanted["said"]
    assert found["effect"] == wanted["effect"]


@pytest.mark.parametrize("learner", COMPILES, ids=lambda one: one.name)
def test_a_learners_step_that_compiles(learner):
    wanted, found = steps_of(learner, False), steps_of(learner, True)
    assert_a_real_step(found, wanted)
    recording = found["third"]
    assert recording.reason is None
    x, y = samples()
    step = given_by(recording.program, recording.before, x, y, wanted["cost"], wanted["after"])
    assert_same(step, wanted["after"])
    step = given_by(recording.program, found["after"], x, y, wanted["fourth"], wanted["last"])
    assert_same(step, wanted["last"])


@pytest.mark.parametrize("learner", STAYS_PLAIN, ids=lambda one: one.name)
def test_a_learners_step_that_stays_plain(learner):
    wanted, found = steps_of(learner, False), steps_of(learner, True)
    assert_a_real_step(found, wanted)
    assert found["third"].program is None
    reason = re.sub(r"\{(.*?)\}", lambda m: str(learner.line_of(m[1])), learner.reason)
    assert found["third"].reason == reason
