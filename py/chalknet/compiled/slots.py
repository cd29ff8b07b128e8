"""All that a network holds from one step to the next, as a flat list of places: its slots.

A slot is an array of float64 or truths, or a number, wherever the network and its layers keep it:
"layers.0.W", "layers.0.learning_rate", "layers.1.optimizer.v.b". An edited layer may keep what it
likes, so nothing here knows these names. What is neither (a text, a function, a flag) has to stay
as it is for a compiled step to hold: `signature` tells.
"""

import copyreg
import math
from _thread import LockType, RLock
from dataclasses import dataclass
from types import FunctionType, MappingProxyType, MethodType, ModuleType, SimpleNamespace
from weakref import ref

import numpy as np

from chalknet.compiled.record import EXACT, layout
from chalknet.compiled.traced import Traced

# of the network: what a run keeps about itself (run.py sees to that), not what a step works with
ASIDE = ("layers", "costs", "rng", "before", "good", "first_cost", "check")
MANY = 100  # longer lists are not gone through: no layer needs so many arrays
DEEP = 60  # further in nothing is compared any more
SIMPLE = {type(None), str, bytes, bool, int, float, complex}
REMADE = (dict, list, tuple, MethodType, np.ndarray)  # another one that holds the same will do
CLOSED = (FunctionType, MethodType, ModuleType, type)  # no part of a network
OPEN = (object.__new__, SimpleNamespace.__new__)  # make objects that hold only what vars() shows


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
            whole = type(now) is int and math.isfinite(value)
            self.owner[self.name] = round(value) if whole else value
            if type(now) is np.float64:
                self.owner[self.name] = np.float64(value)

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
    found, own = [], set()
    for key, _, _, value in list(places(network, seen=own)):
        if not is_slot(value):
            found.append((key, mark(value, own)))
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
        for parts, names in holds:
            parts = Item(owner, name) if parts is None else parts
            for one in names:
                yield from inside(f"{key}.{one}", parts, one, seen, everything)


def itself(value):
    """Not a Traced, but what it stands for."""
    return value.value if type(value) is Traced else value


def items(value, everything):
    """[(owner, names)] of what a container or an object holds; owner None for a tuple. None if it
    holds nothing, or (unless `everything` is wanted) something that cannot be seen.
    """
    if isinstance(value, (*CLOSED, np.ndarray, np.generic)):
        return None
    held = vars_of(value)
    found = [(held, list(held))] if held else []
    if isinstance(value, dict):
        found.append((value, list(value)))
    elif isinstance(value, list | tuple):
        found.append((None if isinstance(value, tuple) else value, range(len(value))))
    elif not found:
        return None
    elif not everything and type(value).__new__ not in OPEN:
        return None  # the attributes of a set, say
    if not everything and (len(found) > 1 or len(found[0][1]) > MANY or slotted(value)):
        return None
    return found


def vars_of(value):
    held = getattr(value, "__dict__", None)
    return held if isinstance(held, dict) else {}


def slotted(value):
    """Names of what an object holds in __slots__."""
    found = [vars(one).get("__slots__", ()) for one in type(value).__mro__]
    names = [name for one in found for name in ([one] if isinstance(one, str) else one)]
    return [name for name in names if name not in ("__dict__", "__weakref__")]


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


def mark(value, own=(), met=None, depth=0):
    """Equal as long as a thing holds the same, however deep; where that cannot be seen, never.

    `own`: ids of what the network's slots are kept in: what changes in there is looked at as such.
    """
    value, met = itself(value), {} if met is None else met
    kind = type(value)
    if kind in SIMPLE:
        return kind, value if value == value else "nan"
    if id(value) in own:
        return id(value)
    if isinstance(value, (ModuleType, type, ref, LockType, RLock)):  # hold nothing themselves
        return value
    if kind in (list, tuple) and SIMPLE.issuperset(kinds := tuple(map(type, value))):
        return kind, kinds, tuple(value)
    if id(value) in met:  # round and round
        return met[id(value)][0]
    met[id(value)] = f"the {len(met)}th", value  # kept alive, so that its id stays its own
    if hasattr(kind, "__next__") or depth > DEEP:
        return object()  # what will come next cannot be seen
    which = value if kind is FunctionType else None if kind in REMADE else id(value)
    return kind, which, *(mark(one, own, met, depth + 1) for one in parts_of(value))


def parts_of(value):
    """All that a thing holds."""
    if type(value) is FunctionType:
        parts = [value.__defaults__, value.__kwdefaults__, value.__dict__]
        return [*filter(None, parts), *map(contents, value.__closure__ or ())]
    if isinstance(value, dict | MappingProxyType):
        parts = [one for pair in value.items() for one in pair]
    elif isinstance(value, list | tuple):
        parts = list(value)
    elif isinstance(value, MethodType):
        return value.__func__, value.__self__
    elif isinstance(value, property):
        return value.fget, value.fset, value.fdel
    elif isinstance(value, np.random.Generator):
        return (repr(value.bit_generator.state),)
    elif isinstance(value, np.ndarray) and value.dtype != object:
        parts = [value.shape, value.dtype.str, value.tobytes()]
    else:
        vars_of(value)  # asked for it, some objects make a dict, which is saved from then on
        parts = [reduced(value)]
    if type(value) in REMADE:
        return parts
    held = vars_of(value)
    if held:
        parts.append(held)
    return [*parts, *(getattr(value, name, None) for name in slotted(value))]


def contents(cell):
    try:
        return cell.cell_contents
    except ValueError:  # nothing is in it yet
        return None


def reduced(value):
    """What pickle would save of a thing, which need not be something that can be saved itself."""
    try:
        way = copyreg.dispatch_table.get(type(value))  # of a ufunc, say
        found = way(value) if way else value.__reduce_ex__(4)
    except Exception:
        return iter(())  # as of an iterator: nobody knows
    return found if isinstance(found, str) else [*found[1:3], *map(list, filter(None, found[3:5]))]
