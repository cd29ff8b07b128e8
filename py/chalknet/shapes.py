"""One check for matrices that do not fit, so that layer.py can stay the lesson."""

import numpy as np


def expect(matrix, shape, name, why, layer):
    """Raise a ValueError that names both shapes unless `matrix` has `shape`.

    A word in `shape`, such as "samples", stands for any number:
    expect(A1, (2, "samples"), "A1", "one row for each input of", layer)
    """
    got = np.shape(matrix)
    fits = len(got) == len(shape) and all(
        isinstance(want, str) or have == want for have, want in zip(got, shape, strict=True)
    )
    if not fits:
        hint = " Is a return missing?" if matrix is None else ""
        got = "None" if matrix is None else text(got)
        raise ValueError(f"{name} is {got} but should be {text(shape)}: {why} {layer}.{hint}")


def text(shape):
    """(2, "samples") -> "(2, samples)"."""
    return "(" + ", ".join(str(length) for length in shape) + ")"
