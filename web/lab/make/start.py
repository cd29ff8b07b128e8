"""Run once in the interpreter: when the snapshot is made, or at a start without one.

It leaves `door`, behind which the lesson is, and `late`.
"""

import importlib
import pkgutil

import numpy.linalg
import numpy.ma
import numpy.random  # noqa: F401

import chalknet
from chalknet import loader
from chalknet.door import Door

for module in pkgutil.walk_packages(chalknet.__path__, "chalknet."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
door = Door(loader.as_imported())
