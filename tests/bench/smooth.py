"""While the page trains at full speed: frames a second, long tasks, and how soon Pause is answered.

By the browser's own timeline: requestAnimationFrame's times and PerformanceObserver's "longtask"
of the page's thread. Pause is answered when the page says so and its epoch stands still.
"""

from pathlib import Path

import browsers
import harness
from spread import spread

WATCH = Path(__file__).with_name("watch_frames.js")
PAGES = {"2-4-2-1, batch 10": "#data=circle&epochs=100000", "digits": "#data=digits&epochs=100000"}
FRAMES, TASK, PAUSE = 55, 50, 50  # a second at least; ms at most; ms at most
PRESSES = 7


def measure(playwright, address, seconds):
    browser = playwright.chromium.launch(
        executable_path=browsers.chromium(), args=harness.CHROMIUM_FLAGS
    )
    found = [one(browser, address + end, title, seconds) for title, end in PAGES.items()]
    browser.close()
    return found


def one(browser, address, title, seconds):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(path=WATCH)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-python=ready]", timeout=harness.BOOT)
    page.wait_for_timeout(2000)  # what is loaded later has come
    seen = page.evaluate("window.benchFrames", seconds)
    pauses = spread([page.evaluate("window.benchPause()") for _ in range(PRESSES)])
    context.close()
    return {
        "title": title,
        "seconds": seconds,
        **seen,
        "pause": pauses,
        "kept": seen["trained"]
        and seen["frames_a_second"] >= FRAMES
        and seen["longest_task"] <= TASK
        and pauses["median"] <= PAUSE,
    }
