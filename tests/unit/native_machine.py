"""A machine for compiled modules outside the browser: wasmtime, beside NumPy on this computer."""

import ctypes

import numpy as np
import wasmtime as wt

PAGE, LINE = 1 << 16, 64
UFUNCS = {"pow": np.power}


class NativeMachine:
    """See chalknet.compiled.machine.Machine."""

    exact = False  # OpenBLAS, and a C library other than musl

    def __init__(self, size=1 << 26):
        self.store = wt.Store(wt.Engine())
        self.memory = wt.Memory(self.store, wt.MemoryType(wt.Limits(size // PAGE, None)))
        start = ctypes.addressof(self.memory.data_ptr(self.store).contents)
        self.bytes = np.ctypeslib.as_array((ctypes.c_uint8 * size).from_address(start))
        self.taken = LINE

    def __deepcopy__(self, memo):
        return self

    def reserve(self, size):
        address = self.taken
        self.taken += -(-size // LINE) * LINE
        if self.taken > len(self.bytes):
            raise MemoryError
        return address, self.bytes[address : address + size]

    def instantiate(self, code):
        module = wt.Module(self.store.engine, code)
        imports = [
            self.memory if one.name == "memory" else self.function(one) for one in module.imports
        ]
        run = wt.Instance(self.store, module, imports).exports(self.store)["run"]
        return lambda base, steps: run(self.store, base, steps)

    def function(self, wanted):
        """A function of the C library, by way of NumPy."""
        ufunc = UFUNCS.get(wanted.name) or getattr(np, wanted.name)
        number = wt.ValType.f64()

        def call(*numbers):
            with np.errstate(all="ignore"):
                return float(ufunc(*numbers))

        return wt.Func(self.store, wt.FuncType([number] * ufunc.nin, [number]), call)
