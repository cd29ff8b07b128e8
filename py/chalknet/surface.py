"""The cost as a landscape over two directions in the space of all weights, and the path walked.

    surface(lab)    the two directions in which the training has moved most
    surface(lab, {"layer": 0, "neuron": 1, "input": 0}, {…, "input": None})    a weight and a bias

A place is the present network moved so far along each direction. As in maps.py the first row is
the top of the picture, and a place is the middle of its cell.
"""

from dataclasses import dataclass

import numpy as np

from chalknet.network import quiet
from chalknet.seeds import activated
from chalknet.work import evenly, name_of

RESOLUTION, COARSE, FINE = 50, 15, 100  # cells along a side: usually, at least, at most
SAMPLES, FEW = 500, 100  # at most; at least where they are many
WORK = 4e8  # multiplications: about a second in a browser
NUMBERS = 1e6  # in one array at a time
MARGIN = 0.2  # beyond the path, in parts of its extent
SPREAD = 1e6  # costs smaller than the highest by more than this have the same colour


def surface(lab, first=None, second=None, resolution=RESOLUTION):
    now = flat(lab.network)
    walked, epochs = path(lab, now)
    if first is None or second is None:
        plane = main_directions(walked - now)
    else:
        plane = two_weights(lab, first, second, now)
    at = plane.start + (walked - now) @ plane.directions.T  # (moments, 2)
    low, high = frame(at, plane.start)
    resolution, some, note = affordable(lab.samples.x.shape[1], len(now), resolution)
    costs = costs_on(plane, lab, now, some, low, high, resolution)
    ranges = zip(plane.titles, low, high, strict=True)
    x, y = ({"title": t, "low": float(a), "high": float(b)} for t, a, b in ranges)
    return {
        "costs": costs,
        **as_colours(costs),
        "x": x,
        "y": y,
        "path": (at - low) / (high - low),
        "epochs": epochs.astype(np.int32),
        "now": (plane.start - low) / (high - low),
        "explained": plane.explained,
        "note": " ".join(filter(None, [plane.note, note])) or None,
    }


def flat(network):
    """All weights and biases in a row, as History.weights() has them."""
    return np.concatenate([np.ravel(m) for layer in network.layers for m in (layer.W, layer.b)])


def path(lab, now):
    """(moments, weights) and the epoch of each, the present one too unless it is in the past."""
    walked, epochs = lab.history.weights()
    if lab.history.whole is not None:
        return walked, epochs
    return np.concatenate([walked, now[None]]), np.append(epochs, len(lab.network.costs))


@dataclass
class Plane:
    """Two directions (2, weights) from the present network, which itself is at `start`."""

    directions: np.ndarray
    titles: list
    start: np.ndarray
    explained: float = None  # the share of the path's movement that lies in the plane
    note: str = None


def two_weights(lab, first, second, now):
    places = [place(lab.network.layers, one) for one in (first, second)]
    if places[0] == places[1]:
        raise ValueError("The cost surface needs two different weights.")
    directions = np.zeros((2, len(now)))
    directions[[0, 1], places] = 1
    note = "All other weights are as they are now, so only the end of the path is on the surface."
    return Plane(directions, [title(lab, one) for one in (first, second)], now[places], note=note)


def place(layers, which):
    """Where in the row of all weights one of them is."""
    layer, neuron, input = which["layer"], which["neuron"], which["input"]
    before = sum(one.W.size + one.b.size for one in layers[:layer])
    neurons, inputs = layers[layer].W.shape
    if input is None:
        return before + neurons * inputs + neuron
    return before + neuron * inputs + input


def title(lab, which):
    layers, layer, input = lab.network.layers, which["layer"], which["input"]
    neuron = f"neuron {which['neuron'] + 1} of {name_of(layer, len(layers))}"
    if input is None:
        return f"bias of {neuron}"
    source = f"neuron {input + 1}" if layer else lab.samples.inputs.titles[input]
    return f"weight from {source} to {neuron}"


def main_directions(moved):
    """The two directions in which the path differs most from where it is now."""
    _, sizes, directions = np.linalg.svd(moved, full_matrices=False)
    found = int(np.sum(sizes[:2] > 1e-9 * max(1, np.max(np.abs(moved)))))
    directions = [d if moved[0] @ d <= 0 else -d for d in directions[:found]]  # it comes from below
    rng = np.random.default_rng(0)
    while len(directions) < 2:  # a path that has not turned yet, or not even begun
        other = rng.standard_normal(moved.shape[1])
        for d in directions:
            other -= (other @ d) * d
        size = np.linalg.norm(other)
        directions.append(other / size if size > 1e-9 else np.zeros_like(other))
    titles = ["the direction of most movement", "the direction of second most movement"]
    titles[found:] = ["a direction by chance"] * (2 - found)
    note = None
    if found < 2:
        there = "There is no path yet" if found == 0 else "The path is a straight line so far"
        note = f"{there}, so {'both directions are' if found == 0 else 'the other direction is'} "
        note += "by chance. Of a run that was put back only its ends are known: Reset and train it."
    explained = float(np.sum(sizes[:2] ** 2) / np.sum(sizes**2)) if found else None
    return Plane(np.array(directions), titles, np.zeros(2), explained, note)


def frame(at, start):
    """The lowest and highest of both coordinates: the whole path, with some room around it."""
    everything = np.concatenate([at, start[None]])
    low, high = np.min(everything, axis=0), np.max(everything, axis=0)
    # a path that hardly moves along one of them shall not be all there is to see
    reach = np.maximum((0.5 + MARGIN) * (high - low), max(0.5, 0.25 * np.max(high - low)))
    return (low + high) / 2 - reach, (low + high) / 2 + reach


def affordable(m, weights, resolution):
    """(cells along a side, which samples, a sentence if not all): so that the work is bounded."""
    resolution = int(np.clip(resolution, COARSE, FINE))
    count = int(np.clip(WORK / (resolution**2 * weights), min(FEW, m), min(SAMPLES, m)))
    most = int(np.sqrt(WORK / (count * weights)))
    resolution = int(np.clip(resolution, COARSE, max(COARSE, most)))
    note = None
    if count < m:
        note = f"Each cost is that of {count} of the {m:,} training samples: near the true one."
    return resolution, evenly(m, count), note


@quiet
def costs_on(plane, lab, now, some, low, high, resolution):
    """The cost (rows, columns) at each place: many networks go forward together, as in seeds.py."""
    network, x, y = lab.network, lab.samples.x[:, some], lab.samples.y[:, some]
    steps = (np.arange(resolution) + 0.5) / resolution
    across, up = (low + steps[:, None] * (high - low) - plane.start).T
    moves = np.array(np.meshgrid(across, up[::-1])).reshape(2, -1).T  # (places, 2)
    widest = max([len(x), *(len(layer.b) for layer in network.layers)])
    chunk = max(1, int(NUMBERS / max(len(now), widest * x.shape[1])))
    costs = []
    for i in range(0, len(moves), chunk):
        weights = now + moves[i : i + chunk] @ plane.directions  # (places, weights)
        A = forward(network.layers, weights, x)  # (places, outputs, samples)
        loss = network.loss(y, A)
        costs.append(np.sum(loss.reshape(len(loss), -1), axis=1) / x.shape[1])
    return np.concatenate(costs).reshape(resolution, resolution)


def forward(layers, weights, x):
    A, start = x, 0
    for layer in layers:
        (neurons, inputs), end = layer.W.shape, start + layer.W.size
        W = weights[:, start:end].reshape(-1, neurons, inputs)
        b = weights[:, end : end + neurons].reshape(-1, neurons, 1)
        A = activated(layer, W @ A + b)
        start = end + neurons
    return A


def as_colours(costs):
    """0 for the lowest cost to 255 for the highest, by their logarithms; what is no number is
    beyond the highest.
    """
    known = costs[np.isfinite(costs)]
    if not known.size:
        return {"colours": np.full(costs.shape, 255, np.uint8), "low": None, "high": None}
    low, high = float(np.min(known)), float(np.max(known))
    floor = max(low, high / SPREAD, np.finfo(float).tiny)
    top = max(high, floor)
    heights = np.log(np.clip(np.where(np.isfinite(costs), costs, top), floor, top) / floor)
    share = heights / np.log(top / floor) if top > floor else np.zeros_like(costs)
    colours = np.rint(255 * np.where(np.isfinite(costs), share, 1)).astype(np.uint8)
    return {"colours": colours, "low": low, "high": high}
