"""Every control changes what it says, and the network on the page is the one Python has."""

import json
import re

import harness
import pytest
from playwright.sync_api import expect


@pytest.fixture(autouse=True)
def from_the_start(page, address):
    """Each test begins with the article's experiment, on the page all of them share."""
    if "#" in page.url:
        page.evaluate("location.hash = ''")
    expect(page.locator("#data input[value=xor]")).to_be_checked()
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")


def heads(page):
    return page.locator("#network .body")


def test_layers_and_neurons_are_added_and_removed(page):
    page.get_by_role("button", name="Add a neuron to").first.click()
    expect(heads(page)).to_contain_text("4×2")
    expect(page).to_have_url(harness.containing("layers=4t-1s"))
    page.get_by_role("button", name="Add a layer").click()
    expect(heads(page)).to_contain_text("4×4")
    expect(page).to_have_url(harness.containing("layers=4t-4t-1s"))
    page.get_by_role("button", name="Remove a neuron from").first.click()
    expect(heads(page)).to_contain_text("3×2")
    page.get_by_role("button", name="Remove the last hidden layer").click()
    expect(heads(page)).to_contain_text("W 1×3")
    expect(page).not_to_have_url(harness.containing("layers"))


def test_activation_of_a_hidden_layer(page):
    page.get_by_label("Activation of the hidden layer").select_option("relu")
    expect(page.locator("#cost-now")).not_to_have_text("0.725")
    expect(page).to_have_url(harness.containing("layers=3r-1s"))


def test_output_activation_brings_a_loss_along_and_says_so(page):
    page.get_by_label("Activation of the output").select_option("tanh")
    expect(page.locator("#notices")).to_contain_text("the loss is now squared error")
    expect(page.get_by_label("Loss")).to_have_value("squared_error")
    page.get_by_label("Loss").select_option("logloss")
    expect(page.get_by_label("Activation of the output")).to_have_value("sigmoid")


def test_noise_and_held_out(page):
    page.get_by_label("Held out").select_option("0.3")
    expect(page.locator("#test-cost-now")).to_be_visible()
    page.get_by_label("Noise").select_option("0.1")
    expect(page).to_have_url(re.compile(r"noise=0\.1&test_share=0\.3"))


def test_learning_rate_batch_and_epochs_change_during_a_run(page):
    page.get_by_role("textbox", name="Epochs").fill("100000")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    expect(page.get_by_role("textbox", name="Epochs")).to_have_value("100,000")
    harness.at_pace(page, "watch")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    page.get_by_label("Learning rate", exact=True).fill("0.5")
    page.get_by_label("Learning rate", exact=True).press("Enter")
    expect(page.locator("html")).to_have_attribute("data-running", "true")
    page.get_by_label("Batch").select_option("2")
    expect(page.locator("html")).to_have_attribute("data-running", "true")
    page.locator("#train").click()
    expect(page.locator("html")).to_have_attribute("data-running", "false")
    assert page.locator("#epoch").inner_text() != "0"  # the network was kept
    expect(page).to_have_url(harness.containing("learning_rate=0.5"))
    expect(page).to_have_url(harness.containing("batch=2"))
    harness.at_pace(page, "full")


def test_seed(page):
    page.get_by_role("textbox", name="Seed").fill("8")
    page.get_by_role("textbox", name="Seed").press("Enter")
    expect(page.locator("#cost-now")).not_to_have_text("0.725")
    page.get_by_role("textbox", name="Seed").fill("7")
    page.get_by_role("textbox", name="Seed").press("Enter")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    page.get_by_role("button", name="New random seed").click()
    expect(page.get_by_role("textbox", name="Seed")).not_to_have_value("7")
    expect(page).to_have_url(harness.containing("seed="))


def test_a_bad_number_is_refused_in_words_and_the_one_before_stays(page):
    rate = page.get_by_label("Learning rate", exact=True)
    rate.fill("fast")
    rate.press("Enter")
    expect(page.locator("#training")).to_contain_text("Got “fast” instead, so 0.1 stays.")
    expect(rate).to_have_value("0.1")
    rate.fill("")
    rate.press("Enter")
    expect(page.locator("#training")).to_contain_text("The field is empty, so 0.1 stays.")
    expect(rate).to_have_value("0.1")


def test_pictures_choose_data_by_mouse_and_by_keyboard(page):
    page.locator("#data label", has_text="Circle").click()
    expect(page.locator("#data-menu select")).to_have_value("circle")
    page.locator("#data input[value=circle]").press("ArrowLeft")
    expect(page.locator("#data-menu select")).not_to_have_value("circle")


def test_a_picked_neuron_tells_its_weights(page):
    neuron = page.get_by_role("button", name="hidden layer, neuron 2")
    neuron.focus()
    page.keyboard.press("Enter")
    expect(neuron).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(neuron).to_have_attribute("aria-pressed", "false")


def test_code_shows_the_files_that_run(page):
    for name in ("layer.py", "network.py", "functions.py"):
        page.get_by_role("tab", name=name).click()
        source = (harness.ROOT / "py/chalknet" / name).read_text(encoding="utf-8")
        shown = page.locator("#code .cm-line").first
        expect(shown).to_have_text(source.splitlines()[0])


def test_costs_on_a_logarithmic_scale(page):
    scale = page.get_by_role("button", name="log scale")
    scale.click()
    expect(scale).to_have_attribute("aria-pressed", "true")
    scale.click()
    expect(scale).to_have_attribute("aria-pressed", "false")


def test_look_and_projector_are_kept(page):
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    page.locator("#projector").click()
    page.keyboard.press("Escape")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-projector", "on")
    harness.ready(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="As the system").click()
    page.locator("#projector").click()
    page.keyboard.press("Escape")


def test_the_skip_link_leaves_the_experiment_alone(page):
    page.get_by_label("Noise").select_option("0.1")
    expect(page).to_have_url(re.compile("noise=0"))
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#network")).to_be_focused()
    expect(page).to_have_url(harness.containing("noise=0.1"))


def test_many_settings_changed_during_a_run_give_way_to_what_comes(page):
    page.locator("#data-menu select").select_option("spiral")
    page.get_by_role("textbox", name="Epochs").fill("100000")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    rates = page.get_by_label("Usual learning rates")
    for rate in ("0.3", "0.03", "0.01", "1"):
        rates.select_option(rate)
    page.get_by_label("Noise").select_option("0.2")
    expect(page.locator("#epoch")).to_have_text("0")  # a new network, not trained on
    expect(page.locator("html")).to_have_attribute("data-running", "false")


def test_offline_link_and_licences(page):
    page.get_by_role("button", name="More").click()
    expect(page.locator("#offline")).to_have_attribute("href", "chalknet.html")
    page.locator("#about").click()
    licences = page.locator("#about-dialog pre")
    for name in ("Chalknet", "Pyodide", "NumPy", "CodeMirror", "uPlot"):
        expect(licences).to_contain_text(name, ignore_case=True)
    page.keyboard.press("Escape")


def test_the_catalog_and_the_rules_are_pythons(page):
    """The menus walk the tables of functions.py: nothing is written twice."""
    build = json.loads(page.locator("#build").text_content())
    shown = page.get_by_label("Activation of the hidden layer").locator("option").all_inner_texts()
    assert shown == [row["title"] for row in build["catalog"]["activations"] if row["hidden"]]
