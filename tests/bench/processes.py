"""Processes that are told and answer line by line: native training, and Firefox."""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


class Failed(Exception):
    """What was asked for could not be done; says why."""


class Lines:
    """A process that answers each line of JSON by one."""

    def __init__(self, command, **options):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        command = [str(part) for part in command]
        self.process = subprocess.Popen(command, **pipes, **options)

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"{self.process.args[0]} has ended")
        answer = json.loads(line)
        if "failed" in answer:
            raise Failed(answer["failed"])
        return answer

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Native:
    """An engine in a Python of its own: script, and the Python that runs it."""

    def __init__(self, python, script):
        self.lines = Lines([python, HERE / "engines" / script])

    def prepare(self, workload):
        return self.lines.ask({"workload": workload})

    def run(self, seconds):
        return self.lines.ask({"seconds": seconds})

    def end(self):
        self.lines.end()


class Firefox:
    """A Firefox with a fresh profile; one page at a time."""

    def __init__(self, executable):
        self.lines = Lines(["node", HERE / "firefox.mjs", executable])
        self.version = self.lines.hear()["value"].replace("/", " ").capitalize()

    def open(self, address, watch=None):
        """A new page, with the script `watch` put in before its own."""
        self.lines.ask({"open": address, "watch": watch})

    def evaluate(self, script, argument=None):
        return self.lines.ask({"script": script, "argument": argument})["value"]

    def leave(self):
        self.lines.ask({"leave": True})

    def end(self):
        self.lines.end()
