"""What a step does beside its work on the network: a counter, a list that grows, a print.

A compiled step repeats only what was recorded, so such effects would happen once and never again.
They are looked for in two ways: by comparing what there was before the recorded step with what is
there after it, and by functions that tell when they are called, in place of those that ask for the
time, for random numbers or for a file. Only a learner's own code is suspected: the lesson as it
stands has none.

What is not seen: a counter in a module or class that is not the learner's own, or in a class made
inside a function; a clock by another name (datetime.now, or `from time import time` within some
function's closure); what goes to the screen or a file past sys.stdout and open (os.write); another
machine. Where such a thing alters the numbers, a compiled step compared with a plain one may show
it (engine.py); where it does not, it happens once and never again.
"""

import builtins
import io
import os
import random
import sys
import time
from contextlib import contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np

from chalknet.compiled.slots import inside, is_slot, itself, mark, places, vars_of
from chalknet.explain import LESSON, PACKAGE

# of the network: the course of a compiled training does these itself, in the lesson's way
DONE_FOR_IT = ("check", "batches", "set_pace", "rate_at", "weights", "put_back")
HIDDEN = ("__dict__", "__weakref__", "__module__", "__doc__", "__qualname__", "__firstlineno__",
          "__static_attributes__", "__annotations_cache__", "__annotations__", "__slotnames__",
          "_abc_impl")  # fmt: skip


def look(network):
    """{place: (something to compare, what a step does that changes it)} beside the slots."""
    found = {
        "np.random": (mark(np.random.get_state()), DRAWS.format("np.random")),
        "random": (random.getstate(), DRAWS.format("random")),
        "rng": (mark(network.rng), DRAWS.format("rng of the network")),
        "layers": ([(id(one), type(one)) for one in network.layers], CHANGES.format("the layers")),
    }
    seen = set()  # the network's own: what changes in there is no effect outside
    for key, _, _, value in list(places(network, seen=seen)):
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
    return mark(value, seen), words


def globals_of(network):
    """(key, owner, name, value) of what a learner's modules hold, where it can be replaced."""
    seen = set()
    for module in learners_modules(network):
        for name in list(vars(module)):
            yield from inside(name, vars(module), name, seen, everything=True)


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


def difference(before, after):
    """The first thing that is not as it was, in words; None if all is."""
    for key, (held, what) in (before | after).items():
        if key not in before or key not in after or before[key][0] != held:
            return f"The step {what}."
    return None


# What tells when it is used


class Listening:
    """In place of sys.stdout: hands on what is written, and tells the recorder."""

    def __init__(self, stream, recorder):
        self.stream, self.recorder = stream, recorder

    def write(self, text):
        if "warnings" not in sys._getframe(1).f_code.co_filename:  # those are not of the step
            self.recorder.note("prints while it trains")
        return self.stream.write(text)

    def __getattr__(self, name):
        if name in ("writelines", "buffer", "fileno"):
            self.recorder.note("prints while it trains")
        return getattr(self.stream, name)


CLOCKS = (
    *("time", "time_ns", "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns"),
    *("process_time", "process_time_ns", "localtime", "gmtime", "ctime", "strftime"),
)
TELLING = [  # (where, name, what is done by calling it)
    *((time, name, "asks the clock") for name in CLOCKS),
    (time, "sleep", "waits"),
    *((np.random, name, "draws random numbers") for name in ("default_rng", "RandomState")),
    (random, "Random", "draws random numbers"),
    (random, "_urandom", "draws random numbers"),  # so do SystemRandom, secrets, an empty seed
    (os, "urandom", "draws random numbers"),
    (builtins, "open", "opens a file"),
    (io, "open", "opens a file"),  # so does pathlib
    (builtins, "input", "asks for an answer"),
]


class Telling(type):
    """The type of what stands in for a class: it tells when called, else it is like that class."""

    def __call__(cls, *given, **options):
        cls.tell()
        return cls.real(*given, **options)

    def __instancecheck__(cls, thing):
        return isinstance(thing, cls.real)

    def __subclasscheck__(cls, kind):
        return issubclass(kind, cls.real)


def telling(real, recorder, what):
    """In place of a function or a class: does the same, and tells the recorder."""
    if isinstance(real, type):
        stand_in = {"real": real, "tell": staticmethod(lambda: recorder.note(what))}
        return Telling(real.__name__, (), stand_in)

    def called(*given, **options):
        recorder.note(what)
        return real(*given, **options)

    return called


@contextmanager
def listening(recorder, modules=()):
    """`modules`: those of a learner, which may have a name of their own for such a function."""
    streams = sys.stdout, sys.stderr
    placed = []  # (names, name, what stood there, what stands there now)
    try:
        sys.stdout, sys.stderr = (Listening(stream, recorder) for stream in streams)
        by_id = {}
        for home, name, what in TELLING:
            real = getattr(home, name)
            by_id[id(real)] = by_id.get(id(real)) or telling(real, recorder, what)
            placed.append((vars(home), name, real, by_id[id(real)]))
        for names in map(vars, modules):
            placed += [(names, name, real, by_id[id(real)])
                       for name, real in names.items() if id(real) in by_id]  # fmt: skip
        for names, name, _, stand_in in placed:
            names[name] = stand_in
        yield
    finally:
        sys.stdout, sys.stderr = streams
        for names, name, real, stand_in in placed:
            if names.get(name) is stand_in:  # or else somebody has put it back already
                names[name] = real


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
