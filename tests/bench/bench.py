"""Measures the workloads in a real browser: `python3 build.py bench`.

Both ways of a comparison take turns, so that a machine that slows down slows both. The ratio of
each turn is one measurement; the table has the median and how far they spread.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "page"))

import browsers
import harness
from workloads import WORKLOADS

import build

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "dist/bench.json"
PAGE = Path(__file__).with_name("worker.html")


class Lab:
    """The worker of the built site, in a page of a browser."""

    def __init__(self, browser, address):
        self.page = browser.new_page()
        self.page.set_default_timeout(harness.BOOT)
        self.page.route(address + "bench", lambda route: route.fulfill(path=PAGE))
        self.page.goto(address + "bench")
        self.version = self.page.wait_for_function("window.lab?.version").json_value()

    def call(self, name, **arguments):
        """.ms, and .answer without its arrays."""
        script = "([name, args]) => window.lab.call(name, args)"
        return SimpleNamespace(**self.page.evaluate(script, [name, arguments]))


def measure(comparison, rounds):
    ways = {"ours": comparison.ours, "other": comparison.other}
    for _, way in ways.values():  # the first time is slower: code is still being compiled
        way()
    times = {side: [] for side in ways}
    for _ in range(rounds):
        for side, (_, way) in ways.items():
            times[side].append(way())
    ratios = [a / b for a, b in zip(times["ours"], times["other"], strict=True)]
    return {
        "title": comparison.title,
        **{side: {"what": ways[side][0], **spread(times[side])} for side in ways},
        "ratio": spread(ratios),
        "most": comparison.most,
        "kept": statistics.median(ratios) <= comparison.most,
    }


def spread(values):
    return {
        "median": statistics.median(values),
        "low": min(values),
        "high": max(values),
        "all": values,
    }


def table(results):
    """The results for the eye."""
    lines = []
    for one in results:
        ratio = one["ratio"]
        lines.append(f"{one['title']}")
        for side in ("ours", "other"):
            ms = one[side]
            span = f"({ms['low']:,.0f} to {ms['high']:,.0f})"
            lines.append(f"  {ms['what']:<24} {ms['median']:>9,.0f} ms   {span}")
        verdict = "kept" if one["kept"] else "NOT KEPT"
        span = f"({ratio['low']:.2f} to {ratio['high']:.2f})"
        lines.append(f"  {'ratio':<24} {ratio['median']:>9.2f}      {span}")
        lines.append(f"  {'at most':<24} {one['most']:>9.2f}      {verdict}")
    return "\n".join(lines)


def machine(browser):
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "browser": f"{browser.browser_type.name} {browser.version}",
    }


def processor():
    try:
        text = Path("/proc/cpuinfo").read_text()
        return next(line for line in text.splitlines() if "model name" in line).split(": ")[1]
    except (OSError, StopIteration, IndexError):
        return platform.processor() or platform.machine()


def commit():
    asked = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, encoding="utf-8")
    return done.stdout.strip() or None


def main():
    parser = argparse.ArgumentParser(prog="build.py bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each (5)")
    parser.add_argument("names", nargs="*", help="only these workloads; all, if none is named")
    choice = parser.parse_args()
    known = {workload.__name__: workload for workload in WORKLOADS}
    if unknown := [name for name in choice.names if name not in known]:
        parser.error(f"There is no workload {unknown[0]}. There are: {', '.join(known)}.")
    chosen = [known[name] for name in choice.names or known]

    server, address = build.server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=harness.CHROMIUM_FLAGS
        )
        lab = Lab(browser, address)
        where = machine(browser)
        results = [measure(workload(lab), choice.rounds) for workload in chosen]
        browser.close()
    server.shutdown()

    date = datetime.now(UTC).isoformat(timespec="seconds")
    about = {"date": date, "version": lab.version, "commit": commit(), "machine": where}
    RESULTS.write_text(json.dumps({**about, "rounds": choice.rounds, "results": results}, indent=1))
    print(f"\nChalknet {lab.version}, {date[:10]}, median of {choice.rounds} (lowest to highest)")
    print("{processor}, {cores} cores, {system}, {browser}".format(**where))
    print(table(results))
    print(f"All numbers: {RESULTS.relative_to(ROOT)}")
    return 0 if all(one["kept"] for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
