"""tanh and exp, several numbers at a time, to the last bit as NumPy in the page computes them.

In Pyodide np.tanh and np.exp end in the C library, musl: one number after the other, with a
branch for each range of x. The two functions here compute the same formulas with the same
roundings, but for two numbers in each vector, and for several vectors side by side: while one
waits for a division, the next one's multiplications run. Where musl branches, either a constant
depends on x here, or both ways turn out to be one; the reasons stand there. A test compares
millions of numbers of all sizes. (log, log1p, expm1 and the rest come from the C library itself:
a lesson needs few of them. sqrt is an instruction of the machine.)

    four, table = tanh(module, 4)    # adds a function of four v128 that returns four
    one, table = tanh(module, 1)     # for what is left over
    scalar = module.imported("env", "exp", [F64], [F64])
    four, table = exp(module, 4, scalar)

    row, table = tanh(module, 10, Row)    # of numbers in memory: see lanes.py

What is given back is the function's index, for call(), and its table: bytes that the emitter puts
into memory, at any multiple of 16; that address is the function's last parameter. The table is the
same for any number of vectors.
"""

import struct
from math import isqrt

from chalknet.compiled.lanes import Function, choose
from chalknet.compiled.wasm import (
    F64X2_PMIN,
    F64X2_SPLAT,
    I32_ADD,
    I32_AND,
    I32_EQZ,
    I32_SHL,
    I64X2_ADD,
    I64X2_ALL_TRUE,
    I64X2_SUB,
    V128_AND,
    V128_ANDNOT,
    call,
    f64x2_extract_lane,
    f64x2_replace_lane,
    f64x2_shuffle,
    i32_const,
    i32x4_extract_lane,
    i64x2_const,
    if_,
    local_set,
    v128_load,
)


def number(bits):
    """The float64 with these 64 bits."""
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def bits_of(number):
    """The 64 bits of a float64."""
    return struct.unpack("<Q", struct.pack("<d", number))[0]


SIGN, MAGNITUDE = i64x2_const(1 << 63), i64x2_const((1 << 63) - 1)
# Added to a number, this rounds it to the nearest whole one, which stands in the lowest bits.
ROUND = 1.5 * 2.0**52
ONE = 1023  # the exponent of 1.0, as float64 writes it: shifted left by 52 it is 1.0
HALF_SQUARED = i64x2_const((2 * ONE - 1) << 52)  # less the bits of 2**k: the bits of 2**-k / 2


# The formulas and constants of musl's tanh.c and expm1.c (MIT licence). Of expm1.c: Copyright (C)
# 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems, Inc.
# business. Permission to use, copy, modify, and distribute this software is freely granted,
# provided that this notice is preserved.
LN2_HIGH, LN2_LOW, INVERSE_LN2 = 0.6931471803691238, 1.9082149292705877e-10, 1.4426950408889634
Q1, Q2, Q3, Q4, Q5 = (
    -3.33333333333331316428e-02,
    1.58730158725481460165e-03,
    -7.93650757867487942473e-05,
    4.00821782732936239552e-06,
    -2.01099218183624371326e-07,
)
# musl compares only the upper halves of numbers: this is the first that it finds larger than
# 0.2554, half the logarithm of 5/3.
MIDDLING = number(0x3FD058AF << 32)
# Where it finds |x| larger than half the logarithm of 3, e**(2|x|) - 1 is twice this, or more.
LARGE = float.fromhex("0x1.00000c7fc7eb2p+0")
# Where y is negative k is 0 or -1, and musl changes over a hair beyond y / ln 2 = -0.5: it compares
# upper halves there too. So y is divided by a hair more than ln 2.
UNITS_OF_LN2 = 2 * INVERSE_LN2
NEGATIVE_UNITS = -float.fromhex("0x1.71547641b167fp1")
OTHER_UNITS = i64x2_const(bits_of(UNITS_OF_LN2) ^ bits_of(NEGATIVE_UNITS))


def tanh(module, vectors, kind=Function):
    """Add a function that computes tanh of `vectors` v128; its index, and its table.

    musl takes t = expm1(y) = e**y - 1. If |x| is large, tanh |x| is 1 - 2 / (t + 2) for y = 2|x|;
    if middling, t / (t + 2); if small, -t / (t + 2) for y = -2|x|. Here everything is half as
    large, down to t / 2: that changes no digit, and makes y out of |x| for nothing.
    """
    f = kind(vectors)
    # From 22 on tanh is 1, because 2 / (t + 2) is too small to count. PMIN lets NaN through.
    a = f.keep((f.x & MAGNITUDE).with_(22.0, F64X2_PMIN))
    small = f.keep(a < MIDDLING)
    y = f.keep(a ^ (small & SIGN))
    f.stage()

    # y = k ln 2 + r with a whole k, and c is what r is short of. (musl has a way of its own for
    # k = 0 and for 1 and -1: they give the same, and so does the last step of e**y below. It also
    # rounds up where y / ln 2 is just between two whole numbers, and this may round down: that
    # happens for some forty numbers, and tanh comes out the same.)
    rounded = f.keep(a * ((small & OTHER_UNITS) ^ UNITS_OF_LN2) + (ROUND + ONE))
    k = f.keep(rounded - (ROUND + ONE))
    f.stage()
    high = f.keep(y - k * (LN2_HIGH / 2))
    low = f.keep(k * (LN2_LOW / 2))
    r = f.keep(high - low)
    c = f.keep((high - r) - low)
    f.stage()

    # e**r - 1 = r - e, from a polynomial in r * r.
    s = f.keep(r * r)
    f.stage()
    p = 2 * Q1 + s * (4 * Q2 + s * (8 * Q3 + s * (16 * Q4 + s * (32 * Q5))))
    p = f.keep(1.0 + s * p)
    f.stage()
    t = f.keep(3.0 - p * r)
    e = f.keep(s * ((p - t) / (3.0 - r * t)))
    e = f.keep((r * (e - (c + c)) - c) - s)
    f.stage()

    # e**y - 1 = 2**k ((r - e) + (1 - 2**-k)), as musl adds it up below k = 20, and
    # 2**k ((r - (e + 2**-k)) + 1) from there on: one of the two 2**-k is made 0. k is 63 at most,
    # and from 57 on, where musl has a third way, the result of tanh is 1 whichever is taken.
    up = f.keep(rounded.shifted_left(52))
    down = f.keep(f.x.like(HALF_SQUARED).with_(up, I64X2_SUB))
    early = f.keep(down.with_(up >= 2.0**20, V128_ANDNOT))
    late = down ^ early
    t = f.keep(((r - (e + late)) + (0.5 - early)) * up)

    # Where |x| is large the numerator is -1, the lower of t and -1, and 1 is added; elsewhere that
    # -1 is replaced by NaN, and 1 by 0. The sign comes last.
    not_large = f.keep(t < LARGE)
    quotient = f.keep(t.with_(not_large | -1.0, F64X2_PMIN) / (t + 1.0))
    one = f.x.like(1.0).with_(not_large, V128_ANDNOT)
    result = choose(f.x.like(SIGN), f.x, one + quotient)
    return f.add_to(module, result), f.table()


# The formulas and constants of musl's exp.c and exp_data.c: Copyright (c) 2018, Arm Limited (MIT
# licence). The unit is a 128th of ln 2.
UNITS = 128
UNITS_OF_1 = float.fromhex("0x1.71547652b82fep0") * UNITS
MINUS_UNIT_HIGH = float.fromhex("-0x1.62e42fefa0000p-8")
MINUS_UNIT_LOW = float.fromhex("-0x1.cf79abc9e3b3ap-47")
C2 = float.fromhex("0x1.ffffffffffdbdp-2")
C3 = float.fromhex("0x1.555555555543cp-3")
C4 = float.fromhex("0x1.55555cf172b91p-5")
C5 = float.fromhex("0x1.1111167a4d017p-7")


def powers_of_two():
    """For each i, 2**(i / 128): first what the float64 is short of, relatively, then its bits.

    From the bits i << 45 is taken off, so that adding k << 45 gives those of 2**(k / 128) for every
    k with i = k % 128. musl lists these numbers; whole numbers of 256 bits more compute the same.
    """
    fraction = 256
    root = 2 << fraction
    for _ in range(7):
        root = isqrt(root << fraction)
    rows, power = [], 1 << fraction
    for i in range(UNITS):
        digits = (power >> fraction - 53) + 1 >> 1  # 53 binary digits, the first of them 1
        rounded = digits << fraction - 52
        bits = digits + (1022 << 52) - (i << 45)
        rows.append(struct.pack("<dQ", (power - rounded) / rounded, bits))
        power = power * root >> fraction
    return b"".join(rows)


POWERS = powers_of_two()


def exp(module, vectors, scalar, kind=Function):
    """Add a function that computes exp of `vectors` v128; its index, and its table.

    `scalar` is the index of musl's own exp: where some |x| >= 512 or NaN, which may need infinities
    or subnormal numbers, it is asked instead.
    """
    f = kind(vectors, POWERS)

    # x = k ln 2 / 128 + r with a whole k.
    shifted = f.keep(UNITS_OF_1 * f.x + ROUND)
    k = f.keep(shifted - ROUND)
    r = f.keep((f.x + k * MINUS_UNIT_HIGH) + k * MINUS_UNIT_LOW)

    # 2**(k / 128) from the table's row k % 128, to whose bits k << 45 is added: what of k are whole
    # powers of 2 lands in the exponent.
    def row(lane):
        offset = shifted.then(i32x4_extract_lane(2 * lane) + i32_const(4) + I32_SHL)
        offset = offset.then(i32_const((UNITS - 1) << 4) + I32_AND)
        return f.keep(offset.then(f.table_address + I32_ADD + v128_load()))

    first, second = row(0), row(1)
    tail = first.with_(second, f64x2_shuffle(0, 2))
    scale = first.with_(second, f64x2_shuffle(1, 3))
    scale = f.keep(scale.with_(shifted.shifted_left(52 - 7), I64X2_ADD))

    # e**r - 1 from a polynomial.
    r2 = f.keep(r * r)
    e = f.keep(((tail + r) + r2 * (C2 + r * C3)) + (r2 * r2) * (C4 + r * C5))
    result = f.keep(scale + scale * e)

    usual = (abs(f.x) < 512.0).code
    all_usual = usual[0] + b"".join(code + V128_AND for code in usual[1:]) + I64X2_ALL_TRUE
    asked = b""
    for x, place in zip(f.x.code, result.places, strict=True):
        low = x + f64x2_extract_lane(0) + call(scalar) + F64X2_SPLAT
        high = x + f64x2_extract_lane(1) + call(scalar) + f64x2_replace_lane(1)
        asked += low + high + local_set(place)
    f.stage()
    f.written.append(all_usual + I32_EQZ + if_(asked))
    return f.add_to(module, result), f.table()
