"""What a network holds from one step to the next, taken down and put back.

An edited layer may keep what it likes, so nothing here knows more than W, b and the optimizer.
"""

import copy

import numpy as np

PASSING = ("A1", "Z", "A", "learning_rate")  # of a layer: made anew in each step


def lasting(owner, network):
    """What the network or one of its layers holds from one step to the next."""
    passing = () if owner is network else PASSING
    return {name: value for name, value in vars(owner).items() if name not in passing}


def contents(network):
    """A copy of what the network and its layers hold, however an edited one keeps it.

    They themselves are not copied, nor what is never changed in place.
    """
    owners = [network, *network.layers]
    return [copies(lasting(owner, network), network) for owner in owners]


def put_back(network, contents):
    """The network as it was when `contents` were taken down. They can be used again."""
    owners = [network, *network.layers]
    for owner, values in zip(owners, contents, strict=True):
        for name in lasting(owner, network).keys() - values.keys():
            delattr(owner, name)
        vars(owner).update(copies(values, network))


def copies(values, network):
    kept = [getattr(network, name, None) for name in ("layers", "costs", "rng", "before", "good")]
    memo = {id(thing): thing for thing in [network, *network.layers, *kept]}
    return {name: copied(value, memo) for name, value in values.items()}


def copied(value, memo):
    if type(value) is np.ndarray and value.dtype != object:  # by far the most, and deepcopy is slow
        return value.copy()
    if isinstance(value, str | int | float | None):
        return value
    try:
        return copy.deepcopy(value, memo)
    except Exception:  # a generator, say, cannot be copied
        return value


def learnt(layer):
    """What a layer has learnt, to be saved: W, b, what it and its optimizer keep beside them."""
    keep = (np.ndarray, float, int)
    found = {name: value for name, value in vars(layer).items() if name not in PASSING}
    saved = {name: copy.copy(v) for name, v in found.items() if isinstance(v, keep)}
    optimizer = getattr(layer, "optimizer", None)
    kept = optimizer.memory() if optimizer else {}
    return saved | {"optimizer": copy.deepcopy(kept)}


def restored(layers, saved):
    """Put back what `learnt` saved. A layer of another shape keeps its own; then this is False."""
    fits = len(saved) == len(layers)
    for layer, values in zip(layers, saved, strict=False):
        same = np.shape(values.get("W")) == layer.W.shape
        fits = fits and same
        if not same:
            continue
        values = copy.deepcopy(values)
        optimizer = values.pop("optimizer", {})
        vars(layer).update(values)
        if getattr(layer, "optimizer", None):
            vars(layer.optimizer).update(optimizer)
    return fits
