"""A line of the lesson as an equation: the right side as a tree, its leaves with their values.

    self.Z = np.dot(self.W, self.A1) + self.b

becomes (a leaf's `array` is a number of the trace's arrays)

    {"op": "assign", "target": {"op": "matrix", "name": "Z", "array": 3}, "value":
        {"op": "plus",
         "left": {"op": "dot", "left": {"op": "matrix", "name": "W", "array": 0}, "right": ...},
         "right": {"op": "matrix", "name": "b", "array": 2}}}

Nodes: matrix, number (leaves); dot, times, plus, minus, divide, power (left, right); negative,
transpose (value); sum (value, axis, keepdims); call (name, args, array, and number where its value
is one; max, min and mean of one axis also say axis and keepdims); text (source) for the rest.

Nothing of the learner's is run here: a leaf is a name or an attribute, looked up and not called.
What a call gave is what the trace saw it return.
"""

import ast
import builtins
import inspect
from types import FunctionType, ModuleType

import numpy as np

OPERATORS = {
    ast.MatMult: "dot",
    ast.Mult: "times",
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Div: "divide",
    ast.Pow: "power",
}
NUMPY_OPERATORS = {
    "dot": "dot",
    "matmul": "dot",
    "multiply": "times",
    "add": "plus",
    "subtract": "minus",
    "divide": "divide",
    "true_divide": "divide",
    "power": "power",
}
ALONG_AN_AXIS = ("sum", "max", "min", "mean")
METHODS = ("dot", "transpose", *ALONG_AN_AXIS)  # of an array: x.dot(y) is np.dot(x, y)
BUILTINS = ("abs", "float", "max", "min", "round")
LEARNT = ("W", "b", "dW", "db")  # their columns are not samples
DEPTH = 40  # of a tree: nobody reads deeper, and Python's stack has an end
LONGEST = 200  # characters of a text
MISSING = object()


class Equation:
    """Made before its line runs, when the leaves have their values; told at the end what came out.

    `names` are the dicts that a name is looked up in, one after the other. `keep(value)` puts an
    array away and gives {"array": its index}, {"number": value}, or None for anything else.
    """

    def __init__(self, statement, names, keep, samples=None):
        self.keep, self.calls = keep, []
        self.target, self.tree = None, None
        tree = RightSide(names, keep, samples, self.calls)
        match statement:
            case ast.Assign(targets=[target, *_], value=value):
                self.assign(target, lambda: tree.visit(value))
            case ast.AnnAssign(target=target, value=ast.AST() as value):
                self.assign(target, lambda: tree.visit(value))
            case ast.AugAssign(target=target, op=op, value=value):
                self.assign(target, lambda: tree.visit(ast.BinOp(target, op, value)))
            case ast.Return(value=ast.AST() as value):
                self.tree = tree.visit(value)

    def assign(self, target, right):
        """Only to a name or an attribute: a part of a matrix or a tuple is not an equation here."""
        if dotted(target):
            self.target, self.tree = target, right()

    def finish(self, names, returned, calls, failed=False):
        """The whole tree, or None where there is nothing to show.

        `names` as they are after the line, `returned` what the line returned, `calls` the
        (name, kept value) of the functions that the trace saw it call. A line that `failed` has
        a right side, but nothing came of it.
        """
        if self.tree is None:
            return None
        self.fill(calls)
        op = "return" if self.target is None else "assign"
        name = None if self.target is None else dotted(self.target)
        if failed:
            target = {} if name is None else {"target": text(name)}
            return {"op": op, **target, "value": self.tree}
        kept = self.keep(returned if name is None else look_up(self.target, names))
        if kept is None:
            return None
        if self.tree["op"] == "call":
            self.tree.update(kept)
        if name is None:
            return {"op": op, "value": self.tree, **kept}
        return {"op": op, "target": leaf(name, kept), "value": self.tree}

    def fill(self, calls):
        """Values of calls, in their order, if as many were seen as the line has."""
        for name in {name for name, _ in self.calls}:
            nodes = [node for n, node in self.calls if n == name]
            values = [kept for n, kept in calls if n == name]
            if len(nodes) == len(values):
                for node, kept in zip(nodes, values, strict=True):
                    node.update(kept or {})


class RightSide(ast.NodeVisitor):
    """Visits an expression and makes its tree. Function calls are noted in the order they run."""

    def __init__(self, names, keep, samples, calls):
        self.names, self.keep, self.samples, self.calls = names, keep, samples, calls
        self.depth = 0

    def visit(self, tree):
        if isinstance(tree, dict):  # it has been visited
            return tree
        if self.depth == DEPTH:
            return text(tree)
        self.depth += 1
        try:
            return super().visit(tree)
        finally:
            self.depth -= 1

    def generic_visit(self, tree):
        return text(tree)

    def visit_Constant(self, tree):
        return leaf(None, self.keep(tree.value)) or text(tree)

    def visit_Name(self, tree):
        return leaf(tree.id, self.keep(look_up(tree, self.names))) or text(tree)

    def visit_Attribute(self, tree):
        if tree.attr == "T":
            value = self.visit(tree.value)
            if value["op"] not in ("text", "number"):
                return {"op": "transpose", "value": value}
        name = None if tree.attr in ("size", "ndim") else dotted(tree)
        return leaf(name, self.keep(look_up(tree, self.names))) or text(tree)

    def visit_Subscript(self, tree):
        """Only x.shape[1] and its like."""
        match tree:
            case ast.Subscript(
                value=ast.Attribute(value=owner, attr="shape"), slice=ast.Constant(value=0 | 1 as i)
            ):
                shape = look_up(tree.value, self.names)
                if type(shape) is tuple and i < len(shape) and type(shape[i]) is int:
                    return self.length(owner, shape[i], i)
        return text(tree)

    def length(self, owner, value, axis):
        """A row count or column count; the columns of all but the weights are samples."""
        name = (dotted(owner) or "").rpartition(".")[2]
        m = axis == 1 and value == self.samples and name not in LEARNT
        return leaf("m" if m else None, self.keep(value))

    def visit_BinOp(self, tree):
        op = OPERATORS.get(type(tree.op))
        return self.two(op, tree.left, tree.right, tree) if op else text(tree)

    def visit_UnaryOp(self, tree):
        if isinstance(tree.op, ast.UAdd):
            return self.visit(tree.operand)
        if isinstance(tree.op, ast.USub):
            value = self.visit(tree.operand)
            return text(tree) if value["op"] == "text" else {"op": "negative", "value": value}
        return text(tree)

    def visit_Call(self, tree):
        name = dotted(tree.func)
        function = look_up(tree.func, self.names)
        if name is not None and type(function) is FunctionType:
            return self.lesson_function(tree, function)
        if any(isinstance(arg, ast.Starred) for arg in tree.args):
            return text(tree)
        last = (name or "").rpartition(".")[2]
        if function is not MISSING and function is vars(np).get(last, MISSING):
            return self.numpy_function(last, tree.args, tree)
        if last == "len" and function is len and len(tree.args) == 1:
            return self.len(tree)
        if last in BUILTINS and function is vars(builtins)[last] and not tree.keywords:
            return self.call(last, tree.args)
        if isinstance(tree.func, ast.Attribute) and tree.func.attr in METHODS:
            return self.method(tree)
        return text(tree)

    def lesson_function(self, tree, function):
        args = [*tree.args, *(keyword.value for keyword in tree.keywords)]
        node = self.call(function.__name__, args)
        if function.__name__ == "<lambda>":
            node["name"] = dotted(tree.func).rpartition(".")[2]
        self.calls.append((function.__name__, node))
        return node

    def call(self, name, args, **more):
        args = [self.visit(arg) for arg in args]
        return {"op": "call", "name": name, "args": args, "array": None, **more}

    def len(self, tree):
        owner = tree.args[0]
        shape = look_up(ast.Attribute(owner, "shape"), self.names)
        if type(shape) is tuple and shape:
            return self.length(owner, shape[0], 0)
        return text(tree)

    def method(self, tree):
        """x.sum(axis=0) as np.sum(x, axis=0), if x is a matrix or made of some."""
        matrix = self.visit(tree.func.value)
        if matrix["op"] in ("text", "number"):
            return text(tree)
        return self.numpy_function(tree.func.attr, [matrix, *tree.args], tree)

    def numpy_function(self, name, args, tree):
        if name in ALONG_AN_AXIS:
            return self.along_an_axis(name, args, tree)
        if tree.keywords:
            return text(tree)
        if name in NUMPY_OPERATORS and len(args) == 2:
            return self.two(NUMPY_OPERATORS[name], *args, tree)
        if name == "transpose" and len(args) == 1:
            return {"op": "transpose", "value": self.visit(args[0])}
        if name == "negative" and len(args) == 1:
            return {"op": "negative", "value": self.visit(args[0])}
        if name == "square" and len(args) == 1:
            return self.two("power", args[0], ast.Constant(2), tree)
        return self.call(name, args)

    def along_an_axis(self, name, args, tree):
        how = {"axis": None, "keepdims": False}
        given = {keyword.arg: keyword.value for keyword in tree.keywords}
        if len(args) == 2:
            given["axis"] = args[1]
        if not 1 <= len(args) <= 2 or not given.keys() <= how.keys():
            return text(tree)
        for key, value in given.items():
            if not isinstance(value, ast.Constant) or value.value not in (None, 0, 1):
                return text(tree)
            how[key] = value.value
        how["axis"] = None if how["axis"] is None else int(how["axis"])
        how["keepdims"] = bool(how["keepdims"])
        if name == "sum":
            return {"op": "sum", "value": self.visit(args[0]), **how}
        return self.call(name, args[:1], **(how if given else {}))

    def two(self, op, left, right, tree):
        left, right = self.visit(left), self.visit(right)
        if left["op"] == right["op"] == "text":
            return text(tree)
        return {"op": op, "left": left, "right": right}


def look_up(tree, names):
    """The value of a name or of plain attributes, MISSING for anything else. Runs nothing."""
    first, *attributes = chain(tree) or [None]
    value = MISSING
    for scope in [*names, vars(builtins)]:
        if first in scope:
            value = scope[first]
            break
    for name in attributes:
        value = attribute(value, name)
    return value


def attribute(owner, name):
    if owner is MISSING:
        return MISSING
    if type(owner) is ModuleType:
        return vars(owner).get(name, MISSING)
    if type(owner) is np.ndarray:
        known = name in ("T", "shape", "size", "ndim")
        return vars(np.ndarray)[name].__get__(owner) if known else MISSING
    return inspect.getattr_static(owner, name, MISSING)


def dotted(tree):
    """The name of a name or an attribute, without "self."; None for anything else."""
    parts = chain(tree)
    return parts and ".".join(parts[1:] if parts[0] == "self" and len(parts) > 1 else parts)


def chain(tree):
    """self.A1.T -> ["self", "A1", "T"]; None for anything else."""
    attributes = []
    while isinstance(tree, ast.Attribute):
        attributes.append(tree.attr)
        tree = tree.value
    return [tree.id, *reversed(attributes)] if isinstance(tree, ast.Name) else None


def leaf(name, kept):
    if kept is None:
        return None
    if "array" in kept:
        return {"op": "matrix", "name": name, "array": kept["array"]}
    return {"op": "number", "name": name, "value": kept["number"]}


def text(tree):
    """What is not understood, as it is written."""
    try:
        source = tree if isinstance(tree, str) else ast.unparse(tree)
    except (RecursionError, ValueError):  # too deep, or a number of thousands of digits
        source = "..."
    return {"op": "text", "source": source if len(source) <= LONGEST else source[:LONGEST] + "..."}
