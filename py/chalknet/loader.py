"""Imports the lesson anew with a learner's edits in place of its files.

The whole package is imported again, so that every file sees the edited ones. If that fails,
the modules from before are put back and the error is raised.
"""

import importlib
import importlib.util
import inspect
import linecache
import sys
from importlib.machinery import PathFinder

from chalknet import pristine
from chalknet.deadline import anew, watch
from chalknet.explain import EDITED

AT_ONCE = ("lab", "catalog", "gradcheck")  # what every visit needs of it
LATER = ("trace", "exercises", "reading", "table", "files", "export", "seeds", "surface")
PARTS = AT_ONCE + LATER

STAY = {"chalknet.deadline", "chalknet.pristine", "chalknet.printed", "chalknet.compiled"}
KNOW_THE_LESSON = ("engine", "run", "recording", "outside", "operations")


def fresh(edits):
    """Import chalknet with `edits` {file name: text}. Returns its parts by name."""
    pristine.put_back()
    before = chalknet_modules()
    for name in before:
        del sys.modules[name]
    finder = Overlay(edits)
    sys.meta_path.insert(0, finder)
    try:
        return {part: imported(part) for part in PARTS}
    except BaseException:
        put_back(before)
        raise
    finally:
        sys.meta_path.remove(finder)


def as_imported():
    """The parts as they are, not imported anew: for the first door, when nobody can have edited
    anything yet. So the lesson lies in memory once, and what is not used costs nothing."""
    return WhenAsked({part: imported(part) for part in AT_ONCE})


class WhenAsked(dict):
    """Parts that are imported when they are first asked for."""

    def __missing__(self, part):
        self[part] = imported(part)
        return self[part]


def imported(part):
    return importlib.import_module(f"chalknet.{part}")


def chalknet_modules():
    """The modules of the lesson by name. There is one deadline, one pristine state, one place
    for what is printed, and one way to write machine code, which knows nothing of the lesson.
    """
    ours = [name for name in sys.modules if name == "chalknet" or name.startswith("chalknet.")]
    return {name: sys.modules[name] for name in ours if name not in STAY and not of_use(name)}


def of_use(name):
    """Is this module of compiled/ the same for every lesson?"""
    room, _, part = name.rpartition(".")
    return room == "chalknet.compiled" and part not in KNOW_THE_LESSON


def put_back(modules):
    """These modules again, and the lines of those that are edited."""
    pristine.put_back()
    for name in chalknet_modules():
        del sys.modules[name]
    sys.modules.update(modules)
    for name, module in modules.items():  # packages know their modules by name too
        package, _, part = name.rpartition(".")
        if package in sys.modules:
            setattr(sys.modules[package], part, module)
    for path in [path for path in linecache.cache if path.startswith(f"{EDITED}/")]:
        del linecache.cache[path]
    for module in modules.values():
        if hasattr(module, "__source__"):
            keep_lines(module)


def keep_lines(module):
    """For tracebacks, which find no such file."""
    path, text = module.__file__, module.__source__
    linecache.cache[path] = (len(text), None, text.splitlines(True), path)


class Overlay:
    """Finds the edited files first, and functions.py always, to take up what is new in it."""

    def __init__(self, edits):
        self.edits = edits

    def find_spec(self, fullname, path=None, target=None):
        package, _, module = fullname.rpartition(".")
        if package != "chalknet":
            return None
        text = self.edits.get(f"{module}.py")
        if text is not None:
            return importlib.util.spec_from_loader(fullname, Edited(text, f"{module}.py", self))
        if module == "functions":
            spec = PathFinder.find_spec(fullname, path)
            spec.loader.exec_module = taking_up(spec.loader.exec_module, self)
            return spec
        return None


class Edited:
    """Makes a module of a text. Its code is watched, its lines show in tracebacks."""

    def __init__(self, text, file, overlay):
        self.text, self.file, self.overlay = text, file, overlay

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        path = f"{EDITED}/{self.file}"
        module.__file__, module.__source__ = path, self.text
        keep_lines(module)
        code = compile(self.text, path, "exec")
        watch(code)
        anew()  # the lesson's other files may have taken long to import
        exec(code, module.__dict__)
        if self.file == "functions.py":
            take_up(module, self.overlay)

    def get_source(self, name):
        return self.text


def taking_up(execute, overlay):
    def exec_module(module):
        execute(module)
        take_up(module, overlay)

    return exec_module


def take_up(functions, overlay):
    """New pairs f, d_f of functions.py and own.py go into the tables, before anybody reads them.

    One argument makes an activation, two a loss; a table of one's own is left as it is.
    """
    add_pairs(functions, functions)
    if "own.py" in overlay.edits:
        add_pairs(importlib.import_module("chalknet.own"), functions)


def add_pairs(module, functions):
    for name, function in list(vars(module).items()):
        derivative = vars(module).get(f"d_{name}")
        if not (inspect.isfunction(function) and inspect.isfunction(derivative)):
            continue
        table = {1: functions.ACTIVATIONS, 2: functions.LOSSES}.get(arguments(function))
        if table is not None and (name not in table or module is not functions):
            table[name] = (function, derivative)


def arguments(function):
    return len(inspect.signature(function).parameters)
