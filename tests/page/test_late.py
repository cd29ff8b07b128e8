"""What comes late does not write over what was wished since."""

import json
import re

import harness
import pytest
from playwright.sync_api import expect

# the first of such readings waits until it is let go: release()
HOLD_FIRST = """(kind) => {
  const usual = window[kind].prototype.arrayBuffer;
  let held = false;
  window[kind].prototype.arrayBuffer = function () {
    const read = usual.call(this);
    if (held) return read;
    held = true;
    return new Promise((done) => (window.release = () => done(read)));
  };
  window.putBack = () => (window[kind].prototype.arrayBuffer = usual);
}"""
RELEASED = "async () => { release(); putBack(); await new Promise((done) => setTimeout(done)); }"


@pytest.fixture(scope="module")
def page(chromium, address):
    page = harness.ready(harness.open_page(chromium, address))
    yield page
    page.context.close()


def hold_first(page, kind):
    page.evaluate(HOLD_FIRST, kind)


def release(page):
    """What was held comes now, after what was asked later."""
    page.evaluate(RELEASED)


def open_file(page, seed):
    text = json.dumps({"version": 1, "seed": seed})
    file = {"name": "a.json", "mimeType": "application/json", "buffer": text.encode()}
    page.get_by_label("File to open").set_input_files(file)


def test_of_two_files_the_one_chosen_last_is_opened(page):
    hold_first(page, "Blob")
    open_file(page, 41)
    open_file(page, 42)
    seed = page.get_by_label("Seed", exact=True)
    expect(seed).to_have_value("42")
    release(page)
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("1")  # whatever was asked before is answered
    expect(seed).to_have_value("42")


def test_of_two_links_the_last_one_stands(page):
    page.evaluate("localStorage['chalknet.edits'] = JSON.stringify({'own.py': 'a = 1'})")
    page.reload()
    harness.ready(page)
    page.locator("#share").click()
    link = page.locator("#share-link")
    expect(link).to_have_value(re.compile("code="))
    boxes = page.locator(".hide-choices input")
    hold_first(page, "Response")
    boxes.nth(0).check()
    boxes.nth(1).check()
    name = boxes.nth(1).get_attribute("value")
    expect(link).to_have_value(harness.containing(name))
    release(page)
    expect(link).to_have_value(harness.containing(name))
    page.keyboard.press("Escape")


def test_train_pressed_before_the_new_network_is_there_trains_it(page):
    page.evaluate("""() => {
      const menu = document.querySelector("#data-menu select");
      menu.value = "and";
      menu.dispatchEvent(new Event("change", { bubbles: true }));
      document.querySelector("#train").click();
    }""")
    expect(page.locator("#data-menu select")).to_have_value("and")
    expect(page.locator("#right")).to_have_text("4 / 4")
    harness.rest(page)
    expect(page.locator("#cost-now")).not_to_have_text("0.725")
    # and a network that takes the place of one that trains waits
    page.get_by_role("textbox", name="Epochs").fill("1000000")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    page.get_by_role("textbox", name="Seed").fill("9")
    page.get_by_role("textbox", name="Seed").press("Enter")
    harness.rest(page)
    expect(page.locator("#epoch")).to_have_text("0")


def test_a_verdict_on_older_code_is_not_said_of_newer(page):
    """The check of an endless loop takes two seconds."""
    page.locator("#tab-exercises").click()
    pane = page.locator("#code-exercises")
    pane.locator(".cm-content").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("while True:\n    pass\n")
    pane.get_by_role("button", name="Check", exact=True).click()
    said = pane.locator(".result .sentence")
    expect(said).to_have_text("Checking…")
    pane.locator(".cm-content").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("pass\n")
    expect(said).to_contain_text("changed meanwhile")
