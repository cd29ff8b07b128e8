"""Back to any epoch of a run, exactly; and training that branches from there."""

import csv
import io

import harness
import pytest
from harness import train_to
from playwright.sync_api import expect


def slider(page):
    return page.get_by_role("slider", name="Epoch of the run")


def back_to(page, epoch):
    slider(page).fill(str(epoch))
    expect(page.locator("#epoch")).to_have_text(f"{epoch:,}")


def saved(page):
    """All costs with every digit, as the person saves them."""
    page.locator("#save").click()
    with page.expect_download() as download:
        page.locator("#save-costs").click()
    return download.value.path().read_text(encoding="utf-8")


def numbers(text):
    return [[float(cell) for cell in row] for row in list(csv.reader(io.StringIO(text)))[1:]]


def predictions(page):
    harness.drawn(page)
    return page.locator("#predictions tr[data-sample]").all_inner_texts()


def lines(page):
    harness.drawn(page)
    return [line.strip() for line in page.locator("#cost .key").all_inner_texts()]


def test_any_epoch_comes_back_exactly_and_training_goes_on_from_there(open_page):
    page = harness.ready(open_page("#epochs=300"))
    expect(slider(page)).to_be_hidden()  # nothing to go back to yet
    train_to(page, "300")
    fresh, looked = saved(page), predictions(page)
    page.get_by_role("textbox", name="Epochs").fill("1500")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    train_to(page, "1,500")
    whole = saved(page)
    assert len(numbers(whole)) == 1500

    back_to(page, 300)
    assert saved(page) == fresh  # every digit
    assert predictions(page) == looked
    native = harness.native({"training": {"epochs": 300}})
    assert float(page.locator("#cost-now").inner_text()) == pytest.approx(native["cost"], rel=5e-3)
    expect(slider(page)).to_have_attribute("aria-valuetext", "epoch 300 of 1,500")
    expect(page.locator(".time-note")).to_contain_text("Epoch 300 of 1,500")

    back_to(page, 1234)  # forth again
    back_to(page, 7)
    back_to(page, 300)
    train_to(page, "1,500")  # with the same settings it is the same run again
    assert saved(page) == whole
    expect(page.locator("#runs [data-run]")).to_have_count(0)


def test_batches_and_held_out_samples_come_back_too(open_page):
    page = harness.ready(open_page("#data=circle&test_share=0.3&epochs=20"))
    train_to(page, "20")
    whole = saved(page)
    back_to(page, 7)
    looked = predictions(page)
    train_to(page, "20")  # the same shuffles
    assert saved(page) == whole
    back_to(page, 7)
    assert predictions(page) == looked


def test_a_branch_with_another_learning_rate_beside_the_old_run(open_page):
    page = harness.ready(open_page("#epochs=600"))
    train_to(page, "600")
    old = numbers(saved(page))
    back_to(page, 300)
    field = page.get_by_role("textbox", name="Learning rate")
    field.fill("1")
    field.press("Enter")
    expect(page).to_have_url(harness.containing("learning_rate=1"))
    expect(page.locator("#epoch")).to_have_text("300")
    train_to(page, "600")
    new = numbers(saved(page))
    assert new[:301] == old[:301]  # the cost of epoch 300 is from before its update
    assert new[301] != old[301]
    assert new[-1][1] < old[-1][1]
    run = page.locator("#runs [data-run]")
    expect(run).to_have_count(1)
    expect(run).to_contain_text("branched at epoch 300")
    expect(page.locator("#runs .present")).to_contain_text("learning rate 0.1 → 1 at epoch 300")
    assert lines(page) == ["training", "Run 1"]
    # the old one can be returned to, with its whole curve
    page.locator("#runs").get_by_role("button", name="Return to Run 1").click()
    expect(field).to_have_value("0.1")
    expect(page.locator("#epoch")).to_have_text("600")
    assert numbers(saved(page)) == old


def test_one_step_from_the_past_branches_too(open_page):
    page = harness.ready(open_page("#epochs=100"))
    train_to(page, "100")
    back_to(page, 50)
    page.get_by_role("textbox", name="Learning rate").fill("2")
    page.get_by_role("textbox", name="Learning rate").press("Enter")
    expect(page).to_have_url(harness.containing("learning_rate=2"))
    page.locator("#step").click()
    expect(page.locator("#epoch")).to_have_text("51")
    expect(page.locator("#runs [data-run]")).to_contain_text("branched at epoch 50")


def test_a_run_left_while_back_in_its_past_is_kept_whole(open_page):
    page = harness.ready(open_page("#epochs=100"))
    train_to(page, "100")
    cost = page.locator("#cost-now").inner_text()
    back_to(page, 20)
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    run = page.locator("#runs [data-run]")
    expect(run).to_contain_text(cost)
    run.hover()
    page.locator("#runs").get_by_role("button", name="Return to Run 1").click()
    expect(page.locator("#epoch")).to_have_text("100")
    expect(page.locator("#cost-now")).to_have_text(cost)


def test_the_slider_by_keyboard_and_while_training(open_page):
    page = harness.ready(open_page("#epochs=50"))
    train_to(page, "50")
    slider(page).press("ArrowLeft")
    expect(page.locator("#epoch")).to_have_text("49")
    slider(page).press("Home")
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#cost-now")).to_have_text("0.725")
    slider(page).press("End")
    expect(page.locator("#epoch")).to_have_text("50")
    expect(page.locator(".time-note")).to_contain_text("Drag to go back")
    page.get_by_role("textbox", name="Epochs").fill("100000")
    page.get_by_role("textbox", name="Epochs").press("Enter")
    harness.at_pace(page, "watch")
    page.locator("#train").click()
    expect(slider(page)).to_be_disabled()
    expect(slider(page)).to_have_attribute("title", "Pause training to go back in this run.")
    page.locator("#train").click()
    expect(slider(page)).to_be_enabled()


def test_the_slider_stands_under_the_epochs_of_the_chart(open_page):
    """At the end of the run the thumb is under the right end of the axis."""
    page = harness.ready(open_page("#epochs=1000"))
    train_to(page, "1,000")
    harness.drawn(page)
    over = page.locator("#cost .u-over").bounding_box()
    thumb = 14  # 0.875rem
    box = slider(page).bounding_box()
    assert box["x"] + thumb / 2 == pytest.approx(over["x"], abs=1.5)
    end = box["x"] + box["width"] - thumb / 2
    assert end == pytest.approx(over["x"] + over["width"], abs=1.5)


def read_at_the_end(page):
    """What the legend says of each line at the end of the chart."""
    page.locator("#cost .chart").press("End")
    harness.drawn(page)
    cost = {key: key.locator("b").inner_text() for key in page.locator("#cost .key").all()}
    return {key.inner_text().removesuffix(cost[key]).strip(): cost[key] for key in cost}


def test_both_curves_end_with_the_numbers_of_the_header(open_page):
    """In batches the training curve is a mean during the epochs; at its end it is measured."""
    page = harness.ready(open_page("#data=circle&epochs=20"))
    train_to(page, "20")
    harness.drawn(page)
    expected = {
        "training": page.locator("#cost-now").inner_text(),
        "held out": page.locator("#test-cost-now").inner_text(),
    }
    assert read_at_the_end(page) == expected
    expect(page.locator(".cost-title")).to_contain_text("at epoch 20")
    said = "training: the mean over the batches of an epoch"
    expect(page.locator("#cost .lines")).to_contain_text(said)
    chart = page.locator("#cost .chart")
    expect(chart).to_have_attribute("aria-label", harness.containing("over 20 epochs; on held"))
    mean = harness.containing("last is the mean over the batches of an epoch")
    expect(chart).to_have_attribute("aria-label", mean)
    page.locator("#data-menu select").select_option("xor")
    expect(page.locator("#cost .lines")).not_to_contain_text("mean over the batches")


def test_a_kept_run_ends_with_the_cost_that_the_list_says(open_page):
    page = harness.ready(open_page("#data=circle&epochs=20"))
    train_to(page, "20")
    cost = page.locator("#cost-now").inner_text()
    page.get_by_role("textbox", name="Seed").fill("8")
    page.get_by_role("textbox", name="Seed").press("Enter")
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#runs [data-run]")).to_contain_text(cost)
    harness.drawn(page)
    assert read_at_the_end(page)["Run 1"] == cost


def test_of_a_run_changed_on_the_way_only_the_end_is_kept_and_that_is_said(open_page):
    page = harness.ready(open_page("#epochs=100"))
    train_to(page, "100")
    field = page.get_by_role("textbox", name="Learning rate")
    field.fill("0.5")
    field.press("Enter")
    expect(page).to_have_url(harness.containing("learning_rate=0.5"))
    train_to(page, "200")
    page.locator("#reset").click()
    expect(page.locator("#epoch")).to_have_text("0")
    page.locator("#runs").get_by_role("button", name="Return to Run 1").click()
    expect(page.locator("#epoch")).to_have_text("200")
    expect(slider(page)).to_be_disabled()
    note = page.locator(".time-note")
    expect(note).to_contain_text("only its end is known")
    assert note.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")
    train_to(page, "300")
    expect(slider(page)).to_be_enabled()
    expect(note).to_contain_text("as far as epoch 200")
    slider(page).press("Home")
    expect(page.locator("#epoch")).to_have_text("200")
