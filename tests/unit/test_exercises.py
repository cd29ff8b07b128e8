"""The exercises: every file is right in itself, and every answer to a learner is in words."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalknet import functions
from chalknet.compare import Comparison, like, show
from chalknet.deadline import time_limit
from chalknet.exercises import check, parse

FILES = sorted((Path(__file__).parents[2] / "web/lessons").glob("*.txt"))
TEXTS = {path.stem: path.read_text("utf-8") for path in FILES}
SIGMOID = TEXTS["02-d_sigmoid"]
ANSWER_KEYS = {"solved", "sentence", "line", "python", "printed"}

each = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def test_there_are_enough_of_them():
    assert len(FILES) >= 9
    functions = {parse(text).function for text in TEXTS.values()}
    assert {"relu", "d_sigmoid", "logloss", "Layer.feedforward", "Layer.backprop"} <= functions


@each
def test_the_answer_solves(text):
    answer = check(text, parse(text).answer)
    assert answer["solved"], answer
    assert answer["sentence"].startswith("Right.")


@each
def test_the_start_returns_nothing_yet(text):
    answer = check(text, parse(text).start)
    assert not answer["solved"]
    assert "returns nothing yet" in answer["sentence"]


@each
def test_an_empty_body_returns_nothing_yet(text):
    code = "\n".join(line for line in parse(text).start.splitlines() if "return" not in line)
    answer = check(text, code)
    assert not answer["solved"]
    assert "returns nothing yet" in answer["sentence"]
    assert answer["python"].splitlines()[-1].startswith("IndentationError")


WRONG = [(name, code) for name, text in TEXTS.items() for code in parse(text).wrong]


@pytest.mark.parametrize(
    ("name", "code"), WRONG, ids=[f"{n}-{c.split(chr(10))[0]}" for n, c in WRONG]
)
def test_a_wrong_answer_is_refused_in_words(name, code):
    answer = check(TEXTS[name], code)
    assert not answer["solved"]
    assert len(answer["sentence"].split()) > 4
    assert "Traceback" not in answer["sentence"]
    assert "Error" not in answer["sentence"]


@each
def test_all_texts_say_where_the_code_stands(text):
    exercise = parse(text)
    source = Path(functions.__file__).with_name(exercise.file).read_text("utf-8")
    assert f"def {exercise.function.split('.')[-1]}(" in source
    assert exercise.title
    assert exercise.task.count("\n") == 1, "one paragraph"


# ----------------------------------------------------------------------------- sentences


def sentence(code, text=SIGMOID):
    answer = check(text, code)
    assert set(answer) == ANSWER_KEYS
    assert not answer["solved"]
    return answer["sentence"]


def body(line):
    return f"def d_sigmoid(x):\n    {line}\n"


def test_a_wrong_value_says_for_which_input_what_came_and_what_should_have():
    assert sentence(body("return 0.25 + x")) == "`d_sigmoid(2.0)` is `2.25` but should be `0.105`."


def test_a_forgotten_mean_is_recognised():
    code = "def dW(dZ, A1):\n    return dZ @ A1.T\n"
    assert sentence(code, TEXTS["08-dW"]).startswith("You forgot to divide by m")


def test_a_wrong_shape_is_told():
    code = "def db(dZ):\n    return np.mean(dZ, axis=1)\n"
    said = sentence(code, TEXTS["09-db"])
    assert "is of the shape `(2,)` but should be of the shape `(2, 1)`" in said
    assert "keepdims" in said


def test_a_function_that_was_not_called():
    assert "is the function `sigmoid` itself" in sentence(body("return sigmoid"))


def test_what_is_no_number():
    assert "is of the kind `str`" in sentence(body("return 'a quarter'"))


def test_a_name_that_is_gone():
    assert "There is no function `d_sigmoid`" in sentence("def mine(x):\n    return x\n")


def test_another_first_line():
    assert "`def`" in sentence("def d_sigmoid():\n    return 1\n")


def test_a_syntax_error_has_its_line():
    answer = check(SIGMOID, "def d_sigmoid(x):\n    return (1 - x\n")
    assert answer["line"] == 2
    assert "never closed" in answer["sentence"]
    assert answer["python"].splitlines()[-1].startswith("SyntaxError")


def test_an_exception_has_its_line_and_pythons_words_begin_there():
    answer = check(SIGMOID, "def d_sigmoid(x):\n    s = sigmod(x)\n    return s\n")
    assert answer["line"] == 2
    assert "Did you mean sigmoid?" in answer["sentence"]
    assert answer["python"] == (
        "exercise.py, line 2, in d_sigmoid\n    s = sigmod(x)\n"
        "NameError: name 'sigmod' is not defined"
    )


def test_what_is_printed_is_handed_back_as_far_as_anybody_reads_it():
    code = "print('here')\n" + parse(SIGMOID).answer
    assert check(SIGMOID, code)["printed"] == "here\n"
    long = check(SIGMOID, "for i in range(9999): print(i)")["printed"]
    assert long.startswith("(9,799 earlier lines left out)\n9799\n")
    assert long.endswith("\n9998\n")


@pytest.mark.skipif(not hasattr(sys, "monitoring"), reason="Python 3.12 and newer can watch")
def test_an_endless_loop_is_stopped():
    with time_limit(0.05):
        answer = check(SIGMOID, body("while True: pass"))
    assert answer["line"] == 2
    assert "stopped" in answer["sentence"]


def test_a_learners_own_assert_is_not_taken_for_the_checks():
    assert check(SIGMOID, body("assert False, 'mine'"))["line"] == 2


@pytest.mark.parametrize(
    "code",
    [
        "exit()",
        "raise SystemExit",
        "raise GeneratorExit",
        "class E(Exception):\n    def __str__(self): raise self\nraise E",
        "\0",
        "\ud800",
        "(" * 5000,
        "def d_sigmoid(x): return d_sigmoid(x)",
        "def d_sigmoid(x): yield x",
        "class d_sigmoid: pass",
        "d_sigmoid = 3",
        "d_sigmoid = np.array",
        "np = None\ndef d_sigmoid(x): return {}",
        "import warnings\nwarnings.warn('loud')",
        "def d_sigmoid(x): return 10**400",
        "def d_sigmoid(x): return [[1], [2, 3]]",
        "def d_sigmoid(x): return x / 0",
    ],
)
def test_nothing_a_learner_writes_is_an_exception_of_ours(code):
    assert sentence(code)


WORDS = "def d_sigmoid(x):|return |sigmoid(x)|if x:|for x in x:|class |lambda: |None|np.|x|1"
SIGNS = ["\n", "\t", "    ", "(", ")", "[", " - ", "@", "#", "'", '"""', "\\", "é"]
PIECES = st.sampled_from([*WORDS.split("|"), *SIGNS])


@given(st.text(max_size=60) | st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_answered(code):
    answer = check(SIGMOID, code)
    assert set(answer) == ANSWER_KEYS
    assert answer["sentence"]


# ------------------------------------------------------------------------- left as it was


def test_the_package_numpy_and_chance_are_as_before():
    before = {
        name: dict(vars(module)) for name, module in sys.modules.items() if "chalknet" in name
    }
    code = """
import chalknet.functions, chalknet.layer
chalknet.functions.sigmoid = None
chalknet.functions.ACTIVATIONS.clear()
chalknet.layer.Layer.feedforward = None
sigmoid.__defaults__ = (1,)
np.exp = None
np.random.seed(3)
"""
    np.random.seed(7)
    expected = np.random.get_state()[1].copy()
    assert not check(SIGMOID, code)["solved"]
    assert np.array_equal(np.random.get_state()[1], expected)
    assert callable(np.exp)
    assert functions.ACTIVATIONS
    assert functions.sigmoid.__defaults__ is None
    for name, contents in before.items():
        assert vars(sys.modules[name]) == contents
    assert callable(sys.modules["chalknet.layer"].Layer.feedforward)
    assert check(SIGMOID, parse(SIGMOID).answer)["solved"]


def test_an_edited_lesson_is_no_reference(monkeypatch):
    monkeypatch.setattr(functions, "sigmoid", None)
    monkeypatch.setattr(functions, "d_sigmoid", None)
    assert check(SIGMOID, parse(SIGMOID).answer)["solved"]


def test_a_call_cannot_change_the_checks_matrices():
    update = TEXTS["10-update"]
    code = (
        "def update(W, b, dW, db, learning_rate):\n"
        "    W -= learning_rate * dW\n    b -= learning_rate * db\n    return W, b\n"
    )
    assert check(update, code)["solved"]


# ------------------------------------------------------------------------------ the file

GOOD = """title: One
file: functions.py
function: one

== task
Write `one()`.
== hint
It is 1.
== start
def one():
    return
== check
same("one()", 1)
== answer
def one():
    return 1
== wrong
def one():
    return 2
"""


def test_a_file_in_short():
    exercise = parse(GOOD)
    assert exercise.names() == ["one"]
    assert exercise.task == "Write `one()`.\n"
    assert exercise.wrong == ["def one():\n    return 2\n"]
    assert check(GOOD, exercise.answer)["sentence"] == "Right."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("== hint\n", "== tip\n", "line 7: There is no section 'tip'. There are: task, hint, "),
        ("== hint\nIt is 1.\n", "", "line 17: The file ends without the section 'hint'."),
        ("It is 1.\n", "\n", "line 7: The section that begins here is empty."),
        ("== hint\n", "== task\n", "line 7: The section 'task' stands here a second time."),
        ("title: One\n", "", "line 18: The file ends without the line in the head 'title'."),
        ("title: One\n", "One\n", "line 1: The head has lines such as 'title: words'."),
        ("title: One\n", "name: One\n", "line 1: The head has lines such as 'title: words'."),
        ("title: One\n", "title:\n", "line 1: The head has lines such as 'title: words'."),
        ("    return 1\n", "    return )\n", "line 16: This is not Python: unmatched ')'"),
        (
            "def one():\n    return\n",
            "one = 1\n",
            "line 9: The section 'start' defines no function.",
        ),
    ],
)
def test_a_malformed_file_is_told_by_its_line(old, new, message):
    with pytest.raises(ValueError, match="line") as caught:
        parse(GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(message)


# ------------------------------------------------------------------------------- helpers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-0.104994, "-0.105"),
        (np.inf, "inf"),
        (np.array([[1.0, 2.5], [0.0, -3.0]]), "[[1, 2.5], [0, -3]]"),
        (np.zeros((4, 4)), "a matrix of the shape (4, 4)"),
    ],
)
def test_show(value, text):
    assert show(value) == text


@pytest.mark.parametrize("thing", [None, "a", print, [[1], [2, 3]], {}, 10**400])
def test_like_never_fails(thing):
    assert not like(thing, 1.0)


def told(value, wanted, **names):
    with pytest.raises(AssertionError) as caught:
        Comparison({"f": lambda *_: value, **names})("f(Z)" if names else "f()", wanted)
    return str(caught.value)


def test_hints_of_a_comparison():
    Z = np.arange(12.0).reshape(3, 4)
    assert "Rows and columns are swapped." in told(Z.T, Z)
    assert "Only the sign is wrong." in told(-Z, Z)
    assert "It is 4 times too large, everywhere." in told(4 * Z, Z)
    assert "It is 3 times too small, everywhere." in told(Z / 3, Z)
    assert "`inf` and `nan` are no numbers" in told(Z / np.nan, Z)
    assert "returns 3 things" in told((1, 2, 3), (1, 2))
    assert told((1, 3), (1, 2)).startswith("The second thing that `f()` returns is `3`")
    assert told((1, None), (1, 2)) == "The second thing that `f()` returns is None, nothing."
    assert told(Z + np.eye(3, 4), Z).startswith("`f()` is `1` at `[0, 0]` but should be `0` there.")
    assert told(2, 1, Z=np.ones((1, 2))).endswith("Here `Z = [[1, 1]]`.")
