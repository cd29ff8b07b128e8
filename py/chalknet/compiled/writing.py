"""How an operation of NumPy is written down: which Op says what it has just calculated.

NumPy has far more than what compiled code has to know, so much is said by little: a mean is a sum
that is divided, `x ** 2` is a square (as in NumPy itself), truths that are calculated with are
where(truth, 1, 0), and whole numbers are float64 without a fraction, as long as that makes no
difference. What cannot be said raises Unknown, with words that go on from "layer.py line 31".
"""

import numpy as np

from chalknet.compiled.record import layout

ELEMENTWISE = {
    *("add", "subtract", "multiply", "divide", "negative", "absolute", "sign", "maximum"),
    *("minimum", "square", "sqrt", "reciprocal", "power", "exp", "expm1", "log", "log1p"),
    *("tanh", "sin", "cos", "floor"),
}
ASKS = {
    *("greater", "greater_equal", "less", "less_equal", "equal", "not_equal"),
    *("isfinite", "isnan"),
}
WHOLE = {"add", "subtract", "multiply", "negative", "absolute", "maximum", "minimum"}
LOGICAL = {"logical_and", "logical_or", "logical_not"}
OF_TRUTHS = {  # what these come to where only truths go in and come out
    **{"add": "logical_or", "maximum": "logical_or", "bitwise_or": "logical_or"},
    **{"multiply": "logical_and", "minimum": "logical_and", "bitwise_and": "logical_and"},
    "invert": "logical_not",
}
POWERS = {2: "square", 0.5: "sqrt", -1: "reciprocal"}  # how NumPy raises arrays to these


class Unknown(Exception):
    """This cannot be written down."""


def kind(value):
    """Of a result: "f" float64, "b" truth, "i" whole."""
    if type(value) is np.ndarray or isinstance(value, np.generic):
        if value.ndim > 2:
            raise Unknown("makes an array of more than two dimensions")
        if value.size == 0:
            raise Unknown("makes an empty array")
        if value.dtype in (np.float64, np.bool, np.int64, np.int32):  # in browsers int32 is usual
            return value.dtype.kind
    if type(value) in (float, int, bool):
        return {float: "f", int: "i", bool: "b"}[type(value)]
    raise Unknown("makes something else than arrays of float64")


def operand(recorder, thing):
    """The Op of what goes into an operation."""
    if hasattr(type(thing), "recorder"):  # a Traced
        if thing.recorder is recorder:
            return thing.op
        thing = thing.value  # left over from an earlier step
    if type(thing) in (bool, int, float, np.ndarray) or isinstance(thing, np.generic):
        op = recorder.constant(thing)
        if op is not None:
            return op
    raise Unknown(f"calculates with something else than arrays of float64 ({type(thing).__name__})")


def number(recorder, op):
    """A truth as 1.0 or 0.0."""
    if not op.truth:
        return op
    if op.name == "constant":
        return recorder.constant(np.array(op.value, float, order="K"))
    one, zero = recorder.constant(1.0), recorder.constant(0.0)
    return recorder.op("where", (op, one, zero), op.shape, order=op.order)


def truth(recorder, op):
    """A number as a truth."""
    if op.truth:
        return op
    return recorder.op("not_equal", (op, recorder.constant(0.0)), op.shape, True, op.order)


def elementwise(recorder, name, ops, values, result, ufunc=False):
    """The Op of a ufunc, an operator or a product that has made `result` of `values`."""
    made, shape, order = kind(result), np.shape(result), layout(result)

    def op(name, inputs):
        return recorder.op(name, inputs, shape, made == "b", order)

    if name == "positive":
        return same(recorder, ops[0], order)
    if name == "where":
        choices = ops[1:] if made == "b" else [number(recorder, one) for one in ops[1:]]
        return op("where", (truth(recorder, ops[0]), *choices))
    if name in LOGICAL:
        return op(name, [truth(recorder, one) for one in ops])
    if made == "b" and name in OF_TRUTHS:
        return op(OF_TRUTHS[name], ops)
    if name == "bitwise_xor" and made == "b":
        name = "not_equal"
    ops = [number(recorder, one) for one in ops]
    if name in ("dot", "matmul"):
        if made != "f" or [len(one.shape) for one in ops] != [2, 2]:
            raise Unknown("multiplies (dot, @) something else than two matrices of float64")
        return op("dot", ops)
    if name not in (ASKS if made == "b" else ELEMENTWISE):
        raise Unknown(f"uses {f'np.{name}' if name[0].isalpha() else name}, which does not compile")
    if made == "i":
        return whole(name, ops, op, recorder)
    if name == "power":
        return power(recorder, ops, values, op, ufunc)
    return op(name, ops)


def whole(name, ops, op, recorder):
    """Whole numbers: they have no -0, and may not grow beyond what float64 holds exactly."""
    if name not in WHOLE or (name == "multiply" and all(one.name != "constant" for one in ops)):
        raise Unknown("calculates with whole numbers")
    if name == "negative":
        return op("subtract", (recorder.constant(0.0), *ops))
    if name == "multiply":
        return op("add", (op("multiply", ops), recorder.constant(0.0)))
    return op(name, ops)


def power(recorder, ops, values, op, ufunc):
    """NumPy raises arrays to some powers in quicker ways, which give other bits; so must we."""
    base, exponent = values
    array = isinstance(base, np.ndarray) or (ufunc and not isinstance(exponent, np.ndarray))
    if ops[1].name == "constant" and ops[1].shape == ():
        if array and np.result_type(base).kind != "f":
            raise Unknown("calculates with whole numbers")
        if array and ops[1].value in POWERS:
            return op(POWERS[ops[1].value], ops[:1])
        if array and ops[1].value == 1:
            return op("multiply", (ops[0], recorder.constant(1.0)))
        if array and ops[1].value == 0:
            return recorder.constant(np.ones_like(base, dtype=float))
        return op("power", ops)
    numbers = not isinstance(base, np.ndarray) and not isinstance(exponent, np.ndarray)
    if (numbers and not ufunc) or (ops[0].shape == () and np.size(exponent) > 1):
        return op("power", ops)
    raise Unknown("raises to a power that is calculated itself")


def same(recorder, op, order):
    """The same numbers, perhaps in another order in memory."""
    if op.order == order:
        return op
    return recorder.op("reshape", (op,), op.shape, op.truth, order)


def assigned(recorder, op, value):
    """What an array is after another one was written all over it."""
    made, order = kind(value), layout(value)
    if op.name == "constant":
        return recorder.constant(value)
    if op.shape != value.shape or made == "i" or (made == "b") != op.truth:
        raise Unknown("writes something of another shape or kind into an array")
    return same(recorder, op, order)


# Functions. A rule is given what the function has made and what it was given; it gives the op, and
# of a view also whose memory it is and how its op is made from that one's.


def reduction(name):
    def rule(recorder, value, a, axis=None, *, keepdims=False):
        return (reduced(recorder, name, value, a, axis, keepdims),)

    return rule


def reduced(recorder, name, value, a, axis, keepdims):
    op = number(recorder, operand(recorder, a))
    if kind(value) == "b" or op.shape == () or isinstance(axis, tuple):
        raise Unknown(f"uses np.{name} in a way that does not compile")
    axis = axis if axis is None else int(axis) % len(op.shape)
    options = {"axis": None if len(op.shape) == 1 else axis, "keepdims": bool(keepdims)}
    return recorder.op(name, (op,), np.shape(value), order=layout(value), options=options)


def mean(recorder, value, a, axis=None, *, keepdims=False):
    total = reduced(recorder, "sum", value, a, axis, keepdims)
    count = recorder.constant(np.size(a) / np.size(value))
    return (recorder.op("divide", (total, count), total.shape, order=total.order),)


def where(recorder, value, condition, a, b):
    ops = [operand(recorder, one) for one in (condition, a, b)]
    if kind(value) == "b" and not (ops[1].truth and ops[2].truth):
        raise Unknown("uses np.where in a way that does not compile")
    return (elementwise(recorder, "where", ops, None, value),)


def dot(recorder, value, a, b):
    ops = [operand(recorder, one) for one in (a, b)]
    return (elementwise(recorder, "dot", ops, None, value),)


def clip(recorder, value, a, a_min=None, a_max=None, *, min=None, max=None):
    """Not below, then not above."""
    op = operand(recorder, a)
    low, high = (min if a_min is None else a_min), (max if a_max is None else a_max)
    for name, bound in (("maximum", low), ("minimum", high)):
        if bound is not None:
            ops = [op, operand(recorder, bound)]
            if np.broadcast_shapes(*(one.shape for one in ops)) != np.shape(value):
                raise Unknown("uses np.clip in a way that does not compile")
            op = elementwise(recorder, name, ops, None, value)
    return (op,)


def reshaped(recorder, value, a, *shape):
    """The same numbers, row by row, in another shape."""
    no_values(shape)
    kind(value)
    order = layout(value)

    def how(op):
        if op.shape == value.shape:
            return same(recorder, op, order)
        return recorder.op("reshape", (op,), value.shape, op.truth, order)

    return view(value, a, how)


def transposed(recorder, value, a):
    kind(value)
    order = layout(value)

    def how(op):
        if len(op.shape) < 2:
            return op
        return recorder.op("transpose", (op,), value.shape, op.truth, order)

    return view(value, a, how)


def view(value, a, how):
    if isinstance(a.value, np.ndarray) and np.may_share_memory(value, a.value):
        return how(a.op), a, how
    return (how(a.op),)


def same_layout(recorder, value, a):
    """A copy: the same numbers as its own array."""
    kind(value)
    return (same(recorder, operand(recorder, a), layout(value)),)


def as_type(recorder, value, a, dtype):
    op, made = operand(recorder, a), kind(value)
    if made == "b":
        return (same(recorder, truth(recorder, op), layout(value)),)
    if made == "i" and not op.truth:
        raise Unknown("makes whole numbers")
    return (same(recorder, number(recorder, op), layout(value)),)


def filled(recorder, value, a, *fill, **options):
    """zeros_like and the like: no number of it depends on a value."""
    if fill and operand(recorder, fill[0]).name != "constant":
        raise Unknown("uses np.full_like in a way that does not compile")
    no_values(options.values())
    kind(value)
    return (recorder.constant(value),)


def no_values(things):
    """Raises Unknown if a shape depends on what is calculated."""
    for one in things:
        if hasattr(type(one), "recorder"):
            raise Unknown("takes a shape from a value")
        if type(one) in (tuple, list):
            no_values(one)


RULES = {
    **{np.sum: reduction("sum"), np.mean: mean},
    **{np.max: reduction("max"), np.min: reduction("min")},
    **{np.amax: reduction("max"), np.amin: reduction("min")},
    **{np.where: where, np.dot: dot, np.matmul: dot, np.clip: clip},
    **{np.reshape: reshaped, np.ravel: reshaped, np.transpose: transposed, np.copy: same_layout},
    **{np.zeros_like: filled, np.ones_like: filled, np.empty_like: filled, np.full_like: filled},
}
METHODS = {
    **{"sum": RULES[np.sum], "mean": mean, "max": RULES[np.max], "min": RULES[np.min]},
    **{"dot": dot, "clip": clip, "astype": as_type, "copy": same_layout},
    **{"reshape": reshaped, "ravel": reshaped, "flatten": reshaped, "transpose": transposed},
}
SILENT = {np.shape, np.ndim, np.size, np.may_share_memory, np.shares_memory, np.result_type}
