"""Train, pause, step, reset; and the page's numbers are those of the native run."""

import csv
import io
import re

import harness
import pytest
from playwright.sync_api import expect


def root(page):
    return page.locator("html")


def train_to(page, epoch, timeout=120_000):
    page.locator("#train").click()
    expect(page.locator("#epoch")).to_have_text(epoch, timeout=timeout)
    expect(root(page)).to_have_attribute("data-running", "false", timeout=timeout)


def cost_now(page):
    return float(page.locator("#cost-now").inner_text().replace("−", "-"))


def saved_costs(page):
    """The costs as the person saves them: Save, Costs as a table."""
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as download:
        page.locator("#save-costs").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    return rows[0], [[float(cell) for cell in row] for row in rows[1:]]


def predictions(page):
    """The column ŷ of the table, as read on the page."""
    harness.drawn(page)
    rows = page.locator("#predictions tbody tr[data-sample]").all_inner_texts()
    return [re.findall(r"[−\d.]+", row) for row in rows]


def test_xor_is_learnt_as_natively(page):
    train_to(page, "1,500")
    expect(page.locator("#right")).to_have_text("4 / 4")
    head, rows = saved_costs(page)
    native = harness.native({})
    assert head == ["epoch", "cost"]
    assert len(rows) == len(native["costs"]) == 1500
    assert max(abs(cost - native["costs"][int(epoch)]) for epoch, cost in rows) < 1e-12
    shown = [float(row[3]) for row in predictions(page)]
    assert shown == [round(value, 3) for value in native["outputs"][0]]


def test_training_goes_on_after_the_end_and_reset_begins_anew(page):
    train_to(page, "3,000")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    train_to(page, "1,500")
    assert [cost for _, cost in saved_costs(page)[1]][-1] == pytest.approx(
        harness.native({})["costs"][-1], abs=1e-12
    )


def test_one_step_is_one_update(page):
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("2")
    costs = [cost for _, cost in saved_costs(page)[1]]
    assert costs == pytest.approx(harness.native({})["costs"][:2], abs=1e-12)


def test_pause_and_go_on(open_page):
    page = harness.ready(open_page("#epochs=20000"))
    harness.at_pace(page, "watch")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    page.get_by_role("button", name="Pause").click()
    expect(root(page)).to_have_attribute("data-running", "false")
    rested = page.locator("#epoch").inner_text()
    paused = len(saved_costs(page)[1])  # after the slice that was under way
    assert page.locator("#epoch").inner_text().replace(",", "") == str(paused), rested
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text(f"{paused:,}")
    page.locator("#train").click()
    _, rows = saved_costs(page)
    assert len(rows) > paused
    native = harness.native({"training": {"epochs": len(rows)}})
    assert max(abs(row[1] - cost) for row, cost in zip(rows, native["costs"], strict=True)) < 1e-12


def test_train_pressed_before_python_is_ready(open_page):
    page = open_page()
    page.locator("#train").click()
    harness.ready(page)
    expect(page.locator("#right")).to_have_text("4 / 4", timeout=60_000)


def test_at_the_pace_for_watching_the_numbers_are_the_same(open_page):
    page = harness.ready(open_page("#epochs=300"))
    harness.at_pace(page, "watch")
    train_to(page, "300")
    costs = [cost for _, cost in saved_costs(page)[1]]
    native = harness.native({"training": {"epochs": 300}})["costs"]
    assert costs == pytest.approx(native, abs=1e-12)


def test_batches_and_held_out_data_as_natively(open_page):
    """Circle: mini-batches, a test share, two hidden layers: every cost as natively."""
    page = harness.ready(open_page("#data=circle&epochs=5&noise=0.1&test_share=0.3"))
    train_to(page, "5")
    head, rows = saved_costs(page)
    native = harness.native(
        {
            "data": {"name": "circle", "noise": 0.1, "test_share": 0.3},
            "training": {"epochs": 5},
        }
    )
    assert head == ["epoch", "cost", "test_cost"]
    for (_, cost, test), cost_natively, test_natively in zip(
        rows, native["costs"], native["test_costs"], strict=True
    ):
        assert cost == pytest.approx(cost_natively, abs=1e-12)
        assert test == pytest.approx(test_natively, abs=1e-12)


def test_training_that_diverges_says_so_and_keeps_the_last_good_network(open_page):
    page = harness.ready(open_page("#data=regression_plane&learning_rate=100"))
    page.locator("#train").click()
    expect(page.locator("#notices")).to_contain_text("the cost has grown beyond all bounds")
    expect(page.locator("#notices")).to_contain_text("smaller learning rate")
    expect(root(page)).to_have_attribute("data-running", "false")
    assert "not a number" not in page.locator("#cost-now").inner_text()
    rate = page.get_by_role("textbox", name="Learning rate")
    rate.fill("0.001")
    rate.press("Enter")
    page.locator("#train").click()  # as the sentence advises
    expect(page.locator("#epoch")).to_have_text("50")
    expect(page.locator("html")).to_have_attribute("data-running", "false")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#notices")).to_be_empty()


def test_every_data_set_learns(open_page):
    """The suggested experiment of each, a tenth of its epochs: the cost falls."""
    page = harness.ready(open_page("#epochs=30"))
    options = page.locator("#data-menu option")
    names = [option.get_attribute("value") for option in options.all()]
    assert len(names) == 19
    for name in names:
        page.locator("#data-menu select").select_option(name)
        expect(page.locator(f"#data input[name=dataset][value={name}]")).to_be_checked()
        expect(page.locator("#epoch")).to_have_text("0")
        before = cost_now(page)
        page.get_by_role("textbox", name="Epochs").fill("5")
        page.get_by_role("textbox", name="Epochs").press("Enter")
        train_to(page, "5")
        after = cost_now(page)
        assert after < before, name
