"""Runs are kept with what differed, drawn, hidden, pinned, removed, and returned to."""

import struct

import harness
import pytest
from harness import train_to
from playwright.sync_api import expect


@pytest.fixture
def page(open_page):
    return harness.ready(open_page("#epochs=200"))


def begin_with(page, name, value):
    """Another setting, and a new network for it."""
    field = page.get_by_role("textbox", name=name)
    field.fill(value)
    field.press("Enter")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")


def runs(page):
    return page.locator("#runs [data-run]")


def present(page):
    return page.locator("#runs .present")


def drawn(page):
    """The kept runs that the chart draws, as its legend names them."""
    harness.drawn(page)
    names = page.locator("#cost .key[data-line^=run]").all_inner_texts()
    return sorted(name.strip() for name in names)


def predictions(page):
    harness.drawn(page)
    return page.locator("#predictions tr[data-sample]").all_inner_texts()


def button(page, name):
    """They show when the run is pointed at, or has the keyboard."""
    return page.locator("#runs").get_by_role("button", name=name, exact=True)


def test_the_list_says_what_will_be_there_and_an_untrained_network_is_not_kept(page):
    expect(page.locator("#runs")).to_contain_text("A run stays here when a new network begins")
    page.locator("#reset").click()
    page.get_by_role("button", name="Add a neuron to").first.click()
    expect(page).to_have_url(harness.containing("layers=4t-1s"))
    expect(runs(page)).to_have_count(0)


def test_a_run_is_kept_with_what_differed_from_the_one_before(page):
    train_to(page, "200")
    cost = page.locator("#cost-now").inner_text()
    begin_with(page, "Learning rate", "1")
    expect(runs(page)).to_have_count(1)
    expect(runs(page).first).to_contain_text("Run 1")
    expect(runs(page).first).to_contain_text(cost)
    expect(present(page)).to_contain_text("learning rate 0.1 → 1")
    train_to(page, "200")
    page.get_by_role("button", name="Add a neuron to").first.click()
    expect(runs(page)).to_have_count(2)
    expect(runs(page).first).to_contain_text("learning rate 0.1 → 1")  # the newest stands first
    expect(present(page)).to_contain_text("layers 3t-1s → 4t-1s")
    assert drawn(page) == ["Run 1", "Run 2"]


def test_a_setting_changed_on_the_way_is_told_with_its_epoch(page):
    train_to(page, "200")
    field = page.get_by_role("textbox", name="Learning rate")
    field.fill("0.5")
    field.press("Enter")
    expect(page).to_have_url(harness.containing("learning_rate=0.5"))
    train_to(page, "400")
    page.locator("#reset").click()
    expect(runs(page)).to_have_count(1)
    expect(runs(page).first).to_contain_text("learning rate 0.1 → 0.5 at epoch 200")


def test_the_same_run_again_is_not_kept_twice(page):
    train_to(page, "200")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    train_to(page, "200")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    expect(runs(page)).to_have_count(1)


def test_hide_pin_and_remove(page):
    train_to(page, "200")
    begin_with(page, "Seed", "8")
    assert drawn(page) == ["Run 1"]
    expect(page.locator("#cost .chart")).to_have_attribute(
        "aria-label", harness.containing("Run 1 ended at")
    )
    hide, pin = button(page, "Hide Run 1"), button(page, "Pin Run 1")
    hide.click()
    expect(hide).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#cost .key[data-line^=run]")).to_have_count(0)
    hide.press("Enter")  # by the keyboard: the button is still where it was
    expect(hide).to_be_focused()
    expect(page.locator("#cost .key[data-line^=run]")).to_have_count(1)
    pin.click()
    for seed in range(9, 21):
        train_to(page, "200")
        begin_with(page, "Seed", str(seed))
    expect(runs(page)).to_have_count(12)
    expect(button(page, "Pin Run 1")).to_have_attribute("aria-pressed", "true")
    expect(button(page, "Pin Run 2")).to_have_count(0)  # the oldest that was not pinned
    button(page, "Remove Run 1").click()
    expect(runs(page)).to_have_count(11)


def test_return_to_a_run(page):
    train_to(page, "200")
    shown = predictions(page)
    begin_with(page, "Learning rate", "1")
    train_to(page, "200")
    button(page, "Return to Run 1").click()
    expect(page.get_by_role("textbox", name="Learning rate")).to_have_value("0.1")
    expect(page.locator("#epoch")).to_have_text("200")
    assert predictions(page) == shown
    expect(runs(page)).to_have_count(2)  # the one before is kept
    expect(runs(page).first).to_contain_text("learning rate 0.1 → 1")
    train_to(page, "400")
    expect(page.locator("#right")).to_be_visible()
    native = harness.native({"training": {"epochs": 400}})
    assert float(page.locator("#cost-now").inner_text()) == pytest.approx(native["cost"], rel=5e-3)


def test_runs_of_other_data_are_listed_but_not_drawn(page):
    train_to(page, "200")
    page.locator("#data-menu select").select_option("and")
    expect(runs(page)).to_have_count(1)
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#cost .key[data-line^=run]")).to_have_count(0)
    expect(runs(page).first).to_have_attribute("title", harness.containing("Other data"))
    expect(present(page)).to_contain_text("data XOR → AND")
    page.locator("#data-menu select").select_option("xor")
    expect(page.locator("#cost .key[data-line^=run]")).to_have_count(1)


def test_the_chart_as_a_picture(page):
    train_to(page, "200")
    begin_with(page, "Seed", "8")
    train_to(page, "200")
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-menu").get_by_role("button", name="Cost", exact=True).click()
    picture = download.value.path().read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (1920, 1080)
    assert len(picture) > 10_000  # not an empty one


def test_what_differs_is_called_as_the_menus_call_it(page):
    train_to(page, "200")
    page.get_by_label("Optimizer").select_option("adam")
    page.locator(".more-settings").evaluate("(more) => (more.open = true)")
    page.get_by_label("First weights").select_option("xavier")
    expect(present(page)).to_contain_text("first weights randn → Xavier")
    expect(present(page)).to_contain_text("optimizer gradient descent → Adam")
    page.locator("#data-menu select").select_option("regression_gaussian")
    expect(present(page)).to_contain_text("data XOR → Hills")


def test_a_run_is_renamed(page):
    train_to(page, "200")
    begin_with(page, "Seed", "8")
    rename = button(page, "Rename Run 1")
    field = page.get_by_role("textbox", name="Name of Run 1")
    rename.press("Enter")  # by the keyboard
    expect(field).to_be_focused()
    field.fill("something else")
    field.press("Escape")
    expect(rename).to_be_focused()
    expect(rename).to_have_text("Run 1")
    rename.click()
    expect(field).to_have_attribute("maxlength", "40")
    field.fill("  with <b>seed</b> 7 ")
    field.press("Enter")
    expect(field).to_have_count(0)
    assert drawn(page) == ["with <b>seed</b> 7"]
    expect(button(page, "Hide with <b>seed</b> 7")).to_be_attached()
    chart = page.locator("#cost .chart")
    said = harness.containing("with <b>seed</b> 7 ended at")
    expect(chart).to_have_attribute("aria-label", said)
    train_to(page, "200")  # the field stays open while others are added and numbers change
    button(page, "Rename with <b>seed</b> 7").click()
    field = page.get_by_role("textbox", name="Name of with")
    field.fill("first")
    page.evaluate("document.querySelector('#reset').dispatchEvent(new MouseEvent('click'))")
    expect(runs(page)).to_have_count(2)
    expect(field).to_be_focused()
    expect(field).to_have_value("first")
    button(page, "Hide Run 2").click()  # leaving it keeps the name too, and the click counts
    expect(button(page, "Hide Run 2")).to_have_attribute("aria-pressed", "true")
    expect(button(page, "Rename first")).to_be_visible()
    button(page, "Rename first").click()
    page.get_by_role("textbox", name="Name of first").fill(" ")
    page.get_by_role("textbox", name="Name of first").press("Enter")
    expect(button(page, "Rename Run 1")).to_be_visible()  # without a name, the number again


def test_nothing_of_a_run_sticks_out_or_is_covered(open_page):
    """A tiny cost has many letters; the buttons of a row that is pointed at need room."""
    page = harness.ready(open_page("#data=regression_plane&batch=all&learning_rate=0.05"))
    page.get_by_role("textbox", name="Epochs").fill("500")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    train_to(page, "500")
    begin_with(page, "Seed", "123456789")
    cost = runs(page).first.locator(".run-cost")
    expect(cost).to_contain_text("e−3")
    inside = "e => e.getBoundingClientRect().right <= document.querySelector('#runs .run-list')"
    assert cost.evaluate(inside + ".getBoundingClientRect().right + 0.5")
    assert cost.evaluate("e => e.scrollWidth <= e.clientWidth")
    row = runs(page).first
    high = row.bounding_box()["height"]
    row.hover()
    words = row.locator(".run-differs").bounding_box()
    assert words["x"] + words["width"] <= row.locator(".run-buttons").bounding_box()["x"]
    assert row.bounding_box()["height"] == high
