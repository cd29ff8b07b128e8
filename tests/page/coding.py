"""What the tests of the code window share: writing a file, running it, reading what is said."""

from pathlib import Path

import harness
from playwright.sync_api import expect

PACKAGE = harness.ROOT / "py/chalknet"
SILU = """\
from chalknet.functions import sigmoid


def silu(x):
    return x * sigmoid(x)


def d_silu(x):
    s = sigmoid(x)
    return s + x * s * (1 - s)
"""


def source(name):
    return Path(PACKAGE / name).read_text(encoding="utf-8")


def edited(name, before, after):
    text = source(name)
    assert before in text
    return text.replace(before, after)


def open_tab(page, name):
    tab = page.get_by_role("tab", name=name)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")


def write(page, name, text):
    """Put a whole text into a file, as by select all and paste."""
    expect(page.locator("#tab-steps")).to_be_attached()  # the code window comes after the page
    if name == "own.py" and page.get_by_role("tab", name="own.py").count() == 0:
        page.get_by_role("tab", name="A file of your own").click()
    else:
        open_tab(page, name)
    page.locator("#code-file .cm-scroller").click()  # of the text itself the middle may be hidden
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def run(page):
    page.locator("#code").get_by_role("button", name="Run", exact=True).click()


def write_and_run(page, name, text):
    write(page, name, text)
    run(page)


def runs(page):
    """The learner's code was taken and is running."""
    expect(page.locator("#code")).to_contain_text("your code is running", ignore_case=True)
