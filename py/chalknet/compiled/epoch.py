"""The loop around the steps: shuffling, dealing out batches, counting epochs.

It does what Lab.one_step and Network.batches do, in the same order. Where it stands is kept in
memory, in the cells below, so that Python can see it and put it right between two calls.
"""

from chalknet.compiled.wasm import (
    I32,
    I32_ADD,
    I32_EQ,
    I32_EQZ,
    I32_GE_S,
    I32_MUL,
    I32_SHL,
    MEMORY_COPY,
    block,
    br,
    br_if,
    call,
    f64_const,
    f64_load,
    f64_store,
    i32_const,
    i32_load,
    i32_store,
    if_,
    local_get,
    local_set,
    local_tee,
    loop,
    memory_init,
    v128_load,
    v128_store,
)

EPOCHS = 4096  # at most in one call
RNG = 48  # bytes of the random generator's state
BASE, STEPS, DONE, TAKEN, EPOCH = range(5)

# name: bytes. `taken` and `epoch` are whole numbers of 8 bytes, of which we use 4
CELLS = {"taken": 8, "epoch": 8, "cost_so_far": 8, "bound": 8, "rng": RNG, "rng_before": RNG}

base = local_get(BASE)


def run(module, job, at, functions):
    """Add the export to the module: run(base, steps) -> steps done. `functions` are indices."""
    batches = -(-job.samples // job.size)

    def put(local, cell):
        return base + local_get(local) + i32_store(at[cell])

    epoch_address = base + local_get(EPOCH) + i32_const(3) + I32_SHL + I32_ADD
    begin = b""
    if batches > 1:
        rng, before, order = (address(at[name]) for name in ("rng", "rng_before", "order"))
        begin += before + rng + i32_const(RNG) + MEMORY_COPY
        begin += rng + order + i32_const(job.samples) + call(functions["permutation"])
    if job.test:
        begin += epoch_address + base + call(functions["test"]) + f64_store(at["test_costs"])
    for slot in job.rates:
        begin += base + epoch_address + f64_load(at["rate_table"]) + f64_store(at[slot])
    full = local_get(EPOCH) + i32_const(EPOCHS) + I32_GE_S + br_if(2)  # out of both

    step = base + call(functions["step"])
    if batches > 1:
        step = base + local_get(TAKEN) + call(functions["gather"]) + step
    if job.last:
        last = base + local_get(TAKEN) + call(functions["gather_last"])
        last += base + call(functions["last"])
        step = local_get(TAKEN) + i32_const(batches - 1) + I32_EQ + if_(last, step, I32)

    end = (
        epoch_address + base + f64_load(at["cost_so_far"]) + f64_store(at["costs"])
        + base + f64_const(0.0) + f64_store(at["cost_so_far"])
        + local_get(EPOCH) + i32_const(1) + I32_ADD + local_set(EPOCH)
        + put(EPOCH, "epoch")
        + i32_const(0) + local_set(TAKEN)
    )  # fmt: skip
    counted = (
        local_get(TAKEN) + i32_const(1) + I32_ADD + local_tee(TAKEN)
        + i32_const(batches) + I32_EQ + if_(end)
        + put(TAKEN, "taken")
        + local_get(DONE) + i32_const(1) + I32_ADD + local_set(DONE)
    )  # fmt: skip
    steps = loop(
        local_get(DONE) + local_get(STEPS) + I32_GE_S + br_if(1)
        + local_get(TAKEN) + I32_EQZ + if_(full + begin)
        + step + I32_EQZ + br_if(1)
        + counted
        + br(0)
    )  # fmt: skip
    ready = base + call(functions["prepare"])
    ready += base + i32_load(at["taken"]) + local_set(TAKEN)
    ready += base + i32_load(at["epoch"]) + local_set(EPOCH)
    body = ready + block(steps) + local_get(DONE)
    return module.function([I32, I32], [I32], [I32, I32, I32], body, export="run")


def address(offset):
    return base + i32_const(offset) + I32_ADD


def prepare(module, job, at, constants, dealt):
    """What a call begins with: constants that must lie in memory and, where all samples are one
    batch, that batch. constants: {address: bytes}; dealt: see gather.
    """
    body = b""
    for offset, content in constants.items():
        body += address(offset) + i32_const(0) + i32_const(len(content))
        body += memory_init(module.data(content))
    if job.size == job.samples:
        body += base + i32_const(0) + call(gather(module, job.samples, job.samples, 0, dealt))
    return module.function([I32], [], [], body)


def gather(module, count, size, order, dealt):
    """Add (base, batch number) -> nothing: the batch's samples, chosen by the order, go to where
    a program reads them. `order` is the address of the samples' order, 0 for all as they come.
    dealt: (from, numbers, to, by sample?): a column each, or a row each where a program wants it.
    """
    first, i, place, sample, here, row = range(1, 7)  # locals; `first` is the batch number at first
    body = b""
    if order:
        body += local_get(first) + i32_const(4 * size) + I32_MUL
        body += base + I32_ADD + local_set(first)
    body += base + local_set(place)
    body += i32_const(0) + local_set(i)
    each = b""
    if order:
        each += local_get(first) + i32_load(order) + local_set(sample)
        each += local_get(first) + i32_const(4) + I32_ADD + local_set(first)
    else:
        each += local_get(i) + local_set(sample)
    for source, numbers, to, by_sample in dealt:
        each += base + local_get(sample) + i32_const(8 * numbers) + I32_MUL + I32_ADD
        each += local_set(here)
        if by_sample:
            each += local_get(i) + i32_const(8 * numbers) + I32_MUL + base + I32_ADD
            each += local_set(row)
            for k in range(0, numbers, 2):
                load, store = (v128_load, v128_store) if k + 1 < numbers else (f64_load, f64_store)
                each += local_get(row) + local_get(here) + load(source + 8 * k) + store(to + 8 * k)
        else:
            for k in range(numbers):
                each += local_get(place) + local_get(here) + f64_load(source + 8 * k)
                each += f64_store(to + 8 * k * count)
    each += local_get(place) + i32_const(8) + I32_ADD + local_set(place)
    each += local_get(i) + i32_const(1) + I32_ADD + local_tee(i)
    each += i32_const(count) + I32_GE_S + I32_EQZ + br_if(0)
    return module.function([I32, I32], [], [I32] * 5, body + loop(each))
