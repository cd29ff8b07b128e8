"""Pictures of the trained page, for people to look at: dist/screenshots/."""

import shutil

import harness
import pytest
from playwright.sync_api import expect

FOLDER = harness.ROOT / "dist/screenshots"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures(open_page, request, theme):
    page = harness.ready(open_page(color_scheme=theme, device_scale_factor=2))
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)
    expect(page.locator("html")).to_have_attribute("data-running", "false", timeout=60_000)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        page.evaluate(frames)  # the views draw once a frame
        picture = FOLDER / f"{name}-{theme}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size > 10_000
    if theme == "light" and request.config.getoption("--screenshots"):
        shutil.copy(FOLDER / "desktop-light.png", harness.ROOT / "web/screenshot.png")
