"""One training step of the loaded code, watched: what each call was given, made and returned."""

import ast
import sys
from functools import lru_cache
from pathlib import PurePath

import numpy as np

from chalknet.explain import source

METHODS = ("feedforward", "cost", "backprop")


class Call:
    """A call of one of METHODS. `lines` are those that ran, in order.

    `made` holds the matrices and numbers at its end by name: self.Z as "Z", a local dZ as "dZ".
    """

    def __init__(self, frame):
        code = frame.f_code
        self.code, self.globals = code, frame.f_globals
        self.method = code.co_name
        self.owner = frame.f_locals["self"]
        names = code.co_varnames[1 : code.co_argcount]
        self.given = [kept(frame.f_locals[name]) for name in names]
        self.before = values(vars(self.owner))
        self.lines = []
        self.made, self.after, self.result = {}, {}, None
        self.finished = False

    def follow(self, frame, event, arg):
        if event == "line":
            self.lines.append(frame.f_lineno)
            self.finished = True
        elif event == "exception" and not issubclass(arg[0], StopIteration):  # a loop's end
            self.finished = False  # unless another line runs, which catches it
        elif event == "return":
            self.after = values(vars(self.owner))
            self.made = self.after | values(frame.f_locals)
            self.result = kept(arg)
        return self.follow

    @property
    def file(self):
        return PurePath(self.code.co_filename).name

    def line_setting(self, name, first=False):
        """The line that set `name` or self.name; of several that ran the last, or the first."""
        return self.line_of(lambda statement: name in targets(statement), first)

    def line_returning(self):
        return self.line_of(lambda statement: isinstance(statement, ast.Return))

    def line_of(self, wanted, first=False):
        ran = [
            (self.lines.index(line) if first else at, statement.lineno)
            for statement in statements(self.code, self.globals)
            if wanted(statement)
            for at, line in enumerate(self.lines)
            if statement.lineno <= line <= statement.end_lineno
        ]
        if not ran:
            return None
        return (min(ran) if first else max(ran))[1]


def watch(network, action):
    """Run `action` -> (the calls of `network` and its layers in order, the exception or None)."""
    owners = [network, *network.layers]
    calls = []

    def start(frame, event, arg):
        if frame.f_code.co_name not in METHODS:
            return None
        this = frame.f_locals.get("self")
        if not any(this is owner for owner in owners):
            return None
        calls.append(Call(frame))
        return calls[-1].follow

    before = sys.gettrace()
    sys.settrace(start)
    try:
        action()
    except Exception as error:
        return calls, error
    finally:
        sys.settrace(before)
    return calls, None


def values(names):
    """The matrices and numbers among `names`, as they are now."""
    return {
        name: kept(value)
        for name, value in names.items()
        if isinstance(value, np.ndarray | np.number | int | float)
    }


def kept(value):
    """A copy, in case the code goes on to change it."""
    return value.copy() if isinstance(value, np.ndarray) else value


# Where something stands in the loaded source


def function_place(function):
    """(file, line of its last return) of a learner's function, (None, None) of a built-in one."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None, None
    found = statements(code, function.__globals__)
    returns = [statement.lineno for statement in found if isinstance(statement, ast.Return)]
    return PurePath(code.co_filename).name, max(returns, default=code.co_firstlineno)


def statements(code, module):
    """The statements of the function that `code` was made from."""
    for node in ast.walk(parsed(source(code, module))):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            if first == code.co_firstlineno:
                return [part for part in ast.walk(node) if isinstance(part, ast.stmt)][1:]
    return []  # a lambda has none


@lru_cache(8)
def parsed(text):
    return ast.parse(text)


def targets(statement):
    """The names that a statement sets: for `self.W, dW = ...` W and dW."""
    if isinstance(statement, ast.Assign):
        nodes = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign):
        nodes = [statement.target]
    else:
        return set()
    names = set()
    for node in nodes:
        for part in node.elts if isinstance(node, ast.Tuple | ast.List) else [node]:
            while isinstance(part, ast.Subscript):  # dW[:] = ...
                part = part.value
            if isinstance(part, ast.Name):
                names.add(part.id)
            elif isinstance(part, ast.Attribute):
                names.add(part.attr)
    return names
