"""How a Lab trains: plainly, or by a module compiled from its own step where that gives the same.

A run begins plainly. Then one epoch is recorded while it happens and is compiled, and the epoch
after it is done both ways and compared. From there on epochs run compiled. Where the step cannot
be compiled, or a result differs, training stays plain, and `why` says why.
"""

import time

import numpy as np

from chalknet.compiled.recording import Recording, record_feedforward, record_step
from chalknet.compiled.run import Course, Unsound
from chalknet.compiled.slots import slots
from chalknet.memory import contents, put_back
from chalknet.network import Diverged

PLAIN, RECORDING, COMPARING, COMPILED = "plain", "recording", "comparing", "compiled"


class Engine:
    """`stage` is one of the above. Without a machine it stays plain, for which no `why` is told.

    The Lab tells it of each slice of training, each epoch, and each step to be done plainly.
    """

    def __init__(self, machine=None):
        self.machine = machine
        self.stage, self.why, self.course = PLAIN, None, None
        self.rate = None  # epochs a second in the last slice of training
        self.may_record = self.forced_plain = False
        self.in_slice = self.as_left = False
        self.plain_steps = 0
        self.whole = False  # is it with us since the beginning of the present epoch?
        self.recordings = {}

    def __deepcopy__(self, memo):
        return Engine()  # what is tried on the side is tried plainly

    def slice_begins(self, timed, plain):
        """The first slice of a run stays plain, so that compiling does not delay it. Nor is the
        very first step recorded: what an optimizer remembers is not there yet.
        """
        self.forced_plain = plain
        self.may_record = self.plain_steps > 0 or not timed
        self.in_slice, self.as_left = timed, False

    def interrupt(self):
        """Somebody went elsewhere in the middle of an epoch: it cannot be recorded or compared."""
        self.whole = self.as_left = False

    def reconsider(self):
        """With other settings: what stood in the way may be gone."""
        self.why, self.whole = None, False

    def begin_again(self):
        self.stage, self.why, self.course, self.whole = PLAIN, None, None, False
        self.as_left = False

    def stay_plain(self, why):
        self.begin_again()
        self.why = why

    def undecided(self):
        """May the step yet turn out to be one that can be compiled?"""
        return self.stage != COMPILED and not self.why

    def adopt(self, course):
        """Train by a course that was compiled and compared for another network of the same make."""
        self.course, self.stage = course, COMPILED

    # Plain training, watched

    def epoch_begins(self, lab):
        self.recordings, self.whole = {}, True
        if self.stage in (PLAIN, RECORDING):
            wanted = self.machine and not (self.forced_plain or self.why)
            ready = self.may_record and self.plain_steps
            self.stage = RECORDING if wanted and ready else PLAIN
        elif self.stage == COMPARING and not self.course.enter(lab):
            self.begin_again()

    def test_cost(self, network, x, y):
        """The cost of held-out samples, before an epoch."""
        if self.stage == RECORDING:
            return self.record("test", record_feedforward, test_cost, network, x, y)
        return test_cost(network, x, y)

    def step(self, network, x, y):
        """One plain step. Recorded are an epoch's first, and its last if that batch is smaller."""
        self.plain_steps += 1
        self.as_left = False
        if self.stage == RECORDING and self.whole:
            if "step" not in self.recordings:
                self.size = x.shape[1]
                return self.record("step", record_step, one_step, network, x, y)
            if x.shape[1] != self.size:
                return self.record("last", record_step, one_step, network, x, y)
        return network.step(x, y)

    def record(self, name, way, plainly, network, x, y):
        """A step recorded on the side and then done plainly, so that nothing depends on a record
        that is not like the step. Only where it is known already that it has to stay plain, by what
        it does outside the network perhaps, is it not done a second time.
        """
        before = contents(network)
        try:
            recording = way(network, x, y)
        except Diverged:
            raise
        except Exception as error:  # of our arrays that write down, perhaps
            put_back(network, before)
            why = f"It fails while it is recorded ({type(error).__name__}: {error})."
            self.recordings[name] = Recording(None, why, None, {})
            return plainly(network, x, y)
        if recording.reason is None:
            recorded = held(network)
            put_back(network, before)
            cost = plainly(network, x, y)
            if not same([recording.cost, *recorded], [cost, *held(network)]):
                recording.reason = "While it is recorded it does something else than it does else."
            recording.cost = cost
        self.recordings[name] = recording
        return recording.cost

    def epoch_ends(self, lab):
        if self.whole and self.stage == RECORDING and "step" in self.recordings:
            self.compile(lab)
        elif self.whole and self.stage == COMPARING:
            self.compare(lab)

    def compile(self, lab):
        for recording in self.recordings.values():
            if recording.reason:
                return self.stay_plain(recording.reason)
        if not all("learning_rate" in vars(layer) for layer in lab.network.layers):
            return self.stay_plain("A layer keeps its learning rate in a way of its own.")
        start = time.perf_counter()
        try:
            self.course = Course(self.machine, lab, self.recordings, self.size)
        except MemoryError:
            return self.stay_plain("Compiled, it would take too much memory.")
        except Exception as error:  # no failure of ours may end a training
            return self.stay_plain(f"It could not be compiled ({error}).")
        self.course.milliseconds = 1000 * (time.perf_counter() - start)
        self.stage, self.agreed = COMPARING, 0
        return None

    def compare(self, lab):
        """The epoch that was just done plainly, done by the module too."""
        try:
            difference = self.course.difference(lab)
        except Unsound:
            return None  # the next epoch may serve
        except Exception as error:
            return self.stay_plain(f"It could not be compared ({error}).")
        if difference:
            return self.stay_plain(f"Compiled, it gave another {difference} than NumPy.")
        self.agreed += self.course.per_epoch
        if self.agreed > 1:  # one step alone would not show what one hands on to the next
            self.stage = COMPILED
        return None

    # Compiled training

    def run(self, lab, until, most=None, seconds=None):
        """Steps by the module: up to epoch `until`, so many, or so long. Returns how many were
        done; 0 if the next one has to be done plainly.
        """
        if self.stage != COMPILED or self.forced_plain or lab.stopped:
            return 0
        if not (self.as_left or self.course.enter(lab)):
            self.begin_again()
            return 0
        self.as_left = False
        done = self.course.run(lab, until, most, seconds)
        # Within a slice nobody changes the network between two calls: all is in the module still.
        self.as_left = self.in_slice and done > 0
        return done

    def measured(self, epochs, seconds):
        """So long took the last slice of training, which ends."""
        self.in_slice = self.as_left = False
        if self.machine and seconds:
            compiled = self.stage == COMPILED and not self.forced_plain
            self.rate = self.course.rate() if compiled else epochs / seconds

    def told(self):
        return {"compiled": self.stage == COMPILED, "why": self.why, "rate": self.rate}


def one_step(network, x, y):
    return network.step(x, y)


def test_cost(network, x, y):
    return network.cost(y, network.feedforward(x))


def held(network):
    return [slot.get() for slot in slots(network)]


def same(some, others):
    """The same numbers; a NaN is a NaN."""
    if len(some) != len(others):
        return False
    pairs = zip(some, others, strict=True)
    return all(np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f") for a, b in pairs)
