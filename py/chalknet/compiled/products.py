"""Matrix products: each number of the result is a sum, begun with 0.0 and added up in order, as
NumPy does it in the page. So many sums are run side by side, two in each vector.
"""

from chalknet.compiled.plan import two, view
from chalknet.compiled.vectors import UNROLLED, Vectors
from chalknet.compiled.wasm import (
    F64X2_ADD,
    F64X2_MUL,
    V128,
    f64x2_shuffle,
    local_get,
    local_set,
    v128_load,
    v128_load64_splat,
)


class Products(Vectors):
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
        """The locals with the sums of one tile.

        The left pointer moves on with each number, so that rows keep their constant distances: the
        addresses from which they count are then made once for a tile. (A number that is read and
        doubled at once takes no distance along, at least not in Chromium.)
        """
        sums = [[self.local(V128) for _ in pairs] for _ in row_numbers]
        left, right = self.pointer(at[a[1], 0]), self.pointer(at[0, b[2]])
        begun = False
        at_once = 2 if exchanged(b) else 1

        def some(first, count):
            nonlocal begun
            factor = self.local(V128)
            for k in range(count):
                if k % at_once == 0:
                    more = min(at_once, count - k)
                    vectors = self.right_vectors(right, pairs, first + k, more, b)
                for i, row in zip(row_numbers, sums, strict=True):
                    self.put(local_get(left), v128_load64_splat(a[0] + i * a[1]), local_set(factor))
                    for total, vector in zip(row, vectors[k % at_once], strict=True):
                        self.put(
                            local_get(total if begun else self.zero), local_get(factor),
                            local_get(vector), F64X2_MUL, F64X2_ADD, local_set(total),
                        )  # fmt: skip
                begun = True
                self.move(left, a[2])

        if depth * len(pairs) * len(sums) <= UNROLLED:
            for k in range(0, depth, 2):
                some(k, min(2, depth - k))
        else:
            def two():
                some(0, 2)
                self.move(right, 2 * b[1])

            two()
            self.repeat(depth // 2 - 1, two)
            if depth % 2:
                some(0, 1)
        return [total for row in sums for total in row]

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


def exchanged(right):
    """Does a matrix (address, down, right) have the numbers of a column side by side?"""
    return right[1] == 8 and right[2] != 8
