"""Optimizers, schedules, regularization, first weights; and parts hidden by the address."""

import re

import harness
import pytest
from playwright.sync_api import expect

WINDOWS = ["data", "training", "runs", "network", "code", "output", "cost"]


def labelled(page, name):
    return page.locator("#training").get_by_label(name, exact=True)


def test_each_setting_is_in_the_address_and_in_python(open_page):
    page = harness.ready(open_page("#data=circle"))
    page.locator(".more-settings summary").click()
    labelled(page, "Optimizer").select_option("adam")
    expect(page).to_have_url(re.compile("optimizer=adam"))
    labelled(page, "Schedule").select_option("cosine")
    labelled(page, "Regularization").select_option("l2")
    expect(page).to_have_url(re.compile("regularization=l2&regularization_rate=0.003"))
    rate = labelled(page, "… its rate")
    rate.fill("0.01")
    rate.press("Enter")
    expect(page).to_have_url(re.compile("regularization_rate=0.01"))
    labelled(page, "First weights").select_option("xavier")
    expect(page).to_have_url(re.compile("init=xavier"))
    labelled(page, "Epochs").fill("30")
    labelled(page, "Epochs").press("Enter")
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("30")
    training = {"optimizer": "adam", "schedule": "cosine", "epochs": 30}
    training |= {"regularization": "l2", "regularization_rate": 0.01}
    native = harness.native({"data": {"name": "circle"}, "init": "xavier", "training": training})
    expect(page.locator("#cost-now")).to_have_text(f"{native['cost']:.3g}")
    labelled(page, "Regularization").select_option("none")
    expect(rate).to_be_hidden()
    page.reload()
    harness.ready(page)
    expect(labelled(page, "Optimizer")).to_have_value("adam")
    expect(page.locator(".more-settings summary")).to_contain_text("cosine, Xavier")


def test_the_optimizer_may_change_during_a_run(open_page):
    page = harness.ready(open_page("#epochs=100000"))
    harness.at_pace(page, "watch")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    labelled(page, "Optimizer").select_option("momentum")
    expect(page.locator("html")).to_have_attribute("data-running", "true")
    page.locator("#train").click()
    assert page.locator("#epoch").inner_text() != "0"


@pytest.mark.parametrize("name", WINDOWS)
def test_an_address_hides_a_window(open_page, name):
    page = open_page(f"#data=circle&hide={name}")
    for one in WINDOWS:
        window = page.locator(f"#{one}")
        expect(window).to_be_hidden() if one == name else expect(window).to_be_visible()


def test_hidden_columns_leave_their_room_and_can_be_shown_again(open_page):
    page = harness.ready(open_page("#hide=data,training,runs,code"))
    width = page.locator("#network").bounding_box()["width"]
    assert width > 900
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Show all windows").click()
    expect(page.locator("#data")).to_be_visible()
    expect(page).not_to_have_url(harness.containing("hide"))


def test_the_link_of_a_lesson(open_page):
    page = harness.ready(open_page(""))
    page.get_by_role("button", name="Share").click()
    page.get_by_label("code", exact=True).check()
    page.get_by_label("runs", exact=True).check()
    expect(page.locator("#share-link")).to_have_value(re.compile("hide=runs,code$"))


def test_what_hide_does_not_know_is_told(open_page):
    page = harness.ready(open_page("#hide=everything&discretize=perhaps"))
    expect(page.locator("#notices")).to_contain_text("hide can name data, training")
    expect(page.locator("#notices")).to_contain_text("discretize must be true or false")


def test_where_a_link_hides_all_windows_one_sentence_leads_back(open_page):
    page = harness.ready(open_page("#hide=data,training,runs,network,code,output,cost"))
    said = page.locator("#all-hidden")
    expect(said).to_contain_text("hides every window")
    said.get_by_role("button", name="Show all windows").click()
    expect(page.locator("#network")).to_be_visible()
    expect(said).to_have_count(0)
    expect(page).not_to_have_url(harness.containing("hide"))
    page.locator("#more").click()
    expect(page.locator("#projector")).to_be_visible()
    expect(page.locator("#show-all")).to_be_hidden()  # nothing is hidden


LABELS = """() => [...document.querySelectorAll("#training .field")].map((field) => {
  const range = document.createRange();
  range.selectNodeContents(field.querySelector("label"));
  const control = field.querySelector("label").nextElementSibling.getBoundingClientRect();
  return [field.textContent.slice(0, 20), control.left - range.getBoundingClientRect().right];
})"""


def test_labels_stand_clear_of_their_fields(open_page):
    page = harness.ready(open_page("#regularization=l2"))
    page.locator(".more-settings").evaluate("(more) => (more.open = true)")
    for label, gap in page.evaluate(LABELS):
        assert gap >= 3, label
