"""NumPy's rng.permutation(n) as machine code: the same order, and the same state afterwards.

Each epoch begins with a shuffle, and asking Python for it takes longer than a small network's
whole epoch. `rng` is NumPy's default generator, PCG64, which consists of

- a number of 128 bits, the state, that each step multiplies by a constant and adds an odd number to
- an output of 64 bits for each state: its halves xored, then rotated by its 6 highest bits
- half an output kept back: the shuffle takes 32 bits at a time, the lower half first.

Generator.permutation (NumPy 2.4; a test compares) writes 0 ... n - 1 and then, from the last
place down to the second, swaps with a place up to it, drawn so: take as many bits as the place
needs, and if that is too large, take the next ones.

The state stands in memory as six whole numbers of 64 bits: see `cells` and `state`.
"""

from chalknet.compiled.wasm import (
    I32,
    I32_ADD,
    I32_AND,
    I32_CLZ,
    I32_EQZ,
    I32_LE_U,
    I32_LT_S,
    I32_SHL,
    I32_SHR_U,
    I32_SUB,
    I32_WRAP_I64,
    I64,
    I64_ADD,
    I64_AND,
    I64_EXTEND_I32_U,
    I64_LT_U,
    I64_MUL,
    I64_ROTR,
    I64_SHR_U,
    I64_XOR,
    SELECT,
    block,
    br,
    br_if,
    i32_const,
    i32_load,
    i32_store,
    i64_const,
    i64_load,
    i64_store,
    if_,
    local_get,
    local_set,
    local_tee,
    loop,
)

MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
LOW_32, LOW_64 = (1 << 32) - 1, (1 << 64) - 1


def cells(state):
    """bit_generator.state -> the six numbers in memory."""
    numbers = state["state"]["state"], state["state"]["inc"]
    halves = [half for number in numbers for half in divmod(number, 1 << 64)]
    return [*halves, state["has_uint32"], state["uinteger"]]


def state(cells):
    """The six numbers in memory -> bit_generator.state."""
    high, low, added_high, added_low, held, half = map(int, cells)
    numbers = {"state": high << 64 | low, "inc": added_high << 64 | added_low}
    return {"bit_generator": "PCG64", "state": numbers, "has_uint32": held, "uinteger": half}


# Locals: three parameters, then numbers of 32 bits and of 64. HELD says whether HALF is kept back.
RNG, ORDER, N = range(3)
PLACE, OTHER, FITS, AT, HELD, HALF = range(3, 9)
HIGH, LOW, ADDED_HIGH, ADDED_LOW, LEFT, RIGHT, CROSS, OUTPUT = range(9, 17)
VARIABLES = [I32] * 6 + [I64] * 8

# Where they stand in the state: local, offset, how to read it, how to write it.
CELLS = [
    (HIGH, 0, i64_load, i64_store),
    (LOW, 8, i64_load, i64_store),
    (ADDED_HIGH, 16, i64_load, i64_store),
    (ADDED_LOW, 24, i64_load, i64_store),
    (HELD, 32, i32_load, i32_store),
    (HALF, 40, i32_load, i32_store),
]


def permutation(module):
    """Add the function (rng, order, n): it writes n > 0 numbers of 32 bits; its index."""
    rng, place = local_get(RNG), local_get(PLACE)
    read = b"".join(rng + load(offset) + local_set(it) for it, offset, load, _ in CELLS)
    write = b"".join(rng + local_get(it) + store(offset) for it, offset, _, store in CELLS)

    next_place = place + i32_const(1) + I32_ADD + local_tee(PLACE)
    in_order = (
        address(PLACE) + place + i32_store() + next_place + local_get(N) + I32_LT_S + br_if(0)
    )

    def held(answer):
        return i32_const(answer) + local_set(HELD)

    output, high = local_get(OUTPUT), i64_const(32) + I64_SHR_U
    both = step() + output + high + I32_WRAP_I64 + local_set(HALF)
    both += draw(output + I32_WRAP_I64)
    both += place + I32_EQZ + if_(held(1) + br(2))  # out of the block: the upper half is kept back
    both += draw(local_get(HALF))
    shuffle = local_get(HELD) + if_(draw(local_get(HALF)) + held(0))
    shuffle += block(place + I32_EQZ + br_if(0) + loop(both + place + br_if(0)))

    body = loop(in_order)  # leaves n in PLACE
    body += place + i32_const(1) + I32_SUB + local_tee(PLACE)
    body += if_(read + shuffle + write)  # a single place draws nothing
    return module.function([I32] * 3, [], VARIABLES, body)


def draw(number):
    """Swap with a place drawn by the next 32 bits, and go down. Where they are too large, a place
    is swapped with itself and its turn comes again: the processor cannot guess which of two ways
    chance goes, and to guess wrong takes it longer than to swap.
    """
    other, place = local_get(OTHER), local_get(PLACE)
    # As many bits as the place has; an i32 of -1 is all ones.
    code = number + i32_const(-1) + place + I32_CLZ + I32_SHR_U + I32_AND + local_tee(OTHER)
    code += place + other + place + I32_LE_U + local_tee(FITS) + SELECT + local_set(OTHER)
    code += address(PLACE) + local_tee(AT) + i32_load() + local_set(N)  # n has served
    code += local_get(AT) + address(OTHER) + local_tee(AT) + i32_load() + i32_store()
    code += local_get(AT) + local_get(N) + i32_store()
    return code + place + local_get(FITS) + I32_SUB + local_set(PLACE)


def address(index):
    """The address of the number at this index of the order."""
    return local_get(ORDER) + local_get(index) + i32_const(2) + I32_SHL + I32_ADD


def step():
    """state = state * MULTIPLIER + added, and the OUTPUT of the new state.

    The machine multiplies 64 bits by 64 and keeps the lower 64. For the upper ones of LOW times
    the multiplier's lower half, both are halved again: four products, as with pen and paper.
    """
    high, low = local_get(HIGH), local_get(LOW)
    left, right, cross = local_get(LEFT), local_get(RIGHT), local_get(CROSS)
    factor_high, factor_low = i64_const(MULTIPLIER >> 64), i64_const(MULTIPLIER & LOW_64)
    factor_left = i64_const(MULTIPLIER >> 32 & LOW_32)
    factor_right = i64_const(MULTIPLIER & LOW_32)
    upper = i64_const(32) + I64_SHR_U
    lower = i64_const(LOW_32) + I64_AND

    code = low + upper + local_set(LEFT) + low + lower + local_set(RIGHT)
    code += left + factor_right + I64_MUL + right + factor_right + I64_MUL + upper + I64_ADD
    code += local_set(CROSS)
    carried = left + factor_left + I64_MUL + cross + upper + I64_ADD
    carried += right + factor_left + I64_MUL + cross + lower + I64_ADD + upper + I64_ADD

    code += carried + high + factor_low + I64_MUL + I64_ADD + low + factor_high + I64_MUL + I64_ADD
    code += local_get(ADDED_HIGH) + I64_ADD
    code += low + factor_low + I64_MUL + local_get(ADDED_LOW) + I64_ADD + local_tee(LOW)
    code += local_get(ADDED_LOW) + I64_LT_U + I64_EXTEND_I32_U + I64_ADD + local_set(HIGH)  # carry

    code += high + low + I64_XOR + high + i64_const(58) + I64_SHR_U + I64_ROTR
    return code + local_set(OUTPUT)
