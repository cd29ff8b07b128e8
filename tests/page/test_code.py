"""The code on the page is the code that runs: change it, break it, hang it, and go on."""

import base64
import json
import re
import zlib

import coding
import harness
import pytest
from playwright.sync_api import expect

MINUTE = 60_000


@pytest.fixture
def page(open_page):
    """Edits are kept by the browser: each test has a page and a store of its own."""
    return harness.ready(open_page())


def trains(page):
    page.locator("#train").click()
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=MINUTE)
    expect(page.locator("html")).to_have_attribute("data-running", "false", timeout=MINUTE)


def test_a_learners_silu(page):
    """Written with its derivative, run, picked, trained to 4/4; found again after a reload."""
    coding.write_and_run(page, "own.py", coding.SILU)
    coding.runs(page)
    menu = page.get_by_label("Activation of the hidden layer")
    menu.select_option("silu")
    expect(page).to_have_url(harness.containing("layers=3:silu-1s"))
    page.get_by_role("button", name="Add a neuron to").click()
    page.get_by_role("textbox", name="Learning rate").fill("0.5")
    page.get_by_role("textbox", name="Learning rate").press("Enter")
    trains(page)
    expect(page.locator("#code")).to_contain_text("gradients agree")
    page.reload()
    harness.ready(page)
    expect(page.get_by_label("Activation of the hidden layer")).to_have_value("silu")
    expect(page.locator("#notices")).to_be_empty()
    trains(page)
    coding.open_tab(page, "own.py")
    expect(page.locator("#code-file .cm-content")).to_contain_text("def d_silu(x):")


def test_own_names_survive_a_reload(page):
    """A digit, a capital, and the very letter of tanh."""
    text = coding.SILU.replace("silu", "Silu6") + coding.SILU.replace("silu", "t")
    coding.write_and_run(page, "own.py", text)
    coding.runs(page)
    menu = page.get_by_label("Activation of the hidden layer")
    for name in ("Silu6", "t"):
        menu.select_option(name)
        expect(page).to_have_url(harness.containing(f"layers=3:{name}-1s"))
        page.reload()
        harness.ready(page)
        expect(menu).to_have_value(name)
        expect(page.locator("#notices")).to_be_empty()


def test_the_network_keeps_its_weights_and_training_goes_on(page):
    for epoch in ("1", "2"):
        page.locator("#step").click()
        expect(page.locator("#epoch")).to_have_text(epoch)
    cost = page.locator("#cost-now").inner_text()
    text = coding.edited("layer.py", "self.learning_rate * dW", "2 * self.learning_rate * dW")
    coding.write_and_run(page, "layer.py", text)
    coding.runs(page)
    expect(page.locator("#epoch")).to_have_text("2")
    expect(page.locator("#cost-now")).to_have_text(cost)
    trains(page)


def test_kept_code_and_the_start_experiment_after_a_reload(page):
    """The address says nothing, the code runs again, and the page is complete."""
    text = coding.edited("layer.py", "learning_rate = 0.1", "learning_rate = 0.11")
    coding.write_and_run(page, "layer.py", text)
    coding.runs(page)
    page.reload()
    harness.ready(page)
    expect(page.locator("#cost-now")).to_have_text("0.725")
    trains(page)


def test_edits_are_compared_and_taken_back(page):
    text = coding.edited("layer.py", "learning_rate = 0.1", "learning_rate = 0.25")
    coding.write(page, "layer.py", text)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#code-file")).to_contain_text("learning_rate = 0.1")
    expect(page.locator("#code-file")).to_contain_text("learning_rate = 0.25")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Yes").click()
    expect(page.locator("#code-file")).not_to_contain_text("learning_rate = 0.25")


ERRORS = {
    "syntax": ("def backprop(self, dA):", "def backprop(self, dA)", "Python cannot read this line"),
    "name": ("self.d_act(self.Z), dA)", "self.d_act(self.Z), da)", "Did you mean dA?"),
    "shape": ("np.dot(self.W.T, dZ)", "np.dot(self.W, dZ)", "do not fit"),
    "nothing": ("        return self.A\n", "        pass\n", "None"),
    "loop": ("self.A1 = A1", "while True: pass", "had not ended after 2 seconds"),
    "comprehension": ("self.A1 = A1", "[i for i in range(10**12)]", "had not ended"),
    "memory": ("self.A1 = A1", "self.A1 = A1 + np.zeros((10**5, 10**5))[0, 0]", "memory"),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_what_is_wrong_is_said_and_the_last_good_network_stays(page, kind):
    before, after, words = ERRORS[kind]
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    cost = page.locator("#cost-now").inner_text()
    coding.write_and_run(page, "layer.py", coding.edited("layer.py", before, after))
    expect(page.locator("#code")).to_contain_text(words, timeout=MINUTE)
    expect(page.locator("#epoch")).to_have_text("1")
    expect(page.locator("#cost-now")).to_have_text(cost)
    trains(page)


def test_what_hangs_inside_one_call_is_stopped_by_a_click(page):
    """The page answers meanwhile; after the click the experiment is as it was before."""
    for epoch in ("1", "2", "3"):
        page.locator("#step").click()
        expect(page.locator("#epoch")).to_have_text(epoch)
    cost = page.locator("#cost-now").inner_text()
    hang = "import itertools\n        sum(itertools.count())\n        self.A1 = A1"
    coding.write_and_run(page, "layer.py", coding.edited("layer.py", "self.A1 = A1", hang))
    stop = page.get_by_role("button", name="Stop it")
    expect(stop).to_be_visible(timeout=MINUTE)
    page.locator("#more").click()  # the page is alive
    expect(page.locator("#page-menu")).to_be_visible()
    page.keyboard.press("Escape")
    stop.click()
    expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=MINUTE)
    expect(page.locator("#epoch")).to_have_text("3")
    expect(page.locator("#cost-now")).to_have_text(cost)
    trains(page)


def test_the_gradient_check_names_a_missing_mean(page):
    expect(page.locator("#code")).to_contain_text("gradients agree")
    text = coding.edited("layer.py", "dW = 1 / dZ.shape[1] * np.dot", "dW = np.dot")
    coding.write_and_run(page, "layer.py", text)
    expect(page.locator("#code")).to_contain_text("did you divide by m", ignore_case=True)


def test_code_in_a_link_is_shown_and_runs_only_on_a_word(page, open_page):
    coding.write(page, "own.py", coding.SILU)
    expect(page.locator("#code")).to_contain_text("not run yet", ignore_case=True)
    page.locator("#share").click()
    link = page.locator("#share-link")
    expect(link).to_have_value(harness.containing("code="))
    hash = link.input_value().split("#")[1]
    other = harness.ready(open_page("#" + hash))
    expect(other.locator("#code")).to_contain_text("own.py")
    expect(other.locator("#code")).to_contain_text("def silu(x):")
    menu = other.get_by_label("Activation of the hidden layer")
    expect(menu.locator("option", has_text="silu")).to_have_count(0)
    other.get_by_role("button", name="Run it").click()
    coding.runs(other)
    expect(menu.locator("option", has_text="silu")).to_have_count(1)


def packed(files):
    """As share.js packs them."""
    raw = zlib.compress(json.dumps(files).encode(), wbits=-15)
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_code_in_a_link_stays_in_the_address_until_it_is_answered(page, open_page):
    code = packed({"own.py": coding.SILU})
    coding.write(page, "layer.py", coding.edited("layer.py", "= 0.1", "= 0.2"))
    page.evaluate("hash => { location.hash = hash }", f"code={code}")
    expect(page.locator("#proposed-title")).to_contain_text("Your own changes to layer.py will")
    page.get_by_role("textbox", name="Seed").fill("11")
    page.get_by_role("textbox", name="Seed").press("Enter")
    expect(page).to_have_url(harness.containing(f"#seed=11&code={code}"))
    page.locator("#share").click()
    expect(page.locator("#share-link")).to_have_value(harness.containing("code="))
    link = page.locator("#share-link").input_value()
    assert link.count("code=") == 1
    assert code not in link
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep mine").click()
    expect(page).to_have_url(re.compile("#seed=11$"))


NO_FILES = {
    "none": {},
    "a list": ["own.py"],
    "not of the lesson": {"evil.py": "1"},
    "no text": {"own.py": 1},
    "too long": {"own.py": "#" * 200_001},
}
BROKEN = ["xyz", "AAAA", "%00", "eyJ4Ijox", "A" * 100_000]


@pytest.mark.parametrize("code", [*BROKEN, *map(packed, NO_FILES.values())])
def test_a_broken_code_link_says_so(open_page, code):
    page = open_page(f"#code={code}")
    expect(page.locator("#notices")).to_contain_text("The code in this link")


def test_a_trace_that_fails_shows_where(page):
    """Code that breaks only in the third step: the trace ends at the line, the network stays."""
    third = (
        "self.n = getattr(self, 'n', 0) + 1\n"
        "        if self.n > 2: self.Z = undefined_name\n        return dA1"
    )
    coding.write_and_run(page, "layer.py", coding.edited("layer.py", "return dA1", third))
    coding.runs(page)
    for epoch in ("1", "2"):
        page.locator("#step").click()
        expect(page.locator("#epoch")).to_have_text(epoch)
    page.locator("#step").click()
    expect(page.locator("#notices")).to_contain_text("There is nothing called undefined_name")
    expect(page.locator("#epoch")).to_have_text("2")
