"""Cuts the standard library and NumPy to what shipped.txt names, compiled (run by cut.mjs).

Python starts several times faster from .pyc than from .py: most of a plain start is compiling the
standard library's source. Docstrings are left out, because every byte before "ready" counts.
"""

import ast
import importlib
import importlib.util
import marshal
import re
import sys
import warnings
import zipfile
from importlib.util import MAGIC_NUMBER
from types import CodeType

ZIP = "/lib/python314.zip"  # where Pyodide keeps the standard library's source
LIBRARY = "lib/python3.14"  # where Python looks too: there it is shipped, file by file
PACKAGES = f"{LIBRARY}/site-packages"
# numpy.ma makes its own docstrings out of these when it is imported, and fails without
READ_BY_MA = {"arange", "clip", "empty", "empty_like", "frombuffer", "fromfunction", "identity"}
READ_BY_MA |= {"indices", "ones", "ones_like", "squeeze", "zeros", "zeros_like"}
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # a .pyc that is never compared with a source


def cut(listed, wheel):
    """The text of shipped.txt and NumPy's wheel -> files by path, from the root."""
    named, left_out = read(listed)
    return dict(sorted([*library_files(named), *numpy_files(wheel, left_out)]))


def read(listed):
    text = re.sub(r"#.*|\[.*?\]", "", listed)
    names = text.split()
    return (
        [name for name in names if not name.startswith("-")],
        [name[1:] for name in names if name.startswith("-")],
    )


def library_files(named):
    with zipfile.ZipFile(ZIP) as archive:
        source = {name: archive.read(name) for name in archive.namelist() if name.endswith(".py")}
    modules = closure([name for name in named if not name.startswith("numpy")], source)
    for path, text in source.items():
        if module_of(path) in modules:
            yield f"{LIBRARY}/{path}c", compiled(text, f"/{LIBRARY}/{path}")


def closure(names, library):
    """The modules named, and all that they import when they are imported here."""
    available = {module_of(path) for path in library}
    wanted = set()
    for name in names:
        stem = name.removesuffix(".*")
        if name != stem:
            wanted |= {module for module in available if module.startswith(f"{stem}.")}
        wanted.add(stem)
        with warnings.catch_warnings(action="ignore"):
            importlib.import_module(stem)
    return wanted | set(sys.modules)


def module_of(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def numpy_files(wheel, left_out):
    """NumPy: compiled files, and libraries as they are."""
    with zipfile.ZipFile(wheel) as archive:
        for path in sorted(archive.namelist()):
            module = module_of(path.split(".cpython-")[0])
            if "/tests/" in path or any(f"{module}.".startswith(f"{one}.") for one in left_out):
                continue
            if path.endswith(".py"):
                yield f"{PACKAGES}/{path}c", compiled(archive.read(path), f"/{PACKAGES}/{path}")
            elif path.endswith(".so"):
                yield f"{PACKAGES}/{path}", archive.read(path)


def compiled(source, path):
    tree = ast.parse(source)
    if path.endswith("_add_newdocs.py"):  # docstrings of what is written in C
        tree.body = [part for part in tree.body if not is_docs(part)]
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            read = "numpy" in path and getattr(node, "name", None) in READ_BY_MA
            if not read and ast.get_docstring(node, False) is not None:
                first, *rest = node.body
                node.body = rest or [ast.copy_location(ast.Pass(), first)]
    with warnings.catch_warnings(action="ignore"):
        code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    return MAGIC_NUMBER + UNCHECKED + marshal.dumps(without_lines(code))


def is_docs(statement):
    """add_newdoc("module", "name", "docs…"), of a name whose docstring nobody reads."""
    match statement:
        case ast.Expr(ast.Call(ast.Name("add_newdoc"), [_, ast.Constant(name), *_])):
            return name not in READ_BY_MA
    return False


def without_lines(code):
    """Every instruction counts as on its function's first line: nobody is shown other lines of
    these files, and the table of lines is a tenth of them. (Eight instructions an entry.)"""
    eights, rest = divmod(len(code.co_code) // 2, 8)
    same_line = 0x80 | 13 << 3  # "no columns, the next byte says by how much the line differs"
    table = bytes([same_line | 7, 0]) * eights + bytes([same_line | (rest - 1), 0] if rest else [])
    inner = (without_lines(c) if isinstance(c, CodeType) else c for c in code.co_consts)
    return code.replace(co_linetable=table, co_consts=tuple(inner))
