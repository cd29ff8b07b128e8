"""The quick start: what it wakes up is as usual, and without it the page starts the slower way."""

import hashlib
import json
import re

import coding
import harness
import pytest
from playwright.sync_api import expect

import build

SNAPSHOT = re.compile("assets/snapshot")


def start(chromium, address, prepare=None):
    """A page that starts, spoilt by `prepare`; and how often it says that it starts slowly."""
    said = []

    def watch(page):
        page.on("console", lambda message: said.append(message.text))
        if prepare:
            prepare(page)

    page = harness.open_page(chromium, address, prepare=watch)
    with harness.allowing(page, "Failed to load resource"):
        python = re.compile("ready|failed")
        expect(page.locator("html")).to_have_attribute("data-python", python, timeout=harness.BOOT)
        assert page.get_attribute("html", "data-python") == "ready", said
    return page, [text for text in said if "the slower way" in text]


def missing(page):
    page.route(SNAPSHOT, lambda route: route.fulfill(status=404, body=""))


def damaged(page):
    def damage(route):
        body = bytearray(route.fetch().body())
        body[len(body) // 2] ^= 1
        route.fulfill(body=bytes(body))

    page.route(SNAPSHOT, damage)


HANG = """self.addEventListener("message", (event) => {
  if (event.data.route === "snapshot") for (;;);
});
"""


def hanging(page):
    """A worker that hangs in the quick start, in a page that was built with it."""

    def rewrite(route):
        text = route.fetch().text()
        block = re.search(r'id="parts">(.*?)</script>', text)[1]
        parts = json.loads(block)
        worker = next(part for part in parts["assets"] if part["name"] == "worker.js")
        script = page.request.get(route.request.url + worker["path"]).body()
        spoilt = HANG.encode() + script
        worker |= {"bytes": len(spoilt), "whole": len(spoilt)}
        worker["sha256"] = hashlib.sha256(spoilt).hexdigest()
        page.route(re.compile(r"assets/worker\."), lambda other: other.fulfill(body=spoilt))
        parts["patience"] = 1000  # ms
        changed = json.dumps(parts).replace("<", "\\u003c")
        route.fulfill(body=text.replace(block, changed), content_type="text/html")

    page.route(re.compile(r"/chalknet/$"), rewrite)


def test_the_usual_start_is_the_quick_one(chromium, address):
    page, slower = start(chromium, address)
    assert not slower
    page.context.close()


@pytest.mark.parametrize("spoil", [missing, damaged, hanging])
def test_without_its_snapshot_python_starts_the_slower_way(chromium, address, spoil):
    page, slower = start(chromium, address, spoil)
    assert len(slower) == 1
    page.locator("#train").click()
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)
    page.context.close()


IMPORTS = """\
import fractions
import statistics

import numpy as np
import numpy.ma
import numpy.polynomial

half = fractions.Fraction(1, 2)
middle = statistics.median([1, 2, 10])
spectrum = np.fft.fft([1.0, 0, 0, 0])
masked = numpy.ma.array([1, 2, 3], mask=[0, 1, 0]).sum()
inverse = np.linalg.inv(np.array([[2.0, 0], [0, 4]]))
raise ValueError(f"made {half} {middle} {spectrum.real.sum()} {masked} {inverse[1, 1]}")
"""


def test_a_learners_imports_come_after_the_start(chromium, address):
    page, _ = start(chromium, address)
    coding.write_and_run(page, "own.py", IMPORTS)
    expect(page.locator("#code")).to_contain_text("made 1/2 2 4.0 4 0.25", timeout=60_000)
    page.context.close()


def test_what_is_left_out_is_said(page):
    coding.write_and_run(page, "own.py", "import tkinter\n")
    said = "The module tkinter is not part of this page's Python"
    expect(page.locator("#code")).to_contain_text(said, timeout=60_000)


DICE = """\
import random

import numpy as np

raise ValueError(f"dice {random.random()} {np.random.rand()} {np.random.default_rng().random()}")
"""


def test_randomness_differs_between_two_starts(chromium, address):
    thrown = []
    for _ in range(2):
        page, _ = start(chromium, address)
        coding.write_and_run(page, "own.py", DICE)
        expect(page.locator("#code")).to_contain_text("dice 0.", timeout=60_000)
        text = page.locator("#code").inner_text()
        thrown.append(re.search(r"dice (0\.\d+) (0\.\d+) (0\.\d+)", text).groups())
        page.context.close()
    assert all(one != other for one, other in zip(*thrown, strict=True)), thrown


def test_double_clicked_the_site_says_which_file_to_open(chromium):
    page = chromium.new_page()
    page.goto((build.SITE / "index.html").as_uri())
    expect(page.locator("#notices")).to_contain_text("Open chalknet.html instead")
    page.close()


def test_a_page_whose_script_does_not_come_says_so(chromium, address):
    page = chromium.new_page()
    page.route(re.compile(r"/chunk\.\w+\.js"), lambda route: route.fulfill(status=404, body=""))
    page.goto(address)
    expect(page.locator("#notices")).to_contain_text("reload the page")
    page.close()
