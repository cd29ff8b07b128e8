"""What a step of training does, written down: its operations on whole arrays, in a row.

The step is run once, really, but on arrays that write down what is done with them (traced.py). A
Recorder collects that. What it ends with is a Program: no loops, no decisions, no calls, only
    Z = dot(W, A1), A = tanh(Z), ...
and the same row of operations is what every other step does too, on other numbers. That is so
only as long as no value decides which operations come, so what lets a value out (an `if`, a
print) is noted as the reason why this step has to stay plain Python. The recorded step itself
goes on as if nothing were: it is to give the bits of a plain one. Not noted is what asks no value
but for its type(), its shape or its identity (`is`); where a step goes by these, only comparing it
with others shows it (engine.py).
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from chalknet.explain import EDITED, PACKAGE

ROOM = str(Path(__file__).parent)
EXACT = 2**53  # up to here a whole number is also a float64


@dataclass(eq=False)
class Op:
    """One operation on whole arrays. Never changed once made, but for where it was asked for."""

    name: str  # "input", "constant", a ufunc's name, "where", "dot", "sum", "transpose", …
    inputs: tuple["Op", ...]
    shape: tuple[int, ...]  # () or (rows, columns); (n,) counts as one row
    truth: bool = False  # False: float64, True: bool
    order: str = "C"  # "F" where NumPy laid the result out by columns: sums depend on it
    options: dict = field(default_factory=dict)  # of sum, max, min: axis (None, 0, 1), keepdims
    value: np.ndarray | float | None = None  # of a constant
    slot: str | None = None  # of an input: "x", "y" or the key of a Slot
    lines: list[tuple[str, int]] = field(default_factory=list)  # (file, line), innermost first
    layer: int | None = None  # whose method was running
    asked: int = 1  # how often this very operation was asked for


@dataclass
class Program:
    """A straight line: every step of the training is these operations, in this order."""

    ops: list[Op]  # each after its inputs
    outputs: dict[str, Op]  # slot key -> what it holds after the program
    cost: Op | None  # 0-d


class Recorder:
    """Collects operations while it is `active`. The first `reason` against compiling ends that."""

    def __init__(self, layers=(), suspicious=True):
        self.reason = None
        self.suspicious = suspicious  # is there code that is not the lesson's own?
        self.active = False
        self.ops = {}  # what makes an operation the same as another one -> the Op
        self.layers = {id(layer): index for index, layer in enumerate(layers)}

    def run(self, function, *inputs):
        """function(*inputs), recorded."""
        self.active = self.reason is None
        try:
            return function(*inputs)
        finally:
            self.active = False

    def note(self, what):
        """Something that cannot be compiled: `what` goes on from "layer.py line 31"."""
        if self.active:
            lines, _ = self.asked_from()
            where = "{} line {}".format(*lines[0]) if lines else "The step"
            self.reason, self.active = f"{where} {what}.", False

    # Operations

    def input(self, slot, shape, order="C"):
        return self.op("input", (), shape, order=order, slot=slot)

    def constant(self, value):
        """A number or an array that the step did not calculate. None if it is of another kind."""
        array = np.array(value, order="K")
        if array.dtype.kind not in "biuf" or array.itemsize > 8 or array.ndim > 2:
            return None
        if array.dtype.kind in "iu" and array.size and np.max(np.abs(array)) > EXACT:
            return None
        array = array if array.dtype == bool else array.astype(float)
        held = array if array.ndim else array[()]
        key = array.tobytes(order="A")
        return self.op("constant", (), array.shape, array.dtype == bool, layout(array), None, held,
                       key=key)  # fmt: skip

    def op(self, name, inputs, shape, truth=False, order="C", options=None, value=None, slot=None,
           key=None):  # fmt: skip
        """The Op that is this; asked for again, it is the same one."""
        given = tuple(options.items()) if options else ()
        same = (name, tuple(map(id, inputs)), shape, truth, order, given, slot, key)
        lines, layer = self.asked_from() if inputs else ([], None)
        if self.suspicious and inputs and "raise" in np.geterr().values():
            self.note("goes on by whether a number is too large (errstate)")
        found = self.ops.get(same)
        if found is None:
            found = Op(name, tuple(inputs), shape, truth, order, options or {}, value, slot, lines,
                       layer)  # fmt: skip
            self.ops[same] = found
        else:
            found.asked += 1
            found.lines += [line for line in lines if line not in found.lines]
        return found

    def asked_from(self):
        """[(file, line)] of the lesson, innermost first, and which layer's method is running."""
        lines, layer, frame = [], None, sys._getframe(2)
        while frame is not None and (code := frame.f_code) is not RUN:
            known = PLACES.get((id(code), frame.f_lasti))
            if known is None or known[0] is not code:
                known = PLACES[id(code), frame.f_lasti] = code, *place(frame)
            _, file, line, method = known
            if file:
                lines.append((file, line))
                if method and layer is None:
                    layer = self.layers.get(id(frame.f_locals.get("self")))
            frame = frame.f_back
        return lines, layer

    def program(self, outputs, cost=None):
        """The row of those operations that cost and outputs need."""
        needed, left = set(), [*outputs.values(), *([cost] if cost else [])]
        while left:
            op = left.pop()
            if op not in needed:
                needed.add(op)
                left += op.inputs
        return Program([op for op in self.ops.values() if op in needed], outputs, cost)


RUN = Recorder.run.__code__  # further out nobody needs to look


PLACES = {}  # (id of some code, place in it) -> (the code, *place); asked for again and again


def place(frame):
    """(file, line, is it in a method?); file None if the code is not of the lesson or a learner."""
    code = frame.f_code
    file = code.co_filename
    ours = file.startswith((f"{EDITED}/", f"{PACKAGE}/")) and not file.startswith(ROOM)
    return Path(file).name if ours else None, frame.f_lineno, code.co_varnames[:1] == ("self",)


def layout(value):
    """In which order the numbers of an array lie in memory: by rows "C", by columns "F"."""
    if getattr(value, "ndim", 0) < 2 or 1 in value.shape:
        return "C"
    return "F" if abs(value.strides[0]) < abs(value.strides[1]) else "C"
