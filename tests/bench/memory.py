"""The memory of the tab over that of a blank one, at its peak and in the end, while it trains.

It is the sum over the browser's renderer processes of what each has for itself and its share of
the rest (Pss in /proc/PID/smaps_rollup), so this part needs Linux.
"""

import time
from contextlib import contextmanager
from pathlib import Path

import browsers
import harness
from processes import Failed

FRAMES = Path(__file__).with_name("watch_frames.js")


NO_SPARE = "--disable-features=SpareRendererForSitePerProcess"  # a process that waits for nobody


def measure(playwright, server, minutes):
    """MB over the blank tab: when ready, at the peak, and after so many minutes of training; and
    of the plain page when it is ready.
    """
    site, plain = server.address + "/chalknet/", server.address + "/plain/"
    browser = playwright.chromium.launch(
        executable_path=browsers.chromium(), args=[*harness.CHROMIUM_FLAGS, NO_SPARE]
    )
    session = browser.new_browser_cdp_session()
    with tab(browser) as page:
        blank = renderers(session)
        page.goto(plain)
        until_ready(page, session)
        bare = renderers(session)
    with tab(browser) as page:
        page.goto(site + "#data=circle&epochs=100000")
        peak = until_ready(page, session)
        ready = last = renderers(session)
        end = time.monotonic() + 60 * minutes
        while time.monotonic() < end:
            page.evaluate("window.benchGoing()")
            page.wait_for_timeout(250)
            last = renderers(session)
            peak = max(peak, last)
        epoch = page.inner_text("#epoch")
    browser.close()
    over = {"plain": bare, "ready": ready, "peak": peak, "in the end": last}
    return {
        "minutes": minutes,
        "blank": blank / 1e6,
        **{what: (value - blank) / 1e6 for what, value in over.items()},
        "epoch": epoch,
        "how": "Pss of the browser's renderer processes, every 50 to 250 ms",
    }


@contextmanager
def tab(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(path=FRAMES)
    page = context.new_page()
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    yield page
    context.close()


def until_ready(page, session):
    """The most memory until Python is ready."""
    peak, end = 0, time.monotonic() + harness.BOOT / 1000
    while page.get_attribute("html", "data-python") not in ("ready", "stepped"):
        peak = max(peak, renderers(session))
        if time.monotonic() > end:
            raise Failed("the page was not ready")
        page.wait_for_timeout(50)
    return max(peak, renderers(session))


def renderers(session):
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(pss(process["id"]) for process in processes if process["type"] == "renderer")


def pss(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except FileNotFoundError:
        if not Path("/proc").exists():
            raise Failed("the memory of processes is read from /proc, which is not here") from None
        return 0  # it has just ended
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
