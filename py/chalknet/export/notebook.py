"""The run as a Jupyter notebook: the article's code with this experiment's settings.

It trains again from the seed. Where that would lead elsewhere (something was changed on the way)
it begins from the page's trained weights and says so. Which of the two is tried, not assumed: the
beginning of the training is run here, and must have the page's costs.
"""

import json

import numpy as np

from chalknet.export import retold
from chalknet.export.told import stranded

BEFORE = ("functions", "steps", "layer", "data", "network")  # training


def notebook(told):
    why_not = retold.can_be_trained_again(told)
    cells = retold.cells(told, why_not)
    names = run(cells, *BEFORE)
    if why_not is None and not same_costs(told, names):
        cells = retold.cells(told, "The code that ran on the page does more than the code here.")
    run(cells, "weights", "predict", names=names)  # of the page
    told.compare(names["predict"], "layer after layer", "Undo the edit of network.py that does so.")
    return written(cells)


def same_costs(told, names):
    """Do the first epochs come out as they did on the page? The second step shows the first."""
    costs = told.lab.network.costs[: 1 if retold.in_batches(told) else 2]
    run([("code", "trial", retold.train(told, epochs=len(costs)))], "trial", names=names)
    return np.allclose(names["costs"], costs, rtol=1e-9, atol=1e-12)


def run(cells, *wanted, names=None):
    """What the code cells of these names define, by running them here."""
    names = {"__name__": "notebook"} if names is None else names
    for kind, name, text in cells:
        if kind == "code" and name in wanted:
            try:
                exec(compile(text, f"cell {name}", "exec"), names)
            except Exception as error:
                raise stranded(error) from error
    return names


def written(cells):
    """In the format of Jupyter, version 4.5 (nbformat.readthedocs.io)."""
    book = {
        "cells": [cell(i, *parts) for i, parts in enumerate(cells, 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def cell(number, kind, name, text):
    text = text.strip("\n")
    fields = {"cell_type": kind, "id": f"{number}-{name}", "metadata": {}}
    if kind == "code":
        fields |= {"execution_count": None, "outputs": []}
    return {**fields, "source": text.splitlines(keepends=True)}
