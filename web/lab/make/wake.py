"""Run with what comes after the start, before any code of a learner: what was frozen is made anew.

The seed of Python's hashes stays the one it was made with: it orders sets of texts, nothing else.
"""

import random
import sys

import numpy as np

random.seed()
np.random.seed()
while sys.path.count("") > 1:  # each boot adds one
    sys.path.remove("")
