"""Formulas that write machine code: `a * b + c` on Lanes makes the code that computes it.

The same few lines then serve one vector or ten. With ten, the code of a stage, which is some
lines, is for the first vector, then the second and so on, so that the processor always has ten
things to do that do not wait for each other. (In Chromium tanh of ten vectors at a time is more
than twice as quick a number as of one.) What goes from one stage to the next waits in memory, for
the processor holds only 16 vectors: few numbers should.

    f = Function(10)                 # of ten vectors, f.x, and the address of f.table()
    half = f.keep(f.x * 0.5)         # used twice: kept in a local for each vector
    f.stage()                        # one ends here, the next begins
    index = f.add_to(module, half * half + half)
"""

from chalknet.compiled.wasm import (
    F64X2_ABS,
    F64X2_ADD,
    F64X2_DIV,
    F64X2_GE,
    F64X2_LT,
    F64X2_MUL,
    F64X2_SUB,
    I32,
    I32_ADD,
    I32_SUB,
    I64X2_SHL,
    V128,
    V128_AND,
    V128_BITSELECT,
    V128_OR,
    V128_XOR,
    br_if,
    f64x2_const,
    i32_const,
    local_get,
    local_set,
    local_tee,
    loop,
    v128_load,
    v128_store,
)


class Lanes:
    """One value for each of the vectors: the code that puts it on the stack.

    Formulas of Lanes and numbers read as in C; what they make is code.
    """

    def __init__(self, code, function):
        self.code, self.function = code, function

    def __add__(self, other):
        return self.with_(other, F64X2_ADD)

    def __sub__(self, other):
        return self.with_(other, F64X2_SUB)

    def __mul__(self, other):
        return self.with_(other, F64X2_MUL)

    def __truediv__(self, other):
        return self.with_(other, F64X2_DIV)

    def __radd__(self, other):
        return self.like(other) + self

    def __rsub__(self, other):
        return self.like(other) - self

    def __rmul__(self, other):
        return self.like(other) * self

    def __rtruediv__(self, other):
        return self.like(other) / self

    def __lt__(self, other):
        return self.with_(other, F64X2_LT)

    def __ge__(self, other):
        return self.with_(other, F64X2_GE)

    def __and__(self, other):
        return self.with_(other, V128_AND)

    def __or__(self, other):
        return self.with_(other, V128_OR)

    def __xor__(self, other):
        return self.with_(other, V128_XOR)

    def __abs__(self):
        return self.then(F64X2_ABS)

    def then(self, instruction):
        return Lanes([code + instruction for code in self.code], self.function)

    def with_(self, other, instruction):
        pairs = zip(self.code, self.like(other).code, strict=True)
        return Lanes([mine + theirs + instruction for mine, theirs in pairs], self.function)

    def shifted_left(self, bits):
        return self.then(i32_const(bits) + I64X2_SHL)

    def like(self, value):
        """A number, or the bits of one as an instruction, for each of the vectors: read from the
        function's table for the first, which hands it on.
        """
        if isinstance(value, Lanes):
            return value
        constant = value if isinstance(value, bytes) else f64x2_const(value)
        code = self.function.constant(constant[-16:])
        place = self.function.local()
        others = [local_get(place)] * (len(self.code) - 1)
        return Lanes([code + local_tee(place), *others], self.function)


def choose(mask, yes, no):
    """`yes` where all the mask's bits are 1, `no` where all are 0."""
    three = zip(mask.like(yes).code, mask.like(no).code, mask.code, strict=True)
    return Lanes([y + n + m + V128_BITSELECT for y, n, m in three], mask.function)


class Function:
    """A function of some v128 that returns as many, while it is written.

    Its last parameter is the address of its table: `rows`, if there are any, and then its
    constants. (Some browsers make a constant in three instructions wherever it stands, two of them
    where the arithmetic is done; to read it takes one elsewhere.)
    """

    def __init__(self, vectors, rows=b""):
        self.parameters = [*self.taken(vectors), I32]
        self.table_address = local_get(len(self.parameters) - 1)
        self.rows, self.constants = rows, {}  # the bits of a vector -> its address in the table
        self.variables = []
        self.written, self.lines = [], []  # the code of whole stages, and the lines of this one
        self.x = Lanes([self.operand(i) for i in range(vectors)], self)

    def taken(self, vectors):
        return [V128] * vectors

    def operand(self, i):
        return local_get(i)

    def keep(self, value):
        """Compute a value now, in this stage, and hold it in a local for each of the vectors."""
        places = [self.local() for _ in value.code]
        self.lines.append([c + local_set(p) for c, p in zip(value.code, places, strict=True)])
        kept = Lanes([local_get(place) for place in places], self)
        kept.places = places
        return kept

    def stage(self):
        """Write what was kept since the last stage: for one vector after the other."""
        for all_of_one in zip(*self.lines, strict=True):
            self.written += all_of_one
        self.lines = []

    def constant(self, bits):
        """The code that reads a vector with these bits."""
        end = len(self.rows) + 16 * len(self.constants)
        return self.table_address + v128_load(self.constants.setdefault(bits, end))

    def table(self):
        """What must lie at the address that is the last parameter."""
        return self.rows + b"".join(self.constants)

    def local(self):
        self.variables.append(V128)
        return len(self.parameters) + len(self.variables) - 1

    def add_to(self, module, result):
        self.stage()
        body = b"".join(self.written + result.code)
        return module.function(self.parameters, [V128] * len(result.code), self.variables, body)


class Row(Function):
    """The same for numbers that lie in a row in memory: (from, to, how many times, table) gives
    nothing back. Each time it does so many vectors, which need not travel as parameters.
    """

    def taken(self, vectors):
        return [I32] * 3

    def operand(self, i):
        return local_get(0) + v128_load(16 * i)

    def add_to(self, module, result):
        self.stage()
        body = b"".join(self.written)
        for i, code in enumerate(result.code):
            body += local_get(1) + code + v128_store(16 * i)
        for pointer in (0, 1):
            forward = i32_const(16 * len(result.code)) + I32_ADD
            body += local_get(pointer) + forward + local_set(pointer)
        body += local_get(2) + i32_const(1) + I32_SUB + local_tee(2) + br_if(0)
        return module.function(self.parameters, [], self.variables, loop(body))
