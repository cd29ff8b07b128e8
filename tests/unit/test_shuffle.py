"""The shuffle in machine code against NumPy's own. PCG64 is the same everywhere."""

import numpy as np
import pytest
import wasmtime

from chalknet.compiled.shuffle import cells, permutation, state
from chalknet.compiled.wasm import I32, Module, call, local_get

RNG, ORDER = 0, 64  # addresses


@pytest.fixture(scope="module")
def shuffled():
    """shuffled(generator, n): the order that the machine code makes, moving the generator on."""
    module = Module()
    module.memory("env", "memory")
    index = permutation(module)
    arguments = b"".join(map(local_get, range(3)))
    module.function([I32] * 3, [], [], arguments + call(index), export="permutation")
    store = wasmtime.Store()
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(5, None)))
    code = wasmtime.Module(store.engine, module.code())
    run = wasmtime.Instance(store, code, [memory]).exports(store)["permutation"]
    held = np.frombuffer(memory.get_buffer_ptr(store, memory.data_len(store)), np.uint8)

    def shuffled(generator, n):
        rng = held[RNG : RNG + 48].view(np.uint64)
        rng[:] = cells(generator.bit_generator.state)
        run(store, RNG, ORDER, n)
        generator.bit_generator.state = state(rng)
        return held[ORDER : ORDER + 4 * n].view(np.int32)

    return shuffled


def agree(shuffled, seed, sizes):
    expected, actual = np.random.default_rng(seed), np.random.default_rng(seed)
    for n in sizes:
        np.testing.assert_array_equal(shuffled(actual, n), expected.permutation(n))
        assert actual.bit_generator.state == expected.bit_generator.state


def test_one_size_after_the_other_from_one_generator(shuffled):
    agree(shuffled, 1, range(1, 400))


@pytest.mark.parametrize("n", [250, 256, 257, 1000])
def test_many_epochs(shuffled, n):
    agree(shuffled, n, [n] * 300)


@pytest.mark.parametrize("n", [4095, 4096, 4097, 65_535, 65_536, 65_537, 70_000])
def test_large(shuffled, n):
    agree(shuffled, n, [n] * 2)


def test_a_half_that_was_kept_back_is_used(shuffled):
    """An odd number of 32-bit draws before the shuffle: NumPy holds half an output."""
    expected, actual = np.random.default_rng(5), np.random.default_rng(5)
    for generator in (expected, actual):
        generator.integers(0, 100, dtype=np.uint32)
    assert expected.bit_generator.state["has_uint32"] == 1
    np.testing.assert_array_equal(shuffled(actual, 10), expected.permutation(10))
    assert actual.random() == expected.random()


@pytest.mark.parametrize("seed", range(20))
def test_any_state(shuffled, seed):
    """States with all bits in use, not only those a seed leads to."""
    bits = np.random.default_rng(seed).integers(0, 2**63, 5).tolist()
    numbers = {"state": bits[0] << 65 | bits[1], "inc": bits[2] << 65 | bits[3] << 1 | 1}
    some = {"bit_generator": "PCG64", "state": numbers, "has_uint32": 1, "uinteger": bits[4] >> 31}
    expected, actual = np.random.default_rng(), np.random.default_rng()
    expected.bit_generator.state = actual.bit_generator.state = some
    np.testing.assert_array_equal(shuffled(actual, 100), expected.permutation(100))
    assert actual.bit_generator.state == expected.bit_generator.state
