"""tanh and exp in machine code equal musl's, to the last bit; NumPy in the page uses musl's."""

import math
import struct
from decimal import Decimal, localcontext

import numpy as np
import pytest
import wasmtime

import musl
from chalknet.compiled.transcendental import EXP_TABLE, exp, tanh
from chalknet.compiled.wasm import (
    F64,
    I32,
    I32_ADD,
    I32_SUB,
    V128,
    Module,
    br_if,
    call,
    i32_const,
    local_get,
    local_set,
    local_tee,
    loop,
    v128_load,
    v128_store,
)

TABLE = struct.unpack("<256Q", EXP_TABLE)
EXACT = {"tanh": musl.tanh, "exp": lambda x: musl.exp(x, TABLE)}
AT = 4096  # where the numbers are; the table is at 0


def compiled(name, vectors):
    """A function of an array of float64s that runs the machine code, and the C library's calls."""
    module = Module()
    module.memory("env", "memory")
    asked, kind = [], wasmtime.FuncType([wasmtime.ValType.f64()], [wasmtime.ValType.f64()])
    places = range(2, 2 + vectors)
    numbers = b"".join(local_get(0) + v128_load(16 * i) for i in range(vectors))
    if name == "exp":
        scalar = module.imported("env", "exp", [F64], [F64])
        code = numbers + i32_const(0) + call(exp(module, vectors, scalar))
    else:
        code = numbers + call(tanh(module, vectors))
    code += b"".join(map(local_set, reversed(places)))
    code += b"".join(
        local_get(0) + local_get(at) + v128_store(16 * i) for i, at in enumerate(places)
    )
    code += local_get(0) + i32_const(16 * vectors) + I32_ADD + local_set(0)
    code = loop(code + local_get(1) + i32_const(1) + I32_SUB + local_tee(1) + br_if(0))
    module.function([I32, I32], [], [V128] * vectors, code, export="run")

    store = wasmtime.Store()
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(40, None)))
    memory.write(store, EXP_TABLE, 0)
    c_library = wasmtime.Func(store, kind, lambda x: asked.append(x) or EXACT["exp"](x))
    imports = [memory, c_library] if name == "exp" else [memory]
    machine = wasmtime.Module(store.engine, module.code())
    run = wasmtime.Instance(store, machine, imports).exports(store)["run"]

    def function(x):
        padded = np.append(x, np.zeros(-len(x) % (2 * vectors)))
        memory.write(store, padded.tobytes(), AT)
        run(store, AT, len(padded) // (2 * vectors))
        return np.frombuffer(memory.read(store, AT, AT + 8 * len(x)))

    return function, asked


def neighbours(numbers, reach=20):
    bits = np.array(numbers, float).view(np.int64)
    near = np.concatenate([(bits + step).view(float) for step in range(-reach, reach + 1)])
    return np.concatenate([near, -near])


def numbers():
    """Of all sizes, and around each place where musl goes another way."""
    rng = np.random.default_rng(7)
    any_bits = rng.integers(0, 2**64, 3000, dtype=np.uint64).view(float)
    upper_halves = [0x3FD058AF, 0x3FE193EB, 0x3FC62E43, 0x40340001, 0x3FE0A2B2]
    compared = np.array(upper_halves, np.int64) << 32
    between = np.concatenate([compared - 2**32 + int(low) for low in rng.integers(0, 2**32, 100)])
    halves = np.arange(1, 65) * math.log(2) / 4  # where k changes, for tanh
    ends = [512, 1024, 709.782712893384, 708.396418532264, 745.133219101941]
    special = [0.0, math.inf, math.nan, 5e-324, 1e-310, 2.0**-1022, 2.0**-54, 2.0**-55, 22, 20]
    return np.concatenate(
        [
            any_bits[np.isfinite(any_bits)],
            rng.normal(0, 3, 4000),
            rng.uniform(-25, 25, 2000),
            rng.uniform(-760, 720, 2000),
            np.exp(rng.uniform(-50, 7, 2000)) * rng.choice([-1, 1], 2000),
            between.view(float),
            -between.view(float),
            neighbours([*compared.view(float), *halves, *ends, *np.array(special[3:])]),
            np.array(special),
            -np.array(special),
        ]
    )


X = numbers()


@pytest.mark.parametrize("vectors", [1, 2, 4])
@pytest.mark.parametrize("name", ["tanh", "exp"])
def test_equal_to_musl_to_the_last_bit(name, vectors):
    function, _ = compiled(name, vectors)
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
            assert EXP_TABLE[16 * i : 16 * i + 16] == row
