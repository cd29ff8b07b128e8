"""Chromium for the bench, told what to do as Firefox is: see Firefox in processes.py."""

import shutil
import tempfile

import browsers
import harness
from playwright.sync_api import Error
from processes import Failed

PATIENCE = 180_000  # ms


class Chromium:
    """A browser with a profile that nobody has used."""

    def __init__(self, playwright):
        self.folder = tempfile.mkdtemp(prefix="chalknet-bench-")
        self.context = playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=browsers.chromium(),
            args=harness.CHROMIUM_FLAGS,
            viewport={"width": 1280, "height": 800},
        )
        self.version = f"Chromium {exact_version(self.context)}"
        self.page = None

    def open(self, address, watch=None):
        """A new page, with the script `watch` put in before its own."""
        self.page = self.context.new_page()
        if watch:
            self.page.add_init_script(watch)
        self.page.goto(address, timeout=PATIENCE)

    def evaluate(self, script, argument=None):
        try:
            return self.page.evaluate(script, argument)
        except Error as error:
            said = error.message.removeprefix("Page.evaluate: ").removeprefix("Error: ")
            raise Failed(said.strip().splitlines()[0]) from None

    def leave(self):
        self.page.close()

    def end(self):
        self.context.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def exact_version(context):
    """A browser with a profile does not tell its version to Playwright; it does by its tools."""
    session = context.new_cdp_session(context.pages[0])
    return session.send("Browser.getVersion")["product"].partition("/")[2]
