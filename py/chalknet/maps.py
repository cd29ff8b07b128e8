"""Numbers as colours: 0 is the lowest or most negative, 255 the highest, 127.5 the middle."""

import numpy as np

from chalknet.functions import RANGES


def grid(domain, resolution):
    """The inputs x (2, resolution²) of a map, and the maps of the two inputs themselves.

    The first row is the top of the picture, where x2 is high; x1 rises along a row.
    A point is the middle of its cell.
    """
    low, high = domain
    along = low + (np.arange(resolution) + 0.5) / resolution * (high - low)
    x1, x2 = np.meshgrid(along, along[::-1])
    x = np.array([x1, x2])
    return x.reshape(2, -1), scaled(x, low, high)


def to_colours(A, activation):
    """A (neurons, rows, columns) by the range of its activation, or around 0 where it has none."""
    if activation in RANGES:
        return scaled(A, *RANGES[activation])
    return symmetric(A)


def symmetric(A):
    """Each picture from its own -max|A| to max|A|. All 0 is all middle."""
    top = np.max(np.abs(np.nan_to_num(A)), axis=(1, 2), keepdims=True)
    return scaled(A, -1, 1, np.where(top > 0, top, 1))


def scaled(A, low, high, unit=1):
    share = (np.nan_to_num(A) / unit - low) / (high - low)  # 0..1
    return np.rint(np.clip(share, 0, 1) * 255).astype(np.uint8)
