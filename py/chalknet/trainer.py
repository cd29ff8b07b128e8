"""Trains one network on its samples: step by step, or by compiled steps where that can be."""

from chalknet.compiled.engine import Engine
from chalknet.network import Diverged


class Trainer:
    """begin(settings, samples, network), then advance or one_step.

    `batches` are those of the epoch that is under way, `taken` of them are done; between two
    epochs they are None. With a `machine` (compiled/machine.py) steps are compiled.
    """

    def __init__(self, machine=None):
        self.machine = machine
        self.settings = None

    def begin(self, settings, samples, network):
        self.settings, self.samples, self.network = settings, samples, network
        self.test_costs = []  # one an epoch, with the weights that the epoch began with
        self.steps = 0
        self.stopped = None
        self.rest()
        self.engine = Engine(self.machine)

    def advance(self, until, seconds=None, took=0, most=None):
        """Some compiled steps if they can be had, else a plain one. False if training has stopped
        for good.
        """
        limits = [self.gap(), None if seconds is None else seconds - took]
        limit = min((one for one in limits if one is not None), default=None)
        return bool(self.engine.run(self, until, most, limit)) or self.one_step()

    def gap(self):
        """Seconds after which something else than training may be due; None: nothing is."""
        return None

    def one_step(self, step=None):
        """One update, by network.step or another way. False if training has stopped for good."""
        if self.stopped:
            return False
        if self.batches is None:
            self.begin_epoch()
        x, y = self.batches[self.taken]
        before = self.network.before
        try:
            cost = step(x, y) if step else self.engine.step(self.network, x, y)
        except Diverged as diverged:
            self.stop(diverged)
            return False
        except BaseException:
            if self.network.before is not before:  # it failed during the update
                self.network.put_back(self.network.before)
            raise
        self.steps += 1
        self.taken += 1
        self.cost_so_far += x.shape[1] / self.samples.x.shape[1] * cost
        if self.taken == len(self.batches):
            self.network.costs.append(float(self.cost_so_far))
            self.engine.epoch_ends(self)
            self.rest()
        return True

    def begin_epoch(self):
        s = self.samples
        self.engine.epoch_begins(self)
        del self.test_costs[len(self.network.costs) :]  # of an epoch that was not finished
        if s.x_test.size:
            cost = self.engine.test_cost(self.network, s.x_test, s.y_test)
            self.test_costs.append(float(cost))
        self.network.set_pace()
        self.deal(self.settings["training"]["batch"])

    def deal(self, batch):
        """The batches of an epoch, and what it takes to deal the same ones again."""
        self.rng_of_epoch = self.network.rng.bit_generator.state
        self.batch_of_epoch = batch
        self.batches = self.network.batches(self.samples.x, self.samples.y, batch)
        self.taken, self.cost_so_far = 0, 0.0

    def take_up(self, rng, taken, cost_so_far):
        """In the middle of an epoch, as compiled steps have left it."""
        self.rng_of_epoch, self.batch_of_epoch = rng, self.settings["training"]["batch"]
        self.batches = Dealt(self)
        self.taken, self.cost_so_far = taken, cost_so_far

    def rest(self):
        """Between two epochs."""
        self.batches, self.taken, self.cost_so_far = None, 0, 0.0

    def count_steps(self):
        m, batch = self.samples.x.shape[1], self.settings["training"]["batch"]
        return 1 if batch == "all" else -(-m // batch)

    def stop(self, diverged):
        self.stopped = str(diverged)
        self.rest()

    def place(self):
        """How far the training has come."""
        return {
            "steps": self.steps,
            "stopped": self.stopped,
            "rng": self.rng_of_epoch if self.batches else self.network.rng.bit_generator.state,
            "batch": self.batch_of_epoch if self.batches else None,
            "taken": self.taken,
            "cost_so_far": self.cost_so_far,
        }

    def go_to(self, place):
        self.steps, self.stopped = place["steps"], place["stopped"]
        self.network.rng.bit_generator.state = place["rng"]
        self.engine.interrupt()
        self.batches = None
        if place["batch"] is not None:  # in the middle of an epoch: the same shuffle again
            self.deal(place["batch"])
        self.taken, self.cost_so_far = place["taken"], place["cost_so_far"]


class Dealt:
    """The batches of an epoch that is under way, dealt only when one of them is asked for."""

    def __init__(self, trainer):
        self.trainer, self.count, self.batches = trainer, trainer.count_steps(), None

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if self.batches is None:
            t = self.trainer
            rng = t.network.rng.bit_generator
            now, rng.state = rng.state, t.rng_of_epoch
            self.batches = t.network.batches(t.samples.x, t.samples.y, t.batch_of_epoch)
            rng.state = now
        return self.batches[index]
