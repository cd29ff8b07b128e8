"""What a learner's function gave, against what it should have given: in words."""

import ast
import math
import types

import numpy as np


def like(got, wanted):
    """Equal as far as numbers computed in two ways can be? Never fails."""
    try:
        got, wanted = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return False
    return got.shape == wanted.shape and np.allclose(got, wanted, 1e-6, 1e-9, equal_nan=True)


class Comparison:
    """same("d_sigmoid(x)", 0.25): runs the call among `names`, raises AssertionError in words."""

    def __init__(self, names):
        self.names = names

    def __call__(self, call, wanted):
        # copies: the call may change what it is given
        copies = {n: v.copy() for n, v in self.names.items() if isinstance(v, np.ndarray)}
        got = eval(call, self.names, copies)
        if got is None:
            name = call.partition("(")[0]
            fault = f"Your function `{name}` returns nothing yet. Write its result after `return`."
        elif isinstance(wanted, tuple):
            fault = several(call, got, wanted)
        else:
            fault = one(f"`{call}`", got, wanted)
        if fault:
            told = self.tried(call) if "should be `" in fault else ""
            raise AssertionError(fault + told)

    def tried(self, call):
        """The matrices and numbers that the call names, each with its value."""
        names = dict.fromkeys(n.id for n in ast.walk(ast.parse(call)) if isinstance(n, ast.Name))
        told = [
            f"`{name} = {show(self.names[name])}`"
            for name in names
            if isinstance(self.names.get(name), np.ndarray | float | int)
        ]
        return f" Here {', '.join(told)}." if told else ""


def several(call, got, wanted):
    if not isinstance(got, tuple | list) or len(got) != len(wanted):
        came = f"{len(got)} things" if isinstance(got, tuple | list) else "one thing"
        return (
            f"`{call}` should return {len(wanted)} things, with a comma between them, "
            f"but returns {came}."
        )
    ordinal = ("first", "second", "third", "fourth")
    faults = (
        one(f"The {ordinal[i]} thing that `{call}` returns", *pair)
        for i, pair in enumerate(zip(got, wanted, strict=True))
    )
    return next((fault for fault in faults if fault), None)


def one(what, got, wanted):
    """The fault in words, or None."""
    if got is None:
        return f"{what} is None, nothing."
    if like(got, wanted):
        return None
    if isinstance(got, types.FunctionType | types.BuiltinFunctionType | np.ufunc):
        name = getattr(got, "__name__", "f")
        return f"{what} is the function `{name}` itself. To have its value, call it: `{name}(...)`."
    try:
        got = np.asarray(got, dtype=float)
    except (TypeError, ValueError, OverflowError):
        kind = type(got).__name__
        return f"{what} is of the kind `{kind}`, but should be a number or a matrix of numbers."
    wanted = np.asarray(wanted, dtype=float)
    if got.shape != wanted.shape:
        return f"{what} is {shape(got)} but should be {shape(wanted)}.{shape_hint(got, wanted)}"
    if wanted.size <= 6:
        return f"{what} is `{show(got)}` but should be `{show(wanted)}`.{value_hint(got, wanted)}"
    close = np.isclose(got, wanted, 1e-6, 1e-9, equal_nan=True)
    place = tuple(int(i) for i in np.argwhere(~close)[0])
    return (
        f"{what} is `{show(got[place])}` at `{list(place)}` but should be "
        f"`{show(wanted[place])}` there.{value_hint(got, wanted)}"
    )


def shape(array):
    return "one number" if array.ndim == 0 else f"of the shape `{array.shape}`"


def shape_hint(got, wanted):
    if got.ndim == 2 and got.shape == wanted.shape[::-1]:
        return " Rows and columns are swapped."
    if wanted.ndim == 2 and got.ndim < 2 and 1 in wanted.shape and got.size == wanted.size:
        return " `keepdims=True` keeps a column a column."
    return ""


def value_hint(got, wanted):
    """What all the numbers have in common, if anything: a sign, a factor."""
    if not np.isfinite(got).all():
        return " `inf` and `nan` are no numbers to go on with: is something divided by 0?"
    if like(got, -wanted):
        return " Only the sign is wrong."
    if not wanted.any() or not got.any():
        return ""
    factor = float(np.sum(got * wanted) / np.sum(wanted * wanted))
    if wanted.size > 1 and factor > 0 and like(got, factor * wanted):
        size, word = (factor, "large") if factor > 1 else (1 / factor, "small")
        return f" It is {size:.3g} times too {word}, everywhere."
    return ""


def show(value):
    """A number with four digits; a small matrix as nested lists; a large one by its shape."""
    array = np.asarray(value)
    if array.size > 12:
        return f"a matrix of the shape {array.shape}"
    if array.ndim:
        return "[" + ", ".join(show(part) for part in array) + "]"
    number = float(array)
    if math.isfinite(number) and number == int(number) and abs(number) < 1e6:
        return str(int(number))
    return f"{number:.4g}"
