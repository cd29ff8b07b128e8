"""The running code as text: the definitions that are asked for, and all that these need.

A learner's edits are part of it: an edited module keeps its text in __source__ (loader.py).
"""

import ast
import inspect
import sys

from chalknet.export.told import ExportError


class Source:
    """take("tanh", "chalknet.functions"), then text(). Names in `given` are told elsewhere."""

    def __init__(self, given=()):
        self.given = set(given)
        self.asked_for = set()  # of those
        self.modules = {}  # name: Pieces, in the order in which they need each other
        self.owners = {}  # name of a definition: its module
        self.imports = {}  # line: None, a set in order

    def take_function(self, function, called):
        """Of a table: one that its author wrote with `def`, in a file of the lesson."""
        name, module = getattr(function, "__name__", ""), getattr(function, "__module__", "")
        if not self.take(name, module):
            raise ExportError(
                f"The code of your own {called} could not be found. Write it as a function of "
                f"its own, def {called}(...), in functions.py or own.py."
            )
        return name

    def take(self, name, module):
        """A definition of `module`, and what it uses. False if there is none of that name."""
        if name in self.given:
            self.asked_for.add(name)
            return True
        pieces = self.pieces(module)
        if pieces is None:
            return False
        if name in pieces.lesson:
            return self.take(pieces.lesson[name][1], pieces.lesson[name][0])
        if name in pieces.imports:
            self.imports[pieces.imports[name]] = None
            return True
        if name not in pieces.nodes:
            return False
        owner = self.owners.setdefault(name, module)
        if owner != module:
            raise ExportError(
                f"{file(owner)} and {file(module)} both define {name}. "
                "In one file there can be only one: give one of them another name."
            )
        if name not in pieces.taken:
            pieces.taken.add(name)
            for used in names_in(pieces.nodes[name]):
                self.take(used, module)
        return True

    def pieces(self, module):
        if module not in self.modules and module.startswith("chalknet."):
            text = text_of(module)
            if text is not None:
                pieces = Pieces(text)
                for needed, _ in pieces.lesson.values():
                    self.pieces(needed)
                self.modules[module] = pieces
        return self.modules.get(module)

    def text(self, *modules):
        """What was taken of these modules, or of all."""
        parts = [self.modules[m].text() for m in modules or self.modules if m in self.modules]
        return "\n\n\n".join(part for part in parts if part)

    def taken_modules(self):
        return [name for name, pieces in self.modules.items() if pieces.taken]


class Pieces:
    """The definitions at the top level of a file, by their names."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.nodes, self.taken = {}, set()
        self.imports, self.lesson = {}, {}  # name: line; name: (module, the name there)
        for node in ast.parse(text).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self.take_import(node)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.nodes[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                for name in names_in(node, ast.Store):
                    self.nodes[name] = node

    def take_import(self, node):
        module = (isinstance(node, ast.ImportFrom) and node.module) or ""
        for alias in node.names:
            name = alias.asname or alias.name
            if module.startswith("chalknet."):
                self.lesson[name] = module, alias.name
            elif "chalknet" not in (module, alias.name.partition(".")[0]):  # none there to import
                one = type(node)(**{**vars(node), "names": [alias]})
                self.imports[name] = ast.unparse(one)

    def text(self):
        """What was taken, in the order of the file, with two lines between definitions."""
        nodes = {id(self.nodes[name]): self.nodes[name] for name in self.taken}.values()
        text, before = "", None
        for node in sorted(nodes, key=lambda node: node.lineno):
            if before:
                both = isinstance(before, ast.Assign) and isinstance(node, ast.Assign)
                text += "\n" if both else "\n\n\n"
            text += "\n".join(self.lines[first_line(node) - 1 : node.end_lineno])
            before = node
        return text


def first_line(node):
    return min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])


def names_in(node, context=ast.Load):
    found = (n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, context))
    return list(dict.fromkeys(name.id for name in found))


def text_of(module):
    """The text of a module as it runs now, or None."""
    loaded = sys.modules.get(module)
    if hasattr(loaded, "__source__"):
        return loaded.__source__
    try:
        return inspect.getsource(loaded)
    except (OSError, TypeError):
        return None


def file(module):
    return module.rpartition(".")[2] + ".py"
