"""The start: from navigation to "Python ready", ours beside a plain page's, by the pages' clocks.

    cold   a fresh profile of the browser
    warm   the second visit with that profile, in a new tab
    slow   cold, at 20 Mbit/s with 30 ms a round trip
    file   the one file from disk

The plain page loads Pyodide in a module worker, loads NumPy and imports it; the server is the
same. Its ready is when NumPy is imported, ours when the page's experiment is open and Train works.
Both take turns.
"""

import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import browsers
import harness
from processes import Failed
from serving import Link
from spread import spread

PATIENCE = 180  # seconds
SLOW = (20e6, 0.030)  # bits a second, seconds a round trip
WATCH = Path(__file__).with_name("watch_start.js")
MOST = {"cold": 0.25, "warm": 0.22, "slow": 0.5, "file": 0.3, "first paint": 0.1}  # of plain
BYTES = {"until ready": 7.5e6, "in all": 9.5e6}


def measure(playwright, server, files, rounds, kinds):
    """`files`: {"ours": the one file, "plain": a plain one}."""
    visits = {kind: {"ours": [], "plain": []} for kind in kinds}
    for _ in range(rounds):
        for side, path in (("ours", "/chalknet/"), ("plain", "/plain/")):
            if "cold" in kinds or "warm" in kinds:
                with profile(playwright) as browser:
                    cold = visit(browser, server, server.address + path)
                    if "cold" in kinds:
                        visits["cold"][side].append(cold)
                    if "warm" in kinds:
                        visits["warm"][side].append(visit(browser, server, server.address + path))
            if "slow" in kinds:
                server.link = Link(*SLOW)
                with profile(playwright) as browser:
                    visits["slow"][side].append(visit(browser, server, server.address + path))
                server.link = None
            if "file" in kinds:
                with profile(playwright) as browser:
                    visits["file"][side].append(visit(browser, server, files[side].as_uri()))
    return {kind: told(kind, sides) for kind, sides in visits.items()}


@contextmanager
def profile(playwright):
    """A browser with a profile that nobody has used."""
    folder = tempfile.mkdtemp(prefix="chalknet-bench-")
    browser = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=browsers.chromium(),
        args=harness.CHROMIUM_FLAGS,
        viewport={"width": 1280, "height": 800},
    )
    browser.add_init_script(path=WATCH)
    try:
        yield browser
    finally:
        browser.close()
        shutil.rmtree(folder, ignore_errors=True)


def visit(browser, server, address):
    """{"ready": ms, "complete": ms of the first paint with all pictures, "bytes": ...}"""
    server.pieces.clear()
    page = browser.new_page()
    try:
        page.goto(address, timeout=PATIENCE * 1000)
        marks = until_ready(page, address)
        server.wait_until_quiet()
        paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
        first = page.evaluate(paint)
        marks = page.evaluate("window.benchMarks")
        begun = page.evaluate("performance.timeOrigin") / 1000
    finally:
        page.close()
    drawn = marks.get("drawn")
    return {
        "ready": marks["ready"],
        "first paint": first,
        "complete": max(first, drawn) if drawn and first else None,
        "bytes": {
            "until ready": server.sent(begun + marks["ready"] / 1000),
            "in all": server.sent(),
        },
    }


def until_ready(page, address):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        marks = page.evaluate("window.benchMarks")
        if "failed" in marks:
            raise Failed(f"{address} did not start")
        if "ready" in marks:
            return marks
        page.wait_for_timeout(200)
    raise Failed(f"{address} was not ready after {PATIENCE} seconds")


def told(kind, sides):
    """What the visits of one kind come to."""
    ratios = [a["ready"] / b["ready"] for a, b in zip(sides["ours"], sides["plain"], strict=True)]
    answer = {
        **{side: spread([visit["ready"] for visit in all]) for side, all in sides.items()},
        "ratio": spread(ratios),
        "most": MOST[kind],
        "kept": spread(ratios)["median"] <= MOST[kind],
    }
    if kind == "cold":
        answer["first paint"] = first_paint(sides)
    if kind != "file":
        answer["bytes"] = {
            side: {what: {of: middle(all, what, of) for of in ("sent", "raw")} for what in BYTES}
            for side, all in sides.items()
        }
    return answer


def first_paint(sides):
    """Of our page with all its pictures, beside the plain page's ready."""
    pairs = list(zip(sides["ours"], sides["plain"], strict=True))
    if not all(ours["complete"] for ours, _ in pairs):
        return None
    ratio = spread([ours["complete"] / plain["ready"] for ours, plain in pairs])
    return {
        "contentful": spread([ours["first paint"] for ours, _ in pairs]),
        "complete": spread([ours["complete"] for ours, _ in pairs]),
        "ratio": ratio,
        "most": MOST["first paint"],
        "kept": ratio["median"] <= MOST["first paint"],
    }


def middle(visits, what, of):
    return spread([visit["bytes"][what][of] for visit in visits])["median"]
