"""The start: from navigation to "Python ready", ours beside a plain page's, by the pages' clocks.

    cold   a fresh profile of the browser
    warm   the second visit with that profile, in a new tab
    slow   cold, at 20 Mbit/s with 30 ms a round trip
    file   the one file from disk

The plain page loads Pyodide in a module worker, loads NumPy and imports it; the server is the
same. Its ready is when NumPy is imported, ours when the page's experiment is open and Train works.
Both take turns, and the browser comes to rest before each visit.
"""

import time
from pathlib import Path

from processes import Failed
from serving import Link
from spread import spread

PATIENCE = 180  # seconds
REST = 3  # seconds: a new browser goes on with starting, a page that was left is cleared away
SLOW = (20e6, 0.030)  # bits a second, seconds a round trip
SEEN = """() => ({
    marks: window.benchMarks,
    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    begun: performance.timeOrigin / 1000,
})"""
WATCH = Path(__file__).with_name("watch_start.js")
MOST = {"cold": 0.25, "warm": 0.22, "slow": 0.5, "file": 0.3, "first paint": 0.1}  # of plain
BYTES = {"until ready": 7.5e6, "in all": 9.5e6}


def measure(launch, server, files, rounds, kinds):
    """`launch()` starts a browser; `files`: {"ours": the one file, "plain": a plain one}."""
    visits = {kind: {"ours": [], "plain": []} for kind in kinds}
    for _ in range(rounds):
        for side, path in (("ours", "/chalknet/"), ("plain", "/plain/")):
            site = server.address + path
            if {"cold", "warm"} & set(kinds):
                for kind, found in zip(
                    ("cold", "warm"), tour(launch, server, site, 2), strict=True
                ):
                    if kind in kinds:
                        visits[kind][side].append(found)
            if "slow" in kinds:
                server.link = Link(*SLOW)
                visits["slow"][side] += tour(launch, server, site)
                server.link = None
            if "file" in kinds:
                visits["file"][side] += tour(launch, server, files[side].as_uri())
    return {kind: told(kind, sides) for kind, sides in visits.items()}


def tour(launch, server, address, times=1):
    """So many visits with a profile that nobody has used before."""
    browser = launch()
    try:
        return [visit(browser, server, address) for _ in range(times)]
    finally:
        browser.end()


def visit(browser, server, address):
    """{"ready": ms, "complete": ms of the first paint with all pictures, "bytes": ...}"""
    time.sleep(REST)
    server.pieces.clear()
    browser.open(address, WATCH.read_text("utf-8"))
    wait_until_ready(browser, address)
    server.wait_until_quiet()
    seen = browser.evaluate(SEEN)
    browser.leave()
    first, drawn, ready = seen["first"], seen["marks"].get("drawn"), seen["marks"]["ready"]
    return {
        "ready": ready,
        "first paint": first,
        "complete": max(first, drawn) if drawn and first else None,
        "bytes": {
            "until ready": server.sent(seen["begun"] + ready / 1000),
            "in all": server.sent(),
        },
    }


def wait_until_ready(browser, address):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        marks = browser.evaluate("() => window.benchMarks")
        if "failed" in marks:
            raise Failed(f"{address} did not start")
        if "ready" in marks:
            return
        time.sleep(0.2)
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
            side: {
                what: {
                    **{of: middle(all, what, of) for of in ("sent", "raw")},
                    "files": all[-1]["bytes"][what]["files"],
                }
                for what in BYTES
            }
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
