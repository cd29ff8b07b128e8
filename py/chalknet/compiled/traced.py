"""An array that writes down what is done with it.

A Traced holds a `value`, the plain array or number that NumPy made, and the `op` that stands for it
in the record. Python hands operators to its methods, NumPy its ufuncs to __array_ufunc__ and other
functions to __array_function__. Each of them calculates first, exactly as it would without us, and
then writes the operation down (writing.py). A Traced *is* the array wherever the step keeps it, so
`W -= step` gives all who hold W another op along with other numbers.

What a Traced lets out as a plain value (an `if`, float(), a print) the record cannot follow:
that is noted as a reason. Once there is one, or the step is over, it only behaves as its value.
"""

import operator

import numpy as np

from chalknet.compiled.writing import (
    METHODS,
    RULES,
    SILENT,
    Unknown,
    assigned,
    elementwise,
    operand,
    reshaped,
    same_layout,
    transposed,
)

HELD = "changes in place an array that is held elsewhere too"


def plain(thing):
    """The same without Traced: it, or those in it."""
    if type(thing) is Traced:
        return thing.value
    if type(thing) in (tuple, list):
        return type(thing)(plain(one) for one in thing)
    if type(thing) is dict:
        return {key: plain(one) for key, one in thing.items()}
    return thing


def active(things):
    """The recorder at work, if one of these things is in its record."""
    for thing in things:
        if type(thing) is Traced and thing.recorder.active:
            return thing.recorder
        if type(thing) in (tuple, list) and (found := active(thing)):
            return found
    return None


def recorded(name, function, inputs, ufunc=False):
    """function(*inputs), a new array, written down as `name`."""
    recorder = active(inputs)
    ops = attempt(recorder, lambda: [operand(recorder, one) for one in inputs])
    values = plain(inputs)
    value = function(*values)
    op = attempt(recorder, lambda: elementwise(recorder, name, ops, values, value, ufunc))
    return Traced(recorder, value, op) if op else value


def changed(target, name, function, inputs, ufunc=False):
    """The same where the result goes into the array of `target`."""
    recorder = active((target, *inputs))
    ops = attempt(recorder, lambda: operands(recorder, target, inputs))
    values = plain(inputs)
    function(*values)
    op = attempt(recorder, lambda: elementwise(recorder, name, ops, values, target.value, ufunc))
    if op:
        target.own = op
    return target


def operands(recorder, target, inputs):
    """The ops of what goes into an array that is there already, if that can be written down."""
    if target.base is not None or target.shared or target.recorder is not recorder:
        raise Unknown(HELD)
    ops, values = [operand(recorder, one) for one in inputs], plain(inputs)
    if target.op.shape != np.broadcast_shapes(*(op.shape for op in ops)):
        raise Unknown("spreads its result over a larger array")
    floats = [np.result_type(one).kind == "f" for one in values]
    if target.value.dtype.kind == "f" and not any(floats):
        raise Unknown("puts whole numbers into an array")
    return ops


def attempt(recorder, write):
    """What `write` makes; None if nobody records, or if that ends the recording."""
    if recorder is None or not recorder.active:
        return None
    try:
        return write()
    except Exception as error:
        recorder.note(why(error))
        return None


def why(error):
    """No failure of the record may become one of the step."""
    return str(error) if isinstance(error, Unknown) else f"cannot be recorded ({error!r})"


def by_rule(rule, words, value, inputs, options):
    """The Traced of a function that has given `value`."""
    recorder = active((*inputs, *options.values()))
    if recorder is None:
        return value
    try:
        made = rule(recorder, value, *inputs, **options)
        return value if made is None else Traced(recorder, value, *made)
    except TypeError:  # the rule does not take all that the function does
        recorder.note(f"uses {words} in a way that does not compile")
    except Exception as error:
        recorder.note(why(error))
    return value


def binary(name, function):
    """The methods of an operator: with the Traced on its left, and on its right."""
    return (
        lambda self, other: recorded(name, function, (self, other)),
        lambda self, other: recorded(name, function, (other, self)),
    )


def in_place(name, function, usual):
    """W -= step changes the array W. A number cannot change: there the name gets a new one."""

    def changing(self, other):
        if isinstance(self.value, np.ndarray):
            return changed(self, name, function, (self, other))
        return usual(self, other)

    return changing


def unary(name, function):
    return lambda self: recorded(name, function, (self,))


def leak(what, function):
    """A method that gives a plain value, which the record cannot follow."""

    def leaking(self, *given, **options):
        self.recorder.note(what)
        return function(self.value, *plain(given), **options)

    return leaking


def method(name):
    """A method of arrays that can be written down, such as .sum()."""

    def calling(self, *given, **options):
        value = getattr(self.value, name)(*plain(given), **plain(options))
        return by_rule(METHODS[name], f".{name}()", value, (self, *given), options)

    return calling


def as_array(value, dtype=None, copy=None):
    return np.array(value, dtype) if copy else np.asarray(value, dtype)


class Traced:
    __slots__ = ("base", "how", "own", "recorder", "seen", "shared", "value")

    def __init__(self, recorder, value, op, base=None, how=None, shared=False):
        self.recorder, self.value, self.own = recorder, value, op
        self.base, self.how = base, how  # of a view: whose memory it looks at; its op from that
        self.seen = None if base is None else base.op
        self.shared = shared  # somebody else holds this memory too

    @property
    def op(self):
        """Of a view: made from what its base is by now."""
        if self.base is not None and self.base.op is not self.seen:
            self.seen = self.base.op
            self.own = self.how(self.seen)
        return self.own

    # What NumPy asks

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        name, target = ufunc.__name__, out and out[0]
        function = ufunc
        if name == "power" and type(inputs[0]) is np.float64 and type(inputs[1]) is Traced:
            arrays = isinstance(inputs[1].value, np.ndarray)
            function = ufunc if arrays else operator.pow  # nobody tells which: ** is likelier
        if method == "__call__" and not options and ufunc.nout == 1:
            if target is None:
                return recorded(name, function, inputs, ufunc=True)
            if type(target) is Traced:
                into = target.value
                return changed(target, name, lambda *v: ufunc(*v, out=into), inputs, ufunc=True)
        for thing in (*inputs, *(out or ())):
            if type(thing) is Traced:
                how = f".{method}" if method != "__call__" else ""
                thing.recorder.note(f"uses np.{name}{how} in a way that does not compile")
        if out:
            options["out"] = plain(out)
        value = getattr(ufunc, method)(*plain(inputs), **plain(options))
        return target if target is not None else value

    def __array_function__(self, function, types, inputs, options):
        value = function(*plain(inputs), **plain(options))
        if function in SILENT:
            return value
        where = function.__module__.replace("numpy", "np")
        words = f"{where}.{function.__name__}"
        if function not in RULES:
            recorder = active((*inputs, *options.values()))
            if recorder:
                recorder.note(f"uses {words}, which does not compile")
            return value
        return by_rule(RULES[function], words, value, inputs, options)

    # Operators

    __add__, __radd__ = binary("add", operator.add)
    __sub__, __rsub__ = binary("subtract", operator.sub)
    __mul__, __rmul__ = binary("multiply", operator.mul)
    __truediv__, __rtruediv__ = binary("divide", operator.truediv)
    __pow__, __rpow__ = binary("power", operator.pow)
    __matmul__, __rmatmul__ = binary("matmul", operator.matmul)
    __floordiv__, __rfloordiv__ = binary("//", operator.floordiv)
    __mod__, __rmod__ = binary("%", operator.mod)
    __and__, __rand__ = binary("bitwise_and", operator.and_)
    __or__, __ror__ = binary("bitwise_or", operator.or_)
    __xor__, __rxor__ = binary("bitwise_xor", operator.xor)
    __divmod__, __rdivmod__ = binary("divmod", divmod)
    __lt__ = binary("less", operator.lt)[0]
    __le__ = binary("less_equal", operator.le)[0]
    __gt__ = binary("greater", operator.gt)[0]
    __ge__ = binary("greater_equal", operator.ge)[0]
    __eq__ = binary("equal", operator.eq)[0]
    __ne__ = binary("not_equal", operator.ne)[0]

    __iadd__ = in_place("add", operator.iadd, __add__)
    __isub__ = in_place("subtract", operator.isub, __sub__)
    __imul__ = in_place("multiply", operator.imul, __mul__)
    __itruediv__ = in_place("divide", operator.itruediv, __truediv__)
    __ipow__ = in_place("power", operator.ipow, __pow__)
    __imatmul__ = in_place("matmul", operator.imatmul, __matmul__)
    __ifloordiv__ = in_place("//", operator.ifloordiv, __floordiv__)
    __imod__ = in_place("%", operator.imod, __mod__)
    __iand__ = in_place("bitwise_and", operator.iand, __and__)
    __ior__ = in_place("bitwise_or", operator.ior, __or__)
    __ixor__ = in_place("bitwise_xor", operator.ixor, __xor__)

    __neg__ = unary("negative", operator.neg)
    __pos__ = unary("positive", operator.pos)
    __abs__ = unary("absolute", operator.abs)
    __invert__ = unary("invert", operator.invert)

    # Shapes, copies, parts

    shape = property(
        lambda self: self.value.shape,
        leak("sets a shape", lambda value, shape: setattr(value, "shape", shape)),
    )
    ndim = property(lambda self: self.value.ndim)
    size = property(lambda self: self.value.size)
    dtype = property(lambda self: self.value.dtype)
    __class__ = property(lambda self: type(self.value))  # for isinstance

    def __len__(self):
        return len(self.value)

    @property
    def T(self):
        return by_rule(transposed, ".T", self.value.T, (self,), {})

    sum, mean, max, min = (method(name) for name in ("sum", "mean", "max", "min"))
    dot, clip, astype, copy = (method(name) for name in ("dot", "clip", "astype", "copy"))
    reshape, ravel, flatten = (method(name) for name in ("reshape", "ravel", "flatten"))
    transpose = method("transpose")

    def __copy__(self):
        value = self.value.copy(order="K") if isinstance(self.value, np.ndarray) else self.value
        return by_rule(same_layout, "copy", value, (self,), {})

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __getitem__(self, index):
        value = self.value[plain(index)]
        if self.recorder.active and all_of_it(index, (slice, type(...), type(None))):
            return by_rule(reshaped, "[…]", value, (self,), {})
        self.recorder.note("takes a part of an array ([…])")
        return value

    def __setitem__(self, index, new):
        recorder = active((self, new, index))
        if recorder and not all_of_it(index, (slice, type(...))):
            recorder.note("changes a part of an array ([…] = …)")
        elif recorder and (self.base is not None or self.shared):
            recorder.note(HELD)
        op = attempt(recorder, lambda: operand(recorder, new))
        self.value[plain(index)] = plain(new)
        if op and (op := attempt(recorder, lambda: assigned(recorder, op, self.value))):
            self.own = op

    # What lets a value out

    __bool__ = leak("decides by a value (if …)", bool)
    NUMBER = "makes a plain number of a value (float, math, range …)"
    __float__, __int__, __complex__ = leak(NUMBER, float), leak(NUMBER, int), leak(NUMBER, complex)
    __index__, __round__ = leak(NUMBER, operator.index), leak(NUMBER, round)
    __array__ = leak("makes a plain array of values", as_array)
    ONE_BY_ONE = "goes through values one by one (for, in …)"
    __iter__, __reversed__ = leak(ONE_BY_ONE, iter), leak(ONE_BY_ONE, reversed)
    __contains__ = leak(ONE_BY_ONE, operator.contains)
    TEXT = "writes a value as text (print, format …)"
    __str__, __repr__, __format__ = leak(TEXT, str), leak(TEXT, repr), leak(TEXT, format)
    __hash__ = leak("looks something up by a value", hash)
    __reduce_ex__ = leak("saves a value", lambda value, kind: value.__reduce_ex__(kind))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)  # NumPy and copy ask for some that we do not need
        found = getattr(self.value, name)
        self.recorder.note(f"uses .{name}, which does not compile")
        return found


def all_of_it(index, parts):
    """Does an index take all there is: [:], [...], [:, None]?"""
    index = index if type(index) is tuple else (index,)
    return all(isinstance(part, parts) and part in (slice(None), ..., None) for part in index)
