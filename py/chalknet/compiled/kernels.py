"""The function of one program: its kernels as machine code, one after the other."""

from math import prod

from chalknet.compiled.arithmetic import SCALAR
from chalknet.compiled.plan import two
from chalknet.compiled.products import Products
from chalknet.compiled.reductions import Reductions
from chalknet.compiled.vectors import MOST, UNROLLED, WIDE
from chalknet.compiled.wasm import V128


class ProgramRoutine(Products, Reductions):
    """Writes the kernels of a Plan, in the order in which kernel() is given them."""

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
            if self.alone(kernel, sources):
                return
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

    def alone(self, kernel, sources):
        """If a pass is tanh or exp and nothing else, from memory to one place in memory: do it."""
        op, places = kernel.root, self.stores.get(kernel.root, ())
        (source, *others) = sources.values()
        if len(kernel.ops) > 1 or op.name not in ("tanh", "exp") or len(places) != 1 or others:
            return False
        if isinstance(source, int) or source[3]:
            return False
        self.in_memory(op.name, source[0], places[0], prod(op.shape))
        return True
