"""Code that breaks the interpreter: another one takes its place, the code waits to be mended."""

import json

import coding
import harness
from playwright.sync_api import expect

CLEARS = "import sys\nsys.modules.clear()\n"
# the code is taken; it breaks Python only at some later step
LATER = """

count = 0
usual = Layer.feedforward


def feedforward(self, A1):
    global count
    count += 1
    if count > 60:
        import sys
        sys.modules.clear()
    return usual(self, A1)


Layer.feedforward = feedforward
"""


def alive(page):
    """Python answers, and trains by the lesson as it came."""
    harness.ready(page)
    expect(page.locator("#code-error")).to_contain_text("Python broke down over this code")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    harness.train_to(page, "1,500")
    expect(page.locator("#right")).to_have_text("4 / 4")


def kept(page, text):
    """As if the page had been left while this code ran."""
    files = json.dumps({"layer.py": text})
    page.evaluate(
        "(files) => { localStorage['chalknet.edits'] = localStorage['chalknet.running'] = files; }",
        files,
    )
    page.reload()


def test_kept_code_that_breaks_python_does_not_keep_it_broken(open_page):
    page = harness.ready(open_page())
    kept(page, CLEARS + coding.source("layer.py"))
    said = page.locator("#notices")
    expect(said).to_contain_text("started anew without it", timeout=harness.BOOT)
    alive(page)
    coding.open_tab(page, "layer.py")
    expect(page.locator("#code-file .cm-content")).to_contain_text("sys.modules.clear()")
    page.reload()  # and it is not tried again
    harness.ready(page)
    expect(said).to_be_empty()
    kept(page, coding.source("layer.py") + LATER)
    alive(page)


def test_code_that_breaks_python_when_it_is_run(page):
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    cost = page.locator("#cost-now").inner_text()
    coding.write_and_run(page, "layer.py", CLEARS + coding.source("layer.py"))
    expect(page.locator("#code-error")).to_contain_text("Python broke down over this code")
    expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=harness.BOOT)
    expect(page.locator("#epoch")).to_have_text("1")
    expect(page.locator("#cost-now")).to_have_text(cost)
    alive(page)
