"""The trained network to take along: as numbers, as a script, as a notebook, as ONNX."""

import re

import numpy as np

from chalknet.export.notebook import notebook
from chalknet.export.numbers import as_json, npz
from chalknet.export.onnx import onnx
from chalknet.export.script import script
from chalknet.export.told import ExportError, Told

KINDS = {  # the ending of the file's name, its kind, what makes it of a Told
    "json": ("-network.json", "application/json", as_json),
    "npz": (".npz", "application/octet-stream", npz),
    "script": (".py", "text/x-python", script),
    "notebook": (".ipynb", "application/x-ipynb+json", notebook),
    "onnx": (".onnx", "application/octet-stream", onnx),
}


def export(lab, kind):
    """The network of `lab` as a file: its name, its kind and its bytes."""
    if kind not in KINDS:
        raise ExportError(f"There is no export named {kind!r}. There are: {', '.join(KINDS)}.")
    ending, mime, make = KINDS[kind]
    told = Told(lab)
    data = make(told)
    data = data.encode("utf-8", "replace") if isinstance(data, str) else data
    name = re.sub(r"[^a-z0-9]+", "-", told.name.lower()).strip("-")
    return {
        "name": f"chalknet-{name}{ending}",
        "mime": mime,
        "data": np.frombuffer(data, np.uint8),
    }


__all__ = ["KINDS", "ExportError", "export"]
