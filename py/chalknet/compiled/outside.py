"""What a step does beside its work on the network: a counter, a list that grows, a print.

A compiled step repeats only what was recorded, so such effects would happen once and never again.
They are looked for by comparing what there was before the recorded step with what is there after
it. Only a learner's own code is suspected: the lesson as it stands has none.

What cannot be seen this way: reading a clock or a file, writing to a file or to another machine.
A clock shows when a compiled step is compared with a plain one (engine.py); the rest does not.
"""

import random
import sys
from contextlib import contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np

from chalknet.compiled.slots import inside, is_slot, items, itself, mark, places
from chalknet.explain import LESSON, PACKAGE

# of the network: the course of a compiled training does these itself, in the lesson's way
DONE_FOR_IT = ("check", "batches", "set_pace", "weights", "put_back")
HIDDEN = ("__dict__", "__weakref__", "__module__", "__doc__", "__qualname__", "__firstlineno__",
          "__static_attributes__", "__annotations_cache__", "__annotations__")  # fmt: skip


def look(network):
    """{place: (something to compare, what a step does that changes it)} beside the slots."""
    _, state, position, *_ = np.random.get_state()
    found = {
        "np.random": ((position, state.tobytes()), DRAWS.format("np.random")),
        "random": (random.getstate(), DRAWS.format("random")),
        "rng": (mark(network.rng), DRAWS.format("rng of the network")),
        "layers": ([(id(one), type(one)) for one in network.layers], CHANGES.format("the layers")),
    }
    seen = set()  # the network's own: what changes in there is no effect outside
    for key, _, _, value in places(network, seen=seen):
        if not is_slot(value):
            found[key] = told(value, named(key), seen)
    for module in learners_modules(network):
        file = Path(getattr(module, "__file__", None) or module.__name__).name
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == module.__name__:
                found |= look_at_class(value, seen)
            elif not name.startswith("__") and not isinstance(value, ModuleType | type):
                found[file, name] = told(value, f"{name} of {file}", seen)
    return found


def look_at_class(one, seen):
    found = {}
    for name, value in vars(one).items():
        if isinstance(value, type):  # a class in a class
            found |= look_at_class(value, seen) if value.__module__ == one.__module__ else {}
        elif name not in HIDDEN:
            found[one, name] = told(value, f"{one.__name__}.{name}", seen)
    return found


DRAWS, CHANGES = "draws random numbers ({})", "changes {} with every step"


def told(value, name, seen):
    """To compare: what a thing is and all that it holds; and how its change is told."""
    value = itself(value)
    if isinstance(value, staticmethod | classmethod):
        value = value.__func__
    drawn = isinstance(value, np.random.Generator | np.random.RandomState | random.Random)
    words = (DRAWS if drawn else CHANGES).format(name)
    if items(value, everything=True) is None:
        return comparable(value), words
    inner = inside("", [value], 0, set(seen), everything=True)
    return [id(value), *((key, comparable(one)) for key, _, _, one in inner)], words


def globals_of(network):
    """(key, owner, name, value) of what a learner's modules hold, where it can be replaced."""
    seen = set()
    for module in learners_modules(network):
        for name in list(vars(module)):
            yield from inside(name, vars(module), name, seen, everything=True)


def comparable(value):
    """What an iterator will give next cannot be seen: it is never the same."""
    return object() if hasattr(value, "__next__") else mark(value)


def named(key):
    """layers.0.history.3 -> history of layer 1."""
    path = key.split(".")
    if path[0] != "layers":
        return f"{path[0]} of the network"
    return f"{path[2]} of layer {int(path[1]) + 1}"


def learners_modules(network):
    """The modules where a learner may keep something: edited ones, and with them the lesson's."""
    ours = [sys.modules.get(f"chalknet.{Path(file).stem}") for file in LESSON]
    edited = [module for module in ours if hasattr(module, "__source__")]
    things = [network, *network.layers]
    things += [getattr(layer, "optimizer", None) for layer in network.layers]
    homes = {sys.modules.get(home.__module__) for one in things for home in type(one).__mro__}
    functions = [value for one in things for value in vars_of(one).values()]
    homes |= {sys.modules.get(f.__module__) for f in functions if isinstance(f, FunctionType)}
    foreign = [one for one in homes if one and not is_known(one.__name__)]
    return [*(filter(None, ours) if edited else ()), *foreign]


def is_known(module):
    """Is this the name of a module of the lesson, or of what Python and NumPy bring along?"""
    return module.partition(".")[0] in ("chalknet", "numpy", *sys.stdlib_module_names)


def vars_of(thing):
    return getattr(thing, "__dict__", {})


def difference(before, after):
    """The first thing that is not as it was, in words; None if all is."""
    for key, (held, what) in (before | after).items():
        if key not in before or key not in after or before[key][0] != held:
            return f"The step {what}."
    return None


# What is written to the screen


class Listening:
    """In place of sys.stdout: hands on what is written, and tells the recorder."""

    def __init__(self, stream, recorder):
        self.stream, self.recorder = stream, recorder

    def write(self, text):
        if "warnings" not in sys._getframe(1).f_code.co_filename:  # those are not of the step
            self.recorder.note("prints while it trains")
        return self.stream.write(text)

    def __getattr__(self, name):
        return getattr(self.stream, name)


@contextmanager
def listening(recorder):
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (Listening(stream, recorder) for stream in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


# What a course of compiled steps does in the network's place


def own_ways(network):
    """A sentence if the network goes another way there than the lesson's; else None."""
    if not (is_edited(type(network)) or any(name in vars(network) for name in DONE_FOR_IT)):
        return None
    lesson = codes(PathFinder.find_spec("chalknet.network", [str(PACKAGE)]).loader.get_code(
        "chalknet.network"))  # fmt: skip
    for name in DONE_FOR_IT:
        own = getattr(getattr(type(network), name, None), "__code__", None)
        if name in vars(network) or own is None or words(own) != words(lesson[f"Network.{name}"]):
            return f"Your {name}() in network.py is not the lesson's: compiled steps do without it."
    return None


def is_edited(kind):
    homes = [one.__module__ for one in kind.__mro__]
    return not all(map(is_known, homes)) or any(
        hasattr(sys.modules.get(home), "__source__") for home in homes
    )


def codes(code):
    """{qualified name: code} of all functions in a compiled file."""
    inner = [one for one in code.co_consts if hasattr(one, "co_code")]
    found = {one.co_qualname: one for one in inner}
    for one in inner:
        found |= codes(one)
    return found


def words(code):
    """What a function does, whatever lines it stands on and whatever its first text explains."""
    parts = [words(one) if hasattr(one, "co_code") else repr(one) for one in code.co_consts]
    if code.co_consts and isinstance(code.co_consts[0], str):
        parts[0] = ""
    return code.co_code, code.co_names, code.co_varnames, parts
