"""Run once in the interpreter: when the snapshot is made, or at a start without one.

It leaves `door`, behind which the lesson is, and `late`. What of the lesson is not used at every
visit is imported when it is first asked for.
"""

import importlib
import pkgutil

import numpy.linalg
import numpy.ma
import numpy.random  # noqa: F401

from chalknet import compiled, loader
from chalknet.door import Door

for module in pkgutil.walk_packages(compiled.__path__, "chalknet.compiled."):
    importlib.import_module(module.name)
door = Door(loader.as_imported())
