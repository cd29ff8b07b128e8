"""Compiled programs beside NumPy. OpenBLAS and this computer's C library differ from the page's in
the last bits; tests/page/test_compiled_node.py compares to the last bit.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalknet.compiled.epoch import EPOCHS
from chalknet.compiled.shuffle import cells, state
from native_machine import NativeMachine
from programs import COMPARE, ONE, SLOW, SPECIAL, TWO, Line, Run, by_chance, job_of, run_once

SIZES = st.integers(1, 40)
ORDERS = st.sampled_from("CF")


@pytest.fixture
def machine():
    return NativeMachine()


def compare(machine, line, outputs):
    made, wanted = run_once(machine, line, outputs)
    for key, op in outputs.items():
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(made[key], wanted[key], 1e-12, 1e-12, err_msg=op.name)


def numbers(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("name", ONE + SLOW)
def test_functions_of_one_number(machine, name):
    line = Line()
    a = line.input("a", np.concatenate([numbers(1, 33) * 3, SPECIAL]).reshape(5, 8))
    compare(machine, line, {"o": line.add(name, a)})


@pytest.mark.parametrize("name", [*TWO, *COMPARE, "power"])
def test_functions_of_two_numbers(machine, name):
    line = Line()
    a = line.input("a", np.repeat(SPECIAL, len(SPECIAL)).reshape(7, 7))
    b = line.input("b", np.tile(SPECIAL, len(SPECIAL)).reshape(7, 7))
    c = line.input("c", numbers(1, 7, 1))
    compare(machine, line, {"o": line.add(name, a, b), "p": line.add(name, b, c)})


def test_truths(machine):
    line = Line()
    a, b = line.input("a", numbers(1, 5, 7)), line.input("b", np.sign(numbers(2, 5, 7)))
    p, q = line.add("greater", a, 0.0), line.add("less", b, 0.0)
    outputs = {
        "and": line.add("logical_and", p, q),
        "or": line.add("logical_or", p, b),
        "not": line.add("logical_not", a),
        "both": line.add("multiply", p, q),
        "either": line.add("add", p, q),
        "number": line.add("multiply", p, a),
        "choice": line.add("where", p, q, p),
        "chosen": line.add("where", b, q, a),
        "finite": line.add("isfinite", line.add("log", a)),
        "nan": line.add("isnan", line.add("sqrt", a)),
        "same": line.add("equal", p, q),
    }
    compare(machine, line, outputs)


@given(SIZES, SIZES, SIZES, st.booleans(), st.booleans())
@settings(max_examples=40)
def test_dots(rows, depth, columns, left, right):
    line = Line()
    a = line.input("a", numbers(1, depth, rows) if left else numbers(1, rows, depth))
    b = line.input("b", numbers(2, columns, depth) if right else numbers(2, depth, columns))
    a = line.add("transpose", a) if left else a
    b = line.add("transpose", b) if right else b
    product = line.add("dot", a, b)
    more = line.add("add", product, line.input("c", numbers(3, rows, 1)))
    compare(NativeMachine(), line, {"o": product, "p": more, "q": line.add("tanh", more)})


@given(SIZES, SIZES, ORDERS, st.sampled_from(["sum", "max", "min"]), st.sampled_from([None, 0, 1]))
@settings(max_examples=60)
def test_reductions(rows, columns, order, name, axis):
    line = Line()
    a = line.input("a", numbers(1, rows, columns))
    a = line.add("add", line.add("transpose", a), 1.0) if order == "F" else a
    kept = line.add(name, a, axis=axis, keepdims=True)
    flat = line.add(name, a, axis=axis, keepdims=False)
    compare(NativeMachine(), line, {"o": kept, "p": flat, "q": line.add("subtract", a, kept)})


@given(SIZES, SIZES)
@settings(max_examples=25)
def test_broadcasting(rows, columns):
    line = Line()
    a, b = line.input("a", numbers(1, rows, columns)), line.input("b", numbers(2, columns, rows))
    c, d = line.input("c", numbers(3, rows, 1)), line.input("d", numbers(4, 1, columns))
    e, f = line.input("e", numbers(5)), line.input("f", numbers(6, columns))
    table = line.add("multiply", line.add("add", c, d), e)
    turned = line.add("subtract", line.add("transpose", b), f)
    outputs = {"o": table, "p": line.add("maximum", turned, line.add("multiply", a, c))}
    compare(NativeMachine(), line, outputs)


@given(st.integers(0, 10**6))
@settings(max_examples=40)
def test_programs_by_chance(seed):
    """At numbers of usual size: what cancels out to nearly 0 would tell nothing here."""
    line, outputs = by_chance(np.random.default_rng(seed))
    made, wanted = run_once(NativeMachine(), line, outputs)
    for key in outputs:
        assert made[key].shape == wanted[key].shape


# Slots: old values are read, new ones kept


def weights(machine, change, cost=None, times=3):
    """(what W is after some steps of change(line, W), what NumPy makes of it)"""
    start = numbers(1, 4, 4)
    line = Line()
    W = line.input("W", start)
    new = change(line, W)
    x = np.zeros((1, 1))
    program = line.program({"W": new}, cost and cost(line, W, new))
    run = Run(machine, job_of(program, x, x, {"W": (4, 4)}), W=start)
    assert run.steps(times) == times
    return run, start


@pytest.mark.parametrize("late", [False, True])
def test_a_slot_goes_on_from_what_it_became(machine, late):
    """W = 2 (W + Wᵀ), also if the cost is of the new W."""

    def change(line, W):
        return line.add("multiply", line.add("add", W, line.add("transpose", W)), 2.0)

    def cost(line, _, new):
        return line.add("sum", new, axis=None, keepdims=False)

    run, W = weights(machine, change, cost if late else None)
    for _ in range(3):
        before, W = W, 2 * (W + W.T)
    np.testing.assert_allclose(run.cells("W", (4, 4)), W)
    np.testing.assert_allclose(run.cells("before:W", (4, 4)), before)


def test_an_unsound_cost_changes_nothing(machine):
    def cost(line, W, new):
        return line.add("sum", W, axis=None, keepdims=False)

    run, _ = weights(machine, lambda line, W: line.add("multiply", W, 2.0), cost)
    for bad in (np.nan, np.inf, -np.inf, 1e30):
        run.cells("bound")[...] = 1e20
        run.cells("W", (4, 4))[...] = 1.0
        run.cells("W", (4, 4))[1, 1] = bad
        before = run.memory.copy()
        assert run.steps() == 0
        for name in ("W", "before:W", "taken", "epoch", "cost_so_far"):
            at = run.module.at[name]
            assert (run.memory[at : at + 8] == before[at : at + 8]).all()
        assert np.array_equal(run.cells("W", (4, 4))[1, 1], bad, equal_nan=True)
    run.cells("W", (4, 4))[1, 1] = 1.0
    assert run.steps() == 1


def test_two_slots_change_places(machine):
    line = Line()
    a, b = line.input("a", numbers(1, 3, 2)), line.input("b", numbers(2, 3, 2))
    x = np.zeros((1, 1))
    job = job_of(line.program({"a": b, "b": a}), x, x, {"a": (3, 2), "b": (3, 2)})
    run = Run(machine, job, a=numbers(1, 3, 2), b=numbers(2, 3, 2))
    run.steps(3)
    assert (run.cells("a", (3, 2)) == numbers(2, 3, 2)).all()
    assert (run.cells("b", (3, 2)) == numbers(1, 3, 2)).all()


def test_numbers_count_and_arrays_of_constants_lie_in_memory(machine):
    line = Line()
    t = line.input("t", 1.0)
    table = line.constant(np.arange(6.0).reshape(2, 3))
    more = line.add("add", t, 1.0)
    outputs = {"t": more, "o": line.add("multiply", table, more), "turned": table}
    x = np.zeros((1, 1))
    job = job_of(line.program(outputs), x, x, {"t": (), "o": (2, 3), "turned": (2, 3)})
    run = Run(machine, job, t=1.0)
    run.steps(4)
    assert run.cells("t") == 5
    assert run.cells("o", (2, 3)).tolist() == [[0, 5, 10], [15, 20, 25]]
    assert run.cells("turned", (2, 3)).tolist() == [[0, 1, 2], [3, 4, 5]]


# Epochs


def sums(size, rate, x, y):
    """w = w + rate (sum of x · y of a batch), cost = w: easy to follow."""
    line = Line()
    w, r = line.input("w", 0.0), line.input("rate", rate)
    products = line.add("multiply", line.input("x", x[:, :size]), line.input("y", y[:, :size]))
    step = line.add("multiply", r, line.add("sum", products, axis=None, keepdims=False))
    return line.program({"w": line.add("add", w, step)}, w)


def test_epochs(machine):
    """Batches in a shuffled order, a smaller last one, a rate for each epoch, tests before each."""
    x, y = numbers(1, 1, 23), numbers(2, 1, 23)
    line = Line()
    w = line.input("w", 0.0)
    tested = line.add("add", line.add("sum", line.input("x", x[:, :2]), axis=None), w)
    job = job_of(
        sums(5, 1.0, x, y), x, y, {"w": (), "rate": ()}, size=5, last=sums(3, 1.0, x, y),
        test=line.program({}, tested), test_samples=2, rates=("rate",),
    )  # fmt: skip
    run = Run(machine, job)
    run.cells("x", (23, 1))[...] = x.T
    run.cells("y", (23, 1))[...] = y.T
    run.cells("x_test", (1, 2))[...] = x[:, :2]
    rates = run.cells("rate_table", (EPOCHS,))
    rates[:4] = [1, 2, 0.5, 3]
    rng = np.random.default_rng(5)
    run.cells("rng", (6,), np.uint64)[:] = cells(rng.bit_generator.state)
    assert run.steps(3) == 3  # in the middle of an epoch
    assert run.cells("taken", (), np.int64) == 3
    assert run.steps(11) == 11
    assert run.cells("taken", (), np.int64) == 4
    assert run.cells("epoch", (), np.int64) == 2
    assert run.steps(1) == 1

    w, costs, tests = 0.0, [], []
    for epoch in range(3):
        tests.append(x[:, :2].sum() + w)
        before = rng.bit_generator.state
        order = rng.permutation(23)
        cost = 0.0
        for first in range(0, 23, 5):
            some = order[first : first + 5]
            cost += len(some) / 23 * w
            w += rates[epoch] * np.sum(x[:, some] * y[:, some])
        costs.append(cost)
    np.testing.assert_allclose(run.cells("w"), w)
    np.testing.assert_allclose(run.cells("costs", (3,)), costs)
    np.testing.assert_allclose(run.cells("test_costs", (3,)), tests)
    assert state(run.cells("rng", (6,), np.uint64)) == rng.bit_generator.state
    assert state(run.cells("rng_before", (6,), np.uint64)) == before
    assert (run.cells("order", (23,), np.int32) == order).all()


def test_no_more_epochs_than_there_is_room_for(machine):
    x = np.ones((1, 2))
    run = Run(machine, job_of(sums(2, 1e-9, x, x), x, x, {"w": (), "rate": ()}))
    assert run.steps(EPOCHS + 10) == EPOCHS


def test_one_module_serves_many_places(machine):
    x = np.ones((1, 2))
    job = job_of(sums(2, 1.0, x, x), x, x, {"w": (), "rate": ()}, rates=("rate",))
    run = Run(machine, job)
    elsewhere, memory = machine.reserve(run.module.size)
    for name, value in {"x": 1.0, "y": 1.0, "rate_table": 1.0}.items():
        run.cells(name, (2,))[...] = value
    memory[:] = run.memory
    assert [run.call(base, 1) for base in (run.base, elsewhere, elsewhere)] == [1, 1, 1]
    assert run.cells("w") == 2 * 1
    at = run.module.at["w"]
    assert memory[at : at + 8].view(float) == 2 * 2
