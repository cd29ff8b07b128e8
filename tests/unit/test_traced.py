"""A Traced gives what plain arrays give, whatever is done with it; and so does its record."""

import copy
import math
import operator
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalknet.compiled.record import Recorder, layout
from chalknet.compiled.traced import Traced, plain
from straight_line import evaluate, same_bits

X = np.array([[1.5, -2.0, 0.0], [-0.0, 3.25, -1.0]])


def start(recorder, values):
    return {
        name: Traced(recorder, value, recorder.input(name, np.shape(value), layout(value)))
        for name, value in values.items()
    }


def recorded(function, **values):
    """What function(**values) gives, recorded; and the Recorder."""
    recorder = Recorder()
    given = start(recorder, {name: copy.copy(value) for name, value in values.items()})
    return recorder.run(lambda: function(**given)), recorder


# Whatever is done: the same bits, from NumPy and from the record

VALUES = {
    "wide": np.array([[0.3, -1.7, 2.2, -0.0], [1e-3, 5.0, -2.5, 0.9], [-0.1, 0.6, 1.1, -3.0]]),
    "other": np.array([[1.0, 0.5, -2.0, 2.0], [0.0, -1.0, 3.0, 1.5], [-4.0, 2.5, 0.1, 0.7]]),
    "column": np.array([[0.7], [-1.3], [2.0]]),
    "turned": np.asfortranarray(np.linspace(-2, 1.3, 12).reshape(3, 4)),
    "line": np.array([[2.0, -0.5, 0.25, 1.0]]),
    "flat": np.array([0.1, -0.2, 0.3, -0.4]),
    "square": np.arange(16.0).reshape(4, 4) / 7,
    "number": 0.3,
    "scalar": np.float64(1.7),
    "whole": 3,
}  # fmt: skip
ONE = [
    *(operator.neg, operator.pos, abs, np.abs, np.square, np.sign, np.tanh, np.exp, np.sqrt),
    *(np.log1p, np.expm1, np.floor, np.sin, np.cos, np.reciprocal, np.copy, np.transpose),
    *(np.zeros_like, np.ones_like, np.isfinite, np.isnan, np.positive, np.ravel),
    *(lambda a: a.T, lambda a: a.copy(), lambda a: a.astype(float), lambda a: a[...]),
    *(lambda a: a.reshape(-1, 1), lambda a: np.clip(a, -1, 0.5), lambda a: a.clip(None, 1)),
    *(lambda a: a**2, lambda a: a**3, lambda a: a**-1, lambda a: a**0.5, lambda a: a**1),
    *(lambda a: a**0, lambda a: np.where(a > 0, 1, 0), lambda a: 1 * (a > 0.5)),
    *(lambda a: ~(a > 0), lambda a: 2 - a, lambda a: 1 / a, lambda a: np.float64(2) * a),
    *(lambda a: np.sum(a), lambda a: a.sum(axis=0), lambda a: np.sum(a, axis=-1, keepdims=True)),
    *(lambda a: np.mean(a, axis=0), lambda a: a.mean(), lambda a: np.max(a, axis=1)),
    *(lambda a: a.min(axis=0, keepdims=True), lambda a: np.sum(a > 0), lambda a: np.mean(a > 0)),
    *(lambda a: np.full_like(a, 0.1), lambda a: copy.copy(a), lambda a: copy.deepcopy(a)),
    *(lambda a: np.add(a, a), lambda a: np.multiply(2, a), lambda a: 2.0**a),
]
TWO = [
    *(operator.add, operator.sub, operator.mul, operator.truediv, np.maximum, np.minimum),
    *(operator.gt, operator.le, operator.eq, operator.ne, np.logical_and, np.logical_or),
    *(operator.matmul, np.dot, lambda a, b: np.where(a > b, a, b), operator.pow),
    *(lambda a, b: (a > 0) & (b > 0), lambda a, b: (a > 0) | (b < 1), lambda a, b: a * (b > 0)),
    *(lambda a, b: np.clip(a, b, 1), lambda a, b: (a > 0) + (b > 0)),
]
INTO = [
    *(operator.iadd, operator.isub, operator.imul, operator.itruediv),
    *(lambda a, b: np.add(a, b, out=a), lambda a, b: set_all(a, b), operator.ipow),
]


def set_all(a, b):
    a[...] = b
    return a


def calculate(names, steps, values):
    """A row of operations; those that NumPy refuses are left out."""
    held = [values[name] for name in names]
    for function, first, second in steps:
        given = [held[first % len(held)], held[second % len(held)]]
        try:
            made = function(*given[: 1 if function in ONE else 2])
        except (ValueError, TypeError, AttributeError, ZeroDivisionError, OverflowError):
            made = 0.5
        held.append(0.5 if type(plain(made)) is complex else made)
    return held


@settings(max_examples=200)
@given(st.data())
def test_any_row_of_operations(data):
    names = data.draw(st.permutations(list(VALUES)))[:5]
    step = st.tuples(st.sampled_from(ONE + TWO + INTO * 3), st.integers(0, 99),
                     st.integers(0, 99))  # fmt: skip
    steps = data.draw(st.lists(step, min_size=1, max_size=10))
    plainly = {name: copy.copy(VALUES[name]) for name in names}
    with np.errstate(all="ignore"):
        wanted = calculate(names, steps, plainly)
        found, recorder = recorded(
            lambda **given: calculate(names, steps, given), **{n: VALUES[n] for n in names}
        )
    for one, other in zip(found, wanted, strict=True):
        assert type(plain(one)) is type(other)
        assert np.asarray(plain(one)).dtype == np.asarray(other).dtype
        assert same_bits(plain(one), other)
        assert layout(plain(one)) == layout(other)
    if recorder.reason is None:
        ops = {str(i): one.op for i, one in enumerate(found) if type(one) is Traced}
        outputs, _ = evaluate(recorder.program(ops), VALUES, None, None)
        for key, value in outputs.items():
            assert same_bits(value, wanted[int(key)]), key
            assert ops[key].order == layout(wanted[int(key)])


def test_most_rows_of_operations_are_recorded():
    for function in ONE:
        _, recorder = recorded(lambda a, f=function: f(a), a=np.abs(X) + 0.5)
        assert recorder.reason is None
    for function in TWO[:-4]:
        if function is not operator.pow:
            _, recorder = recorded(
                lambda a, b, f=function: f(a, b), a=VALUES["square"], b=VALUES["square"] + 1
            )
            assert recorder.reason is None


# What lets a value out

LEAKS = {
    "decides by a value (if …)": [bool, lambda a: a and 1, lambda a: not a, lambda a: max(a, 1)],
    "makes a plain number of a value (float, math, range …)": [
        *(float, int, round, complex, math.tanh, math.floor, lambda a: [0, 1, 2][a], range),
    ],
    "writes a value as text (print, format …)": [str, repr, "{:.2f}".format, lambda a: f"{a}"],
    "looks something up by a value": [hash, lambda a: {1: 2}.get(a), lambda a: {a}],
    "saves a value": [lambda a: pickle.loads(pickle.dumps(a))],
}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "function"), [(what, one) for what, some in LEAKS.items() for one in some]
)
def test_a_number_let_out(what, function):
    found, recorder = recorded(lambda a: function(a), a=2)
    assert recorder.reason == f"The step {what}."
    assert plain(found) == function(2)


@pytest.mark.parametrize(
    ("what", "function"),
    [
        ("goes through values one by one (for, in …)", list),
        ("goes through values one by one (for, in …)", lambda a: 3.25 in a),
        ("goes through values one by one (for, in …)", sum),
        ("takes a part of an array ([…])", lambda a: a[0]),
        ("takes a part of an array ([…])", lambda a: a[:, 1:]),
        ("takes a part of an array ([…])", lambda a: a[a > 0]),
        ("makes a plain array of values", np.asarray),
        ("makes a plain array of values", lambda a: np.array([a, a])),
        ("writes a value as text (print, format …)", lambda a: f"{a!s}"),
        ("uses .tolist, which does not compile", lambda a: a.tolist()),
        ("uses .std, which does not compile", lambda a: a.std()),
        ("uses np.std, which does not compile", np.std),
        ("uses np.cumsum, which does not compile", np.cumsum),
        ("uses np.concatenate, which does not compile", lambda a: np.concatenate([a, a])),
        ("uses np.linalg.norm, which does not compile", np.linalg.norm),
        ("uses np.arctan, which does not compile", np.arctan),
        ("uses np.modf in a way that does not compile", np.modf),
        ("uses np.sum in a way that does not compile", lambda a: np.sum(a, where=X > 0)),
        ("uses np.where in a way that does not compile", lambda a: np.where(a)),
        ("uses np.exp in a way that does not compile", lambda a: np.exp(a, where=X > 0, out=a)),
        ("uses //, which does not compile", lambda a: a // 2),
        ("makes an array of more than two dimensions", lambda a: a[:, :, None]),
        ("makes whole numbers", lambda a: a.astype(int)),
        ("calculates with whole numbers", lambda a: (1 * (a > 0)) ** 2),
        ("calculates with something else than arrays of float64 (list)", lambda a: a * [1, 2, 3]),
        ("calculates with something else than arrays of float64 (complex)", lambda a: a + 1j),
        ("raises to a power that is calculated itself", lambda a: np.abs(a) ** a),
        ("makes something else than arrays of float64", lambda a: a.astype(np.float32)),
        ("multiplies (dot, @) something else than two matrices of float64",
         lambda a: np.dot(0.3, a)),
        ("sets a shape", lambda a: setattr(a, "shape", (6,))),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_array_let_out(what, function):
    found, recorder = recorded(lambda a: function(a), a=X)
    assert recorder.reason == f"The step {what}."
    wanted = function(X.copy())
    assert type(plain(found)) is type(wanted)
    assert repr(plain(found)) == repr(wanted)


# Names and arrays


def test_changing_in_place_shows_under_every_name():
    def function(a):
        b, turned = a, a.T
        a -= 1
        return b, turned, turned * 2

    (b, turned, twice), recorder = recorded(function, a=X)
    assert recorder.reason is None
    outputs, _ = evaluate(
        recorder.program({"b": b.op, "turned": turned.op, "twice": twice.op}), {"a": X}, None, None
    )
    assert same_bits(outputs["b"], X - 1)
    assert same_bits(outputs["turned"], (X - 1).T)
    assert same_bits(outputs["twice"], 2 * (X - 1).T)


def test_a_number_does_not_change_under_its_other_name():
    def function(a):
        b = np.sum(a)
        c = b
        c += 1
        return b, c

    (b, c), _ = recorded(function, a=X)
    assert (b.value, c.value) == (np.sum(X), np.sum(X) + 1)
    assert b.op is not c.op


def test_once_over_a_traced_is_just_its_value():
    kept, recorder = recorded(lambda a: a * 2, a=X)
    for function in (operator.add, operator.matmul, np.maximum):
        made = function(kept, X.T if function is operator.matmul else X)
        assert type(made) is np.ndarray
    assert type(np.sum(kept)) is np.float64
    assert float(kept.sum()) == np.sum(2 * X)
    assert isinstance(kept, np.ndarray)
    assert pickle.loads(pickle.dumps(kept)).tolist() == (2 * X).tolist()
    kept -= 2 * X
    assert not kept.any()
    assert recorder.reason is None
    assert len(recorder.ops) == 3  # a, 2, a * 2


def test_one_left_over_from_an_earlier_step_counts_as_plain():
    kept, _ = recorded(lambda a: a * 2, a=X)
    for function in (operator.mul, np.dot):
        found, recorder = recorded(lambda a, f=function: f(kept.T if f is np.dot else kept, a), a=X)
        assert recorder.reason is None
        outputs, _ = evaluate(recorder.program({"": found.op}), {"a": X}, None, None)
        assert same_bits(outputs[""], function(kept.T if function is np.dot else kept, X))


def test_repeated_operations_are_one():
    def function(a):
        return np.tanh(a) + np.square(np.tanh(a)) + np.tanh(a)

    found, recorder = recorded(function, a=X)
    names = [op.name for op in recorder.program({"": found.op}).ops]
    assert names == ["input", "tanh", "square", "add", "add"]
    (tanh,) = [op for op in recorder.ops.values() if op.name == "tanh"]
    assert tanh.asked == 3


def test_constants_are_told_apart_by_their_bits():
    found, _ = recorded(lambda a: (a * 0.0, a * -0.0, a * 0, a * np.array(0.0)), a=X)
    assert found[0].op is not found[1].op
    assert found[0].op is found[2].op is found[3].op


def test_a_constant_is_what_it_was_when_it_was_used():
    plainly = np.ones((2, 3))

    def function(a):
        first = a * plainly
        plainly[...] = 7
        return first, a * plainly

    (first, second), recorder = recorded(function, a=X)
    outputs, _ = evaluate(
        recorder.program({"1": first.op, "2": second.op}), {"a": X}, None, None
    )
    assert same_bits(outputs["1"], X)
    assert same_bits(outputs["2"], 7 * X)
