"""Recorded programs written by hand, and what NumPy makes of them: for tests of the compiler."""

import numpy as np

from chalknet.compiled.emit import Job, emit
from chalknet.compiled.record import Op, Program


def calculate(op, values):
    """The result of one operation by NumPy."""
    if op.name == "transpose":
        return values[0].T
    if op.name == "reshape":
        return values[0].reshape(op.shape)
    if op.name in ("sum", "max", "min"):
        return getattr(np, op.name)(values[0], **op.options)
    return getattr(np, op.name)(*values)


class Line:
    """Writes a Program: line.add("tanh", z), line.input("x", x). Values are computed meanwhile."""

    def __init__(self):
        self.ops, self.values = [], {}

    def note(self, op, value):
        value = np.asarray(value)
        op.shape, op.truth = value.shape, value.dtype == bool
        columns = value.ndim == 2 and value.flags.f_contiguous and not value.flags.c_contiguous
        op.order = "F" if columns else "C"
        self.ops.append(op)
        self.values[op] = value
        return op

    def input(self, slot, value):
        return self.note(Op("input", (), (), slot=slot), np.asarray(value, dtype=float))

    def constant(self, value):
        return self.note(Op("constant", (), (), value=value), value)

    def add(self, name, *inputs, **options):
        inputs = tuple(one if isinstance(one, Op) else self.constant(one) for one in inputs)
        op = Op(name, inputs, (), options=options)
        if name == "reshape":
            op.shape = op.options.pop("shape")
        with np.errstate(all="ignore"):
            return self.note(op, calculate(op, [self.values[one] for one in inputs]))

    def program(self, outputs, cost=None):
        return Program(self.ops, outputs, cost)


def evaluate(program, given):
    """{op: value} by NumPy, for other inputs: {slot: value}."""
    values = {}
    with np.errstate(all="ignore"):
        for op in program.ops:
            if op.name == "input":
                values[op] = np.asarray(given[op.slot], dtype=float)
            elif op.name == "constant":
                values[op] = np.asarray(op.value)
            else:
                values[op] = np.asarray(calculate(op, [values[one] for one in op.inputs]))
    return values


class Run:
    """A job in a machine, with its memory by name."""

    def __init__(self, machine, job, **slots):
        self.job = job
        self.module = emit(job)
        self.base, self.memory = machine.reserve(self.module.size)
        self.memory[:] = 0
        self.call = machine.instantiate(self.module.code)
        self.cells("bound")[...] = 1e300
        for key, value in slots.items():
            self.cells(key.replace("__", "."), np.shape(value))[...] = value

    def cells(self, name, shape=(), kind=np.float64):
        at = self.module.at[name]
        count = int(np.prod(shape)) * np.dtype(kind).itemsize
        return self.memory[at : at + count].view(kind).reshape(shape)

    def steps(self, count=1):
        return self.call(self.base, count)


def job_of(program, x, y, slots, **more):
    """A Job of one batch of all samples."""
    fields = {
        **{"step": program, "last": None, "test": None, "samples": x.shape[1]},
        **{"size": x.shape[1], "x_rows": len(x), "y_rows": len(y), "test_samples": 0},
        **{"slots": slots, "rates": ()},
    }
    return Job(**fields | more)


def run_once(machine, line, outputs, cost=None):
    """One step of what a Line has written: {key: what the module made of it}, and NumPy's."""
    program = line.program(outputs, cost)
    given = {op.slot: line.values[op] for op in line.ops if op.name == "input"}
    x = given.get("x", np.zeros((1, 1)))
    y = given.get("y", np.zeros((1, x.shape[1])))
    slots = {key: value for key, value in given.items() if key not in ("x", "y")}
    shapes = {key: np.shape(value) for key, value in slots.items()}
    shapes |= {key: op.shape for key, op in outputs.items()}
    run = Run(machine, job_of(program, x, y, shapes))
    for key, value in slots.items():
        run.cells(key, value.shape)[...] = value
    run.cells("x", x.T.shape)[...] = x.T
    run.cells("y", y.T.shape)[...] = y.T
    assert run.steps() == 1
    made = {key: run.cells(key, op.shape).copy() for key, op in outputs.items()}
    wanted = {key: line.values[op].astype(float) for key, op in outputs.items()}
    return made, wanted
