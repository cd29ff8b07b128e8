"""The page before Python is there: what it shows, that it says so, and that clicks are kept."""

import base64
import json
import re
import struct

import harness
import pytest
from playwright.sync_api import expect

import build

MADE = "made when this page was built"
TO_COME = f"What this page’s Python is about to do: the article’s run, {MADE}."


@pytest.fixture
def waiting(open_page):
    """Opens a page whose Python does not come until page.let_python_come() is called."""

    def open_one(rest="", prepare=None):
        held, free = [], []

        def hold(page):
            page.route("**/assets/**", lambda one: one.continue_() if free else held.append(one))
            if prepare:
                prepare(page)

        def come():
            free.append(True)
            for route in held:
                route.continue_()
            return harness.ready(page)

        page = open_page(rest, prepare=hold)
        page.let_python_come = come
        return page

    return open_one


def first(page):
    """What the build has put into the page, its curve as numbers."""
    made = json.loads(page.locator("#build").text_content())["first"]
    told = json.loads(made["text"])
    offset, kind, (length,) = told["curve"]["$array"]
    assert kind == "f8"
    numbers = base64.b64decode(made["numbers"])
    return told, struct.unpack_from(f"<{length}d", numbers, offset)


def shows_the_network(page):
    expect(page.locator("#network")).to_contain_text("Made when this page was built")
    expect(page.locator("#predictions tr[data-sample]:visible")).to_have_count(4)


def shows_no_numbers(page):
    expect(page.locator("#network")).to_contain_text("The weights appear when Python has started.")
    expect(page.locator("#predictions")).to_contain_text("Each sample will stand here")
    expect(page.locator("#predictions table")).to_be_hidden()
    expect(page.locator("#cost")).not_to_contain_text(MADE)


def predictions(page):
    return page.locator("#predictions tbody tr[data-sample]").all_inner_texts()


def test_all_is_there_and_says_what_it_is_until_python_answers(waiting, tmp_path):
    page = waiting()
    shows_the_network(page)
    expect(page.locator("#cost")).to_contain_text(TO_COME)
    expect(page.locator("#output canvas.map-canvas")).to_have_attribute(
        "aria-label", re.compile("^Map of the output over .* 2 of them read right")
    )
    before = predictions(page)
    neuron = page.locator("#network .neuron").last
    neuron.click()  # it can be read, but not yet changed
    field = page.locator("#network input.value").first
    expect(field).to_be_disabled()
    expect(field).to_have_attribute("title", re.compile("Python must be ready"))
    neuron.click()

    page.let_python_come()
    expect(page.locator("#network")).not_to_contain_text("Made when")
    expect(page.locator("#cost")).not_to_contain_text(MADE)
    expect(page.locator("#cost .nothing")).to_be_visible()
    assert predictions(page) == before
    told, curve = first(page)
    harness.train_to(page, "1,500")
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        page.locator("#save-menu").get_by_text("Costs").click()
    lines = download.value.path().read_text("utf-8").splitlines()[1:]
    assert [float(line.split(",")[1]) for line in lines] == list(curve)
    assert told["opened"]["experiment"]["training"]["epochs"] == len(curve)


def test_only_the_article_s_experiment_has_a_first_picture(waiting):
    shows_no_numbers(waiting("#data=circle"))
    shows_no_numbers(waiting("#seed=8"))
    # code of one's own that ran when the page was left may make another network
    code = json.dumps({"own.py": "a = 1"})
    kept = f"try {{ localStorage['chalknet.running'] = {json.dumps(code)} }} catch {{}}"
    shows_no_numbers(waiting(prepare=lambda page: page.add_init_script(kept)))


def test_a_change_takes_away_what_it_makes_untrue_and_is_kept(waiting):
    page = waiting()
    shows_the_network(page)
    seed = page.locator("#training").get_by_label("Seed", exact=True)
    seed.fill("8")
    seed.press("Enter")
    shows_no_numbers(page)
    seed.fill("7")
    seed.press("Enter")
    shows_the_network(page)
    expect(page.locator("#cost")).to_contain_text(TO_COME)
    epochs = page.locator("#training").get_by_label("Epochs", exact=True)
    epochs.fill("30")
    epochs.press("Enter")
    shows_the_network(page)  # it is the same network, but another run
    expect(page.locator("#cost")).not_to_contain_text(MADE)
    page.locator("#train").click()
    page.let_python_come()
    expect(page.locator("#epoch")).to_have_text("30")
    expect(page).to_have_url(re.compile("epochs=30"))


def test_train_pressed_early_is_kept_also_for_who_watches(waiting):
    watch = "try { localStorage['chalknet.pace'] = 'watch' } catch {}"  # there is none in the frame
    page = waiting("#epochs=20", prepare=lambda page: page.add_init_script(watch))
    train = page.locator("#train")
    train.click()
    train.click()  # pressed again: taken back
    expect(page.locator("#readouts")).not_to_contain_text("as soon as")
    train.click()
    expect(page.locator("#readouts")).to_contain_text("Training starts as soon as Python is ready")
    expect(train).to_have_text("Waiting …")
    page.let_python_come()
    expect(page.locator("#epoch")).to_have_text("20")
    harness.rest(page)


def test_steps_pressed_early_are_kept(waiting):
    page = waiting()
    page.locator("#step").click()
    expect(page.locator("#readouts")).to_contain_text("One step follows as soon as Python is ready")
    page.locator("#step").click()
    expect(page.locator("#readouts")).to_contain_text("2 steps follow as soon as Python is ready")
    page.let_python_come()
    expect(page.locator("#epoch")).to_have_text("2")


def test_nothing_that_is_heavy_stands_before_what_paints():
    """In the one file the app comes before the megabytes; on the site it stands in the page, and
    what it needs is asked for before the parts of Python.
    """
    text = build.ONE_FILE.read_text("utf-8")
    scripts = [(match.start(), match.end()) for match in SCRIPT.finditer(text)]
    heavy = next(start for start, end in scripts if end - start > 1_500_000)
    assert text.index("Train the network: watch the cost fall") < heavy
    assert text.index('id="build"') < heavy
    assert heavy < 2_000_000 < len(text)
    page = (build.SITE / "index.html").read_text("utf-8")
    asked = re.search(r'<link rel="modulepreload" href="chunk\.\w+\.js">', page)
    assert asked.start() < page.index('id="parts"') < page.index('<script type="module">')
    assert len(page) < 600_000


SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
