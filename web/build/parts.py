"""Makes the parts that Python is made of on the page: cut, put to sleep, packed.

The scripts are in web/lab/make/ and run in Node. What each makes is kept under a hash of all that
goes into it, so a change of the lesson makes the snapshot anew and nothing else.
"""

import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

MAKE = "web/lab/make"
SHARED = ("told.mjs", "../tree.js")


@dataclass
class Part:
    """One part as it is shipped."""

    name: str
    data: bytes
    whole: int  # its length when it is unpacked
    when: str  # "ready": needed for the start, "late": after it, "fallback": if the start fails
    plain: bytes = None  # unpacked: a script, which hosts pack on the way


@dataclass
class Maker:
    root: Path  # of the repository
    work: Path  # what can be made again is kept here
    run: object  # build.py's: run(command, why)
    say: object  # build.py's

    def parts(self, worker, program, wheel, lesson):
        """The parts in the order in which they are needed.

        `worker`: the worker's script; `program`: Pyodide's, as it is in there; `lesson`: the files
        of the package chalknet by path.
        """
        pyodide = self.root / "node_modules/pyodide"
        inputs = sorted(path for path in pyodide.iterdir() if path.suffix in (".mjs", ".wasm"))
        inputs += [pyodide / "python_stdlib.zip", wheel]
        own = self.files("cut.mjs", "cut.py", "shipped.txt", *SHARED)
        cut = self.made("cut", [*inputs, *own], lambda out: self.node("cut.mjs", wheel, out))

        def put_to_sleep(out):
            self.node("snapshot.mjs", program, cut, self.root / "py", out)
            self.node("check.mjs", program, out)

        own = self.files("snapshot.mjs", "clear.mjs", "check.mjs", "../restore.js", *SHARED)
        own += self.files("../libraries.js", *(f"{name}.py" for name in STARTS))
        everything = [program, *inputs, cut / "python.tree", *own, *lesson.values()]
        slept = self.made("snapshot", everything, put_to_sleep)
        files = {
            "pyodide.asm.wasm": pyodide / "pyodide.asm.wasm",
            "libraries": slept / "libraries.tree",
            "snapshot": slept / "snapshot.tree",
            "late": slept / "late.tree",
            "fallback": slept / "fallback.tree",
        }
        kept = self.work / "lesson.tree"
        kept.write_bytes(tree(lesson))
        files["lesson"] = kept
        packed = self.packed(files)
        return [
            Part("worker.js", gzip.compress(worker, 9, mtime=0), len(worker), "ready", worker),
            *(packed(name, "ready") for name in ("pyodide.asm.wasm", "libraries")),
            *(packed(name, "ready") for name in ("snapshot", "lesson")),
            *(packed(name, name) for name in ("late", "fallback")),
        ]

    def packed(self, files):
        """Compresses the files that are not compressed yet, in one go."""
        places = {name: self.work / f"packed-{digest([path])}.zst" for name, path in files.items()}
        new = [name for name, place in places.items() if not place.exists()]
        if new:
            self.say("packing", ", ".join(new))
            self.node("pack.mjs", *(files[name] for name in new))
            for name in new:
                made = files[name].with_name(f"{files[name].name}.zst")
                made.replace(places[name])
        return lambda name, when: Part(
            name, places[name].read_bytes(), files[name].stat().st_size, when
        )

    def made(self, name, inputs, make):
        """The folder that make(folder) filled for the same inputs."""
        place = self.work / f"{name}-{digest(inputs)}"
        if not place.exists():
            self.say(name, "making it anew")
            part = place.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            make(part)
            part.replace(place)
        return place

    def node(self, script, *arguments):
        return self.run(["node", self.root / MAKE / script, *arguments], f"Running {script}")

    def files(self, *names):
        return [self.root / MAKE / name for name in names]


STARTS = ("late", "start", "selftest", "sleep", "wake")


def digest(inputs):
    """One hash of files and of bytes."""
    hashes = [
        hashlib.sha256(one if isinstance(one, bytes) else one.read_bytes()).hexdigest()
        for one in inputs
    ]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:16]


def tree(files):
    """Many files in one, as web/lab/tree.js reads them."""
    head = json.dumps([[path, len(data)] for path, data in files.items()]).encode()
    return b"".join([len(head).to_bytes(4, "little"), head, *files.values()])
