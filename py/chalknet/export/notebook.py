"""The run as a Jupyter notebook: the article's code with this experiment's settings.

It trains again from the seed. Where that would lead elsewhere (something was changed on the way)
it begins from the page's trained weights and says so. Whether it does is tried, not assumed: the
first epochs are run here, and must have the page's costs.
"""

import json

import numpy as np

from chalknet.export import retold
from chalknet.export.told import stranded

TRIED = 2  # epochs: the second one has seen the updates of the first


def notebook(told):
    again = retold.can_be_trained_again(told)
    if again is None and not same_costs(told):
        again = "The code that ran on the page does more than the code that is told here."
    cells = retold.cells(told, why_not=again)
    told.compare(predictor(cells), "layers one after another")
    return written(cells)


def same_costs(told):
    """Do the first epochs come out as they did on the page?"""
    epochs = min(TRIED, told.epoch)
    names = run(retold.cells(told, epochs=epochs), until="training")
    wanted = told.lab.network.costs[:epochs]
    return np.allclose(names["costs"], wanted, rtol=1e-9, atol=1e-12)


def predictor(cells):
    """predict() with the page's weights, as the last cells have it."""
    names = run(cells, leave_out=("training", "cost", "predictions", "same", "page"))
    return names["predict"]


def run(cells, until=None, leave_out=()):
    """What the cells define, by running their code here."""
    names = {"__name__": "notebook"}
    for kind, name, text in cells:
        if kind == "code" and name not in leave_out:
            try:
                exec(compile(text, f"cell {name}", "exec"), names)
            except Exception as error:
                raise stranded(error) from error
        if name == until:
            break
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
