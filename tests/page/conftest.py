"""Fixtures: the built site under a sub-path, the one file alone in a folder, pages of both.

A test that leaves an error in the console, an uncaught error, or a request to any other host
fails, whatever it tests.
"""

import shutil
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import browsers
import harness

import build

expect.set_options(timeout=15_000)  # the machine may be busy with other tests


def pytest_report_header():
    return [
        f"chromium: {browsers.chromium()}",
        f"firefox: {browsers.firefox() or 'none found, its smoke test is not run'}",
    ]


def pytest_addoption(parser):
    parser.addoption(
        "--screenshots", action="store_true", help="also renew web/screenshot.png, the README's"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    found = harness.problems()
    assert not found, "on the page:\n" + "\n".join(found)
    return result


@pytest.fixture(scope="session")
def address():
    """The site's address, under a sub-path, on a free port."""
    if not (build.SITE / "index.html").exists():
        pytest.exit("There is no dist/site. Build it first: python3 build.py", returncode=1)
    server, address = build.server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def one_file(tmp_path_factory):
    """The address of a copy of dist/chalknet.html, alone in a folder."""
    folder = tmp_path_factory.mktemp("alone")
    return Path(shutil.copy(build.ONE_FILE, folder)).as_uri()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=harness.CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium, address):
    """The site with Python ready; a module's tests share it."""
    page = harness.ready(harness.open_page(chromium, address))
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def single_page(chromium, one_file):
    """The one file from disk, without a network, with Python ready; a module's tests share it."""
    page = harness.ready(harness.open_page(chromium, one_file, offline=True))
    yield page
    page.context.close()


@pytest.fixture
def open_page(chromium, address):
    """Opens further pages of the site: open_page("#data=circle"); closes them after the test."""
    opened = []

    def open_one(rest="", **options):
        opened.append(harness.open_page(chromium, address + rest, **options))
        return opened[-1]

    yield open_one
    for page in opened:
        page.context.close()
