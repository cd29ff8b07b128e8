"""From recorded programs to one WebAssembly module that trains by itself, for many steps a call.

    module = emit(Job(step, last, test, samples, size, …))
    module.code         # bytes for the browser
    module.size         # so much memory it needs, from an address `base` on, a multiple of 64
    module.at           # {name: where in it, in bytes from base}

    run(base, steps)    # the module's one export: how many steps it did

In memory are, by name: x and y, one sample a row; x_test and y_test, one sample a column; each
slot by its key, row by row (truths are 1.0 and 0.0); "before:" + key, what a slot held before the
last update; costs, test_costs and rate_table, one number an epoch of this call; order, the
samples' order in this epoch as int32; and the cells of epoch.py. `run` stops early, before
anything is changed, at a step whose cost is not below `bound`: Python does that step itself.
"""

from dataclasses import dataclass, field
from math import prod

import numpy as np

from chalknet.compiled import epoch, wasm
from chalknet.compiled.arithmetic import IMPORTED, as_number
from chalknet.compiled.kernels import ProgramRoutine
from chalknet.compiled.lanes import Function
from chalknet.compiled.layout import LINE, deals, laid_out
from chalknet.compiled.pairwise import pairwise
from chalknet.compiled.plan import Plan, number
from chalknet.compiled.record import Op, Program
from chalknet.compiled.shuffle import permutation
from chalknet.compiled.tiles import BASE
from chalknet.compiled.transcendental import exp, tanh
from chalknet.compiled.wasm import (
    F64,
    F64_ADD,
    F64_EQ,
    F64_LE,
    F64_MUL,
    F64_SUB,
    I32,
    I32_AND,
    I32_EQZ,
    RETURN,
    f64_const,
    f64_load,
    f64_store,
    f64x2_extract_lane,
    i32_const,
    if_,
    local_get,
    v128_load,
    v128_store,
)


@dataclass
class Job:
    """What a module is for. Programs are for `size` samples, `last` for a smaller last batch."""

    step: Program
    last: Program | None
    test: Program | None  # the cost of held-out samples, at the beginning of each epoch
    samples: int
    size: int
    x_rows: int
    y_rows: int
    test_samples: int
    slots: dict[str, tuple]  # key -> shape
    rates: tuple[str, ...]  # slots that get the epoch's number from the rate_table


@dataclass
class Module:
    code: bytes
    size: int
    at: dict[str, int]
    kernels: dict[Op, int] = field(default_factory=dict)  # an op of `step`: number of its kernel


def emit(job):
    programs = {"step": job.step, "last": job.last, "test": job.test}
    programs = {name: program for name, program in programs.items() if program}
    read = {op.slot for p in programs.values() for op in p.ops if op.slot} - {"x", "y"}
    layout, before = laid_out(job, programs, read)
    at = layout.at
    module = wasm.Module()
    module.memory("env", "memory")
    names = {op.name for program in programs.values() for op in program.ops}
    constants = {}
    helpers, functions = Helpers(module, names, layout, constants), {}
    plan = None
    for name, program in programs.items():
        parts = ProgramParts(job, layout, read, helpers, constants, before)
        functions[name] = parts.function(module, name, program)
        plan = plan or parts.plan
    dealt = [(at[name], rows, at[f"batch:{name}"], False) for name, rows in deals(job)]
    if job.size < job.samples:
        functions["permutation"] = helpers.get("permutation")
        if "by_sample:x" in at:
            dealt.append((at["x"], job.x_rows, at["by_sample:x"], True))
        functions["gather"] = epoch.gather(module, job.size, job.size, at["order"], dealt)
        if job.last:
            rest = job.samples % job.size
            functions["gather_last"] = epoch.gather(module, rest, job.size, at["order"], dealt)
    functions["prepare"] = epoch.prepare(module, job, at, constants, dealt)
    epoch.run(module, job, at, functions)
    kernels = {
        op: plan.place[plan.owner[own]] for op, own in plan.mine.items() if own in plan.owner
    }
    return Module(module.code(), layout.size, at, kernels)


class Helpers:
    """Functions that programs call: get("exp", 4) is the index of exp of four vectors, and
    get("exp", 4, Row) of the one for numbers in memory. Imported ones come first, the others are
    written when they are first asked for. tables["exp"] is then where its table lies in memory.
    """

    def __init__(self, module, names, layout, constants):
        self.module, self.indices, self.tables = module, {}, {}
        self.layout, self.constants = layout, constants
        for name in sorted(names & IMPORTED.keys()):
            parameters = [F64] * (2 if name == "power" else 1)
            index = module.imported("env", IMPORTED[name], parameters, [F64])
            self.indices[name, None, Function] = index

    def get(self, name, vectors=None, kind=Function):
        key = (name, vectors, kind)
        if key not in self.indices:
            self.indices[key] = self.write(*key)
        return self.indices[key]

    def write(self, name, vectors, kind):
        if name not in ("tanh", "exp"):
            return {"pairwise": pairwise, "permutation": permutation}[name](self.module)
        if name == "exp":
            index, table = exp(self.module, vectors, self.get("exp"), kind)
        else:
            index, table = tanh(self.module, vectors, kind)
        if name not in self.tables:
            self.tables[name] = self.layout.space(len(table))
            self.constants[self.tables[name]] = table
        return index


class ProgramParts:
    """One program's function: where its results lie, its kernels, and the check of the cost."""

    def __init__(self, job, layout, read, helpers, constants, before):
        self.job, self.layout, self.read, self.helpers = job, layout, read, helpers
        self.constants, self.before = constants, before
        self.homes, self.stores, self.late = {}, {}, []

    def function(self, module, name, program):
        """Add it to the module. The test's gives its cost, the others whether that was sound."""
        testing = name == "test"
        self.plan = plan = Plan(program, self.read)
        self.inputs(plan, testing)
        self.results(plan, testing)
        at = self.layout.at
        by_sample = None if testing else at.get("by_sample:x")
        routine = ProgramRoutine(plan, self.homes, self.stores, self.helpers, by_sample)
        for i, kernel in enumerate(plan.kernels):
            if i == plan.checked and not testing:
                self.check(routine, name)
            routine.kernel(kernel)
        if plan.checked == len(plan.kernels) and not testing:
            self.check(routine, name)
        self.finish(routine)
        result = local_get(routine.single[plan.cost]) + f64x2_extract_lane(0) if testing else None
        body = b"".join(routine.code) + (result or i32_const(1))
        return module.function([I32], [F64 if testing else I32], routine.kinds, body)

    def inputs(self, plan, testing):
        at = self.layout.at
        for op in plan.ops:
            if op.slot in ("x", "y"):
                self.homes[op] = at[f"{op.slot}_test" if testing else f"batch:{op.slot}"]
            elif op.slot:
                self.homes[op] = at[op.slot]
            elif op.name == "constant" and number(op) is None:
                content = np.ascontiguousarray(op.value, dtype=float).tobytes()
                self.homes[op] = self.layout.space(len(content))
                self.constants[self.homes[op]] = content

    def results(self, plan, testing):
        """What others read goes to memory; a slot's new value straight into the slot if that is
        allowed, else it waits for the end.
        """
        at = self.layout.at
        for key, op in plan.outputs.items():
            kept = key in self.read
            if testing and not kept:
                continue  # a step follows and makes it anew
            if op.shape == () or (kept and not plan.stored_directly(key, op)):
                self.late.append((op, at[key]))
            else:
                self.stores.setdefault(op, []).append(at[key])
        needed = {seen.root for reads in plan.reads.values() for seen, _ in reads}
        needed |= {op for op, _ in self.late}
        for op in plan.ops:
            if op in plan.owner and op in needed and op.shape:
                if op not in self.stores:
                    self.stores[op] = [self.layout.space(8 * prod(op.shape))]
                self.homes[op] = self.stores[op][0]

    def check(self, routine, name):
        """Leave, if the cost is not sound. Then keep what will change, and count the cost."""
        job, at = self.job, self.layout.at
        start, to, size = self.before
        base = local_get(BASE)
        if self.plan.cost:
            cost = local_get(routine.single[self.plan.cost]) + f64x2_extract_lane(0)
            finite = cost + cost + F64_SUB + f64_const(0.0) + F64_EQ
            sound = cost + base + f64_load(at["bound"]) + F64_LE + finite + I32_AND
            routine.put(sound + I32_EQZ + if_(i32_const(0) + RETURN))
            count = job.samples % job.size if name == "last" else job.size
            so_far = at["cost_so_far"]
            routine.put(base, base, f64_load(so_far), f64_const(count / job.samples), cost)
            routine.put(F64_MUL, F64_ADD, f64_store(so_far))
        copy(routine, start, to, size)

    def finish(self, routine):
        """New values that could not be stored at once."""
        for op, address in self.late:
            if op.shape == ():
                value = local_get(routine.single[op])
                value = as_number(value) if op.truth else value
                routine.put(local_get(BASE), value, f64x2_extract_lane(0), f64_store(address))
            else:
                copy(routine, self.homes[op], address, -(-8 * prod(op.shape) // LINE) * LINE)


def copy(routine, start, to, size):
    """Copy a multiple of LINE bytes."""

    def line(at, _, pairs):
        for j, _ in pairs:
            routine.put(local_get(at[0, 8]), local_get(at[0, 8]))
            routine.put(v128_load(start + 8 * j), v128_store(to + 8 * j))

    kept = routine.keep()
    routine.tiles(1, size // 8, 1, LINE // 8, {(0, 8)}, line, size <= 8 * LINE)
    routine.give_back(kept)
