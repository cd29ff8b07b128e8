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


# Programs by chance

ONE = ["tanh", "exp", "absolute", "negative", "square", "sqrt", "sign", "floor", "reciprocal"]
SLOW = ["log", "log1p", "expm1", "sin", "cos"]
TWO = ["add", "subtract", "multiply", "divide", "maximum", "minimum"]
COMPARE = ["greater", "greater_equal", "less", "less_equal", "equal", "not_equal"]
SPECIAL = [0.0, -0.0, 1.0, np.nan, np.inf, -np.inf, 5e-324]


def by_chance(rng, steps=12, special=False):
    """(Line, outputs): operations on whatever fits, all results of which are looked at."""
    line = Line()
    sizes = [1, 2, 3, 5, 8, 9, 17, *rng.integers(1, 40, 2)]
    rows, columns = (int(rng.choice(sizes)) for _ in "ab")

    def numbers(shape):
        value = rng.normal(size=shape) * 10 ** rng.uniform(-1, 1)
        if special:
            value = np.where(rng.uniform(size=shape) < 0.2, rng.choice(SPECIAL, shape), value)
        return value

    shapes = [(rows, columns), (columns, rows), (rows, 1), (1, columns), (), (rows, rows)]
    made = [line.input(f"s{i}", numbers(shape)) for i, shape in enumerate(shapes)]
    made += [line.constant(float(rng.normal())), line.constant(numbers((rows, columns)))]
    numeric = list(made)
    while len(line.ops) < len(made) + steps:
        a, b = (numeric[i] for i in rng.integers(0, len(numeric), 2))
        kind = rng.choice(["one", "slow", "two", "two", "compare", "where", "dot", "sum", "turn"])
        new = None
        if kind == "one":
            new = line.add(str(rng.choice(ONE)), a)
        elif kind == "slow" and rng.uniform() < 0.3:
            new = line.add(str(rng.choice(SLOW)), a)
        elif kind == "dot" and len(a.shape) == len(b.shape) == 2:
            if a.shape[1] == b.shape[0]:
                new = line.add("dot", a, b)
            elif a.shape[0] == b.shape[0]:
                new = line.add("dot", line.add("transpose", a), b)
            elif a.shape[1] == b.shape[1]:
                new = line.add("dot", a, line.add("transpose", b))
        elif kind == "sum" and len(a.shape) == 2:
            axis, name = rng.choice([None, 0, 1]), str(rng.choice(["sum", "sum", "max", "min"]))
            new = line.add(name, a, axis=axis, keepdims=bool(rng.integers(0, 2)))
        elif kind == "turn" and len(a.shape) == 2:
            flat = rng.uniform() < 0.3
            new = line.add("reshape", a, shape=a.shape[::-1]) if flat else line.add("transpose", a)
        elif kind in ("two", "compare", "where"):
            try:
                np.broadcast_shapes(a.shape, b.shape)
            except ValueError:
                continue
            if kind == "two":
                new = line.add(str(rng.choice(TWO)), a, b)
            else:
                truth = line.add(str(rng.choice(COMPARE)), a, b)
                if rng.uniform() < 0.3:
                    truth = line.add("logical_not", truth)
                a, b = (truth, a) if rng.uniform() < 0.3 else (a, b)
                new = line.add("where", truth, a, b) if kind == "where" else truth
                new = line.add("multiply", new, 2.0) if new.truth else new
        if new is not None and np.size(line.values[new]):
            numeric.append(new)
    used = {one for op in line.ops for one in op.inputs}
    results = [op for op in line.ops if op not in used or rng.uniform() < 0.2]
    return line, {f"o{i}": op for i, op in enumerate(results)}
