"""Run by compiled.mjs, in Pyodide: compiled programs equal NumPy's results to the last bit."""

import time

import numpy as np

from chalknet.compiled.machine import Machine
from programs import Line, by_chance, run_once

machine = Machine(instantiate)  # noqa: F821 (compiled.mjs gives it)
wrong, done = [], 0


def compare(line, outputs, case):
    global done
    made, wanted = run_once(machine, line, outputs)
    for key, op in outputs.items():
        done += 1
        a, b = made[key], wanted[key]
        same = (a == b) & (np.signbit(a) == np.signbit(b)) | (a != a) & (b != b)
        if a.shape != b.shape or not same.all():
            wrong.append(f"{case}: {key} = {op.name} {op.shape}")


def reductions(rng):
    """Sums of up to 1000 numbers, along each axis, of both layouts, also of what is no number."""
    odd = [0.0, -0.0, np.nan, np.inf, -np.inf]
    for count in [*range(1, 20), 127, 128, 129, 136, 257, 513, 1000]:
        for shape in [(1, count), (2, count), (3, count), (9, count), (count, 3), (count, 1)]:
            line = Line()
            usual = line.input("a", rng.normal(size=shape))
            strange = rng.choice(odd, size=shape, p=[0.45, 0.45, 0.04, 0.03, 0.03])
            outputs = {}
            for n, a in enumerate([usual, line.input("b", strange)]):
                for turned in (False, True):
                    a = line.add("transpose", a) if turned else a
                    for axis in (None, 0, 1):
                        for name in ("sum", "max", "min"):
                            op = line.add(name, a, axis=axis, keepdims=turned)
                            outputs[f"{name}{axis}{turned}{n}"] = op
            compare(line, outputs, f"reductions of {shape}")


def dots(rng):
    """All shapes and both layouts of both operands."""
    for _ in range(60):
        rows, depth, columns = (int(n) for n in rng.integers(1, 40, 3))
        line = Line()
        a = line.input("a", rng.normal(size=(rows, depth)))
        b = line.input("b", rng.normal(size=(depth, columns)))
        c = line.add("transpose", line.input("c", rng.normal(size=(depth, rows))))
        d = line.add("transpose", line.input("d", rng.normal(size=(columns, depth))))
        bias = line.input("bias", rng.normal(size=(rows, 1)))
        outputs = {}
        for left in (a, c):
            for right in (b, d):
                product = line.add("dot", left, right)
                outputs[f"{len(outputs)}"] = product
                outputs[f"{len(outputs)}"] = line.add("tanh", line.add("add", product, bias))
        compare(line, outputs, f"dots of {rows}, {depth}, {columns}")


start = time.perf_counter()
reductions(np.random.default_rng(1))
dots(np.random.default_rng(2))
for seed in range(200):
    line, outputs = by_chance(np.random.default_rng(seed), 20, seed % 2 == 1)
    compare(line, outputs, f"program {seed}")
print(f"{done} results, {len(wrong)} wrong, {time.perf_counter() - start:.1f} s")
print(*wrong[:20], sep="\n")
