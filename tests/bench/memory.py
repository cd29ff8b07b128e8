"""The memory of the tab over that of a blank one, at its peak and in the end, while it trains.

It is the sum over the browser's renderer processes of what each has for itself and its share of
the rest (Pss in /proc/PID/smaps_rollup), so this part needs Linux.
"""

import time
from pathlib import Path

import harness
from processes import Failed

FRAMES = Path(__file__).with_name("watch_frames.js")


def measure(browser, address, minutes):
    """MB over the blank tab: when ready, at the peak, and after so many minutes of training."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(path=FRAMES)
    page = context.new_page()
    session = browser.new_browser_cdp_session()
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    blank = renderers(session)
    page.goto(address + "#data=circle&epochs=100000")
    peak = 0
    end = time.monotonic() + harness.BOOT / 1000
    while page.get_attribute("html", "data-python") != "ready":
        peak = max(peak, renderers(session))
        if time.monotonic() > end:
            raise Failed("the page was not ready")
        page.wait_for_timeout(50)
    ready = renderers(session)
    end = time.monotonic() + 60 * minutes
    last = ready
    while time.monotonic() < end:
        page.evaluate("window.benchGoing()")
        page.wait_for_timeout(250)
        last = renderers(session)
        peak = max(peak, last)
    epoch = page.inner_text("#epoch")
    context.close()
    over = {"ready": ready - blank, "peak": peak - blank, "in the end": last - blank}
    return {
        "minutes": minutes,
        "blank": blank / 1e6,
        **{what: value / 1e6 for what, value in over.items()},
        "epoch": epoch,
        "how": "Pss of the browser's renderer processes, every 50 to 250 ms",
    }


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
