"""Runs a compiled module in place of a network's own steps.

Before each call all that the layers hold is put into the module's memory, after it the results go
back into the layers: nobody outside can tell how they were made.
"""

import copy
import time
from math import prod

import numpy as np

from chalknet import optimizers
from chalknet.compiled import shuffle
from chalknet.compiled.emit import Job, emit
from chalknet.compiled.epoch import EPOCHS
from chalknet.compiled.outside import named
from chalknet.compiled.slots import signature, slots
from chalknet.network import SOUND

CHUNK = 0.004  # seconds in the module between two looks at the clock
MOST_BYTES = 400e6
DATA = ("x", "y")


class Course:
    """The compiled training of one network on one set of samples with one size of batch."""

    def __init__(self, machine, lab, recordings, size):
        """`recordings` of a step, of one by a smaller last batch, of a test: those there are."""
        samples = lab.samples
        self.machine, self.samples, self.size = machine, samples, size
        self.m = samples.x.shape[1]
        self.per_epoch = -(-self.m // size)
        self.find_slots(lab.network)
        self.programs = {name: recording.program for name, recording in recordings.items()}
        self.share_out()
        self.signature = signature(lab.network, self.inputs)
        own = {f"layers.{i}.learning_rate" for i in range(len(lab.network.layers))}
        self.rates = [key for key in self.inputs if key in own]
        self.shapes = {key: self.slots[key].shape for key in self.inputs}
        for program in self.programs.values():
            self.shapes |= {key: op.shape for key, op in program.outputs.items()}
        self.module = emit(
            Job(
                step=self.programs["step"],
                last=self.programs.get("last"),
                test=self.programs.get("test"),
                samples=self.m,
                size=size,
                x_rows=len(samples.x),
                y_rows=len(samples.y),
                test_samples=samples.x_test.shape[1],
                slots=self.shapes,
                rates=tuple(self.rates),
            )
        )
        if self.module.size > MOST_BYTES:
            raise MemoryError
        self.program, self.kernels = self.programs["step"], self.module.kernels
        self.code_size = len(self.module.code)
        self.call = machine.instantiate(self.module.code)
        self.settle(lab)

    def settle(self, lab):
        """Take memory for what the module works on, and put the samples there."""
        self.base, self.memory = self.machine.reserve(self.module.size)
        self.views = {}
        self.held = {key: self.cells(key, shape) for key, shape in self.shapes.items()}
        samples = lab.samples
        self.cells("x", samples.x.T.shape)[:] = samples.x.T
        self.cells("y", samples.y.T.shape)[:] = samples.y.T
        if "test" in self.programs:
            self.cells("x_test", samples.x_test.shape)[:] = samples.x_test
            self.cells("y_test", samples.y_test.shape)[:] = samples.y_test
        self.order_of = None  # the state of the generator that made the order in the module
        self.steps_a_second = None
        self.longest = self.shown = 0.0  # seconds of the longest call, and its steps a second

    def twin(self, lab):
        """The same module for another network of the same make, in memory of its own."""
        twin = copy.copy(self)
        twin.samples = lab.samples
        twin.settle(lab)
        return twin

    def share_out(self):
        """Which slots the module is given, which it hands on, and which it only gives back.

        What no program reads (layer.Z, say) is made anew in each step. A smaller last batch gives
        it another shape, so there it has a place of its own; a test's is not wanted.
        """
        programs = self.programs.values()
        read = {i.slot for p in programs for op in p.ops for i in op.inputs if i.slot}
        moved = [(k, op.slot) for p in programs for k, op in p.outputs.items() if op.slot]
        while more := {slot for key, slot in moved if key in read and slot not in read}:
            read |= more
        self.inputs = sorted(read - set(DATA))
        self.given_back = {"step": {}, "last": {}}  # place in the module: the slots that get it
        for name, program in self.programs.items():
            kept, places = {}, {}
            for key, op in program.outputs.items():
                if op.slot == key or (op.slot in DATA and key not in read):
                    continue  # unchanged, or what came in
                if key in read:
                    kept[key] = op
                elif name != "test":
                    place = places.setdefault(op, f"last:{key}" if name == "last" else key)
                    kept[place] = op
                    self.given_back[name].setdefault(place, []).append(key)
            program.outputs = kept
        self.state = sorted({key for p in programs for key in p.outputs if key in read})

    def find_slots(self, network):
        """Where things are kept now: other settings, or a step undone, put others there."""
        self.slots = {slot.key: slot for slot in slots(network)}

    def cells(self, name, shape=(), kind=np.float64):
        """The module's memory under a name, as an array; asked for again, it is the same array."""
        found = self.views.get(name)
        if found is None:
            at = self.module.at[name]
            count = prod(shape) * np.dtype(kind).itemsize
            found = self.memory[at : at + count].view(kind).reshape(shape)
            self.views[name] = found
        return found

    def per_epoch_cells(self, name):
        """Cells with one number for each epoch of a call."""
        return self.cells(name, (EPOCHS,))

    # In, on, out

    def enter(self, lab):
        """Put in all that the Lab's network holds. False if its step has become another one."""
        between, network = lab.batches is None, lab.network
        sizes = [lab.settings["training"]["batch"], *([] if between else [lab.batch_of_epoch])]
        fits = all(self.size == (self.m if s == "all" else min(s, self.m)) for s in sizes)
        if not fits or lab.samples is not self.samples:
            return False
        if signature(network, self.inputs) != self.signature:
            return False
        self.find_slots(network)
        for key in self.inputs:
            self.held[key][...] = self.slots[key].get()
        self.under_way = int(lab.taken > 0)
        self.cells("taken", (), np.int64)[...] = lab.taken
        self.cells("epoch", (), np.int64)[...] = 0
        self.cells("cost_so_far")[...] = lab.cost_so_far
        self.cells("bound")[...] = SOUND * network.first_cost
        if self.per_epoch > 1:
            self.rng("rng")[:] = shuffle.cells(network.rng.bit_generator.state)
            if not between and lab.rng_of_epoch != self.order_of:
                rng = np.random.default_rng()
                rng.bit_generator.state = lab.rng_of_epoch
                self.cells("order", (self.m,), np.int32)[:] = rng.permutation(self.m)
                self.rng("rng_before")[:] = shuffle.cells(lab.rng_of_epoch)
                self.order_of = lab.rng_of_epoch
        return True

    def rng(self, name):
        """The cells of a generator's state."""
        return self.cells(name, (6,), np.uint64)

    def taken(self):
        return int(self.cells("taken", (), np.int64))

    def run(self, lab, until, most, seconds):
        """See Engine.run; `enter` comes before it."""
        network, start = lab.network, time.perf_counter()
        left = (until - len(network.costs)) * self.per_epoch - lab.taken
        left = left if most is None else min(left, most)
        done, took = 0, 0.0
        while done < left and (seconds is None or took < seconds):
            asked = self.how_many(left - done, None if seconds is None else seconds - took)
            began = time.perf_counter()
            did = self.advance(network, len(network.costs), asked)
            ended = time.perf_counter()
            took, seconds_here = ended - start, max(ended - began, 1e-5)
            self.steps_a_second = max(did, 1) / seconds_here
            if seconds_here > self.longest:  # a short call is mostly its way
                self.longest, self.shown = seconds_here, self.steps_a_second
            done += did
            self.take_costs(lab)
            if did < asked:  # the next one is for Python; its epoch begins there once more
                if self.per_epoch > 1 and not self.taken():
                    self.rng("rng")[:] = self.rng("rng_before")
                break
        if done:
            self.leave(lab, done)
        return done

    def how_many(self, left, seconds):
        """Steps for a chunk of time: whole epochs, if those are short enough."""
        if self.steps_a_second is None:
            return min(left, 10)
        chunk = CHUNK if seconds is None else min(max(seconds, CHUNK / 10), CHUNK)
        steps = max(1, int(chunk * self.steps_a_second))
        if steps > self.per_epoch:
            steps -= steps % self.per_epoch
        return min(left, steps, (EPOCHS - 1) * self.per_epoch)

    def advance(self, network, epoch, steps):
        """Call the module, whose next epoch is number `epoch`."""
        epochs = min(steps // self.per_epoch + 2, EPOCHS)
        steady = network.schedule == "constant" and not hasattr(optimizers, "__source__")
        rates = network.rate_at(epoch)
        if not steady:  # by a schedule, perhaps a learner's own
            rates = [network.rate_at(epoch + i) for i in range(epochs)]
        self.per_epoch_cells("rate_table")[:epochs] = rates
        return self.call(self.base, steps)

    def take_costs(self, lab):
        """Of the epochs of the last call, to those that there are."""
        costs, epochs = lab.network.costs, int(self.cells("epoch", (), np.int64))
        if "test" in self.programs:  # an epoch that was under way has its test cost already
            del lab.test_costs[len(costs) + self.under_way :]
            tested = epochs + (self.taken() > 0)
            lab.test_costs += self.per_epoch_cells("test_costs")[self.under_way : tested].tolist()
        costs += self.per_epoch_cells("costs")[:epochs].tolist()
        self.cells("epoch", (), np.int64)[...] = 0
        self.under_way = int(self.taken() > 0)

    def leave(self, lab, done):
        """What the module has made goes back to where the lesson keeps it."""
        network, taken = lab.network, self.taken()
        for key, value in self.results().items():
            self.slots[key].set(value)
        network.before = network.good = self.before(network)
        lab.steps += done
        if self.per_epoch > 1:
            network.rng.bit_generator.state = shuffle.state(self.rng("rng"))
        lab.rest()
        if taken:
            self.order_of = shuffle.state(self.rng("rng_before"))
            lab.take_up(self.order_of, taken, float(self.cells("cost_so_far")))

    def results(self):
        """{key of a slot: what it holds now}"""
        found = {key: self.held[key].copy() for key in self.state + self.rates}
        ended_small = "last" in self.programs and self.taken() == 0
        for place, keys in self.given_back["last" if ended_small else "step"].items():
            value = self.held[place].copy()
            found |= dict.fromkeys(keys, value)
        return found

    def before(self, network):
        """W and b of each layer before the last update."""

        def held(index, layer, name):
            place, now = f"before:layers.{index}.{name}", getattr(layer, name)
            return self.cells(place, now.shape).copy() if place in self.module.at else now.copy()

        return [(held(i, a, "W"), held(i, a, "b")) for i, a in enumerate(network.layers)]

    def rate(self):
        """Epochs a second in the longest call."""
        return self.shown / self.per_epoch

    def difference(self, lab):
        """Do by the module the epoch that the Lab has just done plainly, `enter` having been called
        before it. What is not the same afterwards, in words; None if all is.

        Raises Unsound if a cost on the way was too high for the module to go on by itself.
        """
        network, epoch = lab.network, len(lab.network.costs) - 1
        self.find_slots(network)
        if self.advance(network, epoch, self.per_epoch) != self.per_epoch:
            raise Unsound
        if not self.same(self.per_epoch_cells("costs")[0], network.costs[-1]):
            return "cost"
        tested = self.per_epoch_cells("test_costs")[:1] if "test" in self.programs else []
        if not all(self.same(cost, lab.test_costs[epoch]) for cost in tested):
            return "test cost"
        for key, value in self.results().items():
            if not self.same(value, self.slots[key].get()):
                return named(key)
        for mine, theirs in zip(self.before(network), network.before, strict=True):
            if not all(map(self.same, mine, theirs)):
                return "W or b on the way"
        if self.per_epoch > 1 and (
            shuffle.state(self.rng("rng")) != network.rng.bit_generator.state
        ):
            return "shuffle"
        return None

    def same(self, a, b):
        """Equal to the last bit where the machine calculates as NumPy does there; else nearly."""
        a, b = np.asarray(a), np.asarray(b)
        if self.machine.exact:
            signs = np.signbit(a) == np.signbit(b)
            return a.shape == b.shape and bool(np.all((a == b) & signs | (a != a) & (b != b)))
        return a.shape == b.shape and np.allclose(a, b, 1e-9, 1e-12, equal_nan=True)


class Unsound(Exception):
    """The module has stopped: from there Python looks at each cost, see Network.check."""
