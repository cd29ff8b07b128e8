"""What a learner's code prints during a call of the door: kept here, for the page to show.

A print in feedforward prints with every step, a million times in a long training. So what is kept
is bounded, and how much was left out is counted.
"""

import io
import sys
from contextlib import contextmanager

LINES, LETTERS = 200, 10_000  # the last ones of a call


class Printed(io.TextIOBase):
    """In place of sys.stdout. write as usual; take() tells what came and forgets it."""

    def __init__(self):
        self.pieces, self.length, self.left_out = [], 0, 0

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self.pieces.append(text)
            self.length += len(text)
            if self.length > 2 * LETTERS:
                self.shorten()
        return len(text)

    def close(self):
        """It goes on for the next call."""

    def writable(self):
        return True

    def shorten(self):
        text = "".join(self.pieces).replace("\r\n", "\n").replace("\r", "\n")
        start = beginning(text)
        self.left_out += text.count("\n", 0, start)
        within = start > 0 and text[start - 1] != "\n"
        text = f"…{text[start:]}" if within else text[start:]
        self.pieces, self.length = [text], len(text)

    def take(self):
        """{"prints": the last lines, and how many before them are left out}; {} of nothing."""
        self.shorten()
        text, left_out = self.pieces[0], self.left_out
        self.__init__()
        return {"prints": {"text": text, "left_out": left_out}} if text else {}


class Complained(io.TextIOBase):
    """In place of sys.stderr: what Python itself warns of goes where it went before."""

    def __init__(self, printed, stream):
        self.printed, self.stream = printed, stream

    def write(self, text):
        here, there = sys._getframe(1), sys._getframe(2)  # a recorder may stand between
        warns = any("warnings" in frame.f_code.co_filename for frame in (here, there))
        return (self.stream if warns else self.printed).write(text)

    close, writable = Printed.close, Printed.writable


def beginning(text):
    """Where the last LINES lines begin, or as many as have LETTERS; of a longer line its end."""
    start = max(0, len(text) - LETTERS)
    if start and text[start - 1] != "\n":
        whole = text.find("\n", start) + 1
        start = whole if whole and len(text) - whole >= LETTERS / 2 else start
    lines = text.count("\n", start) + (not text.endswith("\n"))
    for _ in range(lines - LINES):
        start = text.index("\n", start) + 1
    return start


printed = Printed()


@contextmanager
def listening():
    """Within this block prints are kept."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = printed, Complained(printed, sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def aside():
    """What is printed in this block is forgotten: it was done for the page, not for the training.
    But what led to a failure is of use.
    """
    before = printed.pieces[:], printed.length, printed.left_out
    yield
    printed.pieces, printed.length, printed.left_out = before
