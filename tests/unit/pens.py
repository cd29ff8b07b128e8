"""Digits drawn with a round pen, as a hand would on the page's pad."""

from itertools import pairwise

import numpy as np


def arc(x, y, rx, ry, start, end):
    """Part of an ellipse; degrees clockwise from the right, y down."""
    angle = np.radians(np.linspace(start, end, 40))
    return [*zip(x + rx * np.cos(angle), y + ry * np.sin(angle), strict=True)]


# Strokes in a square from (0, 0) at the top left to (1, 1); several hands for each digit
DIGITS = {
    0: [[arc(0.5, 0.5, 0.28, 0.42, -90, 270)], [arc(0.5, 0.5, 0.38, 0.42, -90, 270)]],
    1: [[[(0.5, 0.08), (0.5, 0.92)]], [[(0.6, 0.08), (0.42, 0.92)]]],
    2: [
        [[*arc(0.5, 0.3, 0.26, 0.22, -170, 30), (0.25, 0.92), (0.78, 0.92)]],
        [[*arc(0.48, 0.3, 0.28, 0.22, -150, 45), (0.22, 0.9), (0.8, 0.9)]],
    ],
    3: [
        [arc(0.45, 0.3, 0.28, 0.21, -140, 90) + arc(0.45, 0.71, 0.3, 0.21, -90, 140)],
        [[(0.25, 0.1), (0.72, 0.1), (0.45, 0.42), *arc(0.45, 0.68, 0.28, 0.25, -90, 140)]],
        [
            [
                *[(0.25, 0.15), (0.5, 0.08), (0.7, 0.2), (0.65, 0.4), (0.42, 0.48)],
                *[(0.68, 0.58), (0.74, 0.75), (0.55, 0.92), (0.25, 0.85)],
            ]
        ],
    ],
    4: [
        [[(0.6, 0.08), (0.2, 0.62), (0.8, 0.62)], [(0.6, 0.35), (0.6, 0.94)]],
        [[(0.65, 0.94), (0.65, 0.08), (0.18, 0.65), (0.85, 0.65)]],
    ],
    5: [
        [[(0.75, 0.1), (0.3, 0.1), (0.27, 0.45), *arc(0.48, 0.65, 0.27, 0.25, -110, 140)]],
        [
            [(0.3, 0.1), (0.28, 0.45), *arc(0.46, 0.66, 0.27, 0.26, -120, 130)],
            [(0.3, 0.1), (0.78, 0.1)],
        ],
    ],
    6: [
        [[(0.65, 0.08), (0.38, 0.35), (0.28, 0.65), *arc(0.5, 0.7, 0.22, 0.22, 180, 540)]],
        [
            [
                *[(0.6, 0.08), (0.35, 0.3), (0.25, 0.6), (0.3, 0.85), (0.5, 0.93)],
                *[(0.7, 0.8), (0.68, 0.6), (0.5, 0.52), (0.3, 0.65)],
            ]
        ],
    ],
    7: [
        [[(0.22, 0.1), (0.78, 0.1), (0.42, 0.92)]],
        [[(0.22, 0.1), (0.78, 0.1), (0.42, 0.92)], [(0.35, 0.5), (0.72, 0.5)]],
    ],
    8: [
        [arc(0.5, 0.29, 0.2, 0.2, 90, 450) + arc(0.5, 0.71, 0.25, 0.22, -90, 270)],
        [arc(0.5, 0.3, 0.24, 0.21, -90, 270), arc(0.5, 0.71, 0.28, 0.21, -90, 270)],
    ],
    9: [
        [
            [
                *arc(0.48, 0.3, 0.24, 0.21, -20, 340),
                (0.7, 0.3),
                (0.7, 0.6),
                (0.6, 0.85),
                (0.35, 0.92),
            ]
        ],
        [[*arc(0.5, 0.3, 0.22, 0.22, 0, 360), (0.72, 0.3), (0.72, 0.94)]],
    ],
}


def draw(strokes, rows=64, pen=0.1, size=0.85, slant=0.0, at=(0.5, 0.5)):
    """Ink (rows, rows), 0 to 255, with a soft edge. `pen` and `size` are shares of the pad."""
    y, x = np.mgrid[0:rows, 0:rows] + 0.5
    distance = np.full((rows, rows), np.inf)
    for stroke in strokes:
        points = np.array(stroke) - 0.5
        points[:, 0] -= slant * points[:, 1]
        points = (points * size + at) * rows
        for (ax, ay), (bx, by) in pairwise(points):
            dx, dy = bx - ax, by - ay
            along = ((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-12)
            along = np.clip(along, 0, 1)
            distance = np.minimum(distance, np.hypot(x - ax - along * dx, y - ay - along * dy))
    ink = np.clip(pen * rows / 2 - distance + 0.5, 0, 1)
    return np.round(ink * 255).astype(np.uint8)
