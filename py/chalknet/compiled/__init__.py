"""Training steps as machine code: recorded once, then run by the browser without Python.

The lesson stays as plain as it is: it is not written for speed, it is *watched*. In this order:
    record.py        what a recorded step consists of, and who collects it
    traced.py        arrays that tell the recorder what is done with them
    writing.py       how each operation of NumPy is written down
    slots.py         all that a network holds and a step may read or change
    outside.py       what a step does elsewhere: then it cannot be compiled
    recording.py     one real training step, recorded
    plan.py          which of the recorded operations are done together, in one pass: kernels
    emit.py          the plans as one WebAssembly module (wasm.py: its alphabet)
    layout.py        what lies where in its memory
    kernels.py       the code of a kernel: passes here, products.py, reductions.py (pairwise.py);
                     tiles.py, vectors.py, arithmetic.py: loops, memory and single operations
    epoch.py         the loop around the steps: batches and epochs
    transcendental.py, shuffle.py    tanh, exp and NumPy's permutation, to the last bit
    machine.py       where a module runs
    run.py           the module in place of the network's own steps
    operations.py    the recorded operations for people to read
Everything must come out as plain NumPy has it, bit for bit; what cannot is not compiled.
"""
