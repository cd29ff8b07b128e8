"""A tiny assembler for WebAssembly, the machine language that every browser runs.

A WebAssembly program ("module") is a row of bytes: a few numbered sections, each with a list in
it. This file writes those bytes. Code for the machine is plain `bytes` too: an instruction is a
constant (F64_ADD) or what a small function returns (local_get(0)); a program is their sum.

    module = Module()
    module.memory("env", "memory")                  # the page's memory, imported
    log = module.imported("env", "log", [F64], [F64])    # imports first, functions after
    double = module.function([F64], [F64], [], local_get(0) + local_get(0) + F64_ADD)
    module.function(
        [I32], [], [V128, I32],                     # parameters, results, further locals
        local_get(0) + local_get(0) + v128_load(16) + local_tee(1) + F64X2_SQRT + v128_store(),
        export="run",
    )
    code = module.code()                            # for new WebAssembly.Module(code)

The machine works on a stack: local_get(0) puts a number on it, F64_ADD takes two off and puts
their sum on. Names are WebAssembly's own with _ for the dot: constants in capitals where an
instruction stands alone, functions where it carries a number.

- types         I32, I64, F64, V128; V128 is a vector, here mostly two f64 side by side (F64X2_…)
- numbers       i32_const(n) i64_const(n) f64_const(x) f64x2_const(x, y=x) i64x2_const(n, m=n)
- locals        local_get(i) local_set(i) local_tee(i); parameters come first, then the locals
- memory        f64_load(offset) f64_store(offset), the same for i32, i64 and v128, and
                v128_load64_splat (one f64 into both halves). The address is an i32 on the stack,
                below the value for a store; `offset` >= 0 is added to it. Addresses need not be
                aligned.
- control       block(code) loop(code) if_(code, otherwise=b"", result=None) br(depth)
                br_if(depth) call(index) RETURN DROP SELECT. Depth 0 is the innermost block, if or
                loop. Branching to a block leaves it, branching to a loop begins it again:
                loop(body + condition + br_if(0)) is do … while; `result` is a type or None.
- lanes         f64x2_extract_lane(0) f64x2_replace_lane(1) and i64x2_…, i32x4_extract_lane(3);
                f64x2_shuffle(a, b): lanes 0, 1 are the first vector's, 2, 3 the second's
- bulk          MEMORY_COPY (to, from, size), and memory_init(segment) (to, 0, size), which
                copies out of module.data(bytes)

V128_BITSELECT takes (a, b, mask): a where the mask's bits are 1, else b. V128_ANDNOT is a & ~b.
F64X2_PMAX (a, b) is `b if a < b else a`, F64X2_PMIN `b if b < a else a`; F64X2_MAX and F64X2_MIN
know NaN and -0.0, but not always as NumPy does.

It checks next to nothing: the browser checks the whole module before it runs any of it.
"""

import struct
from functools import lru_cache

I32, I64, F64, V128 = b"\x7f", b"\x7e", b"\x7c", b"\x7b"
NOTHING = b"\x40"  # the type of a block that leaves nothing on the stack


# Numbers in a module are written seven bits a byte, lowest first; the eighth bit says "more".


@lru_cache(maxsize=4096)
def unsigned(number):
    """A number >= 0 as the bytes of LEB128."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


@lru_cache(maxsize=4096)
def signed(number):
    """A number of either sign as the bytes of LEB128."""
    written = bytearray()
    while not -0x40 <= number < 0x40:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number & 0x7F)
    return bytes(written)


def vector(items):
    """How a module writes a list: its length, then its items."""
    return unsigned(len(items)) + b"".join(items)


def text(name):
    encoded = name.encode()
    return unsigned(len(encoded)) + encoded


# Instructions. The specification numbers them in runs, and so does this table.


def _plain(first, count):
    return [bytes([first + i]) for i in range(count)]


def _vector(first, count):
    return [b"\xfd" + unsigned(first + i) for i in range(count)]


ELSE, END, RETURN, DROP, SELECT = b"\x05", b"\x0b", b"\x0f", b"\x1a", b"\x1b"

(
    I32_EQZ, I32_EQ, I32_NE, I32_LT_S, I32_LT_U, I32_GT_S, I32_GT_U, I32_LE_S, I32_LE_U,
    I32_GE_S, I32_GE_U,
) = _plain(0x45, 11)  # fmt: skip
(
    I64_EQZ, I64_EQ, I64_NE, I64_LT_S, I64_LT_U, I64_GT_S, I64_GT_U, I64_LE_S, I64_LE_U,
    I64_GE_S, I64_GE_U,
) = _plain(0x50, 11)  # fmt: skip
F64_EQ, F64_NE, F64_LT, F64_GT, F64_LE, F64_GE = _plain(0x61, 6)
(
    I32_CLZ, I32_CTZ, I32_POPCNT, I32_ADD, I32_SUB, I32_MUL, I32_DIV_S, I32_DIV_U, I32_REM_S,
    I32_REM_U, I32_AND, I32_OR, I32_XOR, I32_SHL, I32_SHR_S, I32_SHR_U, I32_ROTL, I32_ROTR,
) = _plain(0x67, 18)  # fmt: skip
(
    I64_CLZ, I64_CTZ, I64_POPCNT, I64_ADD, I64_SUB, I64_MUL, I64_DIV_S, I64_DIV_U, I64_REM_S,
    I64_REM_U, I64_AND, I64_OR, I64_XOR, I64_SHL, I64_SHR_S, I64_SHR_U, I64_ROTL, I64_ROTR,
) = _plain(0x79, 18)  # fmt: skip
(
    F64_ABS, F64_NEG, F64_CEIL, F64_FLOOR, F64_TRUNC, F64_NEAREST, F64_SQRT, F64_ADD, F64_SUB,
    F64_MUL, F64_DIV, F64_MIN, F64_MAX, F64_COPYSIGN,
) = _plain(0x99, 14)  # fmt: skip

I32_WRAP_I64, I64_EXTEND_I32_S, I64_EXTEND_I32_U = b"\xa7", b"\xac", b"\xad"
(F64_CONVERT_I32_S,) = _plain(0xB7, 1)
MEMORY_COPY = b"\xfc\x0a\x00\x00"

I64X2_SPLAT, F64X2_SPLAT = *_vector(0x12, 1), *_vector(0x14, 1)
F64X2_EQ, F64X2_NE, F64X2_LT, F64X2_GT, F64X2_LE, F64X2_GE = _vector(0x47, 6)
V128_NOT, V128_AND, V128_ANDNOT, V128_OR, V128_XOR, V128_BITSELECT, V128_ANY_TRUE = _vector(0x4D, 7)
F64X2_CEIL, F64X2_FLOOR, F64X2_TRUNC = *_vector(0x74, 2), *_vector(0x7A, 1)
(F64X2_NEAREST,) = _vector(0x94, 1)
(I64X2_ALL_TRUE,) = _vector(0xC3, 1)
I64X2_SHL, I64X2_SHR_S, I64X2_SHR_U, I64X2_ADD = _vector(0xCB, 4)
(I64X2_SUB,) = _vector(0xD1, 1)
F64X2_ABS, F64X2_NEG, F64X2_SQRT = *_vector(0xEC, 2), *_vector(0xEF, 1)
F64X2_ADD, F64X2_SUB, F64X2_MUL, F64X2_DIV = _vector(0xF0, 4)
F64X2_MIN, F64X2_MAX, F64X2_PMIN, F64X2_PMAX = _vector(0xF4, 4)


def i32_const(number):
    return b"\x41" + signed(number)


def i64_const(number):
    """`number` from -2**63 to 2**64 - 1: the machine does not tell signed from unsigned."""
    return b"\x42" + signed(number - (1 << 64) if number >= 1 << 63 else number)


def f64_const(number):
    return b"\x44" + struct.pack("<d", number)


def f64x2_const(low, high=None):
    return b"\xfd\x0c" + struct.pack("<dd", low, low if high is None else high)


def i64x2_const(low, high=None):
    """Both from 0 to 2**64 - 1: bits, not a signed number."""
    return b"\xfd\x0c" + struct.pack("<QQ", low, low if high is None else high)


def _numbered(opcode, purpose):
    """A function that returns the instruction `opcode` followed by a number >= 0."""
    made = lru_cache(maxsize=1024)(lambda number: opcode + unsigned(number))
    made.__doc__ = purpose
    return made


local_get = _numbered(b"\x20", "Put a local on the stack.")
local_set = _numbered(b"\x21", "Take a local off the stack.")
local_tee = _numbered(b"\x22", "Set a local and leave its value on the stack.")
br = _numbered(b"\x0c", "Branch: leave the block, or begin the loop again, `depth` levels out.")
br_if = _numbered(b"\x0d", "The same, if the i32 on the stack is not 0.")
call = _numbered(b"\x10", "Call the function with this index.")
i32x4_extract_lane = _numbered(b"\xfd\x1b", "One i32 of four.")
i64x2_extract_lane = _numbered(b"\xfd\x1d", "One i64 of two.")
i64x2_replace_lane = _numbered(b"\xfd\x1e", "(vector, i64): the vector with one of two replaced.")
f64x2_extract_lane = _numbered(b"\xfd\x21", "One f64 of two.")
f64x2_replace_lane = _numbered(b"\xfd\x22", "(vector, f64): the vector with one of two replaced.")


def _access(opcode, width):
    """A load or store of 2**width bytes; the width is a hint to the machine, not a demand."""
    head = opcode + bytes([width])

    @lru_cache(maxsize=4096)
    def made(offset=0):
        return head + unsigned(offset)

    return made


i32_load, i64_load, f64_load = _access(b"\x28", 2), _access(b"\x29", 3), _access(b"\x2b", 3)
i32_store, i64_store, f64_store = _access(b"\x36", 2), _access(b"\x37", 3), _access(b"\x39", 3)
v128_load, v128_store = _access(b"\xfd\x00", 4), _access(b"\xfd\x0b", 4)
v128_load64_splat, v128_load64_zero = _access(b"\xfd\x0a", 3), _access(b"\xfd\x5d", 3)


def v128_load64_lane(lane, offset=0):
    """(address, vector): the vector with one of its halves read from memory."""
    return b"\xfd\x57\x03" + unsigned(offset) + bytes([lane])


def v128_store64_lane(lane, offset=0):
    """(address, vector): write one half of the vector to memory."""
    return b"\xfd\x5b\x03" + unsigned(offset) + bytes([lane])


@lru_cache(maxsize=64)
def f64x2_shuffle(low, high):
    """(a, b): two of the four halves; 0 and 1 are those of a, 2 and 3 those of b."""
    return b"\xfd\x0d" + bytes(8 * lane + i for lane in (low, high) for i in range(8))


def block(code, result=None):
    return b"\x02" + (result or NOTHING) + code + END


def loop(code, result=None):
    return b"\x03" + (result or NOTHING) + code + END


def if_(code, otherwise=b"", result=None):
    """`code` if the i32 on the stack is not 0."""
    return b"\x04" + (result or NOTHING) + code + (ELSE + otherwise if otherwise else b"") + END


def memory_init(segment):
    """(to, from, size): copy out of the module's own data."""
    return b"\xfc\x08" + unsigned(segment) + b"\x00"


class Module:
    """The sections of one module, filled in any order, but imported functions first."""

    def __init__(self):
        self.types = {}  # a type's bytes -> its index; equal types are one
        self.imports = []
        self.indices = []  # for each function of our own: the index of its type
        self.bodies = []
        self.exports = []
        self.segments = []
        self.imported_functions = 0

    def memory(self, module, name):
        """Import a memory: all loads and stores go to it."""
        self.imports.append(text(module) + text(name) + b"\x02\x00\x01")  # at least one page

    def imported(self, module, name, parameters, results):
        """Import a function; its index for call()."""
        if self.indices:
            raise ValueError("Imported functions come before the module's own.")
        kind = unsigned(self._type(parameters, results))
        self.imports.append(text(module) + text(name) + b"\x00" + kind)
        self.imported_functions += 1
        return self.imported_functions - 1

    def function(self, parameters, results, variables, body, export=None):
        """Add a function; its index for call(). `variables` are its locals' types, all 0 at first.

        A function calls only earlier ones, or itself by the index that comes next.
        """
        self.indices.append(unsigned(self._type(parameters, results)))
        groups = []  # locals are written as (how many, type)
        for kind in variables:
            if groups and groups[-1][1] == kind:
                groups[-1][0] += 1
            else:
                groups.append([1, kind])
        content = vector([unsigned(count) + kind for count, kind in groups]) + body + END
        self.bodies.append(unsigned(len(content)) + content)
        index = self.imported_functions + len(self.bodies) - 1
        if export:
            self.exports.append(text(export) + b"\x00" + unsigned(index))
        return index

    def data(self, content):
        """Keep bytes in the module; the index for memory_init()."""
        self.segments.append(b"\x01" + unsigned(len(content)) + content)
        return len(self.segments) - 1

    def code(self):
        """The finished module."""
        sections = [
            (1, vector(list(self.types))),
            (2, vector(self.imports)),
            (3, vector(self.indices)),
            (7, vector(self.exports)),
            (12, unsigned(len(self.segments))),  # told before the code, so that it can be checked
            (10, vector(self.bodies)),
            (11, vector(self.segments)),
        ]
        written = [b"\0asm\x01\0\0\0"]
        for number, content in sections:
            if content != b"\0":  # an empty list: no section
                written += bytes([number]), unsigned(len(content)), content
        return b"".join(written)

    def _type(self, parameters, results):
        kind = b"\x60" + vector(parameters) + vector(results)
        return self.types.setdefault(kind, len(self.types))
