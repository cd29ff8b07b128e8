"""Who lies where in a module's memory, in bytes from its beginning."""

from math import prod

from chalknet.compiled.epoch import CELLS, EPOCHS

LINE = 64  # bytes: everything begins and ends on a multiple, so passes can end with whole tiles


class Layout:
    """Who lies where in memory."""

    def __init__(self):
        self.size, self.at = 0, {}

    def place(self, name, size):
        self.at[name] = self.space(size)

    def space(self, size):
        """A place without a name."""
        address, self.size = self.size, self.size + -(-size // LINE) * LINE
        return address


def laid_out(job, programs, read):
    """The Layout of all that has a name, and (from, to, bytes) of what is kept before an update."""
    layout = Layout()
    for name, size in CELLS.items():
        layout.place(name, size)
    step = job.step
    changed = [
        key for key, op in step.outputs.items() if key in read and op.shape and op.slot != key
    ]
    start = layout.size
    for key in changed:
        layout.place(key, 8 * prod(job.slots[key]))
    size = layout.size - start
    before = (start, layout.space(size), size)
    for key in changed:
        layout.at[f"before:{key}"] = layout.at[key] - start + before[1]
    sizes = {key: prod(shape) for key, shape in job.slots.items()}
    for program in programs.values():
        for key, op in program.outputs.items():
            sizes[key] = max(sizes.get(key, 0), prod(op.shape))
    for key, count in sizes.items():
        if key not in layout.at:
            layout.place(key, 8 * count)
            layout.at[f"before:{key}"] = layout.at[key]  # it does not change
    for name, rows in deals(job):
        layout.place(f"batch:{name}", 8 * rows * job.size)
        layout.place(name, 8 * rows * job.samples)
        layout.place(f"{name}_test", 8 * rows * job.test_samples)
    ops = [op for p in (job.step, job.last) if p for op in p.ops]
    if any(op.name == "transpose" and op.inputs[0].slot == "x" for op in ops):
        layout.at["by_sample:x"] = layout.at["x"]
        if job.size < job.samples:
            layout.place("by_sample:x", 8 * job.x_rows * job.size)
    for name in ("costs", "test_costs", "rate_table"):
        layout.place(name, 8 * EPOCHS)
    layout.place("order", 4 * job.samples)
    return layout, before


def deals(job):
    return [("x", job.x_rows), ("y", job.y_rows)]
