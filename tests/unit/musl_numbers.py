"""Numbers to compare tanh and exp on: of all sizes, and around each place where musl turns."""

import math

import numpy as np

# musl compares upper halves of the bits: at the first three for tanh, and the next for expm1.
UPPER = np.array([0x3FD058AF, 0x3FE193EB, 0x40340001, 0x3FC62E43, 0x3FE0A2B2], np.int64) << 32
ENDS = [512.0, 1024.0, 709.782712893384, 708.396418532264, 745.133219101941, 20.0, 22.0]
SMALL = [5e-324, 1e-310, 2.0**-1022, 2.0**-54, 2.0**-55, 2.0**-27]
SPECIAL = [0.0, math.inf, math.nan]
# Where k changes: for tanh at odd quarters of ln 2, for exp at odd 256ths.
TURNS = [n * math.log(2) / 4 for n in range(1, 130)] + [
    n * math.log(2) / 256 for n in range(1, 300)
]


def around(reach=20):
    """The neighbours of all these numbers, of both signs."""
    rng = np.random.default_rng(11)
    bits = np.array([*UPPER.view(float), *ENDS, *SMALL, *TURNS]).view(np.int64)
    near = [bits + step for step in range(-reach, reach + 1)]
    lower_halves = rng.integers(-(2**32), 2**32, 200)
    near += [UPPER + lower for lower in lower_halves]
    numbers = np.concatenate([np.concatenate(near).view(float), SPECIAL])
    return np.concatenate([numbers, -numbers])


def of_all_sizes(rng, count):
    """Six times `count` numbers; a sixth has any bits at all."""
    signs = rng.choice([-1.0, 1.0], count)
    return np.concatenate(
        [
            rng.integers(0, 2**64, count, dtype=np.uint64).view(float),
            rng.normal(0, 3, count),
            rng.uniform(-1, 1, count),
            rng.uniform(-25, 25, count),
            rng.uniform(-760, 720, count),
            signs * np.exp(rng.uniform(-50, 7, count)),
        ]
    )
