"""Every exercise in the page: an empty body and a wrong answer are refused, the answer is not."""

import harness
import pytest
from playwright.sync_api import expect

from chalknet.exercises import parse

TEXTS = [p.read_text("utf-8") for p in sorted((harness.ROOT / "web/lessons").glob("*.txt"))]
EXERCISES = [parse(text) for text in TEXTS]


@pytest.fixture(scope="module")
def exercises(chromium, address):
    page = harness.ready(harness.open_page(chromium, address))
    page.locator("#tab-exercises").click()
    yield page
    page.context.close()


@pytest.mark.parametrize("number", range(len(EXERCISES)), ids=[e.title for e in EXERCISES])
def test_solved_by_its_answer_only(exercises, number):
    page, exercise = exercises, EXERCISES[number]
    pane = page.locator("#code-exercises")
    pane.locator(".list li button").nth(number).click()
    expect(pane.locator("#exercise-title")).to_have_text(exercise.title)
    editor = pane.locator(".own .cm-content")
    said = pane.get_by_role("status")

    def check(code):
        editor.click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(code)
        pane.get_by_role("button", name="Check").click()

    pane.get_by_role("button", name="Check").click()
    expect(said).to_contain_text("returns nothing yet")
    check(exercise.wrong[0])
    # a check pressed while one is under way would be passed over
    expect(pane.locator(".result")).to_have_attribute("data-kind", "wrong")
    expect(pane.locator(".list li button.solved")).to_have_count(number)
    pane.get_by_role("button", name="Hint").click()
    expect(pane.locator("#exercise-hint")).to_be_visible()
    pane.get_by_role("button", name="Answer", exact=True).click()
    pane.get_by_role("button", name="Show it").click()
    pane.get_by_role("button", name="Put it into the editor").click()
    pane.get_by_role("button", name="Check").click()
    expect(pane.locator(".list li button.solved")).to_have_count(number + 1)


def test_what_is_solved_is_kept(exercises):
    exercises.reload()
    harness.ready(exercises)
    exercises.locator("#tab-exercises").click()
    solved = exercises.locator("#code-exercises .list li button.solved")
    expect(solved).to_have_count(len(EXERCISES))


def test_an_endless_loop_in_an_exercise_is_stopped(exercises):
    pane = exercises.locator("#code-exercises")
    pane.locator(".own .cm-content").click()
    exercises.keyboard.press("ControlOrMeta+a")
    exercises.keyboard.insert_text("while True:\n    pass\n")
    pane.get_by_role("button", name="Check").click()
    expect(pane.get_by_role("status")).to_contain_text("2 seconds", timeout=60_000)
    exercises.locator("#step").click()
    expect(exercises.locator("#epoch")).to_have_text("1")
