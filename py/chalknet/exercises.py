"""Exercises: an exercise is one plain text file in web/lessons/, NN-name.txt.

    title: The derivative of sigmoid
    file: functions.py
    function: d_sigmoid

    == task
    One sentence with the formula. Words between `backticks` are shown as code.
    == hint
    What helps without giving it away.
    == start
    def d_sigmoid(x):
        return
    == check
    same("d_sigmoid(2.0)", reference.d_sigmoid(2.0))
    == answer
    def d_sigmoid(x):
        s = sigmoid(x)
        return (1 - s) * s
    == wrong
    # x stands where sigmoid(x) belongs
    def d_sigmoid(x):
        return (1 - x) * x
    == solved
    One more sentence for who has it right. This section may be left out.

`wrong` may come several times: plausible wrong answers, which the tests see refused.
The learner's code has np and everything in functions.py, but for what it is to write itself.
The check is Python, run after the learner's code, with these names besides the learner's:

    reference.NAME       what functions.py defines: the originals, whatever the learner edited
    same("f(x)", value)  runs f(x); unless it gives the value, says in words what came instead
    like(a, b)           whether two things are equal as far as numbers can be; never fails
    assert ..., "..."    for a mistake that one recognises: the words go to the learner
"""

import ast
import contextlib
import linecache
import sys
import types
import warnings
from dataclasses import dataclass

import numpy as np

from chalknet.compare import Comparison, like
from chalknet.deadline import SECONDS, TooLong, watch
from chalknet.explain import EDITED, PACKAGE, explain, frames_of
from chalknet.loader import chalknet_modules, put_back
from chalknet.printed import Printed

PATH = f"{EDITED}/exercise.py"
HEAD = ("title", "file", "function")
NEEDED = ("task", "hint", "start", "check", "answer")
PYTHON = ("start", "check", "answer")
SECTIONS = (*NEEDED, "wrong", "solved")

# read from the file: the module may be one that the learner has edited
FUNCTIONS = (PACKAGE / "functions.py").read_text("utf-8")
ORIGINALS = compile(FUNCTIONS, "chalknet/functions.py", "exec")


@dataclass
class Exercise:
    title: str
    file: str
    function: str
    task: str
    hint: str
    start: str
    check: str
    answer: str
    wrong: list[str]
    solved: str = ""

    def names(self):
        """The functions that the learner is to write."""
        return [part.name for part in ast.parse(self.start).body if hasattr(part, "name")]


# ---------------------------------------------------------------------------------------- the file


def parse(text):
    """The text of a file -> Exercise. A ValueError says in words what is wrong, and where."""
    head, sections = split(text)
    for name in (*HEAD, *NEEDED, "wrong"):
        if name not in head and name not in sections:
            kind = "line in the head" if name in HEAD else "section"
            raise problem(len(text.splitlines()), f"The file ends without the {kind} {name!r}.")
    texts = {name: [content(*part) for part in parts] for name, parts in sections.items()}
    for name in PYTHON:
        must_be_python(sections[name][0][0], texts[name][0])
    wrong = texts.pop("wrong")
    exercise = Exercise(**head, **{name: parts[0] for name, parts in texts.items()}, wrong=wrong)
    if not exercise.names():
        raise problem(sections["start"][0][0], "The section 'start' defines no function.")
    return exercise


def split(text):
    """-> the head {name: words}, the sections {name: [(line of the heading, lines), ...]}."""
    head, sections, lines = {}, {}, None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("=="):
            name, lines = line[2:].strip(), []
            if name not in SECTIONS:
                raise problem(number, f"There is no section {name!r}. {known(SECTIONS)}")
            if name in sections and name != "wrong":
                raise problem(number, f"The section {name!r} stands here a second time.")
            sections.setdefault(name, []).append((number, lines))
        elif lines is not None:
            lines.append(line)
        elif line.strip():
            name, _, words = line.partition(":")
            if name not in HEAD or not words.strip():
                raise problem(number, f"The head has lines such as 'title: words'. {known(HEAD)}")
            head[name] = words.strip()
    return head, sections


def content(number, lines):
    if not any(line.strip() for line in lines):
        raise problem(number, "The section that begins here is empty.")
    return "\n".join(lines).rstrip() + "\n"


def must_be_python(number, text):
    try:
        compile(text, PATH, "exec")
    except (SyntaxError, ValueError) as error:
        line = number + (getattr(error, "lineno", None) or 0)
        raise problem(line, f"This is not Python: {error}.") from None


def problem(line, words):
    return ValueError(f"line {line}: {words}")


def known(names):
    return f"There are: {', '.join(names)}."


# --------------------------------------------------------------------------------------- the check


def check(text, code):
    """Is the learner's `code` right? Never raises for what stands in it.

    -> {"solved": bool, "sentence": what is right or wrong, in plain words, "line": in the
    learner's code or None, "python": Python's own last lines or None, "printed": its output}
    """
    exercise = parse(text)
    printed = Printed()
    try:
        with apart(), contextlib.redirect_stdout(printed):
            run(exercise, code)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        answer = refused(error)
    else:
        answer = {"sentence": f"Right. {exercise.solved}".strip(), "line": None, "python": None}
        return {"solved": True, **answer, "printed": read(printed)}
    finally:
        linecache.cache.pop(PATH, None)
    return {"solved": False, **answer, "printed": read(printed)}


def run(exercise, code):
    """Run the learner's code and then the check. What is wrong is raised."""
    linecache.cache[PATH] = (len(code), None, code.splitlines(True), PATH)
    originals = {"__name__": "functions"}
    exec(ORIGINALS, originals)
    given = {name: thing for name, thing in originals.items() if name not in exercise.names()}
    theirs = {**given, "__name__": "exercise", "__source__": code, "np": copy_of(np)}
    compiled = compile(code, PATH, "exec", dont_inherit=True)
    watch(compiled)
    exec(compiled, theirs)
    for name in exercise.names():
        if not callable(theirs.get(name)):
            raise AssertionError(
                f"There is no function `{name}` in your code. The check calls it by that name."
            )
    ours = {**theirs, "np": np, "reference": types.SimpleNamespace(**originals), "like": like}
    ours["same"] = Comparison(ours)
    exec(compile(exercise.check, "check", "exec", dont_inherit=True), ours)


@contextlib.contextmanager
def apart():
    """Within this block code may do what it likes to chalknet and chance: all is put back after.

    `import chalknet` finds a copy of its own there.
    """
    modules, chance = chalknet_modules(), np.random.get_state()
    for name in modules:
        del sys.modules[name]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        put_back(modules)
        np.random.set_state(chance)


def copy_of(module):
    """A module of the same contents: what is set in it is not set in the original."""
    copy = types.ModuleType(module.__name__)
    vars(copy).update(vars(module))
    return copy


def refused(error):
    """What went wrong -> {"sentence", "line", "python"}."""
    line = line_of(error)
    if isinstance(error, AssertionError) and line is None:  # the check's own words
        return {"sentence": str(error) or "The check failed.", "line": None, "python": None}
    if isinstance(error, TooLong):
        stopped = f"This had not ended after {SECONDS} seconds, so it was stopped."
        return {"sentence": stopped, "line": line, "python": None}
    try:
        told = explain(error.with_traceback(from_theirs(error.__traceback__)))
    except Exception:  # an error of the learner's own making that cannot even be shown
        told = {"message": f"This stops with {type(error).__name__}.", "python": None}
    sentence, python = told["message"], told["python"]
    if line is None and not isinstance(error, SyntaxError | ValueError):
        sentence = f"The check could not use your code: {error}. Is the line with `def` as it was?"
    if isinstance(error, IndentationError) and "after function definition" in error.msg:
        sentence = (
            "Your function returns nothing yet: it has no body. "
            "Below the line with `def` comes at least one line, indented by four spaces."
        )
    return {"sentence": sentence, "line": line, "python": python}


def from_theirs(frames):
    """A traceback without our frames above the learner's."""
    while frames and frames.tb_frame.f_code.co_filename != PATH:
        frames = frames.tb_next
    return frames


def line_of(error):
    """The last line of the learner's code that was reached."""
    if isinstance(error, SyntaxError) and error.filename == PATH:
        return error.lineno
    lines = [frame.lineno for frame in frames_of(error) if frame.filename == PATH]
    return lines[-1] if lines else None


def read(printed):
    """What the learner printed, as far as anybody would read it."""
    prints = printed.take().get("prints")
    if not prints:
        return ""
    left_out = prints["left_out"]
    return (f"({left_out:,} earlier lines left out)\n" if left_out else "") + prints["text"]
