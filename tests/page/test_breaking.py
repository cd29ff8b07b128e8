"""Things go wrong on purpose: each is answered in a sentence, and the page stays alive."""

import re
from pathlib import Path
from urllib.parse import unquote, urlparse

import harness
from playwright.sync_api import expect


def fails_to_start(chromium, address, sentences, **options):
    """Opens the page, spoilt by `prepare`: Python cannot start, and the page says why."""
    page = harness.open_page(chromium, address, **options)
    with harness.allowing(page, ""):
        expect(page.locator("html")).to_have_attribute("data-python", "failed", timeout=100_000)
        for sentence in sentences:
            expect(page.locator("#notices")).to_contain_text(sentence)
        expect(page.locator("#train")).to_be_disabled()
    page.context.close()


def test_a_missing_file_is_named(chromium, address):
    def prepare(page):
        page.route(re.compile("assets/libraries"), lambda route: route.fulfill(status=404, body=""))

    fails_to_start(chromium, address, ["libraries could not be fetched", "404"], prepare=prepare)


def test_a_file_cut_short_on_the_way_is_named(chromium, address):
    def prepare(page):
        half = re.compile("assets/lesson")
        page.route(half, lambda route: route.fulfill(body=route.fetch().body()[:1000]))

    sentences = ["lesson came only in part", "Check the connection"]
    fails_to_start(chromium, address, sentences, prepare=prepare)


def test_a_file_that_is_too_long_is_named(chromium, address):
    def prepare(page):
        longer = re.compile("assets/lesson")
        page.route(longer, lambda route: route.fulfill(body=route.fetch().body() + b"x"))

    fails_to_start(chromium, address, ["lesson is longer than it should be"], prepare=prepare)


def test_a_connection_that_breaks_is_told(chromium, address):
    def prepare(page):
        page.route(re.compile("assets/libraries"), lambda route: route.abort("connectionreset"))

    sentences = ["libraries could not be fetched", "Check the connection"]
    fails_to_start(chromium, address, sentences, prepare=prepare)


def test_a_damaged_interpreter_is_reported(chromium, address):
    def damage(route):
        size = len(route.fetch().body())
        route.fulfill(body=b"\0" * size, content_type="application/wasm")

    def prepare(page):
        page.route(re.compile(r"assets/pyodide\.asm"), damage)

    fails_to_start(chromium, address, ["pyodide.asm.wasm is not the one"], prepare=prepare)


def test_a_code_window_that_does_not_come_is_said(chromium, address):
    """It comes after Python; all else works without it."""

    def prepare(page):
        page.route(re.compile(r"/code\.\w+\.js"), lambda route: route.fulfill(status=404, body=""))

    page = harness.open_page(chromium, address, prepare=prepare)
    with harness.allowing(page, ""):
        expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=60_000)
        expect(page.locator("#notices")).to_contain_text("The code window could not be loaded")
        expect(page.locator("#code")).to_contain_text("def feedforward")
        page.locator("#train").click()
        expect(page.locator("#right")).to_have_text("4 / 4")
    page.context.close()


def test_one_file_that_is_not_whole_says_so(chromium, one_file, tmp_path):
    """The one file with one of its blocks empty."""
    text = Path(unquote(urlparse(one_file).path)).read_text(encoding="utf-8")
    block = re.search(r'<script type="text/plain" id="part-libraries">', text)
    broken = text[: block.end()] + text[text.index("</script>", block.end()) :]
    copy = tmp_path / "chalknet.html"
    copy.write_text(broken, encoding="utf-8")
    fails_to_start(chromium, copy.as_uri(), ["Copy it again"], offline=True)


def test_many_clicks_in_a_hurry(open_page):
    page = harness.ready(open_page())
    for _ in range(10):
        page.locator("#train").click()
        page.locator("#data-menu select").select_option("circle")
        page.locator("#train").click()
        page.locator("#reset").click()
        page.locator("#data-menu select").select_option("xor")
    expect(page.locator("html")).to_have_attribute("data-running", "false")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    page.locator("#train").click()
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)
    expect(page.locator("#notices")).to_be_empty()


def test_resizing_while_training(open_page):
    page = harness.ready(open_page("#epochs=100000"))
    harness.at_pace(page, "watch")
    page.locator("#train").click()
    for width in (390, 800, 1280, 320, 1600):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    expect(page.locator("html")).to_have_attribute("data-running", "true")
    page.locator("#train").click()
    expect(page.locator("html")).to_have_attribute("data-running", "false")


def test_the_page_is_locked_down(page):
    """The policy of both builds: no markup from text, Python in a frame of an opaque origin."""
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    for part in ("default-src 'none'", "require-trusted-types-for 'script'"):
        assert part in policy
    assert re.search("worker-src ('self' )?blob:;", policy)
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts"
    with harness.allowing(page, "TrustedHTML"):
        taken = page.evaluate("""() => {
          const p = document.createElement('p');
          try { p.innerHTML = '<b>x</b>'; return true; } catch { return false; }
        }""")
    assert not taken
