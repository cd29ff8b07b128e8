"""Numbers as colours: 0 is the lowest or most negative, 255 the highest, 127.5 the middle."""

import numpy as np

from chalknet.functions import RANGES
from chalknet.inputs import Inputs, parts


class Axes:
    """The plane that the maps show: two columns of the samples; the others stay as they are in
    `others` (columns,), one sample.
    """

    def __init__(self, dataset, samples):
        columns = np.concatenate([samples.shown, samples.shown_test], axis=1)
        self.inputs = samples.inputs
        self.others = samples.shown[:, 0]
        self.domains = {}  # column: (low, high)
        numbers = [i for i in range(len(columns)) if dataset.categories_of(i) is None]
        for i in [] if dataset.image else numbers:
            same = columns if dataset.domain else columns[i]
            self.domains[i] = domain(dataset.domain, same)
        self.across, self.up = self.begin(dataset.pictured) if self else (None, None)
        self.grids = {}  # resolution: the inputs of a map

    def __bool__(self):
        """Are there two to choose?"""
        return len(self.domains) > 1

    def begin(self, pictured):
        return pictured if set(pictured) <= self.domains.keys() else list(self.domains)[:2]

    def choose(self, axes):
        across, up = axes
        if across == up or not {across, up} <= self.domains.keys():
            raise ValueError("The axes of the map are two different columns that hold numbers.")
        self.across, self.up = across, up
        self.grids.clear()

    def see(self, sample):
        """The other columns as in this sample (columns,)."""
        if len(sample) > 2:
            self.others = sample
            self.grids.clear()

    def grid(self, resolution):
        """The inputs x (inputs, resolution²) of a map, and the maps of these inputs themselves.

        The first row is the top of the picture; a point is the middle of its cell.
        """
        if resolution not in self.grids:
            columns = self.places(resolution)
            self.grids[resolution] = self.inputs(columns), pictures(self.inputs, columns)
        return self.grids[resolution]

    def places(self, resolution):
        """The columns (columns, resolution²) at each cell of a map."""
        steps = (np.arange(resolution) + 0.5) / resolution
        columns = np.repeat(self.others[:, None], resolution**2, axis=1)
        for column, spread in (self.across, steps), (self.up, steps[::-1, None]):
            low, high = self.domains[column]
            along = low + spread * (high - low)
            columns[column] = np.broadcast_to(along, (resolution, resolution)).ravel()
        return columns

    def features(self, dataset, resolution=20):
        """The maps of all inputs that a plane offers, chosen or not; None for other data."""
        if not dataset.plane:
            return None
        return pictures(Inputs(parts(dataset, "all"), None), self.places(resolution))


def domain(usual, values):
    """How far an axis goes: as usual, or wider where a sample lies outside; else a little further
    than the samples.
    """
    if usual:
        low, high = usual
        middle = (low + high) / 2
        reach = max(np.max(np.abs(values - middle)), middle - low)
        reach = np.ceil(reach * 2) / 2
        return float(middle - reach), float(middle + reach)
    low, high = np.min(values), np.max(values)
    few = len(np.unique(values)) <= 3  # the rows of a truth table stand well inside
    margin = (0.5 if few else 0.06) * (high - low) or 1
    return float(low - margin), float(high + margin)


def pictures(inputs, columns):
    """The maps (inputs, rows, columns) of the inputs at these places."""
    side = round(columns.shape[1] ** 0.5)
    raw = inputs.raw(columns).reshape(-1, side, side)
    return np.array([picture(*one) for one in zip(inputs.parts, raw, strict=True)])


def picture(part, values):
    """The map (rows, columns) of an input: a column from its lowest to its highest, others around
    0; what is the same everywhere is in the middle.
    """
    low, high = np.min(values), np.max(values)
    if part.kind == "column" or high == low:
        return scaled(values, low, high) if high > low else scaled(0 * values, -1, 1)
    return symmetric(values[None])[0]


def winners(A):
    """A (classes, rows, columns) -> which class is the largest at each place, and how large."""
    return np.argmax(A, axis=0).astype(np.uint8), scaled(np.max(A, axis=0), 0, 1)


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


def two_colours(colours):
    """Only the two ends, as a yes or a no."""
    return np.where(colours > 127, 255, 0).astype(np.uint8)
