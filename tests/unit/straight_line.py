"""Carries out a recorded Program by NumPy, operation by operation: what a compiled step must give.

It knows only what stands in an Op, so what is missing there shows as another bit.
"""

import numpy as np

IN_ORDER = {"C": np.ascontiguousarray, "F": np.asfortranarray}


def evaluate(program, slots, x, y):
    """{key: value} of the program's outputs, and its cost."""
    given = slots | {"x": x, "y": y}
    known = {}
    with np.errstate(all="ignore"):
        for op in program.ops:
            value = value_of(op, [known[one] for one in op.inputs], given)
            assert np.shape(value) == op.shape, op
            assert (np.asarray(value).dtype == bool) == op.truth, op
            known[op] = IN_ORDER[op.order](value) if op.shape else value
    return {key: known[op] for key, op in program.outputs.items()}, known.get(program.cost)


def value_of(op, inputs, given):
    if op.name == "input":
        return np.asarray(given[op.slot], float)[()]
    if op.name == "constant":
        return op.value
    if op.name == "power":
        return power(*inputs, op.shape)
    if op.name in ("sum", "max", "min"):
        return getattr(np, op.name)(*inputs, **op.options)
    if op.name == "reshape":
        return np.reshape(*inputs, op.shape)
    return getattr(np, op.name)(*inputs)


def power(base, exponent, shape):
    """Always pow of the C library: NumPy's quicker ways are squares, roots and so on by name."""
    if shape == ():
        return np.float64(base) ** np.float64(exponent)
    base, exponent = (np.broadcast_to(one, shape).copy() for one in (base, exponent))
    return np.power(base, exponent)


def same_bits(a, b):
    """NaN and signs of 0 included."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    nan = np.isnan(a) & np.isnan(b)
    alike = nan | ((a == b) & (np.signbit(a) == np.signbit(b)))
    return a.shape == b.shape and bool(np.all(alike))
