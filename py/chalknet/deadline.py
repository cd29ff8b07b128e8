"""Stops a learner's endless loop from inside, so that the worker and the network stay.

sys.monitoring tells of every jump back in the watched code; once the time of a call is up, the
next one raises. What hangs inside one C call does not jump: there the page ends the worker.
"""

import sys
import time
from contextlib import contextmanager
from types import CodeType

SECONDS = 2  # for one call of the page
TOOL = 4
deadline = None


class TooLong(BaseException):
    """Not an Exception, so that `except Exception` in the watched code does not swallow it.

    TooLong("a sentence") says what took so long, where it is not the time of a call.
    """


def watch(code):
    """Watch a code object and all that are defined in it."""
    if not hasattr(sys, "monitoring"):  # a native Python before 3.12: there Ctrl-C serves
        return
    events = sys.monitoring.events
    if sys.monitoring.get_tool(TOOL) is None:
        sys.monitoring.use_tool_id(TOOL, "chalknet")
        sys.monitoring.register_callback(TOOL, events.JUMP, jumped)
    sys.monitoring.set_local_events(TOOL, code, events.JUMP)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            watch(inner)


def jumped(code, here, there):
    if deadline is not None and time.perf_counter() > deadline:
        raise TooLong


def anew():
    """What took the time so far was not the watched code: from here on it has as long again."""
    global deadline
    if deadline is not None:
        deadline = max(deadline, time.perf_counter() + SECONDS)


@contextmanager
def time_limit(seconds=SECONDS):
    """Within this block, watched code has so long."""
    global deadline
    deadline = time.perf_counter() + seconds
    try:
        yield
    finally:
        deadline = None
