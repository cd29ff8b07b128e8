"""The assembler: every instruction is run by a real machine, wasmtime, and its result is known."""

import math
import struct
from pathlib import Path

import pytest
import wasmtime
from hypothesis import given
from hypothesis import strategies as st

from chalknet.compiled import wasm
from chalknet.compiled.wasm import (
    F64,
    F64_ADD,
    I32,
    I32_ADD,
    I32_LT_U,
    I32_SUB,
    I64,
    MEMORY_COPY,
    V128,
    Module,
    block,
    br,
    br_if,
    call,
    f64_const,
    f64_load,
    f64_store,
    f64x2_const,
    i32_const,
    i64_const,
    i64x2_const,
    if_,
    local_get,
    local_set,
    local_tee,
    loop,
    signed,
    unsigned,
    v128_load,
    v128_store,
)

ALL = 2**64 - 1  # a lane of a mask that is set


class Machine:
    """A store with one memory; call(module, *arguments) runs its export "run"."""

    def __init__(self):
        self.store = wasmtime.Store()
        self.memory = wasmtime.Memory(self.store, wasmtime.MemoryType(wasmtime.Limits(1, None)))

    def call(self, module, *arguments, imports=()):
        code = wasmtime.Module(self.store.engine, module.code())
        instance = wasmtime.Instance(self.store, code, [self.memory, *imports])
        return instance.exports(self.store)["run"](self.store, *arguments)

    def read(self, form, at=0):
        return struct.unpack(form, self.memory.read(self.store, at, at + struct.calcsize(form)))


@pytest.fixture
def machine():
    return Machine()


def run(code, parameters=(), results=(), variables=(), before=None):
    module = Module()
    module.memory("env", "memory")
    if before:
        before(module)
    module.function(list(parameters), list(results), list(variables), code, export="run")
    return module


def test_numbers_are_written_seven_bits_a_byte():
    assert unsigned(0) == b"\0"
    assert unsigned(127) == b"\x7f"
    assert unsigned(624485) == b"\xe5\x8e\x26"  # the example of the specification
    assert signed(-123456) == b"\xc0\xbb\x78"
    assert signed(63) == b"\x3f"
    assert signed(64) == b"\xc0\x00"
    assert signed(-64) == b"\x40"


@given(st.integers(-(2**63), 2**64 - 1))
def test_any_whole_number_arrives(number):
    assert Machine().call(run(i64_const(number), [], [I64])) % 2**64 == number % 2**64


@given(st.floats())
def test_any_float_arrives(number):
    result = Machine().call(run(f64_const(number), [], [F64]))
    assert result == number or (math.isnan(result) and math.isnan(number))


# Each instruction with its arguments and its result, all of one kind but for comparisons.
A, B = -7, 3
ON_WHOLE = {
    "EQ": 0, "NE": 1, "LT_S": 1, "LT_U": 0, "GT_S": 0, "GT_U": 1, "LE_S": 1, "LE_U": 0,
    "GE_S": 0, "GE_U": 1, "ADD": -4, "SUB": -10, "MUL": -21, "DIV_S": -2, "REM_S": -1,
    "AND": 1, "OR": -5, "XOR": -6, "SHL": -56, "SHR_S": -1,
}  # fmt: skip
ON_ONE_WHOLE = {"EQZ": 0, "POPCNT": None, "CLZ": 0, "CTZ": 0}
UNSIGNED = {
    "DIV_U": lambda bits: (2**bits - 7) // 3,
    "REM_U": lambda bits: (2**bits - 7) % 3,
    "SHR_U": lambda bits: (2**bits - 7) >> 3,
    "ROTL": lambda bits: (-7 << 3 | 7) % 2**bits,
    "ROTR": lambda bits: ((2**bits - 7) >> 3) | 1 << bits - 3,
}


@pytest.mark.parametrize("bits", [32, 64])
def test_whole_numbers(machine, bits):
    kind, constant = {32: (I32, i32_const), 64: (I64, i64_const)}[bits]
    two = constant(A) + constant(B)
    for name, expected in ON_WHOLE.items():
        result = I32 if name[:2] in ("EQ", "NE", "LT", "GT", "LE", "GE") else kind
        code = getattr(wasm, f"I{bits}_{name}")
        assert machine.call(run(two + code, [], [result])) == expected, name
    for name, expected in UNSIGNED.items():
        code = getattr(wasm, f"I{bits}_{name}")
        assert machine.call(run(two + code, [], [kind])) % 2**bits == expected(bits), name
    for name, expected in ON_ONE_WHOLE.items():
        code = constant(A) + getattr(wasm, f"I{bits}_{name}")
        result = machine.call(run(code, [], [I32 if name == "EQZ" else kind]))
        assert result == (bits - 2 if expected is None else expected), name


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        *[("EQ", (2.5, 2.5), 1), ("NE", (2.5, 2.5), 0), ("LT", (1.0, 2.0), 1)],
        *[("GT", (1.0, 2.0), 0), ("LE", (2.0, 2.0), 1), ("GE", (1.0, 2.0), 0)],
        *[("ABS", (-2.5,), 2.5), ("NEG", (2.5,), -2.5), ("CEIL", (2.5,), 3.0)],
        *[("FLOOR", (-2.5,), -3.0), ("TRUNC", (-2.5,), -2.0), ("NEAREST", (2.5,), 2.0)],
        *[("SQRT", (6.25,), 2.5), ("ADD", (1.5, 2.0), 3.5), ("SUB", (1.5, 2.0), -0.5)],
        *[("MUL", (1.5, 2.0), 3.0), ("DIV", (1.5, 2.0), 0.75), ("MIN", (1.5, 2.0), 1.5)],
        *[("MAX", (1.5, 2.0), 2.0), ("COPYSIGN", (1.5, -2.0), -1.5)],
        *[("PMIN", (1.5, 2.0), 1.5), ("PMAX", (1.5, 2.0), 2.0)],
    ],
)
def test_floats_alone_and_in_vectors(machine, name, arguments, expected):
    compares = name in ("EQ", "NE", "LT", "GT", "LE", "GE")
    if not name.startswith("PM"):
        code = b"".join(map(f64_const, arguments)) + getattr(wasm, f"F64_{name}")
        assert machine.call(run(code, [], [I32 if compares else F64])) == expected
    if name != "COPYSIGN":
        pairs = [f64x2_const(argument) for argument in arguments]
        result = vector(machine, b"".join(pairs) + getattr(wasm, f"F64X2_{name}"))
        bits = (
            -expected % 2**64 if compares else struct.unpack("<Q", struct.pack("<d", expected))[0]
        )
        assert result == (bits, bits)


def vector(machine, code):
    """Two numbers of 64 bits: what the code leaves on the stack."""
    machine.call(run(i32_const(0) + code + v128_store()))
    return machine.read("<QQ")


def twos(low, high=None):
    return i64x2_const(low % 2**64, None if high is None else high % 2**64)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (twos(12, 5) + twos(10, 3) + wasm.V128_AND, (8, 1)),
        (twos(12, 5) + twos(10, 3) + wasm.V128_ANDNOT, (4, 4)),
        (twos(12, 5) + twos(10, 3) + wasm.V128_OR, (14, 7)),
        (twos(12, 5) + twos(10, 3) + wasm.V128_XOR, (6, 6)),
        (twos(0, ALL) + wasm.V128_NOT, (ALL, 0)),
        (twos(1, 2) + twos(3, 4) + twos(ALL, 0) + wasm.V128_BITSELECT, (1, 4)),
        (twos(5, 6) + twos(7, 9) + wasm.I64X2_ADD, (12, 15)),
        (twos(5, 6) + twos(7, 9) + wasm.I64X2_SUB, (2**64 - 2, 2**64 - 3)),
        (twos(-5, 6) + i32_const(1) + wasm.I64X2_SHL, (2**64 - 10, 12)),
        (twos(-5, 6) + i32_const(1) + wasm.I64X2_SHR_S, (2**64 - 3, 3)),
        (twos(-5, 6) + i32_const(1) + wasm.I64X2_SHR_U, (2**63 - 3, 3)),
        (i64_const(9) + wasm.I64X2_SPLAT, (9, 9)),
        (f64_const(2.0) + wasm.F64X2_SPLAT, (1 << 62, 1 << 62)),
        (twos(1, 2) + i64_const(9) + wasm.i64x2_replace_lane(1), (1, 9)),
        (twos(1, 2) + f64_const(2.0) + wasm.f64x2_replace_lane(0), (1 << 62, 2)),
        (twos(1, 2) + twos(3, 4) + wasm.f64x2_shuffle(1, 2), (2, 3)),
    ],
)
def test_vectors(machine, code, expected):
    assert vector(machine, code) == expected


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        (twos(0, 1) + wasm.V128_ANY_TRUE, I32, 1),
        (twos(0, 1) + wasm.I64X2_ALL_TRUE, I32, 0),
        (twos(4, 5) + wasm.i64x2_extract_lane(1), I64, 5),
        (twos(4, 5 << 32) + wasm.i32x4_extract_lane(3), I32, 5),
        (f64x2_const(4.0, 5.0) + wasm.f64x2_extract_lane(1), F64, 5.0),
        (i64_const(2**32 + 5) + wasm.I32_WRAP_I64, I32, 5),
        (i32_const(-1) + wasm.I64_EXTEND_I32_S, I64, -1),
        (i32_const(-1) + wasm.I64_EXTEND_I32_U, I64, 2**32 - 1),
        (i32_const(-1) + wasm.F64_CONVERT_I32_S, F64, -1.0),
        (i32_const(4) + i32_const(5) + i32_const(0) + wasm.SELECT, I32, 5),
        (i32_const(4) + i32_const(5) + wasm.DROP, I32, 4),
        (i32_const(4) + wasm.RETURN, I32, 4),
    ],
)
def test_between_kinds(machine, code, kind, expected):
    assert machine.call(run(code, [], [kind])) == expected


def test_all_instructions_are_tested():
    """Each instruction of the assembler stands in this file, at least in one of its tables."""
    text = Path(__file__).read_text(encoding="utf-8")
    names = {name for name, value in vars(wasm).items() if name.isupper() and type(value) is bytes}
    names -= {"ELSE", "END", "NOTHING"}  # parts of if_(), block() and loop()
    tables = {name: f'"{name.split("_", 1)[-1]}"' for name in names}
    assert [name for name in names if name not in text and tables[name] not in text] == []


@pytest.mark.parametrize(
    ("load", "store", "form", "number"),
    [
        ("i32_load", "i32_store", "<I", 2**32 - 2),
        ("i64_load", "i64_store", "<Q", 2**64 - 2),
    ],
)
def test_memory(machine, load, store, form, number):
    machine.memory.write(machine.store, struct.pack(form, number), 1003)
    code = local_get(0) + local_get(0) + getattr(wasm, load)(1000) + getattr(wasm, store)(200)
    machine.call(run(code, [I32]), 3)  # 3: addresses need not be aligned
    assert machine.read(form, 203) == (number,)


def test_halves_of_vectors(machine):
    machine.memory.write(machine.store, struct.pack("<ddd", 1.0, 2.0, 3.0), 100)
    both = i32_const(0) + wasm.v128_load64_splat(108)
    assert struct.pack("<QQ", *vector(machine, both)) == struct.pack("<dd", 2.0, 2.0)
    zero = i32_const(0) + wasm.v128_load64_zero(108)
    assert struct.pack("<QQ", *vector(machine, zero)) == struct.pack("<dd", 2.0, 0.0)
    lane = i32_const(0) + (i32_const(0) + v128_load(100)) + wasm.v128_load64_lane(0, 116)
    assert struct.pack("<QQ", *vector(machine, lane)) == struct.pack("<dd", 3.0, 2.0)
    machine.call(run(i32_const(0) + f64x2_const(8.0, 9.0) + wasm.v128_store64_lane(1, 100)))
    assert machine.read("<dd", 100) == (9.0, 2.0)


def test_bulk_and_data(machine):
    kept = []
    code = i32_const(16) + i32_const(8) + i32_const(2) + MEMORY_COPY
    code += i32_const(32) + i32_const(0) + i32_const(5) + wasm.memory_init(1)
    module = run(code, before=lambda module: kept.extend(map(module.data, (b"no", b"chalk"))))
    machine.memory.write(machine.store, b"\7\7\7\7", 8)
    machine.call(module)
    assert kept == [0, 1]
    assert machine.read("4s", 16) == (b"\7\7\0\0",)
    assert machine.read("5s", 32) == (b"chalk",)


def test_loops_blocks_and_conditions(machine):
    """1 + 2 + … + n, but 3 is left out and nothing is added beyond 10; and -1 for n = 0."""
    n, i, total = range(3)
    here, add = local_get(i), local_get(total) + local_get(i) + I32_ADD + local_set(total)
    next_one = here + i32_const(1) + I32_ADD + local_tee(i) + i32_const(3) + I32_SUB
    body = next_one + if_(i32_const(10) + here + I32_LT_U + if_(br(3)) + add)
    body += here + local_get(n) + I32_LT_U + br_if(0)
    code = local_get(n) + if_(block(loop(body)) + local_get(total), i32_const(-1), result=I32)
    module = run(code, [I32], [I32], [I32, I32])
    assert [machine.call(module, n) for n in (0, 1, 2, 3, 4, 10, 100)] == [-1, 1, 3, 3, 7, 52, 52]


def test_functions_call_each_other_and_the_page(machine):
    module = Module()
    module.memory("env", "memory")
    half = module.imported("env", "half", [F64], [F64])
    twice = module.function([F64], [F64], [], local_get(0) + local_get(0) + F64_ADD)
    both = module.function([V128, V128], [V128, V128], [], local_get(1) + local_get(0))
    code = i32_const(0) + local_get(0) + call(twice) + call(half) + f64_store(48)
    code += i32_const(8) + f64x2_const(1.0) + f64x2_const(2.0) + call(both) + local_set(1)
    code += v128_store() + i32_const(24) + local_get(1) + v128_store()
    code += i32_const(0) + f64_load(48)
    module.function([F64], [F64], [V128], code, export="run")
    kind = wasmtime.FuncType([wasmtime.ValType.f64()], [wasmtime.ValType.f64()])
    host = wasmtime.Func(machine.store, kind, lambda number: number / 2)
    assert machine.call(module, 3.25, imports=[host]) == 3.25
    assert machine.read("<dddd", 8) == (2.0, 2.0, 1.0, 1.0)
    assert (half, twice, both) == (0, 1, 2)


def test_an_import_after_a_function_is_refused():
    module = Module()
    module.function([], [], [], b"")
    with pytest.raises(ValueError, match="Imported functions come before"):
        module.imported("env", "half", [F64], [F64])


def test_equal_types_are_written_once():
    module = Module()
    module.function([F64], [F64], [], local_get(0))
    module.function([F64], [F64], [], local_get(0))
    assert len(module.types) == 1
