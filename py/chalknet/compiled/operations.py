"""What runs, for people to read: every operation of a recorded step as a small formula.

A recorded step (record.py) is a row of operations on whole arrays. Here each gets the next number
and becomes a plain dict:
    {"number": 3, "name": "A", "formula": ["tanh(", 2, ")"], "shape": "3 × 4",
     "phase": "feedforward", "layer": 0, "asked": 2, "kernel": 1,
     "lines": [{"file": "functions.py", "line": 17, "source": "return np.tanh(x)"}, ...]}
A number inside a formula is an earlier result. What costs nothing has no number: what comes in and
stays the same (x, W, 0.1) is written by its name, and a transposed matrix, which NumPy only reads
the other way round, as ②ᵀ. `name` is what the lesson calls the result, if that can be told.
"""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np

PHASES = ("feedforward", "cost", "backprop")  # methods of the network and of a layer
LEARNT = ("W", "b")
IN_PLACE = ("input", "constant", "transpose")  # written where they are used

BETWEEN = {
    **{"add": "+", "subtract": "−", "divide": "/", "power": "^", "dot": "·"},
    **{"greater": ">", "greater_equal": "≥", "less": "<", "less_equal": "≤"},
    **{"equal": "=", "not_equal": "≠", "logical_and": "and", "logical_or": "or"},
}
AROUND = {
    **{"negative": ("−", ""), "absolute": ("|", "|"), "square": ("", "²"), "sqrt": ("√", "")},
    **{"reciprocal": ("1 / ", ""), "logical_not": ("not ", ""), "transpose": ("", "ᵀ")},
}
SHORT = {"maximum": "max", "minimum": "min"}
SUMS = {"sum": "Σ", "max": "max", "min": "min"}
OVER = {None: "", 0: " over rows", 1: " over samples"}  # samples are columns


def what_runs(engine):
    """The answer to the page: of how a Lab trains (engine.py)."""
    told = engine.told()
    course = engine.course if told["compiled"] else None
    return {
        **told,
        "operations": operations(course.program, course.kernels) if course else [],
        "kernels": len(set(course.kernels.values())) if course else None,
        "bytes": course.code_size if course else None,
        "milliseconds": course.milliseconds if course else None,
    }


def operations(program, kernels=None):
    """A recorded Program as a list of plain dicts. `kernels` says {op: number} of its kernel,
    growing as they run; here they count from 1, without those that only copy.
    """
    shown = [op for op in program.ops if op.name not in IN_PLACE]
    numbers = {op: number for number, op in enumerate(shown, 1)}
    names, told = Names(program, shown), []
    loops = {kernel: i for i, kernel in enumerate(sorted(set((kernels or {}).values())), 1)}
    phase = layer = None
    for op in shown:
        if op.lines:
            phase, layer = phase_of(op, program), op.layer
        told.append(
            {
                "number": numbers[op],
                "name": names.of(op),
                "formula": formula(op, numbers),
                "shape": " × ".join(str(length) for length in op.shape) or "1",
                "phase": phase,
                "layer": layer,
                "asked": op.asked,
                "kernel": loops.get((kernels or {}).get(op)),
                "lines": [
                    {"file": file, "line": line, "source": source(file, line)}
                    for file, line in askers(op)
                ],
            }
        )
    return told


# A formula


def formula(op, numbers):
    """["tanh(", 2, ")"]: texts, and the numbers of earlier results."""
    parts = [operand(one, op, numbers) for one in op.inputs]
    if op.name == "multiply":
        alone = any(np.prod(one.shape) == 1 for one in op.inputs)
        found = [*parts[0], " · " if alone else " ⊙ ", *bracketed(parts[1])]
    elif op.name in BETWEEN:
        found = [*parts[0], f" {BETWEEN[op.name]} ", *bracketed(parts[1])]
    elif op.name in AROUND:
        before, after = AROUND[op.name]
        found = [before, *bracketed(parts[0]), after]
    elif op.name in SUMS:
        found = [f"{SUMS[op.name]}{OVER[op.options['axis']]} ", *parts[0]]
    elif op.name == "reshape":
        found = [*parts[0], " as " + " × ".join(map(str, op.shape))]
    else:
        commas = [piece for part in parts for piece in (", ", *part)][1:]
        found = [f"{SHORT.get(op.name, op.name)}(", *commas, ")"]
    return joined(found)


def operand(op, reader, numbers):
    """How one of the inputs of `reader` is written."""
    if op in numbers:
        return [numbers[op]]
    if op.name == "constant":
        return [constant(op.value)]
    if op.name == "transpose":
        return [*operand(op.inputs[0], reader, numbers), "ᵀ"]
    return [called(op.slot, reader.layer)]


def bracketed(part):
    """Behind a sign a negative number stands in brackets: 2 · (−1)."""
    negative = isinstance(part[0], str) and part[0].startswith("−")
    return ["(", *part, ")"] if negative else part


def joined(pieces):
    """The same with texts that follow one another made one."""
    found = []
    for piece in pieces:
        if found and isinstance(piece, str) and isinstance(found[-1], str):
            found[-1] += piece
        elif piece != "":
            found.append(piece)
    return found


def constant(value):
    """0.25, 5e−324; an array of one number as that number."""
    values = np.unique(np.asarray(value))
    if len(values) != 1:
        return f"{' × '.join(map(str, np.shape(value)))} numbers"
    text = f"{values[0]:.4g}" if values.dtype != bool else str(values[0])
    return re.sub(r"e\+?(-?)0*", r"e\1", text).replace("-", "−")


def called(slot, layer):
    """What "layers.0.W" is called: in its own layer "W", elsewhere "W of layer 1"."""
    path = slot.split(".")
    whose = None
    if path[0] == "layers":
        whose, path = int(path[1]), path[2:]
    if path[0] == "optimizer" and len(path) > 1:
        path = path[1:]
    name = path[0] + "".join(f"[{part}]" for part in path[1:])
    return name if whose in (None, layer) else f"{name} of layer {whose + 1}"


# Names, lines and phases


class Names:
    """What the lesson calls the results: an attribute that keeps it, or a local variable.

    A local variable has the result of the last operation of its line.
    """

    def __init__(self, program, shown):
        self.kept, self.cost = {}, program.cost
        for key, op in program.outputs.items():
            self.kept.setdefault(op, []).append(key)
        pairs = zip(shown, [*shown[1:], None], strict=True)
        self.last = {op for op, after in pairs if not (after and goes_on(op, after))}

    def of(self, op):
        own = [key for key in self.kept.get(op, ()) if key.startswith(f"layers.{op.layer}.")]
        for key in sorted(own or self.kept.get(op, ()), key=len):
            return called(key, op.layer)
        if op is self.cost:
            return "cost"
        if not op.lines or op not in self.last:
            return None
        statement = statement_at(*first(op)[0])
        only = isinstance(statement, ast.Assign) and len(statement.targets) == 1
        target = statement.targets[0] if only else None
        return target.id if isinstance(target, ast.Name) else None


def goes_on(op, after):
    """Does the line that asked for `op` ask for `after` too, or call what does?"""
    line, later = first(op), first(after)
    return op.layer == after.layer and later[-len(line) :] == line


def named(lines):
    return [(Path(file).name, line) for file, line in lines]


def first(op):
    """The lines of the first time that it was asked for, innermost first, as far as the step."""
    lines = named(op.lines)
    ends = [i for i, (file, line) in enumerate(lines, 1) if function_at(file, line) == "step"]
    return lines[: ends[0]] if ends else lines


def askers(op):
    """The lines that ask for it, each time as far as that of a layer or of the network: from
    there on all come the same way.
    """
    lines = named(op.lines)
    before = [None, *(file for file, _ in lines)]
    return [
        (file, line)
        for (file, line), inner in zip(lines, before, strict=False)
        if not (file == "network.py" and inner in ("layer.py", "network.py"))
    ]


def phase_of(op, program):
    """As the line-by-line steps have it: the outermost method says, and what changes W or b of a
    layer is its update.
    """
    for name in LEARNT:
        if program.outputs.get(f"layers.{op.layer}.{name}") is op:
            return "update"
    lines = first(op)
    methods = [function_at(*one) for one in reversed(lines)]
    phase = next((name for name in methods if name in PHASES), None)
    if phase == "backprop" and any(learns(*one) for one in lines):
        return "update"
    return phase


@cache
def text_of(file):
    """A file of the lesson as it runs now, a learner's edits too; "" if it cannot be read."""
    module = sys.modules.get(f"chalknet.{Path(file).stem}")
    try:
        return module.__loader__.get_source(module.__name__) or ""
    except (AttributeError, ImportError, OSError):
        return ""


def source(file, line):
    return "".join(text_of(file).splitlines()[line - 1 : line]).strip()


@cache
def parts_of(file):
    """({line: the name of the function it stands in}, {line: its statement}) of a file."""
    functions, statements = {}, {}
    try:
        nodes = ast.walk(ast.parse(text_of(file)))  # what is inside comes later
    except SyntaxError:
        nodes = ()
    for node in nodes:
        if isinstance(node, ast.stmt):
            lines = range(node.lineno, node.end_lineno + 1)
            statements |= dict.fromkeys(lines, node)
            if isinstance(node, ast.FunctionDef):
                functions |= dict.fromkeys(lines, node.name)
    return functions, statements


def function_at(file, line):
    return parts_of(file)[0].get(line)


def statement_at(file, line):
    return parts_of(file)[1].get(line)


def learns(file, line):
    """Is this a line such as self.W = ... ?"""
    statement = statement_at(file, line)
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    parts = [part for target in targets if target for part in ast.walk(target)]
    return any(isinstance(part, ast.Attribute) and part.attr in LEARNT for part in parts)
