"""Points in the plane, made by a formula and a seeded random generator.

The clouds and the two regressions are those of TensorFlow Playground (src/dataset.ts there),
the moons those of scikit-learn (make_moons), three times as large. Every maker takes
(rng, noise) and gives x (2, samples) and y (1, samples), or three rows for three classes.
Classes alternate: 0, 1, 0, 1, ...
A seed has the same points at any noise, only moved or relabelled more.
"""

import numpy as np

COUNT = 500
RADIUS = 5


def circle(rng, noise):
    """1 inside, 0 in a ring around it. Noise: the label is that of a point moved by chance."""
    inside = np.arange(COUNT) % 2 == 1
    r = np.where(inside, rng.uniform(0, 0.5, COUNT), rng.uniform(0.7, 1, COUNT)) * RADIUS
    angle = rng.uniform(0, 2 * np.pi, COUNT)
    x = r * np.array([np.sin(angle), np.cos(angle)])
    seen = x + noise * rng.uniform(-RADIUS, RADIUS, (2, COUNT))
    return x, as_row(np.hypot(*seen) < RADIUS * 0.5)


def gaussians(rng, noise):
    """Two round clouds, 1 around (2, 2) and 0 around (-2, -2). Noise: they grow."""
    y = np.arange(COUNT) % 2
    variance = 0.5 + 7 * noise  # 0.5 at no noise, 4 at 0.5
    x = np.where(y == 1, 2, -2) + np.sqrt(variance) * rng.standard_normal((2, COUNT))
    return x, as_row(y)


def exclusive(rng, noise):
    """1 where just one of x1, x2 is above 0. Noise: the label is that of a point moved by chance.

    Playground has the colours the other way round; here they are those of the XOR table.
    """
    x = rng.uniform(-RADIUS, RADIUS, (2, COUNT))
    x = x + np.where(x > 0, 0.3, -0.3)  # a gap along the axes
    seen = x + noise * rng.uniform(-RADIUS, RADIUS, (2, COUNT))
    return x, as_row(seen[0] * seen[1] < 0)


def spiral(rng, noise):
    """Two arms that wind around each other. Noise: every point moves by up to `noise`."""
    y = np.arange(COUNT) % 2
    along = np.arange(COUNT) // 2 / (COUNT // 2)  # 0 at the centre, 1 at the end
    angle = 1.75 * along * 2 * np.pi + np.where(y == 1, 0, np.pi)
    x = RADIUS * along * np.array([np.sin(angle), np.cos(angle)])
    return x + noise * rng.uniform(-1, 1, (2, COUNT)), as_row(y)


def three_clouds(rng, noise):
    """Three round clouds in a triangle around the middle. Noise: they grow."""
    y = np.arange(COUNT) % 3
    angle = 2 * np.pi * y / 3
    spread = np.sqrt(0.5 + 7 * noise)  # the same as of two clouds
    x = 3 * np.array([np.sin(angle), np.cos(angle)]) + spread * rng.standard_normal((2, COUNT))
    return x, one_hot(y, 3)


def three_spirals(rng, noise):
    """Three arms that wind around each other. Noise: every point moves by up to `noise`."""
    y = np.arange(COUNT) % 3
    along = (np.arange(COUNT) // 3 + 1) / (COUNT // 3 + 1)  # the arms do not meet at the centre
    angle = 1.25 * along * 2 * np.pi + 2 * np.pi * y / 3
    x = RADIUS * along * np.array([np.sin(angle), np.cos(angle)])
    return x + noise * rng.uniform(-1, 1, (2, COUNT)), one_hot(y, 3)


def moons(rng, noise):
    """Two half circles, each reaching into the other. Noise: its standard deviation, in radii."""
    y = np.arange(COUNT) % 2
    angle = np.pi * (np.arange(COUNT) // 2) / (COUNT // 2 - 1)
    outer = np.array([np.cos(angle), np.sin(angle)])
    inner = np.array([1 - np.cos(angle), 0.5 - np.sin(angle)])
    x = np.where(y == 1, inner, outer) + noise * rng.standard_normal((2, COUNT))
    return 3 * (x - [[0.5], [0.25]]), as_row(y)


def plane(rng, noise):
    """y rises from -1 in one corner to 1 in the other. Noise: y is that of a point moved."""
    x, seen = scattered(rng, noise)
    return x, as_row(np.sum(seen, axis=0) / 12)


def hills(rng, noise):
    """Three hills of height 1 and three hollows of depth 1. Noise: y is that of a point moved."""
    centres = np.array([[-4, 0, 4, -4, 0, 4], [2.5, 2.5, 2.5, -2.5, -2.5, -2.5]])
    signs = np.array([1, -1, 1, -1, 1, -1])
    x, seen = scattered(rng, noise)
    distance = np.hypot(*(seen[:, :, None] - centres[:, None, :]))  # (samples, centres)
    height = signs * np.clip(1 - distance / 2, 0, 1)
    return x, as_row(np.sum(height, axis=1))  # no two of them overlap


def scattered(rng, noise):
    """Points all over the square, and the same points moved by chance."""
    x = rng.uniform(-6, 6, (2, COUNT))
    return x, x + noise * rng.uniform(-6, 6, (2, COUNT))


def one_hot(y, classes):
    """A row for each class, with 1 where a sample is of it."""
    return np.eye(classes)[:, y]


def as_row(values):
    return np.asarray(values, dtype=float).reshape(1, -1)
