"""Records one training step while it happens: a step like any other, and a Program to repeat it.

    recording = record_step(network, x, y)
    recording.program    # None if there is a reason
    recording.reason     # why this step has to stay plain, in words
    recording.cost       # of this step, as network.step(x, y) gives it

All that the network holds (slots.py) is put in as a Traced, the step runs, and plain values are put
back. What the slots hold then that they did not hold before is what the program has to bring about.
The very first step of a network is not the one to record: Adam, say, does not hold anything yet.

It knows this one step. That another one goes a different way, by a count that outside.py did not
see or by what record.py does not note, only shows when steps are compared (engine.py).
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from chalknet.compiled import outside
from chalknet.compiled.record import Program, Recorder, layout
from chalknet.compiled.slots import is_slot, places, slots
from chalknet.compiled.traced import Traced, plain, why
from chalknet.compiled.writing import Unknown, number, operand, truth


@dataclass
class Recording:
    program: Program | None
    reason: str | None
    cost: float
    before: dict[str, np.ndarray | float]  # what the slots held


def record_step(network, x, y):
    """One real network.step(x, y), recorded."""
    return recorded(network, network.step, x, y)


def record_feedforward(network, x, y):
    """The cost of held-out samples, recorded in the same way. Nothing learns from it."""

    def cost(x, y):
        return network.cost(y, network.feedforward(x))

    return recorded(network, cost, x, y, checks=False)


def recorded(network, function, x, y, checks=True):
    try:
        step, reason = Step(network, x, y, checks), None
    except Exception as error:  # a learner's object that cannot be looked into, perhaps
        reason = f"The network cannot be recorded ({error!r})."
    if reason:
        return Recording(None, reason, function(x, y), {})
    cost, program = step.run(function)
    return Recording(program, step.recorder.reason, cost, step.before)


class Step:
    def __init__(self, network, x, y, checks):
        self.network, self.checks = network, checks
        self.recorder = Recorder(network.layers, bool(outside.learners_modules(network)))
        self.recorder.reason = outside.own_ways(network)
        self.around = outside.look(network)
        self.slots = slots(network)
        self.values = {slot.key: slot.get() for slot in self.slots} | {"x": x, "y": y}
        self.before = {slot.key: np.copy(self.values[slot.key])[()] for slot in self.slots}
        homes = Counter(id(home(value)) for value in self.values.values())
        self.given = {}  # slot key -> (Traced, its op)
        self.first = {}  # id of an array -> key of the first slot that holds it
        for key, value in self.values.items():
            first = key if key in ("x", "y") else self.first.setdefault(id(value), key)
            shared = key in ("x", "y") or homes[id(home(value))] > 1
            one = isinstance(value, np.ndarray) and self.given.get(first)
            self.given[key] = one or self.traced(key, value, shared)
        self.checked = []  # the costs that the step had checked

    def traced(self, key, value, shared):
        op = self.recorder.input(key, np.shape(value), layout(value))
        if isinstance(value, np.ndarray) and value.dtype == bool:
            op = truth(self.recorder, op)
        return Traced(self.recorder, value, op, shared=shared), op

    def run(self, function):
        """The cost that the function gives, and the program, if there is no reason against one."""
        network, recorder, program = self.network, self.recorder, None
        held = dict(vars(network))
        vars(network)["check"] = self.noting(network.check)
        network.costs = Watched(network.costs, recorder)
        for slot in self.slots:
            slot.owner[slot.name] = self.given[slot.key][0]
        try:
            with outside.listening(recorder, outside.learners_modules(network)):
                cost = recorder.run(function, self.given["x"][0], self.given["y"][0])
            program = self.tried(lambda: self.program(cost))
        finally:
            self.put_back("check", held)
            if type(network.costs) is Watched:
                held["costs"][:] = network.costs
                self.put_back("costs", held)
            let_go(network)
        self.tried(self.look_around)
        return plain(cost), None if recorder.reason else program

    def tried(self, action):
        """What an action makes, unless there is a reason against compiling or it finds one."""
        if self.recorder.reason:
            return None
        try:
            return action()
        except Exception as error:
            self.recorder.reason = f"The step {why(error)}."
            return None

    def look_around(self):
        self.recorder.reason = outside.difference(self.around, outside.look(self.network))

    def put_back(self, name, held):
        vars(self.network).pop(name)
        if name in held:
            vars(self.network)[name] = held[name]

    def noting(self, check):
        """The network's check in the midst of a recorded step: told of the cost, not recorded."""

        def noted(cost):
            self.checked.append((cost, self.weights_are_new()))
            active, self.recorder.active = self.recorder.active, False
            check(plain(cost))
            self.recorder.active = active and self.recorder.reason is None

        return noted

    def weights_are_new(self):
        """Has the step changed W or b of a layer already?"""
        return any(
            not self.is_unchanged(slot.key, slot.owner[slot.name])
            for slot in self.slots
            if slot.key.startswith("layers.") and slot.key.endswith((".W", ".b"))
        )

    def is_unchanged(self, key, held):
        traced, op = self.given[key]
        return held is self.values[key] or (held is traced and held.op is op)

    def program(self, cost):
        ended = list(places(self.network))
        program = self.recorder.program(self.outputs(ended), self.cost(cost))
        self.be_steady({op.slot for op in program.ops}, ended)
        return program

    def cost(self, given_back):
        """The op of the cost that was checked, which must be the one that was given back."""
        costs = [(given_back, False)] if not self.checks else self.checked
        if len(costs) != 1:
            raise Unknown(f"has its cost checked {len(costs)} times instead of once")
        (cost, late), recorder = costs[0], self.recorder
        if late:
            raise Unknown("changes W or b before its cost is checked")
        op = operand(recorder, cost)
        if op is not operand(recorder, given_back) or op.shape or op.truth:
            raise Unknown("gives back something else than the cost that was checked")
        return op

    def outputs(self, ended):
        """{key: op} of the slots that hold something new. `ended`: all places, after the step."""
        for key, owner, name, value in ended:
            if type(owner[name]) is Traced and not is_slot(value):
                raise Unknown(f"keeps something else than float64 in {outside.named(key)}")
        now = {key: owner[name] for key, owner, name, value in ended if is_slot(value)}
        for key in sorted(now.keys() ^ (self.values.keys() - {"x", "y"})):
            raise Unknown(f"does not hold as many things as before in {outside.named(key)}")
        return {
            key: number(self.recorder, operand(self.recorder, held))
            for key, held in now.items()
            if not self.is_unchanged(key, held)
        }

    def be_steady(self, read, ended):
        """What the next step reads must be of the kind that this one has read."""
        for key, _, _, new in ended:
            if key in read:
                old = self.values[key]
                same = type(old) is type(new) and np.shape(old) == np.shape(new)
                if not same or layout(old) != layout(new):
                    raise Unknown(f"makes another kind of thing of {outside.named(key)}")
        now = {key: value for key, _, _, value in ended}
        for key, old in self.values.items():  # of one array only one slot is read
            first = self.first.get(id(old), key)
            one = isinstance(old, np.ndarray) and key not in ("x", "y") and first in read
            if one and now[key] is not now[first]:
                raise Unknown(f"no longer has one array in {outside.named(first)} and "
                              f"{outside.named(key)}")  # fmt: skip


class Watched(list):
    """The costs of all epochs, during a step: each step finds others, so it must not use them."""

    def __init__(self, costs, recorder):
        super().__init__(costs)
        vars(self)["recorder"] = recorder


def noting(name):
    """The method of lists, which tells that it is asked for."""

    def method(self, *given, **options):
        vars(self)["recorder"].note("uses the costs so far")
        return getattr(list, name)(self, *given, **options)

    return method


NEEDED = ("__init__", "__class__", "__new__", "__getattribute__", "__init_subclass__",
          "__subclasshook__", "__class_getitem__")  # fmt: skip
for _name in dir(list):
    if _name not in NEEDED and callable(getattr(list, _name)):
        setattr(Watched, _name, noting(_name))


def home(value):
    """The array in whose memory an array lies."""
    while isinstance(getattr(value, "base", None), np.ndarray):
        value = value.base
    return value


def let_go(network):
    """Plain values wherever a Traced was left."""
    for _, owner, name, value in [*places(network, everything=True), *outside.globals_of(network)]:
        if type(owner[name]) is Traced:
            owner[name] = value
