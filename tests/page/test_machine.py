"""The network read and edited: its inputs chosen, weights and biases typed, neurons looked at."""

import re
import struct
from urllib.parse import quote

import harness
import pytest
from playwright.sync_api import expect

CANVAS = ".network-stage > canvas"
COLOURS = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""


@pytest.fixture(autouse=True)
def from_the_start(page):
    """Each test begins with the article's experiment, on the page all of them share."""
    page.mouse.move(1, 1)
    page.keyboard.press("Escape")
    go(page, "data=and")
    go(page, "")
    expect(page.locator("#cost-now")).to_have_text("0.725")


def go(page, rest):
    page.evaluate("rest => { location.hash = rest }", rest)
    name = re.search(r"data=(\w+)", rest)
    expect(page.locator("#data-menu select")).to_have_value(name[1] if name else "xor")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")


def neuron(page, name):
    return page.locator(".neurons").get_by_role("button", name=name)


def foot(page, name):
    return page.locator(".network-readout").get_by_role("textbox", name=name)


def enter(field, text):
    field.fill(text)
    field.press("Enter")


def pick(page, name):
    one = neuron(page, name)
    harness.drawn(page)
    if one.get_attribute("aria-pressed") == "false":
        one.click()
    expect(one).to_have_attribute("aria-pressed", "true")
    title = page.locator(".network-readout b")  # the foot follows in the next frame
    expect(title).to_have_text(re.sub(":.*", "", name), ignore_case=True)


def curve(page, wanted):
    """A place on the page where the pointer finds the curve of this weight."""
    page.locator(CANVAS).scroll_into_view_if_needed()
    harness.drawn(page)
    left, top = (page.locator(CANVAS).bounding_box()[side] for side in "xy")
    first = neuron(page, "input").first.bounding_box()
    x = first["x"] + first["width"] + 45
    for y in range(int(top) + 80, int(top) + 330, 3):
        page.mouse.move(x, y)
        if (page.locator(CANVAS).get_attribute("title") or "").startswith(wanted):
            return x - left, y - top
    raise AssertionError(f"The pointer found no curve named {wanted}")


# Inputs


def test_inputs_are_chosen_by_the_keyboard(page):
    go(page, "data=circle")
    button = page.get_by_role("button", name="Choose the inputs")
    button.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_role("dialog", name="Inputs of the network")
    expect(choice.get_by_role("checkbox")).to_have_count(7)
    expect(choice.get_by_role("checkbox", name="x₁", exact=True)).to_be_focused()
    for name in ["x₁²", "x₂²"]:
        choice.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("features=x1,x2,x1_squared,x2_squared"))
    expect(page.locator(".heads")).to_contain_text("W 4×4")
    expect(neuron(page, "input x₂²")).to_be_visible()
    expect(choice).to_be_visible()  # the choice goes on
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(button).to_be_focused()


def test_every_input_that_is_offered_is_a_small_map_with_a_sentence(page):
    page.get_by_role("button", name="Choose the inputs").click()
    choice = page.get_by_role("dialog", name="Inputs of the network")
    expect(choice.locator("label")).to_have_count(7)
    harness.drawn(page)
    for label in choice.locator("label").all():
        assert label.get_attribute("title").endswith(".")
        assert label.locator("canvas").evaluate(COLOURS) > 5
    pictures = choice.locator("canvas").evaluate_all("all => all.map(one => one.toDataURL())")
    assert len(set(pictures)) == 7


def test_one_input_stays_on(page):
    page.get_by_role("button", name="Choose the inputs").click()
    choice = page.get_by_role("dialog", name="Inputs of the network")
    choice.get_by_role("checkbox", name="x₁", exact=True).uncheck()
    expect(page.locator(".heads")).to_contain_text("W 3×1")
    last = choice.get_by_role("checkbox", name="x₂", exact=True)
    expect(last).to_be_disabled()
    expect(choice.get_by_role("status")).to_contain_text("At least one input stays on.")
    choice.get_by_role("button", name="All").click()
    expect(page.locator(".heads")).to_contain_text("W 3×7")
    expect(last).to_be_enabled()


def test_a_table_offers_its_columns_by_name_and_an_image_offers_nothing(page):
    go(page, "data=iris")
    page.get_by_role("button", name="Choose the inputs").click()
    choice = page.get_by_role("dialog", name="Inputs of the network")
    choice.get_by_role("checkbox", name="sepal width (cm)").uncheck()
    expect(page.locator(".heads")).to_contain_text("3 × 105 samples")
    expect(neuron(page, "input sepal length (cm)")).to_be_visible()
    expect(neuron(page, "input sepal width (cm)")).to_have_count(0)
    page.keyboard.press("Escape")
    go(page, "data=digits")
    expect(page.get_by_role("button", name="Choose the inputs")).to_be_hidden()


def many(columns, classes):
    names = [f"sensor {i} (mV)" for i in range(columns)]
    cells = [[(i * 7 + j * 3) % 10 for j in range(columns)] for i in range(classes * 2)]
    rows = [[*row, f"kind {i % classes}"] for i, row in enumerate(cells)]
    return "\n".join(",".join(map(str, row)) for row in [[*names, "kind"], *rows])


@pytest.mark.parametrize(("columns", "classes"), [(1, 3), (9, 20), (30, 12), (59, 5)])
@pytest.mark.parametrize("size", [(1280, 800), (1366, 650), (390, 844)])
def test_many_inputs_and_outputs_stand_apart_and_inside(page, columns, classes, size):
    go(page, f"data=own&table={quote(many(columns, classes))}")
    expect(page.locator(".heads")).to_contain_text(f"×{columns}")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(neuron(page, "input sensor")).to_have_count(columns)
    expect(neuron(page, "output kind")).to_have_count(classes)
    harness.drawn(page)
    strip = page.locator(".network-strip").bounding_box()
    boxes = page.locator(".neuron").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({x, y, width}) => [x, y, width])"
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    seen = set()
    for x, y, width in boxes:
        assert width >= 7
        assert strip["y"] <= y
        assert y + width <= strip["y"] + strip["height"]
        assert (round(x), round(y)) not in seen
        seen.add((round(x), round(y)))
    for x, y, width in boxes[: columns + classes]:
        near = [b for b in boxes if abs(b[0] - x) < width - 1 and abs(b[1] - y) < width - 1]
        assert len(near) == 1, "two neurons lie on one another"


def test_many_outputs_have_their_classes_names(page):
    go(page, f"data=own&table={quote(many(4, 20))}")
    expect(neuron(page, "output kind 19")).to_be_visible()
    pick(page, "output kind 19:")
    expect(page.locator(".network-readout")).to_contain_text("Output kind 19")


# Weights and biases


def test_a_click_on_a_curve_opens_its_weight(page):
    x, y = curve(page, "Weight from x₂ to hidden layer, neuron 1")
    assert page.locator(CANVAS).evaluate("e => e.style.cursor") == "pointer"
    page.locator(CANVAS).click(position={"x": x, "y": y})
    window = page.get_by_role("dialog", name="Weight from x₂ to hidden layer, neuron 1")
    field = window.get_by_role("textbox")
    expect(field).to_be_focused()
    enter(field, "−2,5")
    expect(window).to_be_hidden()
    expect(neuron(page, "hidden layer, neuron 1: weights 0.00 and −2.50")).to_be_visible()
    expect(page.locator("#cost-now")).not_to_have_text("0.725")


def test_a_bad_weight_is_refused_in_a_sentence_and_escape_leaves(page):
    x, y = curve(page, "Weight from x₁ to hidden layer, neuron 1")
    page.locator(CANVAS).click(position={"x": x, "y": y})
    window = page.get_by_role("dialog", name="Weight from x₁")
    field = window.get_by_role("textbox")
    expect(field).to_be_focused()
    before = field.input_value()
    for bad in ["abc", "1e9", "", "1,2,3", "<b>", "NaN"]:
        enter(field, bad)
        expect(window.get_by_role("status")).to_contain_text(
            f"Got “{bad}” instead, so" if bad else "The field is empty, so"
        )
        expect(field).to_have_value(before)
    field.fill("5")
    field.press("Escape")
    expect(window).to_be_hidden()
    expect(page.locator("#cost-now")).to_have_text("0.725")


def test_the_foot_of_a_neuron_has_its_weights_and_its_bias(page):
    pick(page, "hidden layer, neuron 2")
    enter(foot(page, "Weight from x₂"), "1.5")
    enter(foot(page, "Bias"), "-.25")
    expect(neuron(page, "and 1.50, bias −0.25")).to_be_visible()
    enter(foot(page, "Bias"), "much")
    expect(page.locator(".network-refused")).to_contain_text("Got “much” instead, so −0.25 stays.")
    expect(foot(page, "Bias")).to_have_value("−0.25")
    foot(page, "Bias").press("ArrowUp")
    expect(foot(page, "Bias")).to_have_value("−0.15")
    expect(page.locator(".network-refused")).to_be_empty()


def test_what_was_typed_is_what_python_has(page):
    """All weights 0: every output of the sigmoid is a half, and the cost the logarithm of 2."""
    for name in ["hidden layer, neuron 1", "hidden layer, neuron 2", "hidden layer, neuron 3"]:
        pick(page, name)
        for field in ["Weight from x₁", "Weight from x₂"]:
            enter(foot(page, field), "0")
            expect(foot(page, field)).to_have_value("0")
    expect(page.locator("#cost-now")).to_have_text("0.693")


def test_many_weights_have_a_menu(page):
    go(page, "data=iris")
    pick(page, "hidden layer, neuron 1")
    menu = page.get_by_label("Weight from", exact=True)
    menu.select_option(label="from petal width (cm)")
    field = foot(page, "Weight from the one chosen")
    enter(field, "0.125")
    menu.focus()
    menu.select_option(label="from sepal length (cm)")
    expect(field).not_to_have_value("0.13")
    menu.select_option(label="from petal width (cm)")
    expect(field).to_have_value("0.13")
    field.focus()
    expect(field).to_have_value("0.125")  # whole, where it is edited


def test_a_field_of_the_network_before_does_no_harm(page):
    go(page, "data=iris")
    pick(page, "hidden layer, neuron 1")
    page.get_by_label("Weight from", exact=True).select_option(label="from petal width (cm)")
    foot(page, "Weight from the one chosen").focus()
    page.evaluate("location.hash = ''")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    expect(neuron(page, "input x₂")).to_be_visible()


def test_weights_are_not_typed_over_while_they_learn(page):
    page.get_by_role("textbox", name="Epochs").fill("1000000")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    pick(page, "hidden layer, neuron 1")
    page.locator("#train").click()
    expect(foot(page, "Bias")).to_be_disabled()
    expect(foot(page, "Bias")).to_have_attribute("title", harness.containing("Pause the training"))
    page.locator("#train").click()
    expect(foot(page, "Bias")).to_be_enabled()


# Neurons


def test_a_neuron_that_is_pointed_at_is_shown_enlarged(page):
    caption = page.locator("#output")
    expect(caption).to_contain_text("ŷ over the inputs")
    neuron(page, "hidden layer, neuron 2").hover()
    expect(caption).to_contain_text("neuron 2")
    neuron(page, "input x₁").hover()
    expect(caption).to_contain_text("input x₁")
    page.mouse.move(1, 1)
    expect(caption).to_contain_text("ŷ over the inputs")


def test_a_neuron_with_the_keyboards_focus_is_shown_enlarged(page):
    caption = page.locator("#output")
    page.locator(".neuron[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    expect(neuron(page, "hidden layer, neuron 2")).to_be_focused()
    expect(caption).to_contain_text("neuron 2")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".neuron:focus")).to_have_attribute("title", harness.containing("input x"))
    expect(caption).to_contain_text("input x")
    page.locator("#train").focus()
    expect(caption).to_contain_text("ŷ over the inputs")


def test_a_neuron_taken_away_is_no_longer_shown(page):
    caption = page.locator("#output")
    neuron(page, "hidden layer, neuron 3").hover()
    expect(caption).to_contain_text("neuron 3")
    page.evaluate("location.hash = 'layers=2t-1s'")
    expect(neuron(page, "hidden layer, neuron 3")).to_have_count(0)
    expect(caption).to_contain_text("ŷ over the inputs")


def test_an_input_is_picked_and_read(page):
    pick(page, "input x₂")
    expect(page.locator(".network-readout")).to_contain_text("Input x₂")
    expect(page.locator(".network-readout")).to_contain_text("for sample 1")


def test_a_dead_neuron_is_marked_and_told(page):
    go(page, "layers=2r-1s")
    pick(page, "hidden layer, neuron 1")
    enter(foot(page, "Bias"), "-1000")
    marked = page.locator(".neuron[data-flag=dead]").first
    expect(marked).to_have_attribute("aria-label", re.compile("hidden layer, neuron 1.*; dead: "))
    expect(page.locator(".network-work")).to_contain_text("dead")
    page.locator(".work-more").click()
    expect(page.get_by_role("dialog", name="Neurons at work")).to_contain_text("dead")
    page.keyboard.press("Escape")
    page.locator("#reset").click()
    expect(page.locator(".neuron[aria-label*='neuron 1']").first).not_to_have_attribute(
        "aria-label", harness.containing("bias −1000")
    )


def test_what_is_wrong_with_the_network_is_not_cut_off(page):
    """The gradient fades through many layers: the cause first, with all the room of its line."""
    go(page, "layers=" + "64s-" * 7 + "1s&init=xavier")
    line = page.locator(".work-sentence")
    expect(line).to_have_text(re.compile("^The gradient fades on its way back: at hidden layer 1 "))
    assert line.evaluate("e => e.scrollWidth <= e.clientWidth")
    expect(page.locator(".network-note")).to_be_hidden()
    page.locator(".work-more").click()
    told = page.get_by_role("dialog", name="Neurons at work").locator("p")
    expect(told.first).to_contain_text("Xavier first weights can help")
    page.keyboard.press("Escape")


def test_every_hidden_layer_can_be_taken_away(page):
    go(page, "layers=4t-2r-1s")
    page.get_by_role("button", name="Remove hidden layer 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".heads")).to_contain_text("W 2×2")
    expect(page).to_have_url(re.compile("layers=2r-1s"))
    page.locator(".head[data-kind=hidden]").hover()
    page.get_by_role("button", name="Remove the hidden layer").click()
    expect(page).to_have_url(re.compile("layers=1s"))
    expect(page.locator(".head[data-kind=hidden]")).to_have_count(0)


# The picture


def test_the_network_as_a_picture(page):
    page.get_by_role("button", name="Save").click()
    with page.expect_download() as download:
        page.locator("button[data-picture=network]").click()
    content = download.value.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width >= 1920
    assert height >= 1080
