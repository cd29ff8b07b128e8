"""What a learner's code prints: kept in bounded memory, handed over with the answer."""

import io
import json
import sys

import pytest

from chalknet.compiled.machine import Machine
from chalknet.door import Door
from chalknet.message import unpack
from chalknet.printed import LETTERS, LINES, Complained, Printed, printed
from test_door import LAYER, edited, modules_as_before  # noqa: F401

FORWARD = "        self.A1 = A1"


@pytest.fixture
def call():
    """call(name, …) of a door with XOR open."""
    door = Door()

    def call(name, **arguments):
        return unpack(*door.call(name, json.dumps(arguments)))

    call.door = door
    call("open", experiment={})
    return call


def printing(line):
    return {"layer.py": edited(FORWARD, f"        {line}\n{FORWARD}")}


def said(text):
    one = Printed()
    one.write(text)
    return one.take()["prints"]


def test_the_last_lines_are_kept_and_the_others_counted():
    one = Printed()
    for number in range(5000):
        print(number, file=one)
    prints = one.take()["prints"]
    lines = prints["text"].splitlines()
    assert lines == [str(number) for number in range(5000 - LINES, 5000)]
    assert prints["left_out"] == 5000 - LINES
    assert one.take() == {}


def test_letters_are_bounded_too():
    lines = [f"{number} {'x' * 500}" for number in range(300)]
    prints = said("\n".join(lines))
    kept = prints["text"].splitlines()
    assert len(prints["text"]) <= LETTERS
    assert kept == lines[-len(kept) :]  # whole ones only
    assert prints["left_out"] == 300 - len(kept)
    long = said("a\n" + "b" * 10 * LETTERS + "\n")
    assert long["text"] == "…" + "b" * (LETTERS - 1) + "\n"
    assert long["left_out"] == 1
    followed = said("b" * 10 * LETTERS + "\nthe end\n")
    assert followed["text"] == "…" + "b" * (LETTERS - 9) + "\nthe end\n"


def test_what_is_kept_stays_small_whatever_comes():
    one = Printed()
    for _ in range(3):
        one.write("x" * 10**6)
        assert one.length <= LETTERS + 1
    for _ in range(50_000):
        print(end="", file=one)
        print(end="\r", file=one)
    assert len(one.pieces) <= 2 * LETTERS + 1


def test_a_line_written_over_is_a_line():
    assert said("1 %\r2 %\r\n")["text"] == "1 %\n2 %\n"


def test_only_texts_can_be_written():
    with pytest.raises(TypeError, match="must be str, not int"):
        Printed().write(3)


def test_prints_come_with_the_answer_of_what_the_code_does(call):
    prints = call("load_code", files=printing("print(A1.shape)"))["prints"]
    assert prints["text"] == "(2, 4)\n(3, 4)\n"  # of the step made on the side
    for name in ("step", "trace"):
        assert call(name)["prints"] == {"text": "(2, 4)\n(3, 4)\n", "left_out": 0}
    slice = call("train", until=500)["prints"]
    assert slice["text"] == "(2, 4)\n(3, 4)\n" * (LINES // 2)
    assert slice["left_out"] == 2 * 498 - LINES  # two epochs were steps before


def test_what_is_looked_at_for_the_page_is_not_told(call):
    call("load_code", files=printing("print(A1.shape)"))
    for name, given in [("state", {"fine": True}), ("gradcheck", {}), ("look_at", {"sample": 0}),
                        ("neurons_at_work", {}), ("report", {})]:  # fmt: skip
        assert "prints" not in call(name, **given), name
    assert "prints" not in call("set_weight", layer=0, neuron=0, input=0, value=1)


def test_what_led_to_a_failure_is_told(call):
    line = "print(A1.shape); A1.shape[1] > 4 and 1 / 0"  # only the maps have so many samples
    answer = call("load_code", files=printing(line))
    assert answer["error"]["type"] == "ZeroDivisionError"
    assert answer["prints"]["text"].splitlines()[-1] == "(2, 1600)"


def test_a_module_a_loss_and_the_error_channel_print_too(call):
    text = "import sys\nprint('loaded')\n" + edited(
        FORWARD, f"        print('careful', file=sys.stderr)\n{FORWARD}"
    )
    prints = call("load_code", files={"layer.py": text})["prints"]
    assert prints["text"] == "loaded\ncareful\ncareful\n"
    own = (
        "def own(y, A):\n    print('loss')\n    return (A - y) ** 2\n\n\n"
        "def d_own(y, A):\n    return 2 * (A - y)\n"
    )
    assert "prints" not in call("load_code", files={"own.py": own})
    call("open", experiment={"loss": "own"})
    assert call("step")["prints"]["text"] == "loss\n"


def test_warnings_are_no_prints_of_the_code():
    screen, kept = io.StringIO(), Printed()
    stream = Complained(kept, screen)
    print("mine", file=stream)
    exec(compile("stream.write('overflow')", "/lib/warnings.py", "exec"), {"stream": stream})
    assert screen.getvalue() == "overflow"
    assert kept.take()["prints"]["text"] == "mine\n"


def test_sys_is_as_before_whatever_the_code_does(call):
    before = sys.stdout, sys.stderr
    text = f"import io, sys\nsys.stdout = io.StringIO()\nsys.stderr.close()\n{LAYER}"
    assert "error" not in call("load_code", files={"layer.py": text})
    assert (sys.stdout, sys.stderr) == before
    call("load_code", files=printing("print('again')"))
    assert call("step")["prints"]["text"] == "again\nagain\n"


def test_a_print_in_training_makes_it_plain_with_its_reason(call):
    """As soon as the first slice is done, however short."""
    call.door.lab.machine = call.door.machine = NoMachine()
    files = printing("print(A1.shape)")
    answer = call("load_code", files=files)
    assert answer["state"]["engine"] == {"compiled": False, "why": None, "rate": None}
    state = call("train", until=4, seconds=10)
    assert state["prints"]["text"] == "(2, 4)\n(3, 4)\n" * 4  # once a step, however it is watched
    assert not state["engine"]["compiled"]
    assert "prints" in state["engine"]["why"]
    call("open", experiment={"training": {"optimizer": "adam"}, "seed": 8})
    assert "prints" in call("train", until=4, seconds=10)["engine"]["why"]
    state = call("load_code", files={})["state"]  # the lesson again: nothing is known of it yet
    assert state["engine"]["why"] is None


class NoMachine(Machine):
    """Nothing is compiled with it."""

    def __init__(self):
        super().__init__(None)


def test_natively_nothing_is_kept(capsys):
    print("as ever")
    assert capsys.readouterr().out == "as ever\n"
    assert printed.take() == {}
