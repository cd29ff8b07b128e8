"""Loops over a matrix in tiles, and the little that every function under construction needs.

A tile is a few rows times a few columns, two columns in each vector: as many numbers as the
processor can hold and work on at the same time.
"""

from chalknet.compiled.wasm import (
    I32,
    I32_ADD,
    I32_SUB,
    br_if,
    i32_const,
    local_get,
    local_set,
    local_tee,
    loop,
)

BASE = 0  # the first parameter of each function: where the module's own memory begins


class Routine:
    """A function under construction: its code, and its local variables, which are used again."""

    def __init__(self, parameters=1):
        self.code = []
        self.kinds = []
        self.parameters = parameters
        self.free, self.taken = {}, []

    def local(self, kind):
        """A local variable. Its value is unknown at first."""
        spare = self.free.get(kind)
        if spare:
            index = spare.pop()
        else:
            self.kinds.append(kind)
            index = self.parameters + len(self.kinds) - 1
        self.taken.append((kind, index))
        return index

    def keep(self):
        """What `give_back` gives back later is what has been taken from now on."""
        return len(self.taken)

    def give_back(self, kept):
        for kind, index in self.taken[kept:]:
            self.free.setdefault(kind, []).append(index)
        del self.taken[kept:]

    def put(self, *code):
        self.code += code

    def repeat(self, times, body):
        """`body()` writes the code that runs so many times."""
        if times < 2:
            return body() if times else None
        before, self.code = self.code, []
        counter = self.local(I32)
        body()
        once_more = local_get(counter) + i32_const(1) + I32_SUB + local_tee(counter) + br_if(0)
        inner, self.code = b"".join(self.code), before
        self.put(i32_const(times), local_set(counter), loop(inner + once_more))

    def move(self, pointer, distance):
        if distance:
            self.put(local_get(pointer), i32_const(distance), I32_ADD, local_set(pointer))

    def pointer(self, start=BASE):
        index = self.local(I32)
        self.put(local_get(start), local_set(index))
        return index

    def tiles(self, rows, columns, high, wide, strides, body, unroll=False):
        """Write `body` for all tiles of `high` rows and `wide` columns, and for what is left over.

        `strides` are the (down, right) distances in bytes that operands lie apart. Each gets a
        pointer, if any loop has to move it. body(at, row_numbers, pairs): at[stride] is the local
        that points to the tile's first number; pairs are (column, how many: 2 or 1).
        """
        row_tiles, row_rest = divmod(rows, high)
        column_tiles, column_rest = divmod(columns, wide)
        row_loop = row_tiles > 1 and not unroll
        column_loop = column_tiles > 1 and not unroll
        at = {}
        for down, right in strides:
            moves = (row_loop and down) or (column_loop and right)
            at[down, right] = self.pointer() if moves else BASE

        def band(row_numbers):
            def tile():
                body(at, row_numbers, pairs(0, wide))
                for (_, right), pointer in at.items():
                    self.move(pointer, right * wide)

            if column_loop:
                self.repeat(column_tiles, tile)
            else:
                for i in range(column_tiles):
                    body(at, row_numbers, pairs(i * wide, wide))
            if column_rest:
                body(at, row_numbers, pairs(0 if column_loop else column_tiles * wide, column_rest))
            for (down, right), pointer in at.items():
                back = right * wide * column_tiles if column_loop else 0
                if pointer != BASE:
                    self.move(pointer, (down * high if row_loop else 0) - back)

        if row_loop:
            self.repeat(row_tiles, lambda: band(range(high)))
        else:
            for i in range(row_tiles):
                band(range(i * high, (i + 1) * high))
        if row_rest:
            first = 0 if row_loop else row_tiles * high
            band(range(first, first + row_rest))


def pairs(first, count):
    """Columns two by two: [(0, 2), (2, 2), (4, 1)] are five from column 0 on."""
    return [(j, min(2, first + count - j)) for j in range(first, first + count, 2)]
