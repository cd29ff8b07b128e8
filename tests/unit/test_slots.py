"""What a network holds, found wherever it is kept, and put back as the kind of thing it was."""

from collections import namedtuple
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from chalknet.compiled.slots import MANY, signature, slots
from chalknet.layer import Layer
from chalknet.network import Network
from chalknet.optimizers import OPTIMIZERS

Pair = namedtuple("Pair", "a b")


def make():
    rng = np.random.default_rng(0)
    network = Network([Layer(2, 3, "tanh", rng), Layer(3, 1, "sigmoid", rng)], rng=rng)
    network.set_learning_rate(0.3)
    return network


def found(network):
    return {slot.key: slot for slot in slots(network)}


def test_the_lessons_own():
    network = make()
    network.layers[1].optimizer = OPTIMIZERS["adam"]("l2", 0.01)
    x, y = np.ones((2, 4)), np.ones((1, 4))
    network.step(x, y)
    of_layer = {"W", "b", "A1", "Z", "A", "learning_rate"}
    of_adam = {f"optimizer.{name}.{matrix}" for name in "mvt" for matrix in "Wb"}
    wanted = {f"layers.{i}.{name}" for i in (0, 1) for name in of_layer}
    wanted |= {f"layers.1.{name}" for name in of_adam | {"optimizer.rate"}}
    assert found(network).keys() == wanted | {"learning_rate", "epochs"}
    assert found(network)["layers.1.optimizer.t.W"].kind == "number"
    assert found(network)["layers.0.A"].kind == "array"
    assert found(network)["layers.0.A"].shape == (3, 4)
    assert hash(signature(network)) == hash(signature(network))


KEPT = {
    "list": [np.ones(3), [2.0]],
    "dict": {"a": 1, 7: {"b": np.zeros((2, 2))}},
    "pair": (np.ones(2), 5),
    "named": Pair(1.5, np.ones((1, 1))),
    "deep": [({"x": (0.5, "text")},)],
    "thing": SimpleNamespace(v=np.ones((2, 1)), up=np.array([True, False])),
}


def test_wherever_a_learner_keeps_it():
    network = make()
    vars(network.layers[0]).update(KEPT)
    keys = {key.removeprefix("layers.0.") for key in found(network) if key.startswith("layers.0.")}
    assert keys - {"W", "b", "learning_rate"} == {
        *("list.0", "list.1.0", "dict.a", "dict.7.b", "pair.0", "pair.1", "named.0", "named.1"),
        *("deep.0.0.x.0", "thing.v", "thing.up"),
    }


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("list.0", np.arange(3.0), np.arange(3.0)),
        ("list.1.0", np.array(0.25), 0.25),
        ("dict.a", np.array(3.0), 3),
        ("pair.1", 6.0, 6),
        ("named.0", 2.5, 2.5),
        ("deep.0.0.x.0", 0.75, 0.75),
        ("thing.up", np.array([0.0, 1.0]), np.array([False, True])),
    ],
)
def test_put_back_as_it_was(key, value, wanted):
    network = make()
    layer = network.layers[0]
    vars(layer).update(
        {"list": [np.ones(3), [2.0]], "dict": {"a": 1}, "pair": (np.ones(2), 5),
         "named": Pair(1.5, 1), "deep": [({"x": (0.5, "text")},)],
         "thing": SimpleNamespace(up=np.array([True, False]))}
    )  # fmt: skip
    slot = found(network)[f"layers.0.{key}"]
    slot.set(value)
    got = found(network)[f"layers.0.{key}"].get()
    assert type(got) is type(wanted)
    np.testing.assert_array_equal(got, wanted)
    assert type(layer.named) is Pair
    assert layer.deep[0][0]["x"][1] == "text"


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_whole_number_that_grew_beyond_all_bounds(value):
    network = make()
    network.layers[0].t = 3
    found(network)["layers.0.t"].set(value)
    assert type(network.layers[0].t) is float
    np.testing.assert_equal(network.layers[0].t, value)


def test_an_order_in_memory_is_kept():
    network = make()
    network.layers[0].W = np.asfortranarray(network.layers[0].W)
    slot = found(network)["layers.0.W"]
    slot.set(np.ones((3, 2)))
    assert slot.get().flags.f_contiguous
    assert not slot.get().flags.c_contiguous


def test_what_is_no_slot():
    network = make()
    layer = network.layers[0]
    layer.flag, layer.text, layer.nothing, layer.none = True, "a", None, np.zeros((2, 0))
    layer.whole, layer.deep, layer.huge = np.arange(3), np.zeros((2, 2, 2)), 2**60
    layer.long, layer.single = [0.0] * (MANY + 1), np.float32(1)
    layer.network = network  # round and round
    keys = {key for key in found(network) if key.startswith("layers.0.")}
    assert keys == {f"layers.0.{name}" for name in ("W", "b", "learning_rate")}


class Log(list):
    pass


class Names(set):
    pass


class Slotted:
    __slots__ = ("__dict__", "n")


@pytest.mark.parametrize("kind", [Log, Names, Slotted])
def test_where_vars_do_not_show_all_there_are_no_slots(kind):
    network = make()
    network.layers[0].odd = kind()
    network.layers[0].odd.more = 1.0
    before = signature(network)
    assert not any(".odd" in key for key in found(network))
    network.layers[0].odd.more = 2.0
    assert signature(network) != before


class Counting:
    def __init__(self):
        self.n, self.f, self.me = 0, lambda: None, self  # nothing that pickle could save

    def act(self, x):
        return x


def in_a_closure(thing):
    return lambda: thing


HOLDERS = {
    "a bound method": lambda thing: thing.act,
    "a closure": in_a_closure,
    "a method in a list in a closure": lambda thing: in_a_closure([thing.act]),
    "a default": lambda thing: lambda x, a=thing: x,
    "partial": lambda thing: partial(thing.act, 1),
    "a set": lambda thing: {thing},
}


@pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)
def test_a_signature_sees_what_is_held_in(hold):
    network, thing = make(), Counting()
    network.layers[0].act = hold(thing)
    before = signature(network)
    assert signature(network) == before
    assert hash(signature(network)) == hash(before)
    thing.n = 1
    assert signature(network) != before


def test_what_an_iterator_will_give_cannot_be_seen():
    network = make()
    steps = (n for n in range(9))
    network.layers[0].act = in_a_closure(steps)
    assert signature(network) != signature(network)


def test_what_is_too_deep_to_be_seen_is_never_the_same():
    network, deep = make(), []
    for _ in range(200):
        deep = [deep, lambda: None]
    network.layers[0].act = in_a_closure(deep)
    assert signature(network) != signature(network)


def test_a_method_of_the_layer_itself_is_the_same_whatever_its_weights():
    network = make()
    layer = network.layers[0]
    layer.act = in_a_closure([layer, network]).__get__(layer)
    before = signature(network)
    layer.W = layer.W + 1
    assert signature(network) == before


def change(name, value):
    return lambda network: setattr(network.layers[0], name, value)


@pytest.mark.parametrize(
    "alter",
    [
        change("activation", "relu"),
        change("act", np.cos),
        change("more", 1.0),
        change("text", "b"),
        change("whole", np.arange(4)),
        change("W", np.ones((2, 2))),
        change("W", np.asfortranarray(np.ones((3, 2)))),
        change("optimizer", OPTIMIZERS["momentum"]("l2", 0.1)),
        change("learning_rate", np.float64(0.3)),
    ],
)
def test_a_signature_tells_when_a_step_is_another_one(alter):
    network = make()
    network.layers[0].text, network.layers[0].whole = "a", np.arange(3)
    read = ["layers.0.W", "layers.0.learning_rate"]
    before = signature(network, read)
    alter(network)
    assert signature(network, read) != before


def test_a_signature_stays_while_numbers_change():
    network = make()
    network.layers[0].optimizer = OPTIMIZERS["adam"]("l2", 0.01)
    x, y = np.ones((2, 4)), np.ones((1, 4))
    network.step(x, y)
    read = [key for key in found(network) if not key.endswith(("A1", "Z", "A"))]
    before = signature(network, read)
    network.step(x, y)
    network.set_learning_rate(0.5)
    network.layers[0].optimizer.rate = 0.5
    network.feedforward(np.ones((2, 9)))  # as many columns as are looked at
    network.costs.append(1.0)
    assert signature(network, read) == before
