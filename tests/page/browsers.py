"""Finds the browsers for the tests: one named, one on the machine, or one that can be installed."""

import os
import shutil
import subprocess
import sys
from functools import cache

from playwright.sync_api import sync_playwright

CHROMIUMS = [
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
]
FIREFOXES = [
    *("firefox-esr", "firefox"),
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"C:\Program Files\Mozilla Firefox\firefox.exe",
]


@cache
def chromium():
    """Where a Chromium is; without one, no page can be tested."""
    found = (
        os.environ.get("CHALKNET_CHROMIUM")
        or on_this_machine(CHROMIUMS)
        or playwrights_own()
        or (apt_install("chromium") and on_this_machine(CHROMIUMS))
    )
    if not found:
        raise RuntimeError(
            "The tests of the page need Chromium or Chrome; none was found, nor could one be "
            "installed. Install one, or name it: CHALKNET_CHROMIUM=/path/to/chrome."
        )
    return found


@cache
def firefox():
    """Where a Firefox is, or "": its smoke test is then skipped, and said to be."""
    return (
        os.environ.get("CHALKNET_FIREFOX")
        or on_this_machine(FIREFOXES)
        or (apt_install("firefox-esr") and on_this_machine(FIREFOXES))
        or ""
    )


def on_this_machine(names):
    return next(filter(None, map(shutil.which, names)), None)


def playwrights_own():
    """Playwright's download of Chromium, where that can be had."""
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(fetch, capture_output=True).returncode:
        return None
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def apt_install(package):
    """Install a Debian package where that is ours to do; say whether it worked."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    quiet = {"capture_output": True, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update"], **quiet)
    return subprocess.run(["apt-get", "install", "-y", package], **quiet).returncode == 0
