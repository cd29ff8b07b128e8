"""A page in Chromium, asked as one in Firefox is: see processes.py."""

from playwright.sync_api import Error
from processes import Failed


class Page:
    def __init__(self, page):
        self.page = page

    def evaluate(self, script, argument=None):
        try:
            return self.page.evaluate(script, argument)
        except Error as error:
            said = error.message.removeprefix("Page.evaluate: ").removeprefix("Error: ")
            raise Failed(said.strip().splitlines()[0]) from None

    def end(self):
        self.page.close()
