"""The address bar carries the experiment; a bad address is answered in sentences."""

import harness
import pytest
from playwright.sync_api import expect


def test_share_a_link_and_open_it(page, open_page):
    page.get_by_label("Activation of the hidden layer").select_option("sigmoid")
    page.get_by_role("button", name="Add a neuron to").first.click()
    page.get_by_role("textbox", name="Seed").fill("11")
    page.get_by_role("textbox", name="Seed").press("Enter")
    expect(page).to_have_url(harness.containing("layers=4s-1s&seed=11"))
    page.locator("#share").click()
    expect(page.locator("#share-link")).to_have_value(harness.containing("seed=11"))
    link = page.locator("#share-link").input_value()
    page.keyboard.press("Escape")
    cost = page.locator("#cost-now").inner_text()
    other = harness.ready(open_page("#" + link.split("#")[1]))
    expect(other.locator("#cost-now")).to_have_text(cost)
    expect(other.get_by_role("textbox", name="Seed")).to_have_value("11")


def test_back_and_forward(open_page):
    page = harness.ready(open_page())
    page.locator("#data-menu select").select_option("and")
    expect(page).to_have_url(harness.containing("#data=and"))
    page.get_by_label("Learning rate", exact=True).fill("2")
    page.get_by_label("Learning rate", exact=True).press("Enter")
    expect(page).to_have_url(harness.containing("learning_rate=2"))
    page.go_back()
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.5")
    page.go_back()
    expect(page.locator("#data-menu select")).to_have_value("xor")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    page.go_forward()
    expect(page.locator("#data-menu select")).to_have_value("and")


def test_an_address_written_by_hand(open_page):
    page = harness.ready(open_page("#data=circle&layers=4tanh-2relu-1sigmoid&learning_rate=0.03"))
    expect(page.locator("#data-menu select")).to_have_value("circle")
    expect(page.get_by_label("Activation of the hidden layer 2")).to_have_value("relu")
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.03")
    expect(page.locator("#notices")).to_be_empty()


def test_names_in_capitals(open_page):
    page = harness.ready(open_page("#layers=4T-2:relu-3TANH-1Sigmoid"))
    for number, name in enumerate(["tanh", "relu", "tanh"], 1):
        expect(page.get_by_label(f"Activation of the hidden layer {number}")).to_have_value(name)
    expect(page.locator("#notices")).to_be_empty()
    expect(page).to_have_url(harness.containing("layers=4t-2r-3t-1s"))


BAD = {
    "#data=nosuch": ["data must be one of", 'Got "nosuch" instead, so it is "xor".'],
    "#learning_rate=abc": ["learning_rate must be a number", 'Got "abc" instead, so it is 0.1.'],
    "#learning_rate=": ["learning_rate must be a number", "It is left empty, so 0.1 holds."],
    "#learning_rate=-1": ["learning_rate must be a number", "Got -1 instead"],
    "#lr=0.1": ["lr is not known. An address can say: data, table", "learning_rate"],
    "#layers=9999t-1s": ["neurons of layer 1 must be a whole number from 1 to 64", "is 3."],
    "#layers=hello": ["layers must be written like 4t-2t-1s", "t tanh", '"hello" instead, so'],
    "#layers=3:Relu6-1s": ["The activation of layer 1 must be", '"Relu6" instead, so it is "tanh"'],
    "#layers=3t-5s": ["The number of neurons of layer 2 must be 1", "so it is 1."],
    "#epochs=1e9": ["epochs must be a whole number"],
    "#seed=1.5": ["seed must be a whole number"],
    "#loss=cross_entropy": ["loss must be"],
    "#frobnicate=1": ["frobnicate is not known"],
    "#__proto__=1": ["__proto__ is not known"],
    "#data=%3Cimg%20src=x%20onerror=alert(1)%3E": ["<img src=x onerror=alert(1)>"],
    "#%E0%A4%A": ["is not known"],
}


@pytest.mark.parametrize("hash", BAD)
def test_bad_addresses(page, hash):
    """On the page that is open, as when a link is pasted: it says why and still works."""
    page.evaluate("hash => { location.hash = '' }", hash)
    expect(page.locator("#data-menu select")).to_have_value("xor")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    page.evaluate("hash => { location.hash = hash }", hash)
    for part in BAD[hash]:
        expect(page.locator("#notices")).to_contain_text(part)
    assert page.locator("#notices img").count() == 0
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    for button in page.get_by_role("button", name="Dismiss this message").all():
        button.click()
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")


def test_the_good_fields_of_a_bad_address_hold(open_page):
    page = harness.ready(open_page("#data=circle&layers=hello&seed=12&learning_rate=oops"))
    expect(page.locator("#notices")).to_contain_text('"hello"')
    expect(page.locator("#notices")).to_contain_text('"oops"')
    expect(page.locator("#data-menu select")).to_have_value("circle")
    expect(page.get_by_role("textbox", name="Seed")).to_have_value("12")


def test_a_flood_of_bad_fields_is_summed_up(open_page):
    page = harness.ready(open_page("#" + "&".join(f"x{i}=1" for i in range(200))))
    expect(page.locator("#notices")).to_contain_text("and 197 more")
    assert page.locator("#notices .notice").count() <= 4
