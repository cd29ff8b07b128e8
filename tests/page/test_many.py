"""100 seeds at once, and the cost as a surface with the path on it."""

import re

import harness
import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(open_page):
    return harness.ready(open_page())


def seeds(page):
    page.get_by_role("button", name="100 seeds").click()
    return page.locator("#seeds-dialog")


def inked(canvas):
    """How many different colours a canvas shows."""
    harness.drawn(canvas.page)
    return canvas.evaluate(
        "c => new Set(new Uint32Array(c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data.buffer)).size"
    )


def predictions(page):
    harness.drawn(page)
    return page.locator("#predictions tr[data-sample]").all_inner_texts()


def test_a_hundred_seeds_of_xor(page):
    dialog = seeds(page)
    expect(dialog).to_contain_text("A seed succeeds if all 4", timeout=90_000)
    summary = dialog.locator(".seeds-summary").inner_text()
    good = int(re.match(r"(\d+) of 100 seeds get all 4 right", summary)[1])
    assert 60 < good < 95  # the article: about one in six fails
    expect(dialog.locator(".seeds-share")).to_have_attribute(
        "aria-label", f"{good} of 100 seeds succeed"
    )
    failing = dialog.locator(".seeds-reasons li")
    assert failing.count() == 100 - good
    assert all(len(text.split("\n")[1]) > 20 for text in failing.all_inner_texts())
    assert inked(dialog.locator("canvas")) > 50

    # one that fails does so natively, and is opened by its button
    seed = int(failing.first.locator("b").inner_text().split()[1])
    assert harness.native({"seed": seed})["right"] < 4
    failing.first.get_by_role("button").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("textbox", name="Seed")).to_have_value(str(seed))
    expect(page).to_have_url(harness.containing(f"seed={seed}"))


def test_closing_ends_the_work_and_the_run_is_untouched(open_page):
    page = harness.ready(open_page("#epochs=100"))
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("100")
    expect(page.locator("html")).to_have_attribute("data-running", "false")
    before = predictions(page)
    page.get_by_role("textbox", name="Epochs").fill("100000")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    expect(page).to_have_url(harness.containing("epochs=100000"))
    dialog = seeds(page)
    expect(dialog.locator(".seeds-summary")).to_contain_text("of 100,000")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#epoch")).to_have_text("100")
    assert predictions(page) == before
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("101")


def surface(page):
    page.get_by_role("button", name="Surface").click()
    return page.locator("#surface-dialog")


def test_the_surface_with_the_path_of_the_run(page):
    dialog = surface(page)
    expect(dialog.locator(".surface-status")).to_contain_text("Train first, and the path")
    expect(dialog.locator(".surface-status")).to_contain_text("There is no path yet")
    assert inked(dialog.locator(".surface-canvas")) > 10
    page.keyboard.press("Escape")
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("1,500")
    expect(page.locator("html")).to_have_attribute("data-running", "false")
    dialog = surface(page)
    expect(dialog.locator(".surface-status")).to_contain_text("from epoch 0 to epoch 1,500")
    expect(dialog.locator(".surface-status")).to_contain_text("% of its movement")
    assert inked(dialog.locator(".surface-canvas")) > 10


def test_the_surface_over_two_weights(page):
    dialog = surface(page)
    dialog.get_by_label("Directions").select_option("weights")
    title = "weight from x₁ to neuron 1 of the hidden layer"
    expect(dialog.locator(".surface-x")).to_contain_text(title)
    across = dialog.get_by_label("Across", exact=True)
    across.select_option(label="neuron 1 of the output layer")
    dialog.get_by_label("Across: which").select_option(label="bias")
    expect(dialog.locator(".surface-x")).to_contain_text("bias of neuron 1 of the output layer")
    # both at once: the answer to the first change comes when the second has been refused
    across.evaluate(
        """neuron => {
            const source = neuron.nextElementSibling;
            neuron.value = "[0,0]";
            neuron.dispatchEvent(new Event("change"));
            source.value = "1";
            source.dispatchEvent(new Event("change"));
        }"""
    )
    expect(dialog.get_by_label("Across: which")).to_have_value("1")
    page.locator("#step").dispatch_event("click")  # Python answers in turn: the surface before this
    expect(page.locator("#epoch")).to_have_text("1")
    expect(dialog.locator(".surface-status")).to_contain_text("Choose two different weights")
