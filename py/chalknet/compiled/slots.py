"""All that a network holds from one step to the next, as a flat list of places: its slots.

A slot is an array of float64 or truths, or a number, wherever the network and its layers keep it:
"layers.0.W", "layers.0.learning_rate", "layers.1.optimizer.v.b". An edited layer may keep what it
likes, so nothing here knows these names. What is neither (a text, a function, a flag) has to stay
as it is for a compiled step to hold: `signature` tells.
"""

import pickle
from dataclasses import dataclass
from types import FunctionType, MethodType, ModuleType

import numpy as np

from chalknet.compiled.record import EXACT, layout
from chalknet.compiled.traced import Traced

# of the network: what a run keeps about itself (run.py sees to that), not what a step works with
ASIDE = ("layers", "costs", "rng", "before", "good", "first_cost", "check")
MANY = 100  # longer lists are not gone through: no layer needs so many arrays
CLOSED = (FunctionType, MethodType, ModuleType, type)  # no part of a network


@dataclass(eq=False)
class Slot:
    key: str
    owner: dict | list  # for something in a tuple: the Item that the tuple is
    name: object

    def get(self):
        return itself(self.owner[self.name])

    def set(self, value):
        """Put a value there, of the kind that is there: whole numbers stay whole, …"""
        now = self.get()
        if isinstance(now, np.ndarray):
            order = "F" if layout(now) == "F" else "C"
            self.owner[self.name] = np.array(value, now.dtype, order=order)
        else:
            value = float(value)
            self.owner[self.name] = round(value) if type(now) is int else type(now)(value)

    @property
    def kind(self):
        return "array" if isinstance(self.get(), np.ndarray) else "number"

    @property
    def shape(self):
        return np.shape(self.get())


def slots(network):
    return [Slot(*place[:3]) for place in places(network) if is_slot(place[3])]


def is_slot(value):
    """Can this travel as float64?"""
    if type(value) is np.ndarray:
        return value.dtype in (np.float64, np.bool) and value.ndim <= 2 and value.size > 0
    return type(value) in (float, np.float64) or (type(value) is int and abs(value) <= EXACT)


def signature(network, read=()):
    """Changes when a compiled step no longer holds: with other slots, or other things beside them.

    `read`: keys of the slots that the step reads. Their shapes and orders in memory count too;
    those of the others do not: A of a layer has as many columns as were last looked at.
    """
    found = []
    for key, _, _, value in places(network):
        if not is_slot(value):
            found.append((key, mark(value)))
        elif key in read:
            found.append((key, type(value), np.shape(value), layout(value)))
        else:
            found.append((key, isinstance(value, np.ndarray)))
    return tuple(found)


# The way through all that is held


def places(network, everything=False, seen=None):
    """(key, owner, name, value) of all that the network and its layers hold. `seen` gets the ids
    of the containers and objects on the way.
    """
    seen = set() if seen is None else seen
    seen |= {id(network), *map(id, network.layers)}
    held = vars(network)
    for name in list(held):
        if everything or name not in ASIDE:
            yield from inside(name, held, name, seen, everything)
    for index, layer in enumerate(network.layers):
        for name in list(vars(layer)):
            yield from inside(f"layers.{index}.{name}", vars(layer), name, seen, everything)


def inside(key, owner, name, seen, everything=False):
    """What stands in one place, or in the containers and objects there, each of them once."""
    value = itself(owner[name])
    holds = items(value, everything)
    if holds is None:
        yield key, owner, name, value
    elif id(value) not in seen:
        seen.add(id(value))
        parts, names = holds
        parts = Item(owner, name) if parts is None else parts
        for one in names:
            yield from inside(f"{key}.{one}", parts, one, seen, everything)


def itself(value):
    """Not a Traced, but what it stands for."""
    return value.value if type(value) is Traced else value


def items(value, everything):
    """(owner, names) of what a container or an object holds; owner None for a tuple."""
    if isinstance(value, dict | list | tuple):
        if len(value) > MANY and not everything:
            return None
        if isinstance(value, dict):
            return value, list(value)
        return (None if isinstance(value, tuple) else value), range(len(value))
    if isinstance(value, (*CLOSED, np.ndarray, np.generic)):
        return None
    held = getattr(value, "__dict__", None)
    return (held, list(held)) if isinstance(held, dict) and held else None


@dataclass(eq=False)
class Item:
    """A tuple in its place: to change something in it, another one is put there."""

    owner: dict | list
    name: object

    def __getitem__(self, index):
        return self.owner[self.name][index]

    def __setitem__(self, index, value):
        old = self.owner[self.name]
        new = [*old[:index], value, *old[index + 1 :]]
        self.owner[self.name] = type(old)(*new) if hasattr(old, "_fields") else tuple(new)


# What is no slot, as something that can be compared


def mark(value, depth=0):
    """Equal as long as a thing holds the same."""
    if value is None or type(value) in (str, bytes, bool, int, float, complex):
        return type(value), value if value == value else "nan"
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state)
    if isinstance(value, FunctionType):
        kept = [value.__defaults__, value.__kwdefaults__, vars(value)]
        kept += map(contents, value.__closure__ or ())
        return value, *(mark(one, depth + 1) for one in kept if one and depth < 5)
    if isinstance(value, CLOSED):
        return value
    if isinstance(value, np.ndarray) and value.dtype != object:
        return value.shape, value.dtype.str, value.tobytes()
    return id(value), pickled(value)


def contents(cell):
    try:
        return itself(cell.cell_contents)
    except ValueError:  # nothing is in it yet
        return None


def pickled(value):
    try:
        return pickle.dumps(value)
    except Exception:  # a function in a list, say
        return repr(value)
