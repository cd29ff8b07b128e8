"""An exception in plain words: what is wrong, where, how to mend it; Python's own words below."""

import linecache
import re
import sys
import traceback
from pathlib import Path

import chalknet

PACKAGE = Path(chalknet.__path__[0])  # not beside __file__: an edited file is no file there
EDITED = "/lesson"  # where the learner's files seem to lie
# where a learner looks for a cause
LESSON = ("functions.py", "layer.py", "network.py", "optimizers.py", "own.py")
MESSAGE, PYTHON = 400, 2000  # so many characters are read at most


def explain(error):
    """error -> {"type", "message", "python", "file", "line", "column"}; file None if not ours."""
    file, line, column = place(error)
    return {
        "type": type(error).__name__,
        "message": cut(sentence(error), MESSAGE),
        "python": cut(python_says(error), PYTHON),
        "file": file,
        "line": line,
        "column": column,
    }


def cut(text, length):
    return text if len(text) <= length else text[: length - 1] + "…"


def place(error):
    """(file, line, column) of the last frame in a file of the lesson."""
    if isinstance(error, SyntaxError) and is_lesson(error.filename):
        return Path(error.filename).name, error.lineno, error.offset
    for frame in reversed(frames_of(error)):
        if is_lesson(frame.filename):
            return Path(frame.filename).name, frame.lineno, frame.colno
    return None, None, None


def is_lesson(filename):
    path = Path(filename or "")
    return path.parent == Path(EDITED) or (path.parent == PACKAGE and path.name in LESSON)


def frames_of(error):
    return list(traceback.extract_tb(error.__traceback__))


def source(code, module):
    """The text that `code` was made from. Edited modules carry theirs as __source__."""
    return module.get("__source__") or "".join(linecache.getlines(code.co_filename, module))


def python_says(error):
    """Python's traceback, only the files of the lesson, as short as can be."""
    steps = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if is_lesson(frame.f_code.co_filename)
    ]
    last = "".join(traceback.format_exception_only(error)).strip()  # never fails
    last = last.replace(f"{EDITED}/", "").replace(f"{PACKAGE}/", "")
    return "\n".join([*(step(*pair) for pair in steps[-8:]), last])


def step(frame, line):
    code = frame.f_code
    words = "".join(source(code, frame.f_globals).splitlines()[line - 1 : line]).strip()
    return f"{Path(code.co_filename).name}, line {line}, in {code.co_name}\n    {words}"


def sentence(error):
    try:
        if not (str(error).strip() or isinstance(error, TELLING)):
            return SILENT.get(type(error)) or silent(error)
        for kind, words in WORDS:
            if isinstance(error, kind):
                return words(error)
        return f"{type(error).__name__}: {error}"
    except Exception:  # an exception of one's own that cannot be printed
        return f"A {type(error).__name__}, which itself fails when it is to be shown."


def silent(error):
    """Of `raise ValueError`, say: with nothing more to it."""
    kind = type(error).__name__
    article = "an" if kind[0] in "AEIOU" else "a"
    return f"This line stops with {article} {kind} that does not say what is wrong."


def syntax(error):
    if isinstance(error, IndentationError):
        return f"The indentation is not right: {error.msg}. Lines of one block begin at one place."
    return f"Python cannot read this line: {error.msg}."


def name(error):
    missing = getattr(error, "name", None) or "a name"
    if missing in ("np", "numpy"):
        end = " as np" if missing == "np" else ""
        return f"numpy is not imported: write import numpy{end} at the top."
    if missing in sys.stdlib_module_names:
        return f"{missing} is not imported: write import {missing} at the top."
    near = nearest(missing, names_at(error))
    hint = f"Did you mean {near}?" if near else "Is it spelled rightly, and set before this line?"
    return f"There is nothing called {missing} here. {hint}"


def nearest(word, words):
    """The one of `words` most like `word`, capitals or not; None if none is."""
    import difflib  # most visits need no advice

    small = {known.lower(): known for known in words}
    return next((small[near] for near in difflib.get_close_matches(word.lower(), small, 1)), None)


def names_at(error):
    """The names that the failing line could have used."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    return [*last.tb_frame.f_locals, *last.tb_frame.f_globals] if last else []


def attribute(error):
    owner = type(getattr(error, "obj", None)).__name__
    missing = getattr(error, "name", None)
    near = nearest(str(missing), dir(getattr(error, "obj", None)))
    hint = f" Did you mean {near}?" if near else ""
    return f"A {owner} has nothing called {missing}.{hint}"


def value(error):
    text = str(error)
    two = re.findall(r"\([\d, ]*\)", text)
    if "not aligned" in text or "mismatch in its core dimension" in text:
        shapes = f" Here they are {two[0]} and {two[1]}." if "not aligned" in text else ""
        return (
            "The two matrices of this product do not fit: the left one needs as many columns as "
            f"the right one has rows.{shapes} Is one to be transposed (.T), or are they swapped?"
        )
    if "broadcast" in text and len(two) >= 2:
        return (
            f"The shapes {two[0]} and {two[1]} do not fit together, number by number. They must be "
            "equal, or one of them 1 in that place (keepdims=True keeps a column a column)."
        )
    if "too big" in text:
        return MEMORY
    if "truth value" in text:
        return (
            "A whole matrix is neither true nor false, so if, max and and cannot decide about it. "
            "np.where and np.maximum decide number by number."
        )
    return text


def imports(error):
    missing = getattr(error, "name_from", None)
    module = str(getattr(error, "name", "")).removeprefix("chalknet.")
    if missing and str(getattr(error, "name", "")).startswith("chalknet."):
        return f"{module}.py no longer has {missing}, which another file of the lesson needs."
    if "this page's Python" in str(error) or "has not arrived" in str(error):
        return str(error)  # in words already
    return f"There is no module to import: {error}. Here Python has its own modules and NumPy."


MEMORY = "This needs more memory than there is. Are the shapes right?"
# their kind alone says what is wrong
TELLING = (SystemExit, KeyboardInterrupt, ZeroDivisionError, RecursionError, MemoryError)
SILENT = {
    AssertionError: "What this line asserts is not so.",
    NotImplementedError: "This is not written yet: the line raises a NotImplementedError.",
}

WORDS = [
    (SystemExit, lambda error: "This code ends the program, so it was not run to its end."),
    (KeyboardInterrupt, lambda error: "This code interrupts itself."),
    (SyntaxError, syntax),
    (NameError, name),
    (AttributeError, attribute),
    (ValueError, value),
    (ImportError, imports),
    (ZeroDivisionError, lambda error: "Something is divided by zero here."),
    (RecursionError, lambda error: "This function calls itself without an end."),
    (MemoryError, lambda error: MEMORY),
    (IndexError, lambda error: f"There is no such place: {error}."),
    (KeyError, lambda error: f"There is no entry {error} in this table."),
    (TypeError, lambda error: f"Python cannot do this with what it was given: {error}."),
]
