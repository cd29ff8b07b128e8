"""Measures in real browsers and natively what the README claims: `python3 build.py bench`.

    build.py bench                      all of it, about ten minutes
    build.py bench speed start          only these parts
    build.py bench xor digits           only these workloads of the part "speed"
    build.py bench memory --minutes 10

What is compared takes turns, so that a machine that slows down slows all. A ratio is that of one
turn; the tables have medians, dist/bench.json has all numbers. What is wanted is said beside
what came out; the exit code tells whether all of it is kept.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "page"))

import browsers
import harness
import making
import memory
import report
import seeds
import sizes
import smooth
import speed
import start
from chromium import Chromium
from processes import Failed, Firefox
from serving import Server
from workloads import WORKLOADS

import build

PARTS = ["speed", "seeds", "start", "smooth", "memory", "sizes"]
STARTS = ["cold", "warm", "slow", "file"]


def arguments():
    names = [workload.name for workload in WORKLOADS]
    parser = argparse.ArgumentParser(
        prog="build.py bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"parts: {', '.join(PARTS)}\nstarts: {', '.join(STARTS)}\n"
        f"workloads: {', '.join(names)}\nengines: {', '.join(speed.ENGINES)}",
    )
    parser.add_argument("names", nargs="*", help="parts, starts or workloads; all, if none")
    parser.add_argument("--rounds", type=int, help="turns of each (training 5, start 3)")
    parser.add_argument("--seconds", type=float, default=0.3, help="of training in a turn (0.3)")
    parser.add_argument("--watch", type=float, default=20, help="seconds of watching frames (20)")
    parser.add_argument("--minutes", type=float, default=1, help="of training for memory (1)")
    parser.add_argument("--long", action="store_true", help="memory after ten minutes")
    parser.add_argument("--engines", help="only these, with commas between")
    parser.add_argument("--no-firefox", action="store_true")
    parser.add_argument("--json", type=Path, default=build.ROOT / "dist/bench.json")
    choice = parser.parse_args()
    known = [*PARTS, *STARTS, *names]
    if unknown := [name for name in choice.names if name not in known]:
        parser.error(f"There is no {unknown[0]}. There are: {', '.join(known)}.")
    choice.workloads = [w for w in WORKLOADS if w.name in choice.names] or WORKLOADS
    choice.starts = [kind for kind in STARTS if kind in choice.names] or STARTS
    choice.parts = {name for name in choice.names if name in PARTS}
    if set(choice.names) & set(names):
        choice.parts.add("speed")
    if set(choice.names) & set(STARTS):
        choice.parts.add("start")
    choice.parts = choice.parts or set(PARTS)
    choice.engines = choice.engines.split(",") if choice.engines else list(speed.ENGINES)
    if choice.long:
        choice.minutes = 10
    return choice


def open_bench(browser, server):
    """The bench's page, ready: window.bench is there."""
    browser.open(server.address + "/bench/")
    end = time.monotonic() + harness.BOOT / 1000
    while not browser.evaluate("() => Boolean(window.bench)"):
        if time.monotonic() > end:
            raise Failed("the bench's page did not start")
        time.sleep(0.1)


class Bench:
    """Runs the parts one by one; what fails is noted and does not end the rest."""

    def __init__(self, choice, playwright):
        self.choice, self.playwright = choice, playwright
        self.results, self.could_not = {}, []
        self.missing = making.page([name for name in making.FROM_NPM if name in choice.engines])
        for name, why in self.missing.items():
            self.note(report.SHORT[name], why)
        self.server = Server({"/chalknet/": build.SITE, "/": making.MADE})
        self.site = self.server.address + "/chalknet/"

    def note(self, what, why):
        self.could_not.append({"what": what, "why": why})
        build.say("not run", f"{what}: {why}")

    def run(self):
        for part in PARTS:
            if part in self.choice.parts:
                began = time.monotonic()
                try:
                    self.results[part] = getattr(self, part)()
                except Exception as error:
                    self.note(part, f"{type(error).__name__}: {error}".splitlines()[0])
                build.say(part, f"{time.monotonic() - began:.0f} s")
        self.server.shutdown()

    def chromium(self):
        return Chromium(self.playwright)

    def firefox(self):
        return Firefox(browsers.firefox())

    def browsers(self):
        """What starts each browser."""
        yield self.chromium
        if self.choice.no_firefox:
            return
        if browsers.firefox():
            yield self.firefox
        else:
            self.note("Firefox", "none was found")

    def speed(self):
        natively = ""
        if "scikit" in self.choice.engines:
            try:
                natively = str(making.scikit_python())
            except build.Trouble as trouble:
                self.note("scikit-learn", making.said(trouble))
        found = {}
        for launch in self.browsers():
            browser = launch()
            found[browser.version] = self.speed_in(browser, natively)
            browser.end()
            natively = None  # once is enough
        return found

    def speed_in(self, browser, natively):
        open_bench(browser, self.server)
        able = speed.engines(browser, self.missing, natively)
        chosen = {name: engine for name, engine in able.items() if name in self.choice.engines}
        found = []
        for workload in self.choice.workloads:
            build.say("speed", f"{workload.title}, {browser.version}")

            def could_not(engine, why, title=workload.title):
                self.note(f"{report.SHORT[engine]}, {title}, {browser.version}", why)

            rounds = self.choice.rounds or 5
            found.append(speed.measure(workload, chosen, rounds, self.choice.seconds, could_not))
        for engine in able.values():
            with suppress(Failed):
                engine.end()
        return found

    def seeds(self):
        browser = self.chromium()
        open_bench(browser, self.server)
        found = seeds.measure(browser, self.choice.rounds or 5)
        browser.end()
        return found

    def start(self):
        files = {"ours": build.ONE_FILE, "plain": self.plain}
        rounds, found = self.choice.rounds or 3, {}
        for launch in self.browsers():
            browser = launch()
            browser.end()
            kinds = self.choice.starts
            if launch == self.firefox:
                kinds = [kind for kind in kinds if kind in ("cold", "warm")]
            if kinds:
                found[browser.version] = start.measure(launch, self.server, files, rounds, kinds)
        return found

    @cached_property
    def plain(self):
        """The plain pages are made; the one that is a single file."""
        return making.plain()

    def smooth(self):
        return smooth.measure(self.playwright, self.site, self.choice.watch)

    def memory(self):
        assert self.plain  # its page is served
        return memory.measure(self.playwright, self.server, self.choice.minutes)

    def sizes(self):
        return sizes.measure(build.SITE, build.ONE_FILE)


def machine():
    return {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()}


def processor():
    try:
        text = Path("/proc/cpuinfo").read_text()
        return next(line for line in text.splitlines() if "model name" in line).split(": ")[1]
    except (OSError, StopIteration, IndexError):
        return platform.processor() or platform.machine()


def commit():
    asked = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(asked, cwd=build.ROOT, capture_output=True, encoding="utf-8")
    return done.stdout.strip() or None


def version():
    """The built page's own."""
    page = (build.SITE / "index.html").read_text("utf-8")
    return page.partition('"version":"')[2].partition('"')[0] or None


def main():
    choice = arguments()
    with sync_playwright() as playwright:
        bench = Bench(choice, playwright)
        bench.run()
    about = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version(),
        "commit": commit(),
        "machine": machine(),
        "options": {"rounds": choice.rounds, "seconds": choice.seconds, "minutes": choice.minutes},
    }
    results = {
        **about,
        **bench.results,
        "could not be run": bench.could_not,
    }
    choice.json.parent.mkdir(exist_ok=True)
    choice.json.write_text(json.dumps(results, indent=1))
    print(f"\nChalknet {about['version']} ({about['commit']}), {about['date'][:10]}")
    print("{processor}, {cores} cores, {system}".format(**about["machine"]))
    print(report.report(results))
    print(f"\nAll numbers: {choice.json}")
    kept = all(kept for _, kept in report.judged(results))
    return 0 if kept and choice.parts <= set(results) else 1


if __name__ == "__main__":
    sys.exit(main())
