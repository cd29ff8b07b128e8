"""musl's tanh, expm1 and exp, branch for branch, on Python's floats: what machine code must equal.

Python's floats round as C's do, so these give musl's results to the last bit (the Node test
compares them with NumPy in Pyodide through the machine code).
"""

import math
import struct

LN2_HI, LN2_LO = 6.93147180369123816490e-01, 1.90821492927058770002e-10
INV_LN2 = 1.44269504088896338700e00
Q1 = -3.33333333333331316428e-02
Q2 = 1.58730158725481460165e-03
Q3 = -7.93650757867487942473e-05
Q4 = 4.00821782732936239552e-06
Q5 = -2.01099218183624371326e-07


def bits(number):
    return struct.unpack("<Q", struct.pack("<d", number))[0]


def number(bits):
    return struct.unpack("<d", struct.pack("<Q", bits % 2**64))[0]


def upper(number):
    """The upper 32 bits without the sign."""
    return bits(number) >> 32 & 0x7FFFFFFF


def tanh(x):
    a = abs(x)
    if upper(a) > 0x3FE193EA:
        if upper(a) > 0x40340000:
            t = 1 - 0 / a
        else:
            t = expm1(2 * a)
            t = 1 - 2 / (t + 2)
    elif upper(a) > 0x3FD058AE:
        t = expm1(2 * a)
        t = t / (t + 2)
    elif upper(a) >= 0x00100000:
        t = expm1(-2 * a)
        t = -t / (t + 2)
    else:
        t = a
    return math.copysign(t, x)


def expm1(x):
    """As far as tanh needs it: -1.1 < x < 45."""
    c = 0.0
    if upper(x) > 0x3FD62E42:
        if upper(x) < 0x3FF0A2B2:
            k = 1 if x > 0 else -1
        else:
            k = int(INV_LN2 * x + (0.5 if x > 0 else -0.5))
        hi, lo = x - k * LN2_HI, k * LN2_LO
        x = hi - lo
        c = (hi - x) - lo
    elif upper(x) < 0x3C900000:
        return x
    else:
        k = 0
    hfx = 0.5 * x
    hxs = x * hfx
    r1 = 1.0 + hxs * (Q1 + hxs * (Q2 + hxs * (Q3 + hxs * (Q4 + hxs * Q5))))
    t = 3.0 - r1 * hfx
    e = hxs * ((r1 - t) / (6.0 - x * t))
    if k == 0:
        return x - (x * e - hxs)
    e = x * (e - c) - c
    e -= hxs
    if k == -1:
        return 0.5 * (x - e) - 0.5
    if k == 1:
        return -2.0 * (e - (x + 0.5)) if x < -0.25 else 1.0 + 2.0 * (x - e)
    if k > 56:
        return (x - e + 1.0) * 2.0**k - 1.0
    if k < 20:
        return (x - e + (1 - 2.0**-k)) * 2.0**k
    return (x - (e + 2.0**-k) + 1) * 2.0**k


def exp(x, table):
    """`table` holds 2 · 128 numbers, as in musl's exp_data.c."""
    if math.isnan(x) or x == math.inf:
        return x
    if x >= 1024:
        return math.inf
    if x <= -1024:
        return 0.0
    if abs(x) < 2.0**-54:
        return 1.0 + x
    kd = float.fromhex("0x1.71547652b82fep0") * 128 * x + 1.5 * 2.0**52
    ki = bits(kd)
    kd -= 1.5 * 2.0**52
    r = (
        x
        + kd * float.fromhex("-0x1.62e42fefa0000p-8")
        + kd * float.fromhex("-0x1.cf79abc9e3b3ap-47")
    )
    tail, sbits = number(table[2 * (ki % 128)]), table[2 * (ki % 128) + 1] + (ki << 45)
    r2 = r * r
    c2, c3 = float.fromhex("0x1.ffffffffffdbdp-2"), float.fromhex("0x1.555555555543cp-3")
    c4, c5 = float.fromhex("0x1.55555cf172b91p-5"), float.fromhex("0x1.1111167a4d017p-7")
    tmp = tail + r + r2 * (c2 + r * c3) + r2 * r2 * (c4 + r * c5)
    if abs(x) < 512:
        scale = number(sbits)
        return scale + scale * tmp
    if not ki & 0x80000000:
        scale = number(sbits - (1009 << 52))
        return 2.0**1009 * (scale + scale * tmp)
    scale = number(sbits + (1022 << 52))
    y = scale + scale * tmp
    if y < 1.0:
        lo = scale - y + scale * tmp
        hi = 1.0 + y
        lo = 1.0 - hi + y + lo
        y = (hi + lo) - 1.0
        y = y or 0.0
    return 2.0**-1022 * y
