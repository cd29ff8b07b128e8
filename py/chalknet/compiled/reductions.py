"""Sums, maxima and minima along an axis, in NumPy's order.

Along rows it adds pairwise (see pairwise.py), down columns one row after the other: a whole row of
running sums then goes through the matrix.
"""

from chalknet.compiled.arithmetic import ARITHMETIC, joined
from chalknet.compiled.plan import as_laid_out
from chalknet.compiled.vectors import UNROLLED, WIDE, Vectors
from chalknet.compiled.wasm import (
    F64_ADD,
    F64X2_ADD,
    F64X2_SPLAT,
    I32_ADD,
    V128,
    call,
    f64_const,
    f64_load,
    f64_store,
    i32_const,
    local_get,
    local_set,
    v128_load,
)

SHORT = 32  # numbers whose sum is written out


class Reductions(Vectors):
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
