"""Every operation on single numbers as machine code, two numbers at a time.

code = ARITHMETIC["add"](a, b) where a and b are code that puts an operand on the stack; the result
is code too. Numbers are two float64 in a vector. Truths are vectors of bits, all 1 or all 0, so
that `where` is one instruction. Each does what NumPy's ufunc of that name does, to the last bit.
"""

from chalknet.compiled import wasm
from chalknet.compiled.wasm import (
    F64X2_ABS,
    F64X2_ADD,
    F64X2_DIV,
    F64X2_EQ,
    F64X2_FLOOR,
    F64X2_GE,
    F64X2_GT,
    F64X2_LE,
    F64X2_LT,
    F64X2_MUL,
    F64X2_NE,
    F64X2_NEG,
    F64X2_SQRT,
    F64X2_SUB,
    V128_AND,
    V128_BITSELECT,
    V128_NOT,
    V128_OR,
    f64x2_const,
)

ZERO, ONE, MINUS_ONE = f64x2_const(0.0), f64x2_const(1.0), f64x2_const(-1.0)


def two_of(instruction):
    return lambda a, b: a + b + instruction


def one_of(instruction):
    return lambda a: a + instruction


def choose(compare):
    """NumPy's maximum and minimum: the first if it compares so or is no number, else the second."""
    return lambda a, b: a + b + a + b + compare + a + a + F64X2_NE + V128_OR + V128_BITSELECT


def sign(a):
    """1, -1 or +0; what is no number stays what it is."""
    positive = ONE + a + ZERO + F64X2_GT + V128_AND
    negative = MINUS_ONE + a + ZERO + F64X2_LT + V128_AND
    return positive + negative + V128_OR + a + a + a + F64X2_NE + V128_AND + V128_OR


ARITHMETIC = {
    "add": two_of(F64X2_ADD),
    "subtract": two_of(F64X2_SUB),
    "multiply": two_of(F64X2_MUL),
    "divide": two_of(F64X2_DIV),
    "negative": one_of(F64X2_NEG),
    "absolute": one_of(F64X2_ABS),
    "sqrt": one_of(F64X2_SQRT),
    "floor": one_of(F64X2_FLOOR),
    "square": lambda a: a + a + F64X2_MUL,
    "reciprocal": lambda a: ONE + a + F64X2_DIV,
    "sign": sign,
    "maximum": choose(F64X2_GE),
    "minimum": choose(F64X2_LE),
    "greater": two_of(F64X2_GT),
    "greater_equal": two_of(F64X2_GE),
    "less": two_of(F64X2_LT),
    "less_equal": two_of(F64X2_LE),
    "equal": two_of(F64X2_EQ),
    "not_equal": two_of(F64X2_NE),
    "isfinite": lambda a: a + a + F64X2_SUB + a + a + F64X2_SUB + F64X2_EQ,
    "isnan": lambda a: a + a + F64X2_NE,
    "logical_and": two_of(V128_AND),
    "logical_or": two_of(V128_OR),
    "logical_not": one_of(V128_NOT),
    "where": lambda condition, a, b: a + b + condition + V128_BITSELECT,
    "copy": lambda a: a,
}

# What NumPy does with truths alone
OF_TRUTHS = {
    "add": V128_OR,
    "maximum": V128_OR,
    "multiply": V128_AND,
    "minimum": V128_AND,
}
OF_TRUTHS = {name: two_of(instruction) for name, instruction in OF_TRUTHS.items()}

# One number at a time, by the C library of Python itself. (exp: see transcendental.py.)
SCALAR = {"log", "log1p", "expm1", "sin", "cos", "power"}
IMPORTED = {name: name for name in (*SCALAR, "exp")} | {"power": "pow"}


def as_number(code):
    """1.0 for true, 0.0 for false."""
    return code + ONE + V128_AND


def as_truth(code):
    return code + ZERO + F64X2_NE


def wants_truth(op, i):
    """Is operand number i of an operation taken as a truth?"""
    if op.name.startswith("logical") or (op.name == "where" and i == 0):
        return True
    return op.truth and op.name in ("where", "copy", *OF_TRUTHS)


def scalar(index, operands, lanes):
    """Call a function of single numbers for each half of the vectors."""
    code = b""
    for lane in range(lanes):
        code += b"".join(operand + wasm.f64x2_extract_lane(lane) for operand in operands)
        code += wasm.call(index)
        code = code + (wasm.f64x2_replace_lane(1) if lane else wasm.F64X2_SPLAT)
    return code


def joined(vectors):
    """Four vectors of two running sums each, added as NumPy does; one number on the stack."""
    sums = [
        v + wasm.f64x2_extract_lane(0) + v + wasm.f64x2_extract_lane(1) + wasm.F64_ADD
        for v in vectors
    ]
    halves = sums[0] + sums[1] + wasm.F64_ADD, sums[2] + sums[3] + wasm.F64_ADD
    return halves[0] + halves[1] + wasm.F64_ADD
