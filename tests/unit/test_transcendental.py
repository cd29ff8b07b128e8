"""tanh and exp in machine code equal musl's, to the last bit; NumPy in the page uses musl's."""

import math
import struct
from decimal import Decimal, localcontext

import numpy as np
import pytest
import wasmtime

import musl
from chalknet.compiled.lanes import Function, Row
from chalknet.compiled.transcendental import POWERS
from in_place import in_place
from musl_numbers import around, of_all_sizes

TABLE = struct.unpack("<256Q", POWERS)
EXACT = {"tanh": musl.tanh, "exp": lambda x: musl.exp(x, TABLE)}
AT = 4096  # where the numbers are; the table is at 0


def compiled(name, vectors, kind=Function):
    """A function of an array of float64s that runs the machine code, and the C library's calls."""
    store = wasmtime.Store()
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(40, None)))
    code, table = in_place(name, vectors, 0, kind)
    memory.write(store, table, 0)
    asked, kind = [], wasmtime.FuncType([wasmtime.ValType.f64()], [wasmtime.ValType.f64()])
    c_library = wasmtime.Func(store, kind, lambda x: asked.append(x) or EXACT["exp"](x))
    imports = [memory, c_library] if name == "exp" else [memory]
    machine = wasmtime.Module(store.engine, code)
    run = wasmtime.Instance(store, machine, imports).exports(store)["run"]

    def function(x):
        padded = np.append(x, np.zeros(-len(x) % (2 * vectors)))
        memory.write(store, padded.tobytes(), AT)
        run(store, AT, len(padded) // (2 * vectors))
        return np.frombuffer(memory.read(store, AT, AT + 8 * len(x)))

    return function, asked


X = np.concatenate([around(8), of_all_sizes(np.random.default_rng(7), 2000)])


@pytest.mark.parametrize("vectors", [1, 2, 4, 10])
@pytest.mark.parametrize("kind", [Function, Row])
@pytest.mark.parametrize("name", ["tanh", "exp"])
def test_equal_to_musl_to_the_last_bit(name, kind, vectors):
    function, _ = compiled(name, vectors, kind)
    expected = np.array([EXACT[name](x) for x in X.tolist()])
    actual = function(X)
    numbers = ~np.isnan(X)
    np.testing.assert_array_equal(actual[~numbers], np.nan)
    np.testing.assert_array_equal(actual.view(np.int64)[numbers], expected.view(np.int64)[numbers])


@pytest.mark.parametrize("name", ["tanh", "exp"])
def test_right_as_the_machine_understands_it(name):
    """Against NumPy's own, which natively is not musl's: up to two units of the last place off."""
    function, _ = compiled(name, 4)
    x = X[np.abs(X) < 700]
    np.testing.assert_array_max_ulp(function(x), getattr(np, name)(x), maxulp=2)


def test_ends():
    function, _ = compiled("tanh", 1)
    x = np.array([0.0, -0.0, math.inf, -math.inf, 5e-324, -5e-324, 1e300])
    result = [0.0, -0.0, 1.0, -1.0, 5e-324, -5e-324, 1.0]
    assert function(x).tobytes() == np.array(result).tobytes()
    function, _ = compiled("exp", 1)
    x = np.array([0.0, -0.0, math.inf, -math.inf, 5e-324, 710.0, -746.0, -745.0, 1.0])
    result = [1.0, 1.0, math.inf, 0.0, 1.0, math.inf, 0.0, 5e-324, math.e]
    assert function(x).tobytes() == np.array(result).tobytes()


def test_the_c_library_is_asked_only_for_the_unusual():
    function, asked = compiled("exp", 1)
    function(np.array([-511.9, 511.9, 0.0, 1e-300]))
    assert asked == []
    function(np.array([1.0, -600.0]))
    assert asked == [1.0, -600.0]


def test_table():
    """Against decimals: 2**(i / 128), and what the float64 of that is short of."""
    with localcontext() as context:
        context.prec = 60
        for i in range(128):
            exact = Decimal(2) ** (Decimal(i) / 128)
            rounded = float(exact)
            missing = float((exact - Decimal(rounded)) / Decimal(rounded))
            row = struct.pack("<dQ", missing, musl.bits(rounded) - (i << 45))
            assert POWERS[16 * i : 16 * i + 16] == row
