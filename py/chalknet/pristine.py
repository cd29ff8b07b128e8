"""What a learner's code may have changed outside the lesson: put back, so that it outlives nothing.

`np.dot = …` in an edited file would otherwise change every later run, the lesson's own too.
"""

import builtins
import json
import math
import sys
import time

import numpy as np

# the names of each module, and what they stood for when Chalknet was loaded
KEPT = [(vars(module), dict(vars(module))) for module in (builtins, np, json, math, time, sys)]
for _, before in KEPT:
    for stream in ("stdout", "stderr"):  # for the time of a call they are the door's
        before.pop(stream, None)


def put_back():
    """Needs no function of Python's own: one of those may have been changed."""
    for names, before in KEPT:
        for name in before:
            if name not in names or names[name] is not before[name]:
                names[name] = before[name]
