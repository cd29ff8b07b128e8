"""NumPy's way to add many numbers in a row, as a function for the machine.

Below 8 one after the other. Up to 128 eight running sums, joined two by two, and the rest after
them. More are split in two halves, each added the same way: rounding errors then stay small.
"""

from chalknet.compiled.arithmetic import joined
from chalknet.compiled.wasm import (
    F64,
    F64_ADD,
    F64X2_ADD,
    I32,
    I32_ADD,
    I32_AND,
    I32_GT_U,
    I32_LT_U,
    I32_NE,
    I32_SHL,
    I32_SHR_U,
    I32_SUB,
    RETURN,
    V128,
    br_if,
    call,
    f64_const,
    f64_load,
    i32_const,
    if_,
    local_get,
    local_set,
    local_tee,
    loop,
    v128_load,
)

HERE, COUNT, TOTAL, END, SUMS = 0, 1, 2, 3, 4


def pairwise(module):
    """Add the function (address, count >= 1) -> sum to a module. Returns its index."""
    own = module.imported_functions + len(module.bodies)
    here, count, total, end = (local_get(i) for i in (HERE, COUNT, TOTAL, END))

    def forward(size):
        return here + i32_const(size) + I32_ADD + local_set(HERE)

    one_by_one = loop(
        total + here + f64_load() + F64_ADD + local_set(TOTAL)
        + forward(8)
        + count + i32_const(1) + I32_SUB + local_tee(COUNT) + br_if(0)
    )  # fmt: skip
    few = f64_const(-0.0) + local_set(TOTAL) + one_by_one + total + RETURN

    eight = b"".join(here + v128_load(16 * i) + local_set(SUMS + i) for i in range(4))
    eight_more = b"".join(
        local_get(SUMS + i) + here + v128_load(16 * i) + F64X2_ADD + local_set(SUMS + i)
        for i in range(4)
    )
    groups_end = here + count + i32_const(-8) + I32_AND + i32_const(3) + I32_SHL + I32_ADD
    middling = (
        groups_end + local_set(END)
        + eight + forward(64)
        + here + end + I32_NE
        + if_(loop(eight_more + forward(64) + here + end + I32_NE + br_if(0)))
        + joined([local_get(SUMS + i) for i in range(4)]) + local_set(TOTAL)
        + count + i32_const(7) + I32_AND + local_tee(COUNT) + if_(one_by_one)
        + total + RETURN
    )  # fmt: skip

    half = count + i32_const(1) + I32_SHR_U + i32_const(-8) + I32_AND + local_set(END)
    many = (
        half
        + here + end + call(own)
        + here + end + i32_const(3) + I32_SHL + I32_ADD + count + end + I32_SUB + call(own)
        + F64_ADD
    )  # fmt: skip
    body = count + i32_const(8) + I32_LT_U + if_(few)
    body += count + i32_const(128) + I32_GT_U + i32_const(1) + I32_NE + if_(middling) + many
    return module.function([I32, I32], [F64], [F64, I32, V128, V128, V128, V128], body)
