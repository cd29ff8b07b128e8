"""Numbers between memory and vectors: what all kernels of a program have in common.

All arrays lie in memory row by row, at fixed distances from `base`. Single numbers (0-d) are in
local variables instead, twice in one vector. An operand's `source` is either such a local, or
(address, down, right, truth): how many bytes its rows and its columns lie apart; where it is
broadcast, that is 0.
"""

from chalknet.compiled.arithmetic import (
    ARITHMETIC,
    OF_TRUTHS,
    SCALAR,
    as_number,
    as_truth,
    scalar,
    wants_truth,
)
from chalknet.compiled.lanes import Row
from chalknet.compiled.plan import number, view
from chalknet.compiled.tiles import BASE, Routine
from chalknet.compiled.wasm import (
    I32_ADD,
    V128,
    call,
    f64x2_const,
    i32_const,
    local_get,
    local_set,
    v128_load,
    v128_load64_lane,
    v128_load64_splat,
    v128_store,
    v128_store64_lane,
)

WIDE = 8  # numbers that a pass takes at a time: four vectors
MOST = 10  # vectors that tanh and exp get at a time, if there are so many
UNROLLED = 48  # a pass or a dot of so many vector operations is written out, without loops


class Vectors(Routine):
    """`homes` says where in memory an op's numbers lie, `stores` all places that its results go to,
    `functions` are the Helpers of emit.py, and `by_sample` is where x lies with a sample a row.
    """

    def __init__(self, plan, homes, stores, functions, by_sample=None):
        super().__init__()
        self.plan, self.homes, self.stores = plan, homes, stores
        self.functions, self.by_sample = functions, by_sample
        self.single = {}  # 0-d results: their locals
        self.zero = self.local(V128)  # never set: 0.0

    def source(self, op, rows, columns):
        """An operand: a local with one number twice, or (address, down, right, truth) in bytes."""
        seen = view(op)
        value = number(seen.root)
        if value is not None:
            index = self.local(V128)
            self.put(f64x2_const(value), local_set(index))
            return index
        if seen.root in self.single:
            return self.single[seen.root]
        down = 8 * seen.down if seen.rows > 1 else 0
        right = 8 * seen.right if seen.columns > 1 else 0
        if not (down or right):
            index = self.local(V128)
            load = local_get(BASE) + v128_load64_splat(self.homes[seen.root])
            self.put(as_truth(load) if op.truth else load, local_set(index))
            return index
        return self.homes[seen.root], down, right, op.truth

    def sources(self, kernel, rows, columns):
        """{op: source} of what the elementwise part of a kernel reads from outside."""
        found = {}
        for op in kernel.ops:
            for one in op.inputs:
                if one not in found and self.plan.owner.get(one) is not kernel:
                    found[one] = self.source(one, rows, columns)
        return found

    def load(self, at, source, i, j, width):
        """One vector of an operand that lies in memory, on the stack."""
        address, down, right, truth = source
        pointer = local_get(at[down, right])
        offset = address + i * down + j * right
        if width == 2 and right == 8:
            code = pointer + v128_load(offset)
        elif width == 1 or right == 0:
            code = pointer + v128_load64_splat(offset)
        else:
            code = pointer + pointer + v128_load64_splat(offset)
            code += v128_load64_lane(1, offset + right)
        return as_truth(code) if truth else code

    def store(self, at, op, places, values, stride):
        """Put an op's vectors where they are wanted."""
        for address in self.stores.get(op, ()):
            for (i, j, width), value in zip(places, values, strict=True):
                offset = address + i * stride[0] + j * stride[1]
                code = as_number(local_get(value)) if op.truth else local_get(value)
                end = v128_store(offset) if width == 2 else v128_store64_lane(0, offset)
                self.put(local_get(at[stride]), code, end)

    def elementwise(self, kernel, at, places, sources, values, stride):
        """The ops of a kernel for the vectors of one tile. `values` has the locals of its head."""
        loaded = {}
        for op in kernel.ops:
            operands = []
            for i, one in enumerate(op.inputs):
                found = values.get(one) or self.loaded(loaded, at, sources[one], places)
                codes = [local_get(index) for index in found]
                truth = wants_truth(op, i)
                if truth != one.truth:
                    codes = [as_truth(c) if truth else as_number(c) for c in codes]
                operands.append(codes)
            if op.shape == ():
                values[op] = [self.single[op]]
            else:
                values[op] = [self.local(V128) for _ in places]
            self.calculate(op, places, operands, values[op])
            self.store(at, op, places, values[op], stride)

    def loaded(self, loaded, at, source, places):
        """The locals that hold an operand in this tile."""
        if isinstance(source, int):
            return [source] * len(places)
        if source not in loaded:
            seen, found = {}, []
            for i, j, width in places:
                which = (i if source[1] else 0, (j, width) if source[2] else 0)
                if which not in seen:
                    seen[which] = self.local(V128)
                    self.put(self.load(at, source, i, j, width), local_set(seen[which]))
                found.append(seen[which])
            loaded[source] = found
        return loaded[source]

    def calculate(self, op, places, operands, results):
        if op.name in ("tanh", "exp"):
            for first in range(0, len(results), MOST):
                some = slice(first, first + MOST)
                self.together(op.name, operands[0][some], results[some])
            return
        if op.name in SCALAR:
            index = self.functions.get(op.name)
            for n, result in enumerate(results):
                one = [operand[n] for operand in operands]
                self.put(scalar(index, one, places[n][2]), local_set(result))
            return
        truths = op.truth and op.name in OF_TRUTHS
        make = OF_TRUTHS[op.name] if truths else ARITHMETIC[op.name]
        for one, result in zip(zip(*operands, strict=True), results, strict=True):
            self.put(make(*one), local_set(result))

    def together(self, name, operands, results):
        """tanh or exp of a few vectors at a time."""
        index = self.functions.get(name, len(results))
        self.put(*operands, self.address(self.functions.tables[name]), call(index))
        self.put(*[local_set(result) for result in reversed(results)])

    def in_memory(self, name, source, to, count):
        """tanh or exp of a row in memory: as many vectors at a time as is best, then the rest."""
        vectors = -(-count // 2)
        most = -(-vectors // -(-vectors // MOST))  # 11 vectors are 6 and 5, not 10 and 1
        times, rest = divmod(vectors, most)
        for some, how_often, done in ((most, times, 0), (rest, 1, times * most)):
            if some:
                index = self.functions.get(name, some, Row)
                self.put(self.address(source + 16 * done), self.address(to + 16 * done))
                table = self.address(self.functions.tables[name])
                self.put(i32_const(how_often), table, call(index))

    def address(self, offset):
        return local_get(BASE) + i32_const(offset) + I32_ADD
