"""What the tests of the page share: opening and watching a page, and the same run natively.

Wait by `expect(...)`: `page.wait_for_function` needs eval, which the page's policy forbids.
"""

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
BOOT = 120_000  # ms: on a slow machine Python takes long to start
CHROMIUM_FLAGS = [
    *("--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]
QUIET_SCHEMES = ("data:", "blob:", "about:")

WATCHED = {}  # every open page, and what has gone wrong on it


def open_page(browser, address, offline=False, prepare=None, routed=True, **options):
    """Open a page that is watched: errors and requests to elsewhere fail the running test.

    `prepare(page)` is called before anything is loaded, to spoil a request, say. `routed=False`
    leaves the browser its cache, which it does without while requests are looked through.
    """
    # without its service worker: requests that one makes or answers, route() does not see
    usual = {"viewport": {"width": 1280, "height": 800}, "service_workers": "block"}
    context = browser.new_context(**usual | options)
    context.set_default_timeout(30_000)
    # full speed, but where a test is about watching
    context.add_init_script("try { localStorage['chalknet.pace'] ??= 'full' } catch {}")
    if routed:
        context.route(partial(foreign, home(address)), lambda route: route.abort())
    page = watched(context, address)
    context.set_offline(offline)
    if prepare:
        prepare(page)
    page.goto(address)
    return page


def watched(context, address):
    """A new page whose problems are noted, before it has gone anywhere."""
    page = context.new_page()
    problems = WATCHED[page] = []

    def request(request):
        if foreign(home(address), request.url):
            problems.append(f"request to {request.url}")

    page.on("request", request)
    page.on("websocket", lambda socket: problems.append(f"socket to {socket.url}"))
    page.on("console", lambda m: m.type == "error" and problems.append(f"console: {m.text}"))
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("crash", lambda: problems.append("the page crashed"))
    page.on("close", lambda: WATCHED.pop(page, None))
    return page


def home(address):
    """Scheme, host and port; of a file its own address."""
    address = address.split("#")[0]
    return address if address.startswith("file:") else "/".join(address.split("/")[:3]) + "/"


def foreign(home, url):
    return not url.startswith((home, *QUIET_SCHEMES))


def ready(page):
    """Wait until Python answers and the code window has come; say what the page says when Python
    does not.
    """
    assert not WATCHED[page], f"The page did not even start: {WATCHED[page]}"
    root = page.locator("html")
    expect(root).to_have_attribute("data-python", re.compile("ready|failed"), timeout=BOOT)
    said = [page.inner_text("#notices"), *WATCHED[page]]
    assert root.get_attribute("data-python") == "ready", f"Python did not start: {said}"
    expect(page.locator("#code .usual")).to_be_attached()
    return page


def drawn(page):
    """Many views draw once a frame: after two all is drawn. To be called before anything of them
    is read that no expect() waits for: a canvas, a place, the texts of many rows.
    """
    page.evaluate("new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))")


def rest(page):
    expect(page.locator("html")).to_have_attribute("data-running", "false")


def train_to(page, epoch):
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text(epoch, timeout=60_000)
    rest(page)


def at_pace(page, pace):
    """At "watch" a run takes some seconds, however fast it could go; at "full" it may be over at
    once.
    """
    page.locator(".more-settings").evaluate("(more) => (more.open = true)")
    page.get_by_label("Pace", exact=True).select_option(pace)


def problems():
    """Take what has gone wrong on all open pages since the last time."""
    found = []
    for page, list_of_page in list(WATCHED.items()):
        if not page.is_closed():
            page.evaluate("null")  # lets events that are under way arrive
        found += list_of_page
        list_of_page.clear()
    return found


@contextmanager
def allowing(page, pattern):
    """Within this block, problems that match the pattern are part of the test."""
    yield
    page.evaluate("null")
    WATCHED[page][:] = [text for text in WATCHED[page] if not re.search(pattern, text)]


def containing(text):
    """For an address or a value that must hold this text."""
    return re.compile(re.escape(text))


def native(experiment):
    """The same experiment by native Python: what `python -m chalknet run --json -` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "chalknet", "run", "--json", "-"],
        input=json.dumps(experiment),
        env={**os.environ, "PYTHONPATH": str(ROOT / "py")},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
