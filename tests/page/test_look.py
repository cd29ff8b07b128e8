"""What everybody must be able to see and use: accessibility, contrast, no overflow."""

import harness
import pytest
from playwright.sync_api import expect

AXE = harness.ROOT / "node_modules/axe-core/axe.min.js"


def axe(page):
    """What axe-core finds on the page. It comes by the debugger, since the policy bars scripts."""
    client = page.context.new_cdp_session(page)
    client.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found = client.send(
        "Runtime.evaluate",
        {
            "expression": "axe.run({iframes: false}).then(r => JSON.stringify(r.violations.map("
            "v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target + ' ' + n.failureSummary)"
            ".join(' | '))))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return found["result"]["value"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("data", ["", "#data=circle", "#data=digits"])
def test_accessible(open_page, theme, data):
    page = harness.ready(open_page(data, color_scheme=theme))
    page.locator("#step").click()
    assert axe(page) == "[]"


def test_accessible_on_a_phone_with_a_message(open_page):
    page = harness.ready(open_page("#seed=x", viewport={"width": 390, "height": 844}))
    expect(page.locator("#notices")).to_contain_text("seed must be")
    assert axe(page) == "[]"


SIZES = [(1280, 800), (1366, 650), (1280, 680), (1024, 768), (768, 1024), (390, 844), (320, 640)]


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll("main .window")].flatMap((window) =>
    [...window.querySelectorAll("h2:not(.unseen), p, table, canvas, select, .field")]
      .filter((e) => e.checkVisibility() && !e.closest(".scrolls, .cm-editor, dialog"))
      .map((e) => ({window: window.id, name: e.tagName + " " + e.textContent.slice(0, 30),
                    box: e.getBoundingClientRect()})));
  const found = [];
  for (const a of boxes) for (const b of boxes) {
    if (a.window >= b.window) continue;
    const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    if (across > 1 && down > 1) found.push(`${a.window}: ${a.name} over ${b.window}: ${b.name}`);
  }
  return found.slice(0, 5);
}"""


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("data", ["", "#data=digits", "#layers=8t-8t-8t-8t-8t-8t-8t-1s"])
def test_nothing_runs_over_the_edge_or_over_another(open_page, data, projector):
    page = harness.ready(open_page(data))
    if projector:
        page.locator("#more").click()
        page.locator("#projector").click()
        page.keyboard.press("Escape")
    for width, height in [size for size in SIZES if size[0] > 1000 or not projector]:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{over} px too wide at {width} × {height}"
        if width > 1000:
            assert page.evaluate(OVERLAPS) == [], f"at {width} × {height}"


def test_first_screen_needs_no_scrolling(open_page):
    page = harness.ready(open_page())
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    choose = page.locator("#settings")
    assert choose.evaluate("e => e.scrollHeight <= e.clientHeight")


def test_a_phone_begins_at_the_top(open_page):
    page = harness.ready(open_page("#data=penguins", viewport={"width": 390, "height": 844}))
    assert page.evaluate("scrollY") == 0
    expect(page.locator("#output")).to_be_in_viewport()
