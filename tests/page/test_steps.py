"""One training step, line by line: what the page shows is what a native run of the step has."""

import re

import harness
import numpy as np
import pytest
from playwright.sync_api import expect

from chalknet.lab import Lab
from chalknet.trace import trace_step


@pytest.fixture(scope="module")
def native():
    """The first step of XOR, traced by native Python."""
    lab = Lab()
    lab.open({})
    return lab.trace(trace_step)


@pytest.fixture
def page(open_page):
    page = harness.ready(open_page())
    page.locator("#tab-steps").click()
    return page


def leaves(node, arrays, found):
    """The matrices of an equation by the names that the page gives them."""
    if not isinstance(node, dict):
        return found
    if node.get("op") == "matrix":
        found[node["name"]] = arrays[node["array"]]
    if node.get("op") == "transpose" and node["value"].get("op") == "matrix":
        found[node["value"]["name"] + "ᵀ"] = arrays[node["value"]["array"]].T
    for key, part in node.items():
        if key != "target":
            for one in part if isinstance(part, list) else [part]:
                leaves(one, arrays, found)
    return found


def numbers_in(node):
    """The single numbers of an equation."""
    if isinstance(node, list):
        return [n for part in node for n in numbers_in(part)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("number", "value") if isinstance(node.get(key), float | int)]
    return own + [n for part in node.values() for n in numbers_in(part)]


def shown_as(text):
    """What a cell says, as a number: a real minus sign, × 10 by superscript never."""
    return float(text.replace("−", "-").replace(",", ""))


def cells(page):
    return page.locator("#code-steps [data-value]").evaluate_all(
        """cells => cells.map(c => ({...c.dataset, text: c.textContent,
             result: Boolean(c.closest('[data-role=result]'))}))"""
    )


def next_line(page):
    place = page.locator(".steps-place")
    before = place.inner_text()
    page.get_by_role("button", name="Next line").press("Enter")
    expect(place).not_to_have_text(before)


def test_every_matrix_of_every_line_is_that_of_a_native_run(page, native):
    page.locator("#steps-start").click()
    place = page.locator(".steps-place")
    steps, arrays = native["steps"], native["arrays"]
    all_numbers = np.concatenate([a.ravel() for a in arrays])
    checked = 0
    for number, step in enumerate(steps, 1):
        expect(place).to_have_text(f"line {number} of {len(steps)}")
        line = page.locator("#code-steps li", has=page.locator("[aria-current=step]"))
        expect(line).to_have_attribute("data-line", str(step["line"]))
        after = {m["name"]: arrays[m["array"]] for m in step["matrices"] if "array" in m}
        before = leaves(step["equation"], arrays, {})
        for cell in cells(page):
            value, name = float(cell["value"]), cell["name"]
            row, column = int(cell["row"]), int(cell["column"])
            known = (after if cell["result"] else before).get(name)
            if known is not None:
                assert value == pytest.approx(known[row, column], rel=1e-12, abs=1e-15), step
                checked += 1
            else:  # the value of a call, a single number
                numbers = [m["number"] for m in step["matrices"] if "number" in m]
                numbers += numbers_in(step["equation"])
                everything = np.append(all_numbers, [*numbers, 0, 1, 2, 4])
                assert np.isclose(everything, value, rtol=1e-12, atol=1e-15).any(), (step, cell)
            digits = len(cell["text"].partition(".")[2]) if "e" not in cell["text"] else None
            if digits is not None:  # equal to the last digit shown
                assert shown_as(cell["text"]) == pytest.approx(round(value, digits), abs=1e-12)
        page.get_by_role("button", name="Next line").press("Enter")
    assert checked > 500


def test_the_sum_of_a_picked_cell(page):
    page.locator("#steps-start").click()
    next_line(page)
    while page.locator("#code-steps [data-name=Z]").count() == 0:
        next_line(page)
    result = page.locator("#code-steps [data-role=result]")
    result.locator("[data-name=Z][data-row='0'][data-column='1']").click()
    said = page.locator("#sum")
    expect(said).to_have_text(re.compile(r"^Z\[0, 1\] =[^·]*·[^·]*·[^·]*hidden neuron 1, sample 2"))
    math = page.locator("#code-steps math")
    expect(math).to_have_attribute("aria-label", re.compile("Z, 3 by 4"))


def test_keys_phases_and_lines(page):
    page.locator("#steps-start").click()
    place = page.locator(".steps-place")
    expect(place).to_have_text(re.compile("line 1 of"))
    page.get_by_role("button", name="Next line").focus()
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text(re.compile("line 2 of"))
    page.keyboard.press("End")
    expect(place).not_to_have_text(re.compile("line 2 of"))
    page.keyboard.press("Home")
    expect(place).to_have_text(re.compile("line 1 of"))
    page.locator("[data-phase=cost]").click()
    expect(page.locator("[data-phase=cost]")).to_have_attribute("aria-current", "true")
    page.locator("[data-phase=update]").click()
    expect(page.locator("#code-steps [aria-current=step]")).to_contain_text("self.W = self.W")


def test_a_traced_step_is_a_step_and_can_be_undone(page):
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    one = page.locator("#cost-now").inner_text()
    page.locator("#steps-start").click()
    expect(page.locator("#epoch")).to_have_text("2")
    two = page.locator("#cost-now").inner_text()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#epoch")).to_have_text("1")
    expect(page.locator("#cost-now")).to_have_text(one)
    page.locator("#step").click()
    expect(page.locator("#cost-now")).to_have_text(two)


def test_digits_are_traced_with_cropped_matrices(open_page):
    page = harness.ready(open_page("#data=digits"))
    page.locator("#tab-steps").click()
    page.locator("#steps-start").click()
    expect(page.locator(".steps-place")).to_have_text(re.compile("line 1 of"))
    while page.locator("#code-steps [data-role=result] [data-name=Z]").count() == 0:
        next_line(page)
    expect(page.locator("#code-steps")).to_contain_text("32×64")
    expect(page.locator("#sum")).to_contain_text("64 terms")
