"""A file that was saved here, opened again: an experiment, or a trained network (export/json)."""

import json

import numpy as np

from chalknet.experiment import RULES
from chalknet.nesting import DEEPEST, nesting

LONGEST = 80e6  # bytes: a table of 30 million characters, its line ends and quotes doubled
MOST_COSTS = RULES["training.epochs"]["high"]


class FileError(ValueError):
    """Why a file cannot be opened, in a sentence."""


def read(data):
    """bytes -> (the experiment as it came, a list of {"W", "b"} or None, (costs, test costs))"""
    if len(data) > LONGEST:
        raise FileError("This file is larger than 80 MB: no experiment is as large as that.")
    try:
        text = data.decode("utf-8-sig")
        found = [] if nesting(text) > DEEPEST else json.loads(text)
    except ValueError:
        raise FileError(
            "This file holds no experiment: it is not JSON. Of what Save makes, the experiment and "
            "the network as JSON can be opened here; a table (CSV) is opened in the Data window, "
            "under Your own."
        ) from None
    if not isinstance(found, dict):
        raise FileError("This file holds no experiment: an experiment is an object in braces.")
    if "chalknet" not in found:
        if not {"data", "layers", "training", "seed", "loss"} & found.keys() and found:
            raise FileError("This JSON file holds no experiment of Chalknet.")
        return found, None, ([], [])
    try:
        layers = [{name: matrix(layer[name]) for name in ("W", "b")} for layer in found["layers"]]
        costs = [numbers(found.get(name) or []) for name in ("costs", "test_costs")]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise FileError(
            "The numbers in this file cannot be read: every layer needs W and b, all of numbers, "
            f"and costs are a list of at most {MOST_COSTS:,} numbers."
        ) from None
    return found.get("experiment", {}), layers, costs


def numbers(given):
    found = np.array(given, dtype=float)
    if not isinstance(given, list) or found.ndim != 1 or len(found) > MOST_COSTS:
        raise ValueError
    if not np.all(np.isfinite(found)):
        raise ValueError
    return found.tolist()


def matrix(rows):
    found = np.array(rows, dtype=float)
    if found.ndim == 1:  # b as a plain list
        found = found.reshape(-1, 1)
    if found.ndim != 2 or not np.all(np.isfinite(found)):
        raise ValueError
    return found


def put_into(lab, layers, costs):
    """The weights of a file in place of the seed's; a FileError if they do not fit."""
    lab.start()
    shapes = [(layer.W.shape, layer.b.shape) for layer in lab.network.layers]
    if [(layer["W"].shape, layer["b"].shape) for layer in layers] != shapes:
        raise FileError("The weights in this file do not fit the network of its experiment.")
    lab.network.put_back([(layer["W"], layer["b"]) for layer in layers])
    lab.network.before = lab.network.good = lab.network.weights()
    lab.network.costs, lab.test_costs = (list(part) for part in costs)
    lab.network.set_pace()
    lab.history.take_up(lab, clean=False)
