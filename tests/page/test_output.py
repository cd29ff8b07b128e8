"""The output's window: classes, axes, toggles, an enlarged neuron, the table, the report."""

import itertools
import re
import struct
import time
from pathlib import Path
from urllib.parse import quote

import harness
import numpy as np
import pytest
from playwright.sync_api import expect
from test_look import axe

TUMOURS = "width,height,kind\n" + "\n".join(
    f"{i * 1.3:.1f},{40 - i},{'malignant' if i > 20 else 'benign'}" for i in range(40)
)


def show(page, rest):
    """Open these data by the address, as a person who types it."""
    page.evaluate("history.replaceState(null, '', '#data=nand')")
    page.evaluate("rest => { location.hash = rest }", rest)
    name = re.search(r"data=(\w+)", rest)[1]
    expect(page.locator("#data-menu select")).to_have_value(name)
    expect(page.locator("#epoch")).to_have_text("0")


def train(page):
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    expect(page.locator("html")).to_have_attribute("data-running", "false", timeout=120_000)


def picture(page):
    return page.locator(".map-canvas").evaluate("c => c.toDataURL()")


def wait_for_another(page, before):
    """Until the map is no longer the same picture: what is on a canvas no locator can see."""
    end = time.monotonic() + 30
    while picture(page) == before:
        assert time.monotonic() < end, "the map stays as it is"
        harness.drawn(page)


def pixel(page, across, down):
    """The colour of the map at a place of 0..1."""
    harness.drawn(page)
    return page.locator(".map-canvas").evaluate(
        """(c, [x, y]) => [...c.getContext("2d").getImageData(
             Math.floor(x * c.width), Math.floor(y * c.height), 1, 1).data].slice(0, 3)""",
        [across, down],
    )


def token(page, name):
    hexed = page.evaluate(
        "n => getComputedStyle(document.documentElement).getPropertyValue(n).trim()", f"--{name}"
    )
    return np.array([int(hexed[i : i + 2], 16) for i in (1, 3, 5)])


def place(x1, x2):
    """Of a point of the toys' plane on the map."""
    return (x1 + 6) / 12, 1 - (x2 + 6) / 12


def legend(page):
    harness.drawn(page)
    return page.locator(".legend li:not(.unshown)").all_inner_texts()


# ---------------------------------------------------------------------------------------- classes


def test_three_classes_have_a_colour_and_a_shape_each(page):
    show(page, "data=three_clouds")
    train(page)
    assert legend(page)[:3] == ["y = 0", "y = 1", "y = 2"]
    classes = [token(page, f"class-{k}") for k in range(3)]
    # outside each cloud, as seen from the middle, the network reads that cloud's class
    for k, angle in enumerate(2 * np.pi * np.arange(3) / 3):
        colour = pixel(page, *place(5.6 * np.sin(angle), 5.6 * np.cos(angle)))
        nearest = np.argmin([np.abs(colour - one).sum() for one in classes])
        assert nearest == k, f"class {k}: {colour}"
    rows = page.locator("#predictions tbody tr[data-sample]")
    shapes = rows.evaluate_all(
        "all => all.slice(0, 3).map(row => row.querySelector('svg').dataset.shape)"
    )
    names = rows.evaluate_all("all => all.slice(0, 3).map(row => row.cells[2].textContent)")
    known = {"0": "circle", "1": "square", "2": "triangle"}
    assert shapes == [known[name] for name in names]


def test_two_classes_are_blue_circles_and_orange_squares(page):
    show(page, "data=and")
    train(page)
    assert legend(page) == ["y = 1", "y = 0"]
    expect(page.locator("#predictions svg")).to_have_count(0)
    blue, orange = token(page, "positive"), token(page, "negative")
    for colour, end in (pixel(page, 0.95, 0.05), blue), (pixel(page, 0.05, 0.95), orange):
        other = orange if end is blue else blue
        assert np.abs(colour - end).sum() < np.abs(colour - other).sum()


def test_two_classes_with_names(page):
    show(page, "data=own&table=" + quote(TUMOURS))
    train(page)
    assert legend(page)[:2] == ["malignant", "benign"]
    first = page.locator("#predictions tr[data-sample='0']")
    expect(first).to_contain_text("benign")
    expect(page.locator(".map-up-name")).to_have_text(re.compile("height ↑"))


def linear(colour):
    c = np.asarray(colour) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


# Machado, Oliveira and Fernandes (2009), full severity, for linear RGB
SEEN = {
    "by most": np.eye(3),
    "without red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "without green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "without blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def oklab(rgb):
    lms = np.cbrt(
        np.array(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ]
        )
        @ np.clip(rgb, 0, 1)
    )
    return (
        np.array(
            [
                [0.2104542553, 0.7936177850, -0.0040720468],
                [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ]
        )
        @ lms
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_class_colours_can_be_told_apart(open_page, theme):
    page = open_page(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    luminance = np.array([0.2126, 0.7152, 0.0722])
    panel = luminance @ linear(token(page, "panel")) + 0.05
    colours = [linear(token(page, f"class-{k}")) for k in range(10)]
    for k, colour in enumerate(colours):
        own = luminance @ colour + 0.05
        assert max(own, panel) / min(own, panel) >= 3, f"class {k} on the panel"
    for eyes, matrix in SEEN.items():
        seen = [oklab(matrix @ colour) for colour in colours]
        for a, b in itertools.combinations(range(10), 2):
            # a difference of 0.02 is just noticed; the shapes differ as well
            assert np.linalg.norm(seen[a] - seen[b]) >= 0.06, f"{a} and {b}, {eyes}"


# ---------------------------------------------------------------------------- axes and ranges


def test_axes_are_chosen_by_menus(page):
    show(page, "data=iris")
    train(page)
    canvas = page.locator(".map-canvas")
    expect(page.locator(".output-caption")).to_have_text("class over two columns")
    expect(page.locator(".map-note")).to_have_text("The other columns are as in sample 1.")
    across, up = page.get_by_label("Across: column"), page.get_by_label("Up: column")
    expect(across.locator("option")).to_have_count(4)
    before = picture(page)
    up.select_option(label="petal length (cm)")
    expect(canvas).to_have_attribute("aria-label", re.compile(r"petal length \(cm\) from"))
    wait_for_another(page, before)
    ends = page.locator(".map-up .axis-end")
    # petals are 1 to 6.9 cm long, and the map shows a little more
    expect(ends).to_have_text(["7.3", "0.6"])
    # a column that is already on the other axis changes places
    across.select_option(label="petal length (cm)")
    expect(up.locator("option:checked")).to_have_text("sepal length (cm)")
    expect(across.locator("option:checked")).to_have_text("petal length (cm)")
    canvas.press("ArrowRight")
    expect(page.locator(".map-note")).to_have_text("The other columns are as in sample 2.")


def test_a_plane_has_no_menus(page):
    show(page, "data=circle")
    expect(page.locator(".axis-menu:visible")).to_have_count(0)
    expect(page.locator(".axis-end")).to_have_text(["6", "−6", "−6", "6"])
    expect(page.locator(".map-note")).to_be_hidden()


def test_numbers_are_shown_in_their_own_unit(page):
    show(page, "data=penguin_mass")
    train(page)
    ends = page.locator(".ramp > span:not(.ramp-colours)")
    expect(ends).to_have_text([re.compile(r"^ŷ [56],\d{3}$"), re.compile(r"^ŷ 2,\d{3}$")])
    row = page.locator("#predictions tr[data-sample='0'] td")
    expect(row.nth(0)).to_have_text(re.compile(r"^\d,\d{3}$"))
    expect(row.nth(1)).to_have_text(re.compile(r"^\d,\d{3}$"))
    expect(row.nth(2)).to_have_text(re.compile(r"^\d\d\.\d$"))  # bill length, as measured


# --------------------------------------------------------------------------------------- toggles


def test_held_out_samples_can_be_put_away(page):
    show(page, "data=circle")
    canvas = page.locator(".map-canvas")
    expect(page.locator(".legend")).to_contain_text("held out")
    harness.drawn(page)
    before = picture(page)
    page.get_by_label("Show test data").uncheck()
    expect(page.locator(".legend")).not_to_contain_text("held out")
    expect(canvas).not_to_have_attribute("aria-label", re.compile("held out"))
    wait_for_another(page, before)
    canvas.press("ArrowLeft")  # from the first to the last: of those that are shown
    expect(canvas).to_have_attribute("aria-label", re.compile(r"Picked: sample 250\."))
    page.get_by_label("Show test data").check()
    canvas.press("ArrowRight")
    expect(canvas).to_have_attribute("aria-label", re.compile(r"Picked: held-out sample 1\."))


def test_without_held_out_samples_there_is_nothing_to_show(page):
    show(page, "data=or")
    expect(page.get_by_label("Show test data")).to_be_hidden()
    expect(page.get_by_label("Discretize output")).to_be_visible()


def test_discretized_output_has_two_colours(page):
    show(page, "data=exclusive")
    middle = token(page, "middle")
    two = [middle + (token(page, end) - middle) * 0.86 for end in ("negative", "positive")]
    places = [(0.03, 0.03), (0.97, 0.03), (0.03, 0.97), (0.97, 0.97)]

    def off(colour):
        return min(np.abs(colour - one).max() for one in two)

    soft = [pixel(page, *one) for one in places]
    assert max(map(off, soft)) > 20  # an untrained network is not sure everywhere
    before = picture(page)
    page.get_by_label("Discretize output").check()
    wait_for_another(page, before)
    assert max(off(pixel(page, *one)) for one in places) <= 8
    page.get_by_label("Discretize output").uncheck()


# --------------------------------------------------------------------------- a neuron, enlarged


def test_a_neuron_pointed_at_is_enlarged(page):
    show(page, "data=xor")
    train(page)
    canvas, caption = page.locator(".map-canvas"), page.locator(".output-caption")
    harness.drawn(page)
    own = pixel(page, 0.1, 0.1)
    page.get_by_role("button", name="hidden layer, neuron 2").hover()
    expect(caption).to_have_text("hidden layer 1, neuron 2")
    expect(canvas).to_have_attribute("aria-label", re.compile("Map of the hidden layer 1, neuron"))
    expect(page.locator(".ramp")).to_contain_text("a −1")
    assert legend(page) == ["y = 1", "y = 0"]  # the samples stay on it
    page.mouse.move(2, 2)
    expect(caption).to_have_text("ŷ over the inputs")
    assert pixel(page, 0.1, 0.1) == own
    page.get_by_role("button", name="hidden layer, neuron 2").focus()
    page.keyboard.press("ArrowDown")
    expect(caption).to_have_text("hidden layer 1, neuron 3")
    page.keyboard.press("ArrowLeft")
    expect(caption).to_have_text(re.compile("input x"))
    page.locator("#train").focus()
    expect(caption).to_have_text("ŷ over the inputs")


def test_a_neuron_tapped_is_enlarged_until_another_one_is(open_page):
    """A finger cannot point at it without tapping."""
    page = harness.ready(open_page(has_touch=True, viewport={"width": 390, "height": 844}))
    caption = page.locator(".output-caption")
    first = page.get_by_role("button", name="hidden layer, neuron 1")
    first.tap()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(caption).to_have_text("hidden layer 1, neuron 1")
    page.get_by_role("button", name="hidden layer, neuron 2").tap()
    expect(caption).to_have_text("hidden layer 1, neuron 2")
    page.get_by_role("button", name="hidden layer, neuron 2").tap()  # put down again
    expect(caption).to_have_text("ŷ over the inputs")
    first.tap()
    expect(caption).to_have_text("hidden layer 1, neuron 1")
    page.locator("#train").tap()
    expect(caption).to_have_text("ŷ over the inputs")


def test_what_a_neuron_looks_for_in_an_image(page):
    show(page, "data=digits")
    page.get_by_role("button", name="hidden layer, neuron 3").first.hover()
    expect(page.locator(".output-caption")).to_have_text("weights of hidden layer 1, neuron 3")
    page.mouse.move(2, 2)
    expect(page.locator(".output-caption")).to_have_text("one image, 10 outputs")


# ------------------------------------------------------------------------------------- the table


def test_many_columns_scroll_and_can_all_be_seen(page):
    show(page, "data=wine")
    heads = page.locator("#predictions thead th")
    expect(heads).to_have_count(5)  # right or wrong, wanted, read, and the two on the map
    page.get_by_role("button", name="Show all 13 columns").click()
    expect(heads).to_have_count(3 + 13 + 1)
    rows = page.locator("#predictions .rows")
    assert rows.evaluate("e => e.scrollWidth > e.clientWidth + 100")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    left = "e => e.querySelector('tbody tr[data-sample] td').getBoundingClientRect().left"
    before = rows.evaluate(left)
    rows.evaluate("e => { e.scrollLeft = 200 }")
    assert rows.evaluate(left) == before  # the first column stays
    page.get_by_role("button", name="Show two columns").click()
    expect(heads).to_have_count(5)


def test_categories_by_their_names(page):
    show(page, "data=penguins")
    page.get_by_role("button", name="Show all 5 columns").click()
    first = page.locator("#predictions tr[data-sample='0']")
    expect(first).to_contain_text(re.compile("Adelie.*(fe)?male"))


def test_a_phone_shows_wide_tables_without_running_over(open_page):
    page = harness.ready(open_page("#data=penguins", viewport={"width": 390, "height": 844}))
    page.get_by_role("button", name="Show all 5 columns").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    told = report(page)  # its tables scroll, each by itself
    assert told.evaluate("e => e.scrollWidth <= e.clientWidth")


# ------------------------------------------------------------------------------------ the report


def report(page):
    page.get_by_role("button", name="Report").click()
    expect(page.locator("#report h3")).to_be_visible()
    return page.locator("#report")


def counts(table):
    """The numbers of a confusion matrix, without the share at the end."""
    rows = table.locator("tbody tr").all()
    return np.array([[int(t) for t in row.locator("td").all_inner_texts()[:-1]] for row in rows])


def test_report_of_images(page):
    show(page, "data=digits&epochs=3")
    train(page)
    told = report(page)
    expect(told).to_contain_text("After 3 epochs of training.")
    trained, held = [counts(table) for table in told.locator("table").all()]
    assert trained.shape == held.shape == (10, 10)
    for table, right in (trained, "#right"), (held, "#right-test"):
        good, of = page.locator(right).inner_text().replace(",", "").split(" / ")
        assert (np.trace(table), table.sum()) == (int(good), int(of))
    mistake = told.locator(".mistakes button").first
    name = mistake.get_attribute("aria-label")
    where, wanted, read = re.fullmatch(r"(.*): a (\d), read as (\d)", name).groups()
    assert held[int(wanted), int(read)] + trained[int(wanted), int(read)] > 0
    mistake.click()
    expect(told).to_be_hidden()
    title = page.locator(".digit-title")
    expect(title).to_contain_text(re.compile(where, re.IGNORECASE))
    expect(title).to_contain_text(f"a {wanted}, read as {read}")


def test_a_tie_of_two_mistakes_is_told(page):
    """Untrained, with every output the same, all are read as the first class: two as often."""
    show(page, "data=iris&init=zeros&test_share=0")
    told = report(page)
    expect(told).to_contain_text(
        "versicolor is taken for setosa and virginica for setosa: 50 times each."
    )
    page.keyboard.press("Escape")


def test_report_of_rows(page):
    show(page, "data=iris&epochs=5")
    told = report(page)
    expect(told).to_contain_text("The network is not trained yet")
    page.keyboard.press("Escape")
    train(page)
    told = report(page)
    expect(told.locator("caption").first).to_contain_text("Training samples")
    expect(told.locator("th[scope=row]").first).to_contain_text("setosa")
    row = told.locator(".mistaken tbody tr").first
    place = row.get_by_role("button").inner_text()
    wanted, read = row.locator("td").all_inner_texts()[:2]
    assert wanted != read
    row.get_by_role("button").click()
    expect(told).to_be_hidden()
    expect(page.locator(".map-note")).to_have_text(f"The other columns are as in {place}.")
    picked = page.locator("#predictions tr[aria-selected=true]")
    expect(picked).to_contain_text(wanted)
    expect(picked).to_contain_text(read)


def test_report_where_nothing_is_wrong(page):
    show(page, "data=and")
    train(page)
    told = report(page)
    expect(told).to_contain_text("No two classes are mixed up.")
    expect(told).to_contain_text("There are none: every sample is read right.")
    page.keyboard.press("Escape")


def test_report_of_numbers(page):
    show(page, "data=penguin_mass")
    train(page)
    told = report(page)
    expect(told).to_contain_text("in the unit of body mass")
    trained, held = told.locator(".errors tbody tr").all()
    assert 0.8 < float(trained.locator("td").last.inner_text()) < 1
    off = told.locator(".mistaken tbody tr td:nth-of-type(3)").all_inner_texts()
    off = [float(text.replace(",", "")) for text in off]
    assert off == sorted(off, reverse=True)
    rmse = [float(row.locator("td").nth(1).inner_text()) for row in (trained, held)]
    assert max(rmse) < off[0]  # the largest error is larger than the usual one
    page.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(open_page, theme):
    page = harness.ready(open_page("#data=penguins", color_scheme=theme))
    page.locator("#step").click()
    assert axe(page) == "[]"
    report(page)
    assert axe(page) == "[]"


# ------------------------------------------------------------------------------ for a slide


def test_the_map_is_saved_as_a_picture(page):
    show(page, "data=iris")
    train(page)
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        page.locator("[data-picture=map]").click()
    assert download.value.suggested_filename.endswith("map.png")
    png = Path(download.value.path()).read_bytes()
    assert png.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", png[16:24])
    assert high > 1200  # sharp on a projector
    assert wide > high  # the legend stands beside the map
    page.keyboard.press("Escape")


WRITTEN = """
  const write = CanvasRenderingContext2D.prototype.fillText;
  window.written = [];
  CanvasRenderingContext2D.prototype.fillText = function (text, x, ...rest) {
    const wide = this.measureText(text).width;
    const left = x - wide * { left: 0, start: 0, center: 0.5, right: 1, end: 1 }[this.textAlign];
    const scale = this.getTransform().a;
    window.written.push({ text, from: left * scale, to: (left + wide) * scale, of: this.canvas });
    write.call(this, text, x, ...rest);
  };
"""


def test_nothing_on_the_map_as_a_picture_is_cut_off(open_page):
    """The caption of many columns and a late epoch is longer than the map is wide."""
    page = harness.ready(
        open_page("#data=wine&epochs=1000", prepare=lambda page: page.add_init_script(WRITTEN))
    )
    train(page)
    page.locator(".map-canvas").press("ArrowLeft")  # the last sample
    expect(page.locator(".map-note")).to_contain_text("held-out sample")
    page.get_by_role("button", name="Save", exact=True).click()
    page.evaluate("window.written.length = 0")
    with page.expect_download():
        page.locator("[data-picture=map]").click()
    written = page.evaluate(
        "window.written.filter(({ of }) => !of.isConnected)"
        ".map(({ text, from, to, of }) => [text, from, to, of.width])"
    )
    assert "1,000" in " ".join(text for text, *_ in written)
    cut = [text for text, left, right, wide in written if left < 0 or right > wide]
    assert cut == []


def test_without_a_map_there_is_no_picture_of_it(page):
    show(page, "data=digits")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-picture=map]")).to_be_disabled()
    page.keyboard.press("Escape")
