"""What runs while it trains: the operations, the line each came from, why a step is plain."""

import re

import coding
import harness
import pytest
from playwright.sync_api import expect
from test_look import axe

MINUTE = 60_000


@pytest.fixture(scope="module")
def page(chromium, address):
    """XOR trained, with what ran open; a module's tests share it."""
    page = harness.ready(harness.open_page(chromium, address))
    page.locator("#tab-whatruns").click()
    expect(page.locator(".whatruns-empty")).to_contain_text("As soon as the network trains")
    harness.train_to(page, "1,500")
    expect(rows(page).first).to_be_visible()
    yield page
    page.context.close()


def rows(page):
    return page.locator(".whatruns tr[data-number]")


def tanh(page):
    """A = tanh(Z), of the hidden layer."""
    return rows(page).filter(has_text="A = tanh(Z").first


def here(page):
    return page.locator(".whatruns .steps-listing .here")


def test_the_list_of_one_step_of_xor(page):
    expect(page.locator(".whatruns-head")).to_contain_text(
        re.compile(r"epochs a second\s*\d+ operations in \d+ loops, [\d.]+ kB of WebAssembly")
    )
    expect(rows(page).first).to_contain_text("W · x")
    expect(tanh(page)).to_contain_text("3 × 4")
    expect(tanh(page)).to_contain_text("asked 2×")  # d_tanh asks for it again
    groups = [text.split(" · ")[0] for text in page.locator(".whatruns-group").all_inner_texts()]
    assert list(dict.fromkeys(groups)) == ["Feedforward", "Cost", "Backprop", "Update"]


def test_a_picked_operation_shows_its_line(page):
    tanh(page).click()
    expect(tanh(page)).to_have_attribute("aria-selected", "true")
    expect(here(page)).to_contain_text("self.A = self.act(self.Z)")
    expect(page.locator(".whatruns-about")).to_contain_text("Asked for 2 times, computed once")
    page.keyboard.press("ArrowUp")
    expect(here(page)).to_contain_text("self.Z = np.dot(self.W, self.A1) + self.b")
    page.keyboard.press("Enter")
    expect(page.locator("#tab-layer\\.py")).to_have_attribute("aria-selected", "true")
    marked = page.locator("#code-file .cm-line.running-line")
    expect(marked).to_contain_text("self.Z = np.dot(self.W, self.A1) + self.b")
    expect(marked).to_be_in_viewport()
    page.locator("#tab-whatruns").click()
    expect(here(page)).to_contain_text("self.Z = np.dot")  # still picked


def test_the_function_of_an_operation_is_opened_too(page):
    page.locator("#tab-whatruns").click()
    tanh(page).click()
    page.get_by_role("group", name="Asked for by").get_by_role("button").first.click()
    marked = page.locator("#code-file .cm-line.running-line")
    expect(marked).to_contain_text("return np.tanh(x)")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_read_it(page, size, theme):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.locator("#tab-whatruns").click()
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    assert axe(page) == "[]"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_on_a_phone_no_line_of_code_is_cut(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#tab-whatruns").click()
    tanh(page).click()
    expect(here(page)).to_contain_text("self.A = self.act(self.Z)  # (neurons, samples)")
    cut = """(items) => items.filter((code) => {
      const pane = code.closest('.whatruns').getBoundingClientRect();
      return code.scrollWidth > code.clientWidth || code.getBoundingClientRect().right > pane.right;
    }).map((code) => code.textContent)"""
    assert page.locator(".whatruns .steps-listing code").evaluate_all(cut) == []


def test_code_that_prints_runs_as_plain_numpy_and_says_so(page):
    mark = runs_code_that_prints(page, "forward")
    expect(mark).to_have_accessible_name(re.compile("layer.py.* prints"))
    expect(page.locator("#code-file .sentence").first).to_contain_text("Runs as plain NumPy")
    mark.click()
    expect(page.locator(".whatruns-why")).to_contain_text("Runs as plain NumPy: layer.py")
    expect(rows(page)).to_have_count(0)
    assert axe(page) == "[]"


def runs_code_that_prints(page, word):
    page.set_viewport_size({"width": 1280, "height": 800})
    before = "        self.A1 = A1"
    text = coding.edited("layer.py", before, f"        print('{word}')\n{before}")
    coding.write_and_run(page, "layer.py", text)
    coding.runs(page)
    page.locator("#train").click()
    mark = page.get_by_role("button", name="plain NumPy")
    expect(mark).to_be_visible(timeout=MINUTE)
    page.locator("#train").click()
    harness.rest(page)
    return mark


def test_what_is_not_run_yet_is_not_what_is_told(page):
    runs_code_that_prints(page, "again")
    note = page.locator(".whatruns-note")
    expect(note).to_be_hidden()
    coding.open_tab(page, "layer.py")
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Yes", exact=True).click()
    page.locator("#tab-whatruns").click()
    expect(note).to_contain_text("not what now stands in layer.py: that has not been run yet")
    expect(page.locator(".whatruns-why")).to_contain_text("prints")  # what runs still does
    note.get_by_role("button", name="Run it").click()
    expect(note).to_be_hidden()
    expect(page.locator(".whatruns-why")).to_be_hidden()
    expect(page.locator("#plain-mark")).to_be_hidden()
    page.locator("#train").click()
    expect(rows(page).first).to_be_visible(timeout=MINUTE)
    harness.rest(page)
