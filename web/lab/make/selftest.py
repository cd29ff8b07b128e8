"""A few operations whose outcome is known: run where the snapshot was made, and after each waking.

It catches gross faults of a restore; damage to the bytes is caught by their checksums.
"""

import json
import math

import numpy as np


def selftest():
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(3, 4)), rng.normal(size=(4, 5))
    product = np.tanh(np.dot(a, b))
    try:
        np.dot(a, a)
        raised = ""
    except ValueError as error:
        raised = str(error)
    made = [
        *(float(number).hex() for number in np.sum(product, axis=0)),
        float(np.max(np.exp(b))).hex(),
        math.log(3).hex(),
        raised,
        [str(part) for part in sorted({"b": 1, "a": 2})],
        json.dumps({"x": [1, 2.5, None]}),
        np.arange(6).reshape(2, 3)[:, ::-1].T.tolist(),
    ]
    return json.dumps(made)
