"""One step of training, run on arrays that note what is done with them.

Work in progress: the two classes that the other rooms read stand as they will stay.
"""

from dataclasses import dataclass, field

import numpy as np


@dataclass(eq=False)
class Op:
    """One operation on whole arrays. Never changed once made, but for where it was asked for."""

    name: str  # "input", "constant", a ufunc's name, "dot", "sum", "max", "min", …
    inputs: tuple["Op", ...]
    shape: tuple[int, ...]  # () or (rows, columns); (n,) counts as one row
    truth: bool = False  # False: float64, True: bool
    order: str = "C"  # "F" where NumPy laid the result out by columns: sums depend on it
    options: dict = field(default_factory=dict)  # of sum, max, min: axis (None, 0, 1), keepdims
    value: np.ndarray | float | None = None  # of a constant
    slot: str | None = None  # of an input: "x", "y" or the key of a Slot
    lines: list[tuple[str, int]] = field(default_factory=list)  # (file, line), innermost first
    layer: int | None = None  # whose method was running
    asked: int = 1  # how often this very operation was asked for


@dataclass
class Program:
    """A straight line: every step of the training is these operations, in this order."""

    ops: list[Op]  # each after its inputs
    outputs: dict[str, Op]  # slot key -> what it holds after the program
    cost: Op | None  # 0-d
