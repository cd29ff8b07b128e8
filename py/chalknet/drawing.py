"""From a drawing to the 8 x 8 pixels that the digits were collected in.

The collectors used NIST's form reading programs (M. D. Garris and others, NISTIR 5469, 1994).
These cut out the digit, scale it to one size, bring its stroke to one weight and set it upright;
then the inked points of a frame of 32 x 32 are counted in blocks of 4 x 4, 0 to 16 in each.
A network can only read drawings that went the same way.
"""

import numpy as np

FRAME = 32  # rows and columns
WIDE = 18  # columns that a digit fills before it is set upright
STRETCH = 1.5  # at most so much more in one direction than in the other: a 1 stays thin
LIGHT, HEAVY = 0.26, 0.36  # the share of the frame that is ink: 0.30 in the collected digits


def reduce(ink):
    """ink (rows, rows), 0 = paper to 255 = ink -> (8, 8) in 0..1, or None if there is no ink.

    None too for dots so small and regular that the scaling misses them all.
    """
    inked = np.asarray(ink) > 127
    if not inked.any():
        return None
    frame = scaled(cut_out(inked))
    if not frame.any():
        return None
    frame = upright(weighed(frame))
    return frame.reshape(8, 4, 8, 4).sum(axis=(1, 3)) / 16


def cut_out(inked):
    """The smallest box that holds all ink."""
    rows = np.flatnonzero(inked.any(axis=1))
    columns = np.flatnonzero(inked.any(axis=0))
    return inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def scaled(box):
    """The box as high as the frame and WIDE, in its middle."""
    down, across = FRAME / box.shape[0], WIDE / box.shape[1]
    down, across = min(down, STRETCH * across), min(across, STRETCH * down)
    rows = max(1, round(down * box.shape[0]))
    columns = max(1, round(across * box.shape[1]))
    top, left = (FRAME - rows) // 2, (FRAME - columns) // 2
    frame = np.zeros((FRAME, FRAME), dtype=bool)
    frame[top : top + rows, left : left + columns] = box[
        np.ix_(nearest(rows, box.shape[0]), nearest(columns, box.shape[1]))
    ]
    return frame


def nearest(count, of):
    """`count` places spread evenly over `of` points."""
    return np.floor((np.arange(count) + 0.5) / count * of).astype(int)


def weighed(frame):
    """A thin pen thickened, a thick one thinned."""
    while frame.mean() < LIGHT:
        frame = thicker(frame)
    while frame.mean() > HEAVY and (thinner := ~thicker(~frame)).any():
        frame = thinner
    return frame


def thicker(frame):
    """Ink on every point that has ink above, below, left or right of it."""
    grown = frame.copy()
    grown[1:] |= frame[:-1]
    grown[:-1] |= frame[1:]
    grown[:, 1:] |= frame[:, :-1]
    grown[:, :-1] |= frame[:, 1:]
    return grown


def upright(frame):
    """Rows pushed sideways until the top and the bottom row begin in the same column."""
    rows = np.flatnonzero(frame.any(axis=1))
    top, bottom = rows[0], rows[-1]
    lean = np.argmax(frame[top]) - np.argmax(frame[bottom])
    wide = np.zeros((FRAME, 3 * FRAME), dtype=bool)
    for row in rows:
        start = FRAME + round(lean * (row - top) / max(1, bottom - top))
        wide[row, start : start + FRAME] = frame[row]
    columns = np.flatnonzero(wide.any(axis=0))
    middle = (columns[0] + columns[-1] + 1) // 2
    return wide[:, middle - FRAME // 2 : middle + FRAME // 2]
