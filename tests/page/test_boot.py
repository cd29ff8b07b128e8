"""Both builds start, by themselves and without a network, in Chromium and in Firefox."""

import re
import subprocess

import browsers
import harness
import pytest
from playwright.sync_api import expect


def trains_xor(page):
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)


def test_title(page):
    assert page.title().startswith("Chalknet")


def test_site_trains_xor(page):
    trains_xor(page)


def test_one_file_trains_xor(single_page):
    trains_xor(single_page)


def test_page_is_complete_before_python(open_page):
    held = []
    hold = re.compile("assets/snapshot"), lambda route: held.append(route)
    page = open_page(prepare=lambda page: page.route(*hold))
    expect(page.get_by_role("button", name="Train")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-python", re.compile("loading|starting"))
    for route in held:
        route.continue_()
    harness.ready(page)


def test_a_request_to_elsewhere_would_be_seen(page):
    page.evaluate("new Image().src = 'https://example.invalid/x.png'")
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    assert any("example.invalid" in text for text in harness.problems())


@pytest.mark.parametrize("made", ["address", "one_file"])
def test_firefox(made, request):
    if not browsers.firefox():
        pytest.skip("no Firefox on this machine")
    script = harness.ROOT / "tests/page/firefox_smoke.mjs"
    command = ["node", script, browsers.firefox(), request.getfixturevalue(made)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
