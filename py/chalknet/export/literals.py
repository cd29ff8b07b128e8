"""Numbers and names as Python writes them: every digit kept, no line too long."""

import base64
import textwrap
import zlib

import numpy as np

WIDTH = 96  # of a line


def matrix(array, indent=0):
    """The numbers of a matrix in brackets, row by row, for np.array(...)."""
    rows = np.asarray(array).tolist()
    short = repr(rows)
    if indent + len(short) <= WIDTH - 20:
        return short
    inner = indent + 4
    lines = [" " * inner + listed(row, inner) + ",\n" for row in rows]
    return "[\n" + "".join(lines) + " " * indent + "]"


def listed(values, indent=0):
    """A list on one line, or folded where it is long."""
    words = [text(value) if isinstance(value, str) else repr(value) for value in values]
    short = ", ".join(words)
    if indent + len(short) <= WIDTH - 20:
        return f"[{short}]"
    space = " " * (indent + 4)
    lines, line = [], space
    for word in words:
        if len(line) + len(word) > WIDTH and line != space:
            lines.append(line.rstrip())
            line = space
        line += f"{word}, "
    return "\n".join(["[", *lines, line.rstrip(), " " * indent + "]"])


def text(value):
    """A text with double quotes, if none is inside."""
    quoted = repr(value)
    return quoted if '"' in quoted else f'"{quoted[1:-1]}"'


def packed(array):
    """float64 numbers, compressed, as lines of base64: for what nobody would read anyway."""
    data = zlib.compress(np.ascontiguousarray(array, dtype="<f8").tobytes(), 6)
    return "\n".join(textwrap.wrap(base64.b64encode(data).decode(), WIDTH))


def comment(text):
    """A comment, on one line or more."""
    return "\n".join("# " + line for line in textwrap.wrap(plain(text), WIDTH - 2))


def plain(text):
    """A name or title for a comment or a docstring: one line, nothing that could end it."""
    text = "".join(c if c.isprintable() else " " for c in str(text))
    return text.replace("\\", "/").replace('"', "'").strip()
