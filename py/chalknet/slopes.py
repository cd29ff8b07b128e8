"""Central differences, and how far each may be off."""

import math

import numpy as np

H = 1e-5  # the step of a difference
CLOSE = 1e-4  # how far a derivative may be off, as a part of itself
NOISE = 1e-10  # how far the rounding of a cost of 1 may put its difference off


class Slopes:
    """d cost / d array at some places, each with how far it may be off."""

    def __init__(self, cost, array, places):
        self.shape, self.places = array.shape, places
        middle = cost()
        values, slack = [], []
        for place in places:
            kept = array[place]
            array[place] = kept + H
            above = cost()
            array[place] = kept - H
            below = cost()
            array[place] = kept
            values.append((above - below) / (2 * H))
            # Left and right slope part at a corner, such as relu's
            slack.append(abs(above - 2 * middle + below) / H + NOISE * abs(middle))
        self.values, self.slack = np.array(values), np.array(slack)

    def agree(self, array):
        if np.shape(array) != self.shape:
            return False
        found = np.array([array[place] for place in self.places], dtype=float)
        return agree(found, self.values, self.slack)

    def example(self, array):
        """(number found, slope) where they differ most."""
        found = np.array([array[place] for place in self.places], dtype=float)
        worst = np.argmax(np.abs(found - self.values))
        return found[worst], self.values[worst]


def column_slopes(f, Z, dA):
    """d sum(dA f(Z)) / dZ, and how far each may be off. A column depends on no other one."""
    slope, slack = np.zeros(Z.shape), np.zeros(Z.shape)
    middle = f(Z)
    for row in range(len(Z)):
        step = np.zeros((len(Z), 1))
        step[row] = H
        above, below = f(Z + step), f(Z - step)
        slope[row] = np.sum(dA * (above - below), axis=0) / (2 * H)
        bend = np.sum(np.abs(dA * (above - 2 * middle + below)), axis=0) / H
        slack[row] = bend + NOISE * np.sum(np.abs(dA * middle), axis=0)
    return slope, slack


def agree(actual, wanted, slack):
    """Equal as far as differences can tell."""
    if actual is None or wanted is None or np.shape(actual) != np.shape(wanted):
        return False
    if not np.all(np.isfinite(wanted)):
        return False
    largest = np.max(np.abs(wanted), initial=0)
    size = np.maximum(np.abs(actual), np.abs(wanted))
    allowed = CLOSE * size + 1e-6 * largest + slack
    return bool(np.all(np.abs(actual - wanted) <= allowed))


def places(shape, limit, rng):
    """Some places of a matrix, or all."""
    size = math.prod(shape)
    chosen = range(size) if size <= limit else np.sort(rng.choice(size, limit, replace=False))
    return [tuple(int(i) for i in np.unravel_index(place, shape)) for place in chosen]
