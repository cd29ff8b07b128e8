"""The function of one program: its kernels as machine code, one after the other.

All numbers lie in memory row by row, at fixed distances from `base`. Single numbers (0-d) are in
local variables instead, twice in one vector. NumPy's order of additions is kept everywhere.
"""

from chalknet.compiled.arithmetic import (
    ARITHMETIC,
    OF_TRUTHS,
    SCALAR,
    as_number,
    as_truth,
    joined,
    scalar,
    wants_truth,
)
from chalknet.compiled.plan import as_laid_out, number, two, view
from chalknet.compiled.tiles import BASE, Routine
from chalknet.compiled.wasm import (
    F64_ADD,
    F64X2_ADD,
    F64X2_MUL,
    F64X2_SPLAT,
    I32_ADD,
    V128,
    call,
    f64_const,
    f64_load,
    f64_store,
    f64x2_const,
    f64x2_shuffle,
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
UNROLLED = 48  # a pass or a dot of so many vector operations is written out, without loops
MOST = 5  # vectors that tanh and exp get at a time, if there are so many
SHORT = 16  # numbers whose sum is written out


class ProgramRoutine(Routine):
    """Writes the kernels of a Plan. `homes` says where in memory an op's numbers lie, `stores`
    further places for results, `functions` the Helpers.
    """

    def __init__(self, plan, homes, stores, functions, exp_table, by_sample=None):
        super().__init__()
        self.plan, self.homes, self.stores = plan, homes, stores
        self.functions, self.exp_table, self.by_sample = functions, exp_table, by_sample
        self.single = {}  # 0-d results: their locals
        self.zero = self.local(V128)  # never set: 0.0

    def kernel(self, kernel):
        kept = self.keep()
        if kernel.root.shape == ():
            for op in kernel.members:  # they stay
                self.single[op] = self.local(V128)
            kept = self.keep()
        if kernel.head is None:
            self.map(kernel)
        elif kernel.head.name == "dot":
            self.dot(kernel)
        else:
            self.reduce(kernel.head)
        self.give_back(kept)

    # What kernels read and write

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

    # Elementwise

    def map(self, kernel):
        """One pass. Where all operands lie alike, the matrix is one long row."""
        root = kernel.root
        rows, columns = two(root.shape)
        sources = self.sources(kernel, rows, columns)
        alike = ((8 * columns if rows > 1 else 0), (8 if columns > 1 else 0))
        stride, wide = (8 * columns, 8), WIDE
        if all(isinstance(s, int) or s[1:3] == alike for s in sources.values()):
            for op, source in sources.items():
                if not isinstance(source, int):
                    sources[op] = (source[0], 0, 8, source[3])
            rows, columns, stride = 1, rows * columns, (0, 8)
            if any(op.name in ("tanh", "exp") for op in kernel.ops):  # tiles of about one size
                vectors = -(-columns // 2)
                wide = 2 * -(-vectors // -(-vectors // MOST))
            elif not any(op.name in SCALAR for op in kernel.ops) and columns > WIDE:
                # whole tiles: everything in memory ends on a multiple of 64 bytes
                columns = -(-columns // WIDE) * WIDE
        strides = {source[1:3] for source in sources.values() if not isinstance(source, int)}

        def tile(at, row_numbers, pairs):
            kept = self.keep()
            places = [(i, j, width) for i in row_numbers for j, width in pairs]
            self.elementwise(kernel, at, places, sources, {}, stride)
            self.give_back(kept)

        vectors = rows * -(-columns // 2)
        unroll = len(kernel.ops) * vectors <= 2 * UNROLLED
        self.tiles(rows, columns, 1, wide, {*strides, stride}, tile, unroll)

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
        table = local_get(BASE) + i32_const(self.exp_table) + I32_ADD if name == "exp" else b""
        self.put(*operands, table, call(self.functions.get(name, len(results))))
        self.put(*[local_set(result) for result in reversed(results)])

    # Matrix products

    def dot(self, kernel):
        """Row by row times column by column, each sum begun with 0.0 and in order, as NumPy's."""
        dot = kernel.head
        rows, columns = two(dot.shape)
        left, right = (view(one) for one in dot.inputs)
        depth = left.columns
        a = self.homes[left.root], 8 * left.down, 8 * left.right
        b = self.homes[right.root], 8 * right.down, 8 * right.right
        if right.root.slot == "x" and right.right != 1 and self.by_sample is not None:
            b = self.by_sample, 8 * right.columns, 8  # there it lies a sample a row
        sources = self.sources(kernel, rows, columns)
        stride = (8 * columns, 8)
        strides = {source[1:3] for source in sources.values() if not isinstance(source, int)}
        high = -(-rows // -(-rows // 4))  # 5 rows are 3 and 2, not 4 and 1
        wide = 4 if high > 2 else 8  # eight running sums: more would not stay in the processor

        def tile(at, row_numbers, pairs):
            kept = self.keep()
            places = [(i, j, width) for i in row_numbers for j, width in pairs]
            sums = self.products(at, row_numbers, pairs, depth, a, b)
            self.store(at, dot, places, sums, stride)
            self.elementwise(kernel, at, places, sources, {dot: sums}, stride)
            self.give_back(kept)

        unroll = rows * -(-columns // 2) * depth <= UNROLLED
        strides |= {stride, (a[1], 0), (0, b[2])}
        self.tiles(rows, columns, high, wide, strides, tile, unroll)

    def products(self, at, row_numbers, pairs, depth, a, b):
        """The locals with the sums of one tile."""
        sums = [[self.local(V128) for _ in pairs] for _ in row_numbers]
        flat = [total for row in sums for total in row]
        begun = False
        pointers = at[a[1], 0], at[0, b[2]]

        def some(first, count, pointers):
            nonlocal begun
            vectors = self.right_vectors(pointers[1], pairs, first, count, b)
            factor = self.local(V128)
            for k in range(count):
                for i, row in zip(row_numbers, sums, strict=True):
                    offset = a[0] + i * a[1] + (first + k) * a[2]
                    self.put(local_get(pointers[0]), v128_load64_splat(offset), local_set(factor))
                    for total, vector in zip(row, vectors[k], strict=True):
                        self.put(
                            local_get(total if begun else self.zero), local_get(factor),
                            local_get(vector), F64X2_MUL, F64X2_ADD, local_set(total),
                        )  # fmt: skip
                begun = True

        if depth * len(pairs) * len(sums) <= UNROLLED:
            for k in range(0, depth, 2):
                some(k, min(2, depth - k), pointers)
        else:
            for total in flat:
                self.put(local_get(self.zero), local_set(total))
            begun = True
            moved = self.pointer(pointers[0]), self.pointer(pointers[1])
            deep = 2 if exchanged(b) else 1  # more in one turn of the loop is slower

            def some_more():
                some(0, deep, moved)
                self.move(moved[0], deep * a[2])
                self.move(moved[1], deep * b[1])

            self.repeat(depth // deep, some_more)
            if depth % deep:
                some(0, 1, moved)
        return flat

    def right_vectors(self, pointer, pairs, first, count, b):
        """For each of one or two rows of the right matrix the locals with its numbers. Where two
        numbers of a column lie side by side, not of a row, two columns are read and exchanged.
        """
        address, down, right = b
        vectors = [[self.local(V128) for _ in pairs] for _ in range(count)]
        for n, (j, width) in enumerate(pairs):
            offset = address + j * right + first * down
            if count == 2 and width == 2 and exchanged(b):
                self.put(local_get(pointer), v128_load(offset), local_set(vectors[0][n]))
                self.put(local_get(pointer), v128_load(offset + right), local_set(vectors[1][n]))
                both = local_get(vectors[0][n]) + local_get(vectors[1][n])
                self.put(both, f64x2_shuffle(0, 2), both, f64x2_shuffle(1, 3))
                self.put(local_set(vectors[1][n]), local_set(vectors[0][n]))
                continue
            for k in range(count):
                source = (address + (first + k) * down, 0, right, False)
                self.put(self.load({(0, right): pointer}, source, 0, j, width))
                self.put(local_set(vectors[k][n]))
        return vectors

    # Reductions

    def reduce(self, op):
        """Along rows NumPy adds pairwise, down columns one row after the other."""
        seen, axis = as_laid_out(op)
        rows, columns, down, right = seen.rows, seen.columns, 8 * seen.down, 8 * seen.right
        if axis is None:
            rows, columns, down, right = 1, rows * columns, 0, 8
        elif axis == 0:
            rows, columns, down, right = columns, rows, right, down
        along = axis != 0 or rows == 1
        if op.name == "sum" and along:
            self.sums(op, self.homes[seen.root], rows, columns, down)
        else:
            self.fold(op, self.homes[seen.root], rows, columns, down, right)

    def sums(self, op, address, rows, columns, down):
        """The sums of rows, each pairwise."""

        def one(at, row_numbers, _):
            for i in row_numbers:
                kept = self.keep()
                total = f64_const(0.0) + self.pairwise(at[down, 0], address + i * down, columns)
                total += F64_ADD
                if op.shape == ():
                    self.put(total, F64X2_SPLAT, local_set(self.single[op]))
                else:
                    for place in self.stores[op]:
                        self.put(local_get(at[8, 0]), total, f64_store(place + 8 * i))
                self.give_back(kept)

        self.tiles(rows, 1, 1, 2, {(down, 0), (8, 0)}, one, rows * columns <= UNROLLED)

    def pairwise(self, pointer, address, count):
        """NumPy's sum of numbers in a row, on the stack: eight at a time from 8 on."""
        here = local_get(pointer)
        if count > SHORT:
            where = here + i32_const(address) + I32_ADD
            return where + i32_const(count) + call(self.functions.get("pairwise"))
        if count < 8:
            code = here + f64_load(address)
            rest = range(1, count)
        else:
            columns = []
            for i in range(0, 8, 2):
                vector = self.local(V128)
                self.put(here, v128_load(address + 8 * i))
                for k in range(8 + i, count - 7 + i, 8):
                    self.put(here, v128_load(address + 8 * k), F64X2_ADD)
                self.put(local_set(vector))
                columns.append(vector)
            code = joined([local_get(vector) for vector in columns])
            rest = range(count - count % 8, count)
        return code + b"".join(here + f64_load(address + 8 * i) + F64_ADD for i in rest)

    def fold(self, op, address, rows, columns, down, right):
        """Sum, max or min of each row, one number after the other, for many rows at a time."""
        source = (address, 0, down, False) if rows > 1 else (address, 0, 0, False)
        make = ARITHMETIC[{"sum": "add", "max": "maximum", "min": "minimum"}[op.name]]

        def tile(at, _, pairs):
            kept = self.keep()
            places = [(0, j, width) for j, width in pairs]
            single = op.shape == ()
            totals = [self.single[op]] if single else [self.local(V128) for _ in pairs]
            value = self.local(V128)
            pointer = self.pointer(at[source[1:3]])
            inner = {source[1:3]: pointer}
            for (_, j, width), total in zip(places, totals, strict=True):
                first = self.load(inner, source, 0, j, width)
                if op.name == "sum":
                    first = local_get(self.zero) + first + F64X2_ADD
                self.put(first, local_set(total))

            def one_more():
                self.move(pointer, right)
                for (_, j, width), total in zip(places, totals, strict=True):
                    self.put(self.load(inner, source, 0, j, width), local_set(value))
                    self.put(make(local_get(total), local_get(value)), local_set(total))

            if columns > 1:
                self.repeat(columns - 1, one_more)
            self.store(at, op, places, totals, (0, 8))
            self.give_back(kept)

        self.tiles(1, rows, 1, WIDE, {source[1:3], (0, 8)}, tile)


def exchanged(right):
    """Does a matrix (address, down, right) have the numbers of a column side by side?"""
    return right[1] == 8 and right[2] != 8
