"""Which operations run together."""

import numpy as np
import pytest

from chalknet import Layer, Network
from chalknet.compiled.plan import Plan, Unsupported, view
from chalknet.compiled.record import Op, Program
from chalknet.compiled.recording import record_step
from programs import Line

STATE = {"layers.0.W", "layers.0.b", "layers.1.W", "layers.1.b"}


def names(plan):
    return [[op.name for op in kernel.members] for kernel in plan.kernels]


def xor_plan():
    rng = np.random.default_rng(1)
    network = Network([Layer(2, 3, "tanh", rng), Layer(3, 1, "tanh", rng)], "squared_error")
    x, y = np.array([[0, 0, 1, 1], [0, 1, 0, 1.0]]), np.array([[0, 1, 1, 0.0]])
    network.step(x, y)
    program = record_step(network, x, y).program
    return program, Plan(program, STATE)


def test_the_lessons_step():
    """The plan of a whole step, as one would do it by hand."""
    program, plan = xor_plan()
    assert names(plan)[: plan.checked] == [
        *(["dot", "add"], ["tanh"], ["dot", "add"], ["tanh", "subtract", "square"]),
        *(["sum"], ["multiply"]),
    ]
    after = names(plan)[plan.checked :]
    assert ["dot", "multiply", "multiply", "subtract"] in after  # dot -> dW -> W
    assert all(len(kernel) > 1 or kernel in (["sum"], ["copy"]) for kernel in after)
    for key in STATE:
        assert plan.stored_directly(key, plan.outputs[key])
    made = [op for op in program.ops if op.name not in ("input", "constant", "transpose")]
    assert all(plan.mine[op] in plan.owner for op in made)


def test_each_kernel_comes_after_what_it_reads():
    _, plan = xor_plan()
    for kernel in plan.kernels:
        for seen, _ in plan.reads[kernel]:
            if seen.root in plan.owner:
                assert plan.place[plan.owner[seen.root]] < plan.place[kernel]


def test_a_pass_does_not_read_its_own_result_transposed():
    line = Line()
    a = line.input("a", np.ones((3, 3)))
    b = line.add("square", a)
    line_out = line.add("add", b, line.add("transpose", b))
    plan = Plan(line.program({"o": line_out}), {"a"})
    assert names(plan) == [["square"], ["add"]]


def test_not_even_one_number_is_read_from_memory_by_the_pass_that_makes_it():
    line = Line()
    b = line.add("square", line.input("a", np.ones((1, 1))))
    outputs = {"b": b, "o": line.add("negative", line.add("transpose", b))}
    assert names(Plan(line.program(outputs))) == [["square"], ["negative"]]


def test_not_where_an_old_value_is_still_read():
    """W = W + W.T: each number is needed after its place would have been written to."""
    line = Line()
    W = line.input("W", np.ones((3, 3)))
    plan = Plan(line.program({"W": line.add("add", W, line.add("transpose", W))}), {"W"})
    assert not plan.stored_directly("W", plan.outputs["W"])


def test_not_before_the_cost_is_known():
    line = Line()
    W = line.input("W", np.ones((3, 3)))
    new = line.add("multiply", W, 2.0)
    cost = line.add("sum", new, axis=None)
    plan = Plan(line.program({"W": new}, cost), {"W"})
    assert not plan.stored_directly("W", plan.outputs["W"])


def test_slow_functions_do_not_join_a_dot():
    line = Line()
    a, b = line.input("a", np.ones((3, 4))), line.input("b", np.ones((3, 1)))
    z = line.add("add", line.add("dot", a, line.add("transpose", a)), b)
    plan = Plan(line.program({"o": line.add("exp", line.add("negative", z))}))
    assert names(plan) == [["dot", "add", "negative"], ["exp"]]


def test_views():
    line = Line()
    a = line.input("a", np.ones((3, 4)))
    turned = line.add("transpose", a)
    seen = view(turned)
    assert (seen.root, seen.rows, seen.columns, seen.down, seen.right) == (a, 4, 3, 1, 4)
    seen = view(line.add("reshape", a, shape=(2, 6)))
    assert (seen.root, seen.rows, seen.columns, seen.down, seen.right) == (a, 2, 6, 6, 1)
    moved = line.add("reshape", turned, shape=(2, 6))
    assert view(moved).root is moved


def test_an_unknown_operation_is_told():
    op = Op("arctan", (Op("constant", (), (), value=1.0),), ())
    with pytest.raises(Unsupported, match="arctan"):
        Plan(Program([op.inputs[0], op], {"o": op}, None))
