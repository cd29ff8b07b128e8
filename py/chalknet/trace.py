"""One training step, told line by line: every line of the lesson that ran, with its matrices.

trace_step(network, x, y) really makes the step, bit for bit as network.step(x, y) does, while
sys.settrace watches. It gives
    {"steps": [step, ...], "arrays": [array, ...], "cost": as step() returned it, "error": None}
and a step is
    {"file": "layer.py", "line": 32, "function": "feedforward", "layer": 0, "phase": "feedforward",
     "source": "self.Z = np.dot(self.W, self.A1) + self.b",
     "matrices": [{"name": "Z", "array": 5, "changed": True}, ...], "equation": see equation.py}
A matrix is an index of `arrays` (equal ones are one; they are copies, so what the code changes in
place is shown as it stood), a plain number is {"name", "number", "changed"}. Each step can be drawn
from itself alone. Steps stand in the order in which their lines began, and show what was there when
they had ended: a line that calls another function comes before the lines of that function.
Arrays keep infinity and not-a-number; a number that is one becomes null when message.py packs it.

If the code fails, `error` says how (explain.py), the steps so far are there, and the network is as
it was. Only if the cost is no number, the network has its last good weights, as after any step.
"""

import ast
import inspect
import sys
import time
import tokenize
import warnings
from pathlib import Path

import numpy as np

from chalknet.deadline import TooLong
from chalknet.equation import Equation
from chalknet.explain import LESSON, MESSAGE, cut, explain, is_lesson, source
from chalknet.network import Diverged

PHASES = ("feedforward", "cost", "backprop")  # methods of a layer or of the network
BOOKS = ("check", "weights", "put_back")  # what the network does beside the lesson
LEARNT = ("W", "b")
# Exactly these, and exactly np.ndarray: a class of the learner's own may do anything when asked
NUMBERS = {id(kind) for kind in (int, float, *(np.dtype(c).type for c in "bhilqBHILQefdg"))}
MOST_BYTES = 100_000_000  # of all matrices together
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def trace_step(network, x, y, limit=20_000, seconds=5):
    """One step of training, told. At most `limit` lines and `seconds`."""
    before = state_of(network)
    trace = Trace(network, x, limit, seconds)
    cost = error = None
    previous = sys.gettrace()
    try:
        sys.settrace(trace.call)
        try:
            cost = network.step(x, y)
        finally:
            sys.settrace(previous)
        if trace.stopped:  # and the code has swallowed it
            raise trace.stopped
    except BaseException as failure:
        if not isinstance(failure, Diverged):
            put_back(before)
        if not isinstance(failure, Exception | TooLong):
            raise
        cost, error = None, told(failure)
    trace.end()
    return {"steps": trace.steps, "arrays": trace.arrays, "cost": cost, "error": error}


def told(failure):
    error = explain(failure)
    if isinstance(failure, TooLong | Diverged):  # they say it in a sentence already
        sentence = str(failure) or "This loop did not end, so it was stopped."
        error["message"] = cut(sentence, MESSAGE)
    return error


def state_of(network):
    """What put_back() needs: the attributes of the network and its layers, arrays as copies."""
    return [(owner, copied(vars(owner))) for owner in (network, *network.layers)]


def copied(values):
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in values.items()}


def put_back(state):
    for owner, values in state:
        vars(owner).clear()
        vars(owner).update(values)


class Trace:
    """What has been seen so far. `stack` holds the calls of lesson functions under way."""

    def __init__(self, network, x, limit, seconds):
        self.network, self.layers = network, list(network.layers)
        self.samples = x.shape[1] if np.ndim(x) == 2 else None
        self.steps, self.arrays, self.stack = [], [], []
        self.kept = {}  # (dtype, shape, bytes): the array
        self.index = {}  # the same: its place in `arrays`, once it is used there
        self.bytes = 0
        # name: its place among the matrices, the same in all steps of a kind (see Call.kind)
        self.orders = {"layer": {}, "network": {}, "function": {}}
        self.used = {}  # id of a layer: the attributes that this step has worked with
        self.phase = "feedforward"  # of the latest line
        self.listings = {}  # file name: Listing, or None if it is not of the lesson
        self.lines, self.limit, self.seconds = 0, limit, seconds
        self.start = time.perf_counter()
        self.stopped = None

    def call(self, frame, event, arg):
        """What sys.settrace calls when a function begins. Gives what watches it, or None."""
        if self.stopped or not self.is_lesson(frame) or not (self.stack or self.is_step(frame)):
            return None
        name = frame.f_code.co_name
        if name in BOOKS and owner_of(frame) is self.network:
            return None
        if name.startswith("<") and name != "<lambda>":  # part of the line it stands in
            return self.only_limits
        call = Call(self, frame)
        self.stack.append(call)
        return call.see

    def is_lesson(self, frame):
        name = frame.f_code.co_filename
        if name not in self.listings:
            file = Path(name).name
            ours = is_lesson(name) and file in LESSON  # not all that a learner has edited
            self.listings[name] = Listing(file, frame) if ours else None
        return self.listings[name] is not None

    def is_step(self, frame):
        return frame.f_code.co_name == "step" and owner_of(frame) is self.network

    def only_limits(self, frame, event, arg):
        self.check_limits(event)
        return self.only_limits

    def check_limits(self, event):
        self.lines += event == "line"
        if self.lines > self.limit:
            self.stop(f"This step ran more than {self.limit:,} lines, so it was stopped.")
        if time.perf_counter() - self.start > self.seconds:
            self.stop(f"This step was not done after {self.seconds:g} seconds, so it was stopped.")
        if self.bytes > MOST_BYTES:
            size = f"{MOST_BYTES / 1e6:g} MB"
            self.stop(f"The matrices of this step fill more than {size}, so it was stopped.")

    def stop(self, sentence):
        self.stopped = TooLong(sentence)
        raise self.stopped

    def end(self):
        """The lines that an error has left unfinished."""
        for call in reversed(self.stack):
            call.failed = True
            call.finish(None)
        self.stack.clear()

    def freeze(self, value):
        """A copy of an array that equal arrays share, a float, or None for anything else."""
        kind = type(value)
        if id(kind) in NUMBERS:
            return as_float(value)
        if kind is not np.ndarray or value.dtype.kind not in "biuf" or value.ndim > 2:
            return None
        if value.ndim == 0:
            return as_float(value[()])
        data = as_sent(value)
        key = (data.dtype.str, data.shape, data.tobytes())
        if key not in self.kept:
            self.kept[key] = np.frombuffer(key[2], data.dtype).reshape(data.shape)
            self.index[id(self.kept[key])] = None
            self.bytes += len(key[2])
        return self.kept[key]

    def keep(self, value):
        """{"array": index}, {"number": value}, or None for anything else."""
        frozen = self.freeze(value)
        if not isinstance(frozen, np.ndarray):
            return None if frozen is None else {"number": frozen}
        if self.index[id(frozen)] is None:
            self.index[id(frozen)] = len(self.arrays)
            self.arrays.append(frozen)
        return {"array": self.index[id(frozen)]}


def as_float(value):
    try:
        return float(value)
    except OverflowError:  # a whole number beyond all floats
        return None


def as_sent(array):
    """As message.py sends it: float64, float32, or uint8 for True and False."""
    kind = np.uint8 if array.dtype == bool else array.dtype.newbyteorder("=")
    if kind not in (np.uint8, np.float32):
        kind = np.float64
    with np.errstate(all="ignore"):
        return array.astype(kind, copy=False)


class Call:
    """One call of a function of the lesson, and the line it has arrived at."""

    def __init__(self, trace, frame):
        caller = trace.stack[-1] if trace.stack else None
        self.trace, self.frame = trace, frame
        self.listing = trace.listings[frame.f_code.co_filename]
        self.name = frame.f_code.co_name
        self.owner = owner_of(frame)
        self.layer = next((i for i, x in enumerate(trace.layers) if x is self.owner), None)
        self.kind = "function" if self.layer is None else "layer"
        if self.owner is trace.network:
            self.kind = "network"
        method = self.kind != "function"
        if not method:
            self.owner, self.layer = None, caller and caller.layer
        self.phase = self.name if method and self.name in PHASES else caller and caller.phase_now()
        if self.phase and not (caller and caller.phase):
            for outer in trace.stack:
                outer.belongs_to(self.phase)
        self.statement, self.step = None, None
        self.began, self.failed, self.calls = -1, False, []

    def phase_now(self):
        """What a function called here belongs to; None within Network.step itself."""
        return self.step["phase"] if self.step and self.phase else self.phase

    def belongs_to(self, phase):
        """A line of Network.step is of the phase that it calls."""
        if self.step and not self.settled:
            self.step["phase"] = self.trace.phase = phase
            self.settled = True

    def see(self, frame, event, arg):
        """What sys.settrace calls with each line, exception and return of this function."""
        self.trace.check_limits(event)
        if event == "line":
            statement = self.listing.at(frame.f_lineno)
            # a line of the same statement that is further on is no new one
            if statement is not self.statement or frame.f_lasti <= self.began:
                seen = self.finish(None)
                self.begin(statement, seen)
            self.failed = False
        elif event == "exception":
            self.failed = True
            if self.step is None and self.statement:
                self.begin(self.statement, None, shown=True)
        elif event == "return":
            self.finish(arg)
            self.leave(arg)
        return self.see

    def leave(self, returned):
        stack = self.trace.stack
        while stack and stack.pop() is not self:
            pass
        if stack and not self.failed:
            stack[-1].calls.append((self.name, self.trace.keep(returned)))

    def begin(self, statement, seen, shown=False):
        """The line is about to run. `seen` is what there is to look at, if that is known."""
        trace, frame = self.trace, self.frame
        self.statement, self.began, self.calls = statement, frame.f_lasti, []
        self.step = None
        if statement is None or (statement.silent and not shown):
            return
        self.settled = self.phase is not None
        self.before = self.look() if seen is None else seen
        trace.used.setdefault(id(self.owner), set(LEARNT)).update(statement.uses)
        self.ordered(self.shown(self.before))
        names = [dict(frame.f_locals), frame.f_globals]
        self.equation = Equation(statement.expression(self.name), names, trace.keep, trace.samples)
        self.step = {
            "file": self.listing.file,
            "line": frame.f_lineno,
            "function": self.name,
            "layer": self.layer,
            "phase": self.phase or trace.phase,
            "source": statement.source,
            "matrices": [],
            "equation": None,
        }
        if self.updates(statement.targets):
            self.step["phase"] = "update"
        trace.phase = self.step["phase"]
        trace.steps.append(self.step)

    def finish(self, returned):
        """The line has run, or failed. Gives what there is to look at now."""
        if self.step is None:
            return None
        after = self.look()
        changed = {key for key in after if not same(self.before.get(key), after[key])}
        if not self.failed:
            changed |= self.statement.targets & after.keys()
        if self.updates(changed):
            self.step["phase"] = "update"
        names = [dict(self.frame.f_locals), self.frame.f_globals]
        self.step["equation"] = self.equation.finish(names, returned, self.calls, self.failed)
        self.step["matrices"] = self.matrices(after, changed)
        self.step = None
        return after

    def updates(self, changed):
        """Does a line that changes these belong to the update of a layer?"""
        learnt = any(f"self.{name}" in changed for name in LEARNT)
        return self.layer is not None and self.phase in ("backprop", "update") and learnt

    def look(self):
        """{"self.W" or "x": (the object, a frozen copy)} of all that can be shown now."""
        found = {}
        if self.owner is not None:
            for name, value in vars(self.owner).items():
                found[f"self.{name}"] = value
        found |= self.frame.f_locals
        frozen = ((key, value, self.trace.freeze(value)) for key, value in found.items())
        return {key: (value, copy) for key, value, copy in frozen if copy is not None}

    def shown(self, seen):
        """{name: [its keys]} of what belongs to this line.

        A, Z and A1 may be left over from an earlier step or from the pictures of the plane:
        they are shown from the first line that works with them. Numbers such as learning_rate
        only in the line that does. self.A1 and A1 are one if they are equal.
        """
        names = {}
        for key, (_, copy) in seen.items():
            name = key.removeprefix("self.")
            if name == key:
                names.setdefault(name, []).append(key)
                continue
            number = not isinstance(copy, np.ndarray)
            if name in (self.statement.uses if number else self.trace.used[id(self.owner)]):
                own = name not in seen or seen[name][1] is copy
                names.setdefault(name if own else key, []).append(key)
        return names

    def matrices(self, seen, changed):
        seen = {**self.settings(), **seen}
        shown = self.shown(seen)
        return [
            {
                "name": name,
                **self.trace.keep(seen[shown[name][0]][1]),
                "changed": any(key in changed for key in shown[name]),
            }
            for name in self.ordered(shown)
        ]

    def ordered(self, names):
        """By first appearance in the whole trace, so that nothing jumps from step to step."""
        order = self.trace.orders[self.kind]
        for name in names:
            order.setdefault(name, len(order))
        return sorted(names, key=order.get)

    def settings(self):
        """The numbers of the class itself that the line works with, such as learning_rate."""
        found = {}
        for name in self.statement.uses if self.owner is not None else ():
            copy = self.trace.freeze(inspect.getattr_static(self.owner, name, None))
            if isinstance(copy, float):
                found[f"self.{name}"] = (None, copy)
        return found


def same(before, after):
    """Is it the same object, with the same content? (Equal arrays have one copy.)"""
    if before is None or before[0] is not after[0]:
        return False
    return before[1] is after[1] or (isinstance(before[1], float) and before[1] == after[1])


def owner_of(frame):
    """What a method is called on: its first argument."""
    code = frame.f_code
    return frame.f_locals.get(code.co_varnames[0]) if code.co_argcount else None


class Listing:
    """The statements of a file, by line."""

    def __init__(self, file, frame):
        self.file = file
        text = source(frame.f_code, frame.f_globals)
        self.lines = text.splitlines(True)
        self.statements = {}
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text)
        tokens = tokenize.generate_tokens(iter([*self.lines, ""]).__next__)
        self.comments = {t.start[0]: t.start[1] for t in tokens if t.type == tokenize.COMMENT}
        for node in ast.walk(tree):  # the outer ones first
            if isinstance(node, ast.stmt):
                self.add(node)

    def add(self, node):
        last = last_line(node)
        statement = Statement(node, last, self.code(node.lineno, last))
        silent = isinstance(node, DEFINITIONS)
        for line in range(node.lineno, node.end_lineno + 1):
            outer = self.statements.get(line)
            if outer and line <= outer.last:  # two statements in one line are told as one
                self.statements[line] = Statement(None, line, self.code(line, line))
            elif line <= last:
                self.statements[line] = statement
            else:  # until a statement inside takes it: else, except, case
                self.statements[line] = Statement(None, 0, self.code(line, line), silent)

    def code(self, first, last):
        """Some lines as one, without their comments."""
        lines = range(first, last + 1)
        return " ".join(self.lines[i - 1][: self.comments.get(i)].strip() for i in lines)

    def at(self, line):
        return self.statements.get(line)


class Statement:
    """A simple statement, or the head of one that has others inside."""

    def __init__(self, node, last, source, silent=False):
        self.node, self.last, self.source = node, last, source
        self.silent = silent or is_silent(node)
        head = [] if node is None else [node] if last == node.end_lineno else head_of(node)
        parts = [part for top in head for part in ast.walk(top)]
        self.uses = {part.attr for part in parts if of_self(part)}
        self.targets = set()  # "x" or "self.W"
        for part in parts:
            if isinstance(part, ast.Name | ast.Attribute) and isinstance(part.ctx, ast.Store):
                self.targets.add(f"self.{part.attr}" if of_self(part) else getattr(part, "id", ""))

    def expression(self, function):
        """What its equation is made of: the statement, or what a lambda in it returns."""
        if function != "<lambda>" or self.node is None:
            return self.node
        lambdas = [node for node in ast.walk(self.node) if isinstance(node, ast.Lambda)]
        return ast.Return(lambdas[0].body) if len(lambdas) == 1 else None


def is_silent(node):
    """Definitions, texts, the beginning of a try; expect(...), unless it is what fails."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())) | ast.Try():
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="expect"))):
            return True
    return isinstance(node, DEFINITIONS)


def head_of(node):
    """What stands before the colon of a statement with others inside."""
    names = ("test", "target", "iter", "subject")
    parts = [getattr(node, name) for name in names if hasattr(node, name)]
    return parts + getattr(node, "items", [])


def last_line(node):
    """Where a simple statement ends, or the head of one with others inside."""
    if not hasattr(node, "body") and not hasattr(node, "cases"):
        return node.end_lineno
    inner = [part for top in head_of(node) for part in ast.walk(top)]
    return max([node.lineno, *(part.end_lineno for part in inner if hasattr(part, "end_lineno"))])


def of_self(node):
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )
