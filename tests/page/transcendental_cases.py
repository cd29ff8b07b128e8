"""Run by compiled.mjs, in Pyodide: tanh, exp and the shuffle are NumPy's, to the last bit.

node compiled.mjs transcendental_cases.py [how many million numbers of each kind]
"""

import sys
import time

import numpy as np

from chalknet.compiled.lanes import Function, Row
from chalknet.compiled.machine import Machine
from chalknet.compiled.shuffle import cells, permutation, state
from chalknet.compiled.wasm import I32, Module, call, local_get
from in_place import in_place
from musl_numbers import around, of_all_sizes

machine = Machine(instantiate)  # noqa: F821 (compiled.mjs gives it)
wrong = done = 0


def compare(name, vectors, kind, x):
    """NaN must come out as NaN; which of the many, NumPy does not promise either."""
    global wrong, done
    x = x[: len(x) // (2 * vectors) * 2 * vectors]
    actual = x.copy()
    functions[name, vectors, kind](actual.ctypes.data, len(x) // (2 * vectors))
    with np.errstate(all="ignore"):
        expected = getattr(np, name)(x)
    numbers = ~np.isnan(x)
    differ = (actual.view(np.int64) != expected.view(np.int64))[numbers]
    found = differ.sum() + (~np.isnan(actual[~numbers])).sum()
    if found:
        five = [number.hex() for number in x[numbers][differ][:5].tolist()]
        print(name, vectors, kind.__name__, five)
    wrong += int(found)
    done += len(x)


def shuffles():
    global wrong, done
    module = Module()
    module.memory("env", "memory")
    index = permutation(module)
    arguments = b"".join(map(local_get, range(3)))
    module.function([I32] * 3, [], [], arguments + call(index), export="run")
    shuffle = machine.instantiate(module.code())
    generator = np.random.default_rng(3)
    at = np.array(cells(generator.bit_generator.state), np.uint64)
    for n in [*range(1, 300), *[250] * 1000, 1797, 4097, 65_536, 70_000]:
        order = np.zeros(n, np.int32)
        shuffle(at.ctypes.data, order.ctypes.data, n)
        wrong += not np.array_equal(order, generator.permutation(n))
        wrong += state(at) != generator.bit_generator.state
        done += 1


def instance(name, vectors, kind):
    address, table = machine.reserve(4096)
    code, content = in_place(name, vectors, address, kind)
    table[: len(content)] = np.frombuffer(content, np.uint8)
    tables.append(table)  # kept alive
    return machine.instantiate(code)


tables = []
functions = {
    (name, vectors, kind): instance(name, vectors, kind)
    for name in ("tanh", "exp")
    for vectors in (1, 2, 4, 10)
    for kind in (Function, Row)
}
for key in functions:
    compare(*key, around())
for seed in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
    x = of_all_sizes(np.random.default_rng(seed), 1_000_000 // 6)
    for name in ("tanh", "exp"):
        compare(name, 10, Row, x)
shuffles()

x = np.random.default_rng(0).normal(0, 2, 4096)
for (name, vectors, kind), function in functions.items():
    times = []
    for _ in range(100):
        y = x.copy()
        begun = time.perf_counter()
        function(y.ctypes.data, len(y) // (2 * vectors))
        times.append(time.perf_counter() - begun)
    nanoseconds = min(times) / len(x) * 1e9
    print(f"{name} of {vectors} vectors, {kind.__name__}: {nanoseconds:.1f} ns a number")
print(f"{done} compared, {wrong} wrong")
