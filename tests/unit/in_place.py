"""A module for tests: tanh or exp of numbers in memory, each result in its number's place."""

from chalknet.compiled.lanes import Function, Row
from chalknet.compiled.transcendental import exp, tanh
from chalknet.compiled.wasm import (
    F64,
    I32,
    I32_ADD,
    I32_SUB,
    V128,
    Module,
    br_if,
    call,
    i32_const,
    local_get,
    local_set,
    local_tee,
    loop,
    v128_load,
    v128_store,
)


def in_place(name, vectors, at, kind=Function):
    """The module's bytes, and the table that must lie at the address `at`.

    Its run(address, times) does `vectors` vectors, and the next, and so on.
    """
    module = Module()
    module.memory("env", "memory")
    if name == "exp":
        scalar = module.imported("env", "exp", [F64], [F64])
        index, table = exp(module, vectors, scalar, kind)
    else:
        index, table = tanh(module, vectors, kind)
    if kind is Row:
        code = local_get(0) + local_get(0) + local_get(1) + i32_const(at) + call(index)
        module.function([I32, I32], [], [], code, export="run")
        return module.code(), table
    code = b"".join(local_get(0) + v128_load(16 * i) for i in range(vectors))
    code += i32_const(at) + call(index)
    places = range(2, 2 + vectors)
    code += b"".join(map(local_set, reversed(places)))
    for i, place in enumerate(places):
        code += local_get(0) + local_get(place) + v128_store(16 * i)
    code += local_get(0) + i32_const(16 * vectors) + I32_ADD + local_set(0)
    code = loop(code + local_get(1) + i32_const(1) + I32_SUB + local_tee(1) + br_if(0))
    module.function([I32, I32], [], [V128] * vectors, code, export="run")
    return module.code(), table
