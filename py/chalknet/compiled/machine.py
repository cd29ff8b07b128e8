"""What runs a compiled module: a piece of the interpreter's own memory, and the browser.

The module imports the memory in which Python and NumPy live, and their C library's functions. So
arrays need not travel: NumPy and the module look at the same bytes.
"""

import numpy as np

LINE = 64  # bytes: addresses are multiples of it


class Machine:
    """`instantiate` is web/lab/machine.js: bytes of a module -> its exported function `run`."""

    exact = True  # NumPy calculates with the same C library, to the last bit

    def __init__(self, instantiate):
        self.make = instantiate

    def __deepcopy__(self, memo):
        return self  # there is only one

    def reserve(self, size):
        """(address, the bytes from there on as an array): zeros. The array must be kept alive."""
        memory = np.zeros(size + LINE, np.uint8)
        skipped = -memory.ctypes.data % LINE
        return memory.ctypes.data + skipped, memory[skipped : skipped + size]

    def instantiate(self, code):
        return self.make(code)
