"""What the worker calls: one Door, and behind it the Lab of the code that is loaded now."""

import json

import numpy as np

from chalknet import loader, pristine
from chalknet.deadline import SECONDS, TooLong, anew, time_limit
from chalknet.explain import explain
from chalknet.message import pack, unpack
from chalknet.printed import listening, printed

FOR_THE_LAB = (
    *("open", "reset", "train", "step", "undo", "state", "look_at", "costs", "view"),
    *("set_weight", "rewind", "neurons_at_work", "report", "what_runs"),
)
ITS_OWN = (
    *("read_drawing", "saved", "restore", "load_code", "trace", "gradcheck", "check_exercise"),
    *("read_table", "try_table", "open_file", "seeds_begin", "seeds_more", "surface", "export"),
)
AT_WORK = ("open", "reset", "restore", "open_file", "load_code", "train", "step", "trace")


class Door:
    """door.call(name, arguments as JSON, ink) -> (text, bytes), as message.pack makes them."""

    def __init__(self, parts=None):
        self.parts = parts or loader.fresh({})
        self.edited = frozenset()  # the files of a learner's that run
        self.machine = None
        self.lab = self.parts["lab"].Lab()

    def compile_with(self, instantiate):
        """Training may be compiled from now on: `instantiate(bytes)` gives the export `run`."""
        from chalknet.compiled.machine import Machine

        self.machine = Machine(instantiate)
        self.lab.machine = self.machine

    def call(self, name, arguments="{}", numbers=None):
        """`numbers` is what JSON cannot carry: a drawing, or the bytes of something saved."""
        if name not in FOR_THE_LAB + ITS_OWN:
            raise ValueError(f"The door has no call named {name}.")
        method = getattr(self.lab if name in FOR_THE_LAB else self, name)
        arguments = json.loads(arguments)
        if numbers is not None:
            arguments["numbers"] = numbers
        with listening():
            return self.answer(name, method, arguments)

    def answer(self, name, method, arguments):
        """A failure of a learner's code is an answer; a failure of ours is raised. With it goes
        what the code printed, if it was at work, and whatever it was about if it failed.
        """
        printed.take()  # of a call that was not answered
        try:
            with time_limit():
                told = method(**arguments)
                return pack({**told, **(printed.take() if name in AT_WORK else {})})
        except TooLong as error:
            found = explain(error)
            loop = f"This loop had not ended after {SECONDS} seconds, so it was stopped."
            answer = {"error": {**found, "type": "TooLong", "message": loop}}
            return pack({**answer, **printed.take()})
        except BaseException as error:  # sys.exit() of a learner too
            found = explain(error)
            learners = self.edited or "files" in arguments or "code" in arguments
            if found["file"] is None and not learners:
                raise
            return pack({"error": found, **printed.take()})

    def read_drawing(self, numbers):
        return self.lab.read_drawing(numbers)

    def saved(self):
        """The state of the run, to be handed back to `restore` as it is."""
        text, data = pack(self.lab.saved())
        return {"text": text, "data": np.frombuffer(data, np.uint8)}

    def restore(self, experiment, text, numbers):
        """Open an experiment and put a saved run back into it."""
        opened = self.lab.open(experiment, unpack(text, bytes(numbers)))
        return {**opened, "catalog": self.parts["catalog"].catalog()}

    def read_table(self, numbers):
        """A table as bytes -> what was read in it; or, in a sentence, why it cannot be read."""
        return self.parts["table"].open_table(numbers)

    def try_table(self, numbers, **chosen):
        """What would come of these inputs, wanted column and missing cells of a table."""
        table = self.parts["table"]
        try:
            text, _ = self.parts["reading"].decode(bytes(numbers))
            notes = table.choose(table.read_table(text), **chosen).notes
            return {"notes": list(notes), "problem": None}
        except table.TableError as error:
            return {"notes": [], "problem": str(error)}

    def open_file(self, numbers):
        """An experiment or a trained network from a file; or, in a sentence, why not."""
        files = self.parts["files"]
        try:
            experiment, layers, costs = files.read(bytes(numbers))
            with self.lab.all_or_nothing(self.lab.settings is not None):
                problems = self.lab.open(experiment)["problems"]
                if layers is None:
                    self.lab.start()
                else:
                    files.put_into(self.lab, layers, costs)
                return self.lab.opened(problems, False)
        except files.FileError as error:
            return {"problem": str(error)}

    def export(self, kind):
        """The trained network to take along: a file's name, its kind and its bytes."""
        try:
            return self.parts["export"].export(self.lab, kind)
        except ValueError as error:  # says what of this network does not go into such a file
            return {"problem": str(error)}

    def seeds_begin(self, count=100):
        """The present experiment from many seeds at once: begin."""
        self.seeds = None  # what the last ones fill is free again
        make = self.parts["seeds"].Seeds
        self.seeds = make(self.lab.settings, count, machine=self.machine)
        return self.seeds_more(0)

    def seeds_more(self, seconds):
        answer = self.seeds.more(seconds)
        return answer if self.seeds.trainers else self.say_whose(answer, "Many seeds are trained")

    def surface(self, **chosen):
        """The cost over two weights, or along the path of the training."""
        answer = self.parts["surface"].surface(self.lab, **chosen)
        return self.say_whose(answer, "The surface is calculated")

    def say_whose(self, answer, what):
        """Many networks at once are stacked: that takes a layer made for it."""
        if own := self.edited & {"layer.py", "network.py"}:
            yours = " and ".join(sorted(own))
            note = f"{what} by a layer of its own, not by your {yours}."
            answer["note"] = f"{note} {answer['note'] or ''}".strip()
        return answer

    def load_code(self, files, experiment=None):
        """Run the edited `files` from now on. The weights stay where their shapes still fit.

        With nothing open yet, `experiment` is opened: what the code was written for.

        Nothing changes unless the edited code has been imported, has opened the experiment, has
        made one step of training on the side and has told its catalog.
        """
        before, now = loader.chalknet_modules(), self.lab
        try:
            parts = loader.fresh(files)
            anew()
            lab = parts["lab"].Lab(self.machine)
            # what the old code has done cannot be had again from the start by the new one
            saved = now.settings and now.saved() | {"clean": False}
            lab.see_as(now)
            opened = lab.open(now.settings or experiment or {}, saved)
            lab.rehearse()
            lab.learners = bool(files)
            catalog = parts["catalog"].catalog()
        except BaseException:
            loader.put_back(before)
            raise
        self.parts, self.lab, self.edited = parts, lab, frozenset(files)
        return {**opened, "catalog": catalog, "loaded": sorted(files)}

    def trace(self):
        return self.lab.trace(self.parts["trace"].trace_step)

    def gradcheck(self):
        lab = self.lab
        return self.parts["gradcheck"].check(lab.network, lab.samples.x, lab.samples.y)

    def check_exercise(self, exercise, code):
        try:
            return self.parts["exercises"].check(exercise, code)
        finally:
            pristine.put_back()
