"""Makes ready what the bench needs beside the site: its page, and the peers from npm and pip.

A peer that cannot be had is left out; `Peers.missing` says why.
"""

import base64
import gzip
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import build

HERE = Path(__file__).parent
MADE = build.WORK / "bench"  # what the bench's server serves under /bench/ and /plain/
WASM = HERE / "node_modules/@tensorflow/tfjs-backend-wasm/dist"
FROM_NPM = ["convnetjs", "tfjs_cpu", "tfjs_wasm"]


def page(peers):
    """The bench's page and its workers, bundled. Returns {peer: why it is missing}."""
    shutil.rmtree(MADE, ignore_errors=True)
    folder = MADE / "bench"
    folder.mkdir(parents=True)
    shutil.copy(HERE / "engines/index.html", folder)
    bundle("page.js", folder / "page.js", "--format=esm")
    bundle("nnts_worker.js", folder / "nnts_worker.js")
    if not peers:
        return {}
    try:
        install()
        for name in peers:
            bundle(f"{name}_worker.js", folder / f"{name}_worker.js")
        for file in WASM.glob("*.wasm"):
            shutil.copy(file, folder)
    except build.Trouble as trouble:
        return {name: said(trouble) for name in peers}
    return {}


def bundle(entry, out, form="--format=iife"):
    text, _ = build.bundle(f"tests/bench/engines/{entry}", form, "--define:process.env.NODE_ENV=1")
    out.write_text(text, "utf-8")


def install():
    """Bring tests/bench/node_modules in step with its lock file."""

    def versions(file):
        packages = json.loads((HERE / file).read_text("utf-8"))["packages"]
        return {name: entry["version"] for name, entry in packages.items() if name}

    wanted = versions("package-lock.json")
    try:
        if versions("node_modules/.package-lock.json") == wanted:
            return
    except (OSError, ValueError):
        pass
    build.say("peers", "npm ci for tests/bench")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", HERE]
    build.run([shutil.which("npm"), "ci", *options], "Installing the bench's peers")


def scikit_python():
    """The Python that has scikit-learn."""
    return build.environment("bench", HERE / "requirements.txt")


def said(trouble):
    """The line of what went wrong that says it."""
    first, *rest = str(trouble).strip().splitlines()
    return next((line for line in rest if "error" in line.lower()), first)[:200]


def plain():
    """The plain pages: one for a server, one that is a single file. Returns that file."""
    folder = MADE / "plain"
    pyodide = folder / "pyodide"
    pyodide.mkdir(parents=True)
    names = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
    for name in (*names, "pyodide-lock.json"):
        shutil.copy(build.MODULES / "pyodide" / name, pyodide)
    shutil.copy(build.numpy_wheel(), pyodide)
    for name in ("index.html", "plain_worker.js", "plain_start.js"):
        shutil.copy(HERE / "plain" / name, folder)

    worker, _ = build.bundle("tests/bench/plain/file_worker.js", "--format=iife")
    parts = [f'<script type="text/plain" id="worker">{build.inline_script(worker)}</script>']
    for path in sorted(pyodide.iterdir()):
        packed = base64.b64encode(gzip.compress(path.read_bytes(), 9)).decode()
        parts.append(f'<script type="text/plain" data-name="{path.name}">{packed}</script>')
    text = (HERE / "plain/file.html").read_text("utf-8")
    file = MADE / "plain.html"
    file.write_text(text.replace("<!--parts-->", "\n".join(parts)), "utf-8")
    return file
