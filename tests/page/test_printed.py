"""What a learner's code prints stands in the code window: as text, the last lines, until Run."""

import re

import coding
import harness
import pytest
from playwright.sync_api import expect
from test_look import axe

FORWARD = "        self.A1 = A1"
LONG = "<b>bold</b> " + "x" * 300


@pytest.fixture(scope="module")
def page(chromium, address):
    page = harness.ready(harness.open_page(chromium, address))
    yield page
    page.context.close()


def printing(line):
    return coding.edited("layer.py", FORWARD, f"        {line}\n{FORWARD}")


def lines(page):
    return page.get_by_role("log", name="Your code printed")


def test_a_print_is_read_below_the_code(page):
    expect(page.locator("#printed")).to_be_hidden()
    coding.write_and_run(page, "layer.py", printing("print('<b>A1</b>', A1.shape)"))
    coding.runs(page)
    expect(lines(page)).to_have_text("<b>A1</b> (2, 4)\n<b>A1</b> (3, 4)")
    expect(page.locator("#printed b")).to_have_count(0)
    page.locator("#step").click()
    expect(lines(page)).to_have_text("<b>A1</b> (2, 4)\n<b>A1</b> (3, 4)\n" * 2)
    page.locator("#tab-exercises").click()
    expect(page.locator("#printed")).to_be_hidden()  # these have their own
    page.locator("#tab-steps").click()
    expect(lines(page)).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.locator("#printed")).to_be_hidden()


def test_training_at_full_speed_with_a_print_in_it_floods_nothing(page):
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    harness.train_to(page, "1,500")
    left = page.locator("#printed .printed-head")
    expect(left).to_contain_text("2,800 earlier lines left out")  # two lines a step, 200 are kept
    kept = lines(page).inner_text().strip().split("\n")
    assert kept == ["<b>A1</b> (2, 4)", "<b>A1</b> (3, 4)"] * 100
    expect(page.locator("#plain-mark")).to_have_accessible_name(re.compile("layer.py.* prints"))


def test_run_clears_what_the_code_before_it_printed(page):
    coding.write_and_run(page, "layer.py", coding.source("layer.py") + "\nprint('loaded')\n")
    expect(lines(page)).to_have_text("loaded")
    expect(page.locator("#plain-mark")).to_be_hidden()
    expect(page.locator("#printed")).not_to_contain_text("left out")


def test_what_led_to_an_error_is_read_too(page):
    coding.write_and_run(page, "layer.py", printing("print('before'); 1 / 0"))
    expect(page.locator("#code-error")).to_contain_text("divided by zero")
    expect(lines(page)).to_have_text("before")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_long_lines_scroll_by_themselves(page, size, theme):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme)
    if size == (1280, 800) and theme == "light":
        coding.write_and_run(page, "layer.py", printing(f"print({LONG!r})"))
    expect(lines(page)).to_have_text(f"{LONG}\n{LONG}")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    assert axe(page) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box = lines(page).bounding_box()
    assert box["x"] + box["width"] <= size[0]
