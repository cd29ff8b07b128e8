"""Which operations run together: from a recorded straight line to a row of kernels.

A kernel is one pass over the numbers. One operation after the other, each result would go to the
memory and come back for the next; in one pass it stays in the processor. So an operation on each
number by itself ("elementwise") moves into the pass of the one that uses its result, as far as
nobody else needs it, and the cheap ones into the matrix product before them.

    plan = Plan(program, state)
    plan.kernels        # in the order to run
    plan.checked        # so many of them lead up to the cost; after them it is looked at

`state` names the slots that some program reads: what those will hold is stored last.
"""

import copy
from dataclasses import dataclass, field

import numpy as np

from chalknet.compiled.record import Op

HEAVY = {"tanh", "exp", "log", "log1p", "expm1", "power", "sin", "cos"}
ELEMENTWISE = HEAVY | {
    *("add", "subtract", "multiply", "divide", "negative", "absolute", "sign", "square", "sqrt"),
    *("reciprocal", "maximum", "minimum", "floor", "greater", "greater_equal", "less"),
    *("less_equal", "equal", "not_equal", "logical_and", "logical_or", "logical_not"),
    *("isfinite", "isnan", "where", "copy"),
}
REDUCTIONS = {"sum", "max", "min"}
VIEWS = {"transpose", "reshape"}
MADE_ELSEWHERE = VIEWS | {"input", "constant"}
KNOWN = ELEMENTWISE | REDUCTIONS | MADE_ELSEWHERE | {"dot"}


class Unsupported(Exception):
    """The message says what the emitter cannot do."""


@dataclass(eq=False)
class Kernel:
    """`head` is a dot or a reduction, `ops` what is done with each number of its result.

    Without a head it is a pass over arrays that lie in memory.
    """

    head: Op | None
    ops: list = field(default_factory=list)
    turn: int | None = None

    @property
    def root(self):
        return self.ops[-1] if self.ops else self.head

    @property
    def members(self):
        return [self.head, *self.ops] if self.head else self.ops


@dataclass(frozen=True)
class View:
    """Where numbers lie: element (i, j) is i * down + j * right numbers after the first of root."""

    root: Op
    rows: int
    columns: int
    down: int
    right: int

    @property
    def single(self):
        return self.rows == self.columns == 1

    def fills(self, shape):
        """Is it as large as this, and does it lie row by row without gaps?"""
        rows, columns = two(shape)
        return (
            (self.rows, self.columns) == (rows, columns)
            and (self.right == 1 or columns == 1)
            and (self.down == columns or rows == 1)
        )


def two(shape):
    """Rows and columns: a single number is 1 × 1, a row of n is 1 × n."""
    return (1,) * (2 - len(shape)) + tuple(shape)


def view(op):
    """Transposing moves nothing, nor does giving what lies in a row another shape."""
    if op.name in VIEWS:
        seen = view(op.inputs[0])
        if op.name == "transpose" and len(op.shape) == 2:
            return View(seen.root, seen.columns, seen.rows, seen.right, seen.down)
        if op.name == "transpose" or seen.down == seen.columns or seen.rows == 1:
            rows, columns = two(op.shape)
            return View(seen.root, rows, columns, columns, 1)
    rows, columns = two(op.shape)
    return View(op, rows, columns, columns, 1)


def number(op):
    """The one number that a constant consists of, else None."""
    if op.name != "constant":
        return None
    values = np.asarray(op.value, dtype=float).ravel()
    if len(values) and (values.view(np.int64) == values[:1].view(np.int64)).all():
        return float(values[0])
    return None


class Plan:
    def __init__(self, program, state=frozenset()):
        self.state = state
        self.mine = {}  # an op of the program: ours, which may be changed
        self.ops, self.outputs = [], {}
        for op in program.ops:
            self.take_in(op)
        self.cost = self.mine.get(program.cost)
        if self.cost and self.cost.shape != ():
            raise Unsupported("its cost is not one number")
        if self.cost and self.cost.name in MADE_ELSEWHERE:
            self.cost = self.copied(self.cost)
        for key, op in program.outputs.items():
            self.add_output(key, self.mine[op])
        self.index = {op: i for i, op in enumerate(self.ops)}
        self.users = {op: [] for op in self.ops}
        for op in self.ops:
            for one in op.inputs:
                self.users[one].append(op)
        self.owner = {}
        self.group()
        self.pull()
        self.join()
        self.arrange()

    def take_in(self, op):
        """Our own of an operation; copies come before it where numbers must lie otherwise."""
        if op.name not in KNOWN:
            raise Unsupported(f"it uses {op.name}")
        inputs = [self.mine[one] for one in op.inputs]
        if op.name == "dot":
            inputs = [one if number(view(one).root) is None else self.copied(one) for one in inputs]
        own = copy.copy(op)
        own.inputs = tuple(inputs)
        if op.name == "reshape" and view(own).root is own:  # moves numbers
            own.inputs = (self.copied(inputs[0]),)
        if op.name in REDUCTIONS and inputs[0].shape == ():
            own.name = "copy"
        elif op.name in REDUCTIONS:
            own.inputs = (self.laid_out(own),)
        self.mine[op] = own
        self.ops.append(own)

    def copied(self, op):
        self.ops.append(Op("copy", (op,), op.shape, op.truth))
        return self.ops[-1]

    def turned(self, op, order="C"):
        self.ops.append(Op("transpose", (op,), op.shape[::-1], op.truth, order))
        return self.ops[-1]

    def add_output(self, key, op):
        """What no operation makes (x itself, a transposed matrix) is copied by one of our own."""
        if op.slot != key:
            self.outputs[key] = self.copied(op) if op.name in MADE_ELSEWHERE else op

    def laid_out(self, op):
        """What a reduction reads. If it goes along rows or through all numbers, it does so as
        NumPy has laid them out; where they lie otherwise here, they are copied first.
        """
        inner = op.inputs[0]
        seen, axis = as_laid_out(op)
        in_a_row = seen.right == 1 or seen.columns == 1
        flat = in_a_row and (seen.down == seen.columns or seen.rows == 1)
        single = seen.columns == 1 and (seen.down == 1 or seen.rows == 1)
        fits = {None: flat or single, 1: in_a_row, 0: seen.columns > 1 or single or seen.rows == 1}
        if number(seen.root) is None and fits[axis]:
            return inner
        if by_columns(inner):
            return self.turned(self.copied(self.turned(inner)), "F")
        return self.copied(inner)

    # Which op belongs to which kernel

    def group(self):
        """From the last to the first: an elementwise op whose users are all in one pass over
        numbers of its own shape joins that pass.
        """
        passes = []
        for op in reversed(self.ops):
            if op.name in MADE_ELSEWHERE:
                continue
            if op.name in ELEMENTWISE:
                owners = {self.owner.get(user) for user in self.users[op]}
                kernel = owners.pop() if len(owners) == 1 else None
                if kernel and not kernel.head and kernel.ops[0].shape == op.shape:
                    kernel.ops.append(op)
                    self.owner[op] = kernel
                    continue
            kernel = Kernel(None, [op]) if op.name in ELEMENTWISE else Kernel(op)
            self.owner[op] = kernel
            passes.append(kernel)
        for kernel in passes:
            kernel.ops.sort(key=self.index.get)
        self.kernels = passes[::-1]

    def pull(self):
        """A dot takes in the pass that its result goes through; of one with slow functions in it
        only the cheap beginning, so that those can run over many numbers at a time.
        """
        for kernel in list(self.kernels):
            dot = kernel.head
            if not dot or dot.name != "dot" or kernel.ops:
                continue
            owners = {self.owner.get(user) for user in self.users[dot]}
            target = owners.pop() if len(owners) == 1 else None
            if not target or target.head or target.root.shape != dot.shape:
                continue
            if not any(op.name in HEAVY for op in target.ops):
                target.head = dot
                self.owner[dot] = target
                self.kernels.remove(kernel)
                continue
            end = dot
            while len(self.users[end]) == 1 and self.begins(self.users[end][0], end, target):
                end = self.users[end][0]
                target.ops.remove(end)
                kernel.ops.append(end)
                self.owner[end] = kernel

    def begins(self, op, end, kernel):
        """Is `op` cheap, and does it need nothing of its kernel but `end`?"""
        others = [one for one in op.inputs if one is not end]
        return op.name not in HEAVY and all(self.owner.get(one) is not kernel for one in others)

    def join(self):
        """A pass moves up into the one whose result it goes through, number by number, if all
        else that it needs is there by then: it finds the result still in the processor.
        """
        needed = self.needed()
        self.kernels.sort(key=self.turn)
        for kernel in list(self.kernels):
            kernel.turn = self.turn(kernel)
            if kernel.head:
                continue
            seen = [(view(one), one) for op in kernel.ops for one in op.inputs]
            seen = [(v, one) for v, one in seen if self.owner.get(one) is not kernel]
            makers = {self.owner[v.root] for v, _ in seen if v.root in self.owner}
            first = max(makers, key=self.turn, default=None)
            if not first or first.root.shape != kernel.root.shape:
                continue
            slow = any(op.name in HEAVY for op in kernel.ops)
            if first.head and (first.head.name != "dot" or slow):
                continue
            alike = all(
                (v.single or v.fills(kernel.root.shape))
                and (one is v.root or self.owner.get(v.root) is not first)  # not turned
                for v, one in seen
            )
            if alike and (first.root in needed) == (kernel.root in needed):
                first.ops += kernel.ops
                for op in kernel.ops:
                    self.owner[op] = first
                self.kernels.remove(kernel)

    def turn(self, kernel):
        """When a kernel's turn is: where its last op stood, before others moved up into it."""
        return self.index[kernel.root] if kernel.turn is None else kernel.turn

    # In which order

    def needed(self):
        """What leads up to the cost."""
        needed = set()
        waiting = [self.cost] if self.cost else []
        while waiting:
            op = waiting.pop()
            if op not in needed:
                needed.add(op)
                waiting += op.inputs
        return needed

    def arrange(self):
        """First what the cost needs; last what no other kernel needs: new weights can then be
        stored where the old ones were.
        """
        needed = self.needed()
        self.reads = {kernel: list(self.read_by(kernel)) for kernel in self.kernels}
        read = {self.owner[seen.root] for reads in self.reads.values() for seen, _ in reads
                if seen.root in self.owner}  # fmt: skip
        self.kernels.sort(key=self.turn)
        before = [kernel for kernel in self.kernels if kernel.root in needed]
        after = [kernel for kernel in self.kernels if kernel.root not in needed]
        last = [kernel for kernel in after if kernel not in read]
        self.checked = len(before)
        self.kernels = before + [k for k in after if k in read] + last
        self.place = {kernel: i for i, kernel in enumerate(self.kernels)}

    def read_by(self, kernel):
        """(view, which op reads it) of all that comes from outside of a kernel."""
        for op in kernel.members:
            for one in op.inputs:
                if self.owner.get(one) is not kernel and number(one) is None:
                    yield view(one), op

    def stored_directly(self, key, op):
        """Can the new value of a slot be written where the old one is? Not before the cost is
        known to be sound, and not before everybody has read the old value; the writing pass
        itself may, each number before it is overwritten.
        """
        kernel = self.owner[op]
        if self.place[kernel] < self.checked:
            return False
        for other, reads in self.reads.items():
            for seen, reader in reads:
                if seen.root.slot != key or self.place[other] < self.place[kernel]:
                    continue
                if other is not kernel or reader is kernel.head or not seen.fills(op.shape):
                    return False
        return True


def by_columns(op):
    return op.order == "F" and min(two(op.shape)) > 1


def as_laid_out(op):
    """What a reduction reads, and the axis: of the transposed matrix if NumPy has that in rows."""
    inner, axis = op.inputs[0], op.options.get("axis")
    seen = view(inner)
    if len(inner.shape) < 2:  # a row of n has only one axis
        axis = None
    if by_columns(inner):
        seen = View(seen.root, seen.columns, seen.rows, seen.right, seen.down)
        axis = {None: None, 0: 1, 1: 0}[axis]
    return seen, axis
