"""All that TensorFlow Playground has: where each of its controls is here, and its data learnt.

CONTROLS is the table: what Playground calls it, where it is here, and a function that drives it
and reads its effect. Each begins with Playground's own start: its address, which the page reads.
"""

import re

import harness
import pytest
from playwright.sync_api import expect

# what Playground writes into its address by itself
START = {
    "activation": "tanh",
    "batchSize": "10",
    "dataset": "circle",
    "regDataset": "reg-plane",
    "learningRate": "0.03",
    "regularizationRate": "0",
    "noise": "0",
    "networkShape": "4,2",
    "seed": "0.71864",
    "showTestData": "false",
    "discretize": "false",
    "percTrainData": "50",
    "x": "true",
    "y": "true",
    "xTimesY": "false",
    "xSquared": "false",
    "ySquared": "false",
    "cosX": "false",
    "sinX": "false",
    "cosY": "false",
    "sinY": "false",
    "collectStats": "false",
    "problem": "classification",
    "initZero": "false",
    "hideText": "false",
}


def address_of(**changed):
    return "#" + "&".join(f"{name}={value}" for name, value in {**START, **changed}.items())


def go(page, **changed):
    page.evaluate("history.replaceState(null, '', '#data=and'); location.hash = ''")
    expect(page.locator("#data-menu select")).to_have_value("xor")
    page.evaluate("hash => { location.hash = hash }", address_of(**changed))
    expect(page.locator("#data-menu select")).not_to_have_value("xor")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")


@pytest.fixture
def start(page):
    """Playground's start, on the page that all of them share."""
    page.keyboard.press("Escape")
    go(page)
    return page


def cost(page):
    return page.locator("#cost-now").inner_text()


def settings(page):
    """Opens what is folded away."""
    details = page.locator("#training details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def inputs(page):
    page.get_by_role("button", name="Choose the inputs").click()
    return page.get_by_role("dialog", name="Inputs of the network")


# ------------------------------------------------------------------------------- the controls


def play(page):
    page.locator("#train").click()
    expect(page.locator("html")).to_have_attribute("data-running", "true")
    expect(page.locator("#epoch")).not_to_have_text("0")
    page.locator("#train").click()
    expect(page.locator("html")).to_have_attribute("data-running", "false")


def one_step(page):
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_contain_text("1/25")


def reset(page):
    before = cost(page)
    page.locator("#step").click()
    expect(page.locator("#cost-now")).not_to_have_text(before)
    page.locator("#reset").click()
    expect(page.locator("#cost-now")).to_have_text(before)


def learning_rate(page):
    page.get_by_label("Usual learning rates").select_option("0.3")
    expect(page).to_have_url(re.compile("learning_rate=0.3&"))


def activation(page):
    before = cost(page)
    page.get_by_label("Activation of the hidden layer 1").select_option("relu")
    expect(page.locator("#cost-now")).not_to_have_text(before)


def regularization(page):
    settings(page)
    page.get_by_label("Regularization", exact=True).select_option("l1")
    expect(page).to_have_url(re.compile("regularization=l1"))
    expect(page.get_by_label("… its rate")).to_be_visible()


def regularization_rate(page):
    settings(page)
    page.get_by_label("Regularization", exact=True).select_option("l2")
    page.get_by_label("… its rate").fill("0.1")
    page.get_by_label("… its rate").press("Enter")
    expect(page).to_have_url(re.compile("regularization_rate=0.1"))


def problem_type(page):
    page.locator("#data label", has_text="Plane").click()  # numbers are data of their own
    expect(page.get_by_label("Loss")).to_have_value("squared_error")
    expect(page.get_by_label("Activation of the output")).to_have_value("linear")


def which_dataset(page):
    page.locator("#data label", has_text="Spiral").first.click()
    expect(page.locator("#data-menu select")).to_have_value("spiral")


def ratio_of_training_to_test(page):
    expect(page.get_by_label("Held out", exact=True)).to_have_value("0.5")
    page.get_by_label("Held out", exact=True).select_option("0.3")
    expect(page.locator("#right-test")).to_contain_text("/ 150")


def noise(page):
    before = cost(page)
    page.get_by_label("Noise").select_option("0.3")
    expect(page.locator("#cost-now")).not_to_have_text(before)


def batch_size(page):
    page.get_by_label("Batch").select_option("50")
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_contain_text("1/5")


def regenerate(page):
    before = cost(page)
    page.get_by_role("button", name="New points").click()
    expect(page.locator("#cost-now")).not_to_have_text(before)


def features(page):
    """All seven of them on; and one of the first off."""
    choice = inputs(page)
    for name in ["x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]:
        choice.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    expect(page.locator(".heads")).to_contain_text("W 4×7")
    choice.get_by_role("checkbox", name="x₁", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.locator(".heads")).to_contain_text("W 4×6")


def add_a_layer(page):
    page.get_by_role("button", name="Add a layer").click()
    expect(page).to_have_url(re.compile("layers=4t-2t-2t-1s"))


def remove_a_layer(page):
    page.get_by_role("button", name="Remove hidden layer 1").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("layers=2t-1s"))


def add_a_neuron(page):
    page.get_by_role("button", name="Add a neuron to").first.click()
    expect(page).to_have_url(re.compile("layers=5t-2t-1s"))


def remove_a_neuron(page):
    page.get_by_role("button", name="Remove a neuron from").first.click()
    expect(page).to_have_url(re.compile("layers=3t-2t-1s"))


def hover_a_neuron(page):
    neuron = page.locator(".neurons").get_by_role("button", name="hidden layer 1, neuron 3")
    neuron.hover()
    expect(page.locator(".output-caption")).to_contain_text("neuron 3")
    page.mouse.move(1, 1)
    neuron.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".output-caption")).to_contain_text("neuron 2")


def edit_a_weight(page):
    canvas = page.locator(".network-stage > canvas")
    harness.drawn(page)
    box = canvas.bounding_box()
    first = page.locator(".neurons").get_by_role("button", name="input").first.bounding_box()
    x = first["x"] + first["width"] + 45
    for y in range(int(box["y"]) + 80, int(box["y"]) + 330, 3):
        page.mouse.move(x, y)
        if (canvas.get_attribute("title") or "").startswith("Weight"):
            break
    page.mouse.click(x, y)
    before = cost(page)
    page.locator("#weight").get_by_role("textbox").fill("5")
    page.keyboard.press("Enter")
    expect(page.locator("#cost-now")).not_to_have_text(before)


def edit_a_bias(page):
    before = cost(page)
    page.locator(".neurons").get_by_role("button", name="output").click()
    page.locator(".network-readout").get_by_role("textbox", name="Bias").fill("3")
    page.keyboard.press("Enter")
    expect(page.locator("#cost-now")).not_to_have_text(before)


def show_test_data(page):
    shown = page.get_by_label("Show test data")
    expect(shown).not_to_be_checked()  # as Playground's address says
    expect(page.locator(".legend")).not_to_contain_text("held out")
    shown.check()
    expect(page.locator(".legend")).to_contain_text("held out")


def discretize_output(page):
    page.get_by_label("Discretize output").check()
    expect(page).to_have_url(re.compile("discretize=true"))


def test_loss_and_training_loss(page):
    before = cost(page), page.locator("#test-cost-now").inner_text()
    for _ in range(10):  # one step may be too small to be seen in three digits
        page.locator("#step").click()
    expect(page.locator("#cost-now")).not_to_have_text(before[0])
    expect(page.locator("#test-cost-now")).not_to_have_text(before[1])


def chart_of_losses(page):
    expect(page.locator("#cost")).to_contain_text("log loss by epoch")
    page.get_by_role("textbox", name="Epochs").fill("5")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("5")
    expect(page.locator("#cost")).to_contain_text("held out")


def state_in_the_address(page):
    page.get_by_label("Noise").select_option("0.2")
    expect(page).to_have_url(re.compile("#data=circle&noise=0.2"))
    page.reload()
    harness.ready(page)
    expect(page.locator("#data-menu select")).to_have_value("circle")
    expect(page.get_by_label("Noise")).to_have_value("0.2")


def hide_parts(page):
    page.evaluate("location.hash = '#data=circle&hide=training'")
    expect(page.locator("#training")).to_be_hidden()
    page.evaluate("location.hash = ''")
    expect(page.locator("#training")).to_be_visible()


CONTROLS = {
    # Playground's control: (where it is here, what drives it)
    "Play, pause": ("header, Train and Pause", play),
    "Step": ("header, One step", one_step),
    "Reset": ("header, Reset", reset),
    "Learning rate": ("Training, Learning rate", learning_rate),
    "Activation": ("Network, the menu above each layer", activation),
    "Regularization": ("Training, More settings, Regularization", regularization),
    "Regularization rate": ("Training, More settings, its rate", regularization_rate),
    "Problem type": ("Data: Plane and Hills are numbers, the others classes", problem_type),
    "Which dataset": ("Data, the pictures", which_dataset),
    "Ratio of training to test data": ("Data, Held out", ratio_of_training_to_test),
    "Noise": ("Data, Noise", noise),
    "Batch size": ("Training, Batch", batch_size),
    "Regenerate": ("Data, New points", regenerate),
    "Features": ("Network, Inputs, choose", features),
    "Add a layer": ("Network, + layer", add_a_layer),
    "Remove a layer": ("Network, the cross above a hidden layer", remove_a_layer),
    "Add a neuron": ("Network, + above a layer", add_a_neuron),
    "Remove a neuron": ("Network, − above a layer", remove_a_neuron),
    "Hover on a neuron": ("Network, pointing at a neuron, or its focus", hover_a_neuron),
    "Edit a weight": ("Network, a click on a curve", edit_a_weight),
    "Edit a bias": ("Network, a picked neuron's fields", edit_a_bias),
    "Show test data": ("Output, Show test data", show_test_data),
    "Discretize output": ("Output, Discretize output", discretize_output),
    "Test loss, training loss": ("header, Cost and Test cost", test_loss_and_training_loss),
    "Chart of the losses": ("Cost", chart_of_losses),
    "State in the address": ("the address", state_in_the_address),
    "Hide parts by the address": ("the address, hide=", hide_parts),
}
test_loss_and_training_loss.__test__ = False  # a row of the table, no test by itself


@pytest.mark.parametrize("control", CONTROLS)
def test_each_of_playgrounds_controls_is_here(start, control):
    _, drive = CONTROLS[control]
    drive(start)


# ------------------------------------------------------------------------------- its addresses


def test_an_address_of_playground_is_an_experiment_here(open_page):
    page = harness.ready(
        open_page(
            address_of(
                dataset="xor",
                activation="relu",
                networkShape="5,3,2",
                learningRate="0.1",
                batchSize="20",
                noise="20",
                percTrainData="70",
                regularization="L2",
                regularizationRate="0.003",
                discretize="true",
                showTestData="true",
                xTimesY="true",
                seed="42",
            )
        )
    )
    expect(page.locator("#notices")).to_be_empty()
    expect(page.locator("#data-menu select")).to_have_value("exclusive")
    for number in (1, 2, 3):
        menu = page.get_by_label(f"Activation of the hidden layer {number}")
        expect(menu).to_have_value("relu")
    expect(page.locator(".heads")).to_contain_text("W 5×3")
    expect(page.get_by_label("Learning rate", exact=True)).to_have_value("0.1")
    expect(page.get_by_label("Batch")).to_have_value("20")
    expect(page.get_by_label("Noise")).to_have_value("0.2")
    expect(page.get_by_label("Held out", exact=True)).to_have_value("0.3")
    expect(page.get_by_role("textbox", name="Seed")).to_have_value("42")
    expect(page.get_by_label("Discretize output")).to_be_checked()
    expect(page.get_by_label("Show test data")).to_be_checked()
    settings(page)
    expect(page.get_by_label("Regularization", exact=True)).to_have_value("l2")
    expect(page.get_by_label("… its rate")).to_have_value("0.003")


def test_zero_weights_and_no_hidden_layer(page):
    go(page, networkShape="", initZero="true")
    expect(page.locator(".heads")).to_contain_text("W 1×2")
    expect(page.locator("#cost-now")).to_have_text("0.693")  # a half for every sample
    settings(page)
    expect(page.get_by_label("First weights")).to_have_value("zeros")


WRONG = {
    "cosX=true": "cosX is no input here",
    "dataset=mnist": "dataset must be one of circle, xor, gauss, spiral. Got “mnist” instead",
    "learningRate=fast": "learningRate must be a number. Got “fast” instead, so it is 0.03.",
    "networkShape=4;2": "networkShape must be numbers of neurons such as 4,2.",
    "noise=90": "noise must be a number from 0 to 0.5. Got 0.9 instead, so it is 0.",
    "foo=1": "foo is not known in an address of Playground: it is passed over.",
    "noise_hide=true": "noise_hide: a single control cannot be hidden here, a window can",
    "seed=%3Cimg%20src=x%3E": "The seed “<img src=x>” is not a number",
}


@pytest.mark.parametrize("said", WRONG)
def test_what_there_is_not_here_is_said(page, said):
    name, value = said.split("=", 1)
    go(page)
    page.evaluate("hash => { location.hash = hash }", address_of(**{name: value}))
    expect(page.locator("#notices")).to_contain_text(WRONG[said])
    assert page.locator("#notices img").count() == 0


# ------------------------------------------------------------------------------- its data


LEARNT = {
    # with Playground's default settings, 300 epochs: the cost falls below this share of the first
    "circle": 0.05,
    "xor": 0.2,
    "gauss": 0.05,
    "reg-plane": 0.01,
    "reg-gauss": 0.2,
    # 4 and 2 tanh are too few for the spiral, there as here: it begins to bend, no more
    "spiral": 0.9,
}


@pytest.mark.parametrize("data", LEARNT)
def test_playgrounds_data_are_learnt_with_its_settings(page, data):
    if data.startswith("reg"):
        go(page, problem="regression", regDataset=data)
    else:
        go(page, dataset=data)
    page.get_by_role("textbox", name="Epochs").fill("300")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    first = float(cost(page))
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("300", timeout=90_000)
    last = float(cost(page).replace("−", "-"))
    assert last < LEARNT[data] * first, f"from {first} to {last}"


def test_the_spiral_is_learnt_with_more_inputs_and_neurons(page):
    """As in Playground, the spiral needs the other inputs and more neurons."""
    more = dict.fromkeys(["xSquared", "ySquared", "xTimesY", "sinX", "sinY"], "true")
    go(page, dataset="spiral", networkShape="8,6", **more)
    page.get_by_role("textbox", name="Epochs").fill("300")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text("300", timeout=90_000)
    right, of = map(int, page.locator("#right").inner_text().split(" / "))
    assert right > 0.85 * of  # a half by guessing; it wavers between 0.88 and 0.96 with this rate
