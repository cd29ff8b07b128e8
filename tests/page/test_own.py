"""One's own data: a table pasted or let go on the page, a truth table, painted points.

Whatever is wrong with a table is said in a sentence, and the experiment that runs stays as it is.
"""

import re
import sys
from pathlib import Path
from urllib.parse import unquote_plus

import harness
import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from bad_tables import BAD, GOOD

HOURS = [f"{i / 2:.1f}".replace(".", ",") for i in range(60)]
PASSED = ["yes" if i >= 30 else "no" for i in range(60)]
ROWS = [f"{h};{6 + i % 4},5;{p}" for i, (h, p) in enumerate(zip(HOURS, PASSED, strict=True))]
EXAM = "\n".join(["hours;sleep;passed", *ROWS, "3,5;;no", "NA;7;no", "28;8,5;", ""])


@pytest.fixture(autouse=True)
def from_the_start(page):
    """Each test begins with the article's experiment, on the page that all of them share."""
    if page.locator("#own-dialog").is_visible():
        page.keyboard.press("Escape")
    page.evaluate("history.replaceState(null, '', '#data=and'); location.hash = ''")
    expect(page.locator("#data-menu select")).to_have_value("xor")
    page.locator("#reset").click()
    expect(page.locator("#cost-now")).to_have_text("0.725")


def open_dialog(page, tab="Table"):
    page.get_by_role("radio", name="Your own", exact=True).check()
    page.locator("#data .bring").click()
    page.get_by_role("tab", name=tab, exact=True).click()
    return page.locator("#own-dialog")


def paste(page, text):
    page.get_by_label("The table as text").fill(text)


def use(page, name="Use this table"):
    page.get_by_role("button", name=name).click()
    expect(page.locator("#own-dialog")).to_be_hidden()
    expect(page.locator("#data-menu select")).to_have_value("own")


def train(page):
    page.locator("#train").click()
    expect(page.locator("html")).to_have_attribute("data-running", "false", timeout=90_000)


def file_of(page, content, name):
    """A drag that carries a file, as the browser would hand it to the page."""
    return page.evaluate_handle(
        "([text, name]) => { const all = new DataTransfer();"
        " all.items.add(new File([text], name)); return all }",
        [content, name],
    )


def test_a_pasted_table_with_semicolons_decimal_commas_and_missing_cells_is_learnt(page):
    dialog = open_dialog(page)
    expect(dialog).to_contain_text("nothing is uploaded")
    paste(page, EXAM)
    expect(dialog).to_contain_text(
        "63 rows, 3 columns; semicolons between the columns, a decimal comma, "
        "names in the first row."
    )
    hours = dialog.get_by_role("row", name=re.compile("hours"))
    expect(hours).to_contain_text("numbers 0 to 29.5")
    expect(hours.locator(".gaps")).to_have_text("1")
    expect(hours.locator(".cell").nth(1)).to_have_text("0,5")  # as it stands in the table
    expect(dialog.get_by_label("Wanted")).to_have_value("passed")
    expect(dialog).to_contain_text("Left out 2 rows with a missing cell in “hours” or “sleep”.")
    expect(dialog).to_contain_text("“passed” is learnt as 2 classes: “no” and “yes”.")
    use(page)
    expect(page.locator("#data .about").first).to_have_text("What is passed? 60 rows.")
    expect(page.locator("#data .notes")).to_contain_text("Left out 1 row whose “passed” is missing")
    train(page)
    expect(page.locator("#right")).to_have_text("48 / 48")

    page.locator("#data").get_by_label("Missing cells").select_option("fill")
    expect(page.locator("#data .notes")).to_contain_text("Filled 1 missing cell of “hours”")
    expect(page.locator("#data .about").first).to_have_text("What is passed? 62 rows.")
    cost = page.locator("#cost-now").inner_text()
    page.locator("#data").get_by_label("Scale").uncheck()
    expect(page.locator("#cost-now")).not_to_have_text(cost)
    seed = page.get_by_role("textbox", name="Seed").input_value()
    page.get_by_role("button", name="New split").click()
    expect(page.get_by_role("textbox", name="Seed")).not_to_have_value(seed)


def test_inputs_and_the_wanted_column_are_chosen(page):
    dialog = open_dialog(page)
    paste(page, EXAM)
    dialog.get_by_label("Wanted").select_option("sleep")
    expect(dialog).to_contain_text("“sleep” is learnt as a number.")
    expect(dialog.get_by_label("sleep is an input")).to_be_disabled()
    dialog.get_by_label("hours is an input").uncheck()
    dialog.get_by_label("passed is an input").uncheck()
    expect(dialog).to_contain_text("No input is chosen beside “sleep”")
    expect(page.get_by_role("button", name="Use this table")).to_be_disabled()
    dialog.get_by_label("hours is an input").check()
    dialog.get_by_label("Held out").select_option("0.5")
    use(page)
    expect(page.locator("#data .about").first).to_have_text("What is sleep? 61 rows.")
    expect(page.locator("#data").get_by_label("Held out")).to_have_value("0.5")
    expect(page.get_by_label("Loss")).to_have_value("squared_error")

    page.locator("#data .bring").click()  # what was chosen is there again, to change it
    expect(page.get_by_label("The table as text")).to_have_value(EXAM)
    expect(dialog.get_by_label("Wanted")).to_have_value("sleep")
    expect(dialog.get_by_label("passed is an input")).not_to_be_checked()
    expect(dialog.get_by_label("hours is an input")).to_be_checked()


def test_a_file_is_let_go_on_the_window(page):
    dialog = open_dialog(page, "Paint")
    dialog.dispatch_event("dragover", {"dataTransfer": file_of(page, EXAM, "exam.csv")})
    expect(page.locator(".own-drop")).to_be_visible()
    dialog.dispatch_event("drop", {"dataTransfer": file_of(page, EXAM, "exam.csv")})
    expect(page.locator(".own-drop")).to_be_hidden()
    tab = page.get_by_role("tab", name="Table", exact=True)
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(dialog).to_contain_text("63 rows, 3 columns")
    expect(page.get_by_label("The table as text")).to_have_value(EXAM)


def test_a_file_is_chosen_and_a_huge_one_refused_unread(page):
    dialog = open_dialog(page)
    file = page.get_by_label("File with a table")
    latin = EXAM.replace("sleep", "Größe").encode("cp1252")
    file.set_input_files({"name": "exam.csv", "mimeType": "text/csv", "buffer": latin})
    expect(dialog.get_by_role("row", name=re.compile("Größe"))).to_be_visible()
    huge = b"1,2\n" * 7_600_000
    file.set_input_files({"name": "big.csv", "mimeType": "text/csv", "buffer": huge})
    expect(dialog.locator(".own-said.bad")).to_contain_text("big.csv has 30.4 MB.")
    expect(page.get_by_role("button", name="Use this table")).to_have_count(0)


def test_bad_tables_get_a_sentence_each_and_the_experiment_goes_on(page):
    """Those of tests/unit/bad_tables.py that no choice made bad, while a network trains."""
    page.evaluate("location.hash = '#data=digits&layers=64t-64t-10m&epochs=100000'")
    expect(page.get_by_role("textbox", name="Epochs")).to_have_value("100,000")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")
    address = page.url
    open_dialog(page)
    file = page.get_by_label("File with a table")
    said = page.locator("#own-dialog :is(.own-said, .own-outcome).bad")
    wrong = []
    tables = [bad for bad in BAD if not bad.choice and len(bad.data) <= 30_000_000]
    assert len(tables) >= 40
    for bad in tables:
        paste(page, GOOD)  # a good one between them: nothing is said of it
        expect(page.get_by_role("button", name="Use this table")).to_be_enabled()
        expect(said).to_have_count(0)
        if isinstance(bad.data, str) and bad.data.strip() and len(bad.data) < 2000:
            paste(page, bad.data)
        else:
            data = bad.data.encode() if isinstance(bad.data, str) else bad.data
            file.set_input_files({"name": "t.csv", "mimeType": "text/csv", "buffer": data})
        expect(said).to_have_count(1, timeout=60_000)
        if said.inner_text() != bad.sentence[:399].strip():
            wrong.append(f"{bad.name}: {said.inner_text()!r}, not {bad.sentence!r}")
    assert wrong == []
    page.keyboard.press("Escape")
    assert page.url == address
    expect(page.locator("#data-menu select")).to_have_value("digits")
    expect(page.locator("html")).to_have_attribute("data-running", "true")
    page.locator("#train").click()
    expect(page.locator("#notices")).to_be_empty()


def test_what_a_table_says_is_text_only(page):
    name = "<img src=x onerror=alert(1)>"
    dialog = open_dialog(page)
    paste(page, f"a,{name}\n1,0\n2,1\n3,0\n4,1\n")
    expect(dialog.get_by_role("row", name=re.compile("onerror"))).to_be_visible()
    use(page)
    assert page.locator("main img, dialog img").count() == 0


def test_a_truth_table_of_three_inputs(page):
    dialog = open_dialog(page, "Truth table")
    dialog.get_by_role("radio", name="3", exact=True).check()
    page.get_by_role("button", name="Majority").click()
    expect(dialog.get_by_label("Output for 0 1 1")).to_have_text("1")
    dialog.get_by_label("Output for 0 0 0").focus()
    page.keyboard.press("Space")
    expect(dialog).to_contain_text("8 rows; y is 1 in 5 of them.")
    dialog.get_by_label("Name of input 1").fill("tired")
    dialog.get_by_label("Name of the output").fill("nap")
    use(page, "Use this truth table")
    expect(page).to_have_url(harness.containing("table="))
    rows = unquote_plus(page.url.split("table=")[1].split("&")[0])
    outputs = {"000": 1, "001": 0, "010": 0, "011": 1, "100": 0, "101": 1, "110": 1, "111": 1}
    expected = [",".join([*bits, str(output)]) for bits, output in outputs.items()]
    assert rows.split() == ["tired,b,c,nap", *expected]
    expect(page.locator("#data").get_by_label("Scale")).to_be_hidden()
    train(page)
    expect(page.locator("#right")).to_have_text("8 / 8")
    page.locator("#data .bring").click()
    expect(page.get_by_role("tab", name="Truth table")).to_have_attribute("aria-selected", "true")
    expect(dialog.get_by_label("Name of input 1")).to_have_value("tired")
    page.get_by_role("button", name="All 0").click()
    expect(dialog).to_contain_text("nap is 0 in every row")
    expect(page.get_by_role("button", name="Use this truth table")).to_be_disabled()


def test_points_are_painted_with_the_mouse(page):
    dialog = open_dialog(page, "Paint")
    expect(dialog).to_contain_text("Paint points of at least two classes.")
    box = page.locator(".paint-canvas").bounding_box()
    for name, left in [("A", 0.2), ("B", 0.5), ("C", 0.8)]:
        dialog.get_by_role("radio", name=re.compile(f"^{name}")).check(force=True)
        page.mouse.move(box["x"] + left * box["width"], box["y"] + 0.2 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + left * box["width"], box["y"] + 0.8 * box["height"], steps=12)
        page.mouse.up()
    expect(dialog).to_contain_text("39 points of 3 classes.")
    page.get_by_role("button", name="Undo").click()
    expect(dialog).to_contain_text("26 points of 2 classes.")
    dialog.get_by_role("radio", name=re.compile("^Erase")).check(force=True)
    page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    expect(dialog).to_contain_text("25 points of 2 classes.")
    use(page, "Use these points")
    train(page)
    expect(page.locator("#right")).to_have_text("20 / 20")
    page.locator("#data .bring").click()
    expect(dialog).to_contain_text("25 points of 2 classes.")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("button", name="Use these points")).to_be_disabled()


def test_points_are_painted_by_keys(page):
    dialog = open_dialog(page, "Paint")
    harness.drawn(page)
    if page.get_by_role("button", name="Clear").is_enabled():
        page.get_by_role("button", name="Clear").click()
    page.locator(".paint-canvas").focus()
    keys = "1 Space ArrowRight Space 2 ArrowUp Space Shift+ArrowUp Space f Space Delete"
    for key in keys.split():
        page.keyboard.press(key)
    expect(dialog).to_contain_text("2 points of 1 class")  # Delete reached the others as well
    page.keyboard.press("Control+z")
    expect(dialog).to_contain_text("5 points of 3 classes.")
    use(page, "Use these points")
    expect(page).to_have_url(harness.containing("table="))
    assert unquote_plus(page.url.split("table=")[1].split("&")[0]).splitlines() == [
        "x1,x2,class",
        "0.00,0.00,A",
        "0.50,0.00,A",
        "0.50,0.50,B",
        "0.50,0.60,B",
        "0.50,0.60,F",
    ]


def test_other_data_and_back_to_ones_own(page):
    open_dialog(page)
    paste(page, EXAM)
    use(page)
    page.get_by_role("radio", name="Real", exact=True).check()
    expect(page.locator("#data .about").first).to_contain_text("Now: Your own.")
    page.locator("#data label", has_text="Iris").click()
    expect(page.locator("#data-menu select")).to_have_value("iris")
    expect(page.get_by_role("radio", name="Real", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Your own", exact=True).check()
    page.locator("#data label", has_text="Yours").click()
    expect(page.locator("#data .about").first).to_have_text("What is passed? 60 rows.")


def test_ones_own_data_outlive_a_reload(open_page):
    page = harness.ready(open_page())
    for more in (1, 20):  # in the address, and where the table is too long for it
        open_dialog(page)
        paste(page, EXAM + "\n".join(ROWS * more))
        use(page)
        expect(page.locator("#data .about").first).to_contain_text("What is passed?")
        said = page.locator("#data .about").first.inner_text()
        cost = page.locator("#cost-now").inner_text()
        page.reload()
        harness.ready(page)
        expect(page.locator("#data .about").first).to_have_text(said)
        expect(page.locator("#cost-now")).to_have_text(cost)
        page.locator("#data .bring").click()
        expect(page.locator("#own-dialog")).to_contain_text("semicolons between the columns")
        page.keyboard.press("Escape")


def test_a_table_pasted_before_python_is_there_is_read_then(open_page):
    page = open_page()
    open_dialog(page)
    paste(page, EXAM)
    harness.ready(page)
    expect(page.locator("#own-dialog")).to_contain_text("63 rows, 3 columns")
    use(page)


def test_twenty_thousand_rows_with_three_missing_values_are_learnt(page):
    rows = [
        f"{i % 101 / 2:.1f};{i * 7 % 50};{'big' if i % 101 > 50 else 'small'}"
        for i in range(20_000)
    ]
    rows[10], rows[20], rows[30] = ";3;small", "1,5;;small", "2,5;NA;small"
    text = "\n".join(["size;noise;kind", *(row.replace(".", ",") for row in rows)])
    dialog = open_dialog(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_label("The table as text").focus()
    page.keyboard.press("Control+a")  # in place of what an earlier test has left
    page.keyboard.press("Control+v")
    expect(dialog).to_contain_text("20,000 rows, 3 columns", timeout=60_000)
    expect(dialog).to_contain_text("Left out 3 rows with a missing cell")
    use(page)
    train(page)
    right = page.locator("#right").inner_text()  # so many samples are told as a share
    assert float(right.removesuffix(" %")) > 99


def test_a_comma_in_a_name_survives_the_address(page, open_page):
    text = '"a,b","50 %",c,d\n1,2,7,x\n3,4,8,y\n5,6,7,x\n7,5,8,y'
    dialog = open_dialog(page)
    paste(page, text)
    dialog.get_by_role("row", name=re.compile("^c")).get_by_role("checkbox").uncheck()
    use(page)
    expect(page).to_have_url(harness.containing("table="))
    other = harness.ready(open_page("#" + page.url.split("#")[1]))
    expect(other.locator("#network")).to_contain_text("2 × 4")
    expect(other.locator("#notices")).to_be_empty()


def test_a_long_table_is_known_by_its_mark_and_no_other_takes_its_place(open_page):
    rows = [f"{i % 50},{i % 7},{'ab'[i % 2]}" for i in range(1500)]
    page = harness.ready(open_page())
    open_dialog(page)
    paste(page, "\n".join(["x,y,class", *rows]))
    use(page)
    expect(page).to_have_url(re.compile("kept_table="))
    page.reload()
    harness.ready(page)
    expect(page.locator("#data-menu select")).to_have_value("own")
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#share-dialog")).to_contain_text("too long for a link")
    expect(page.locator("#share-link")).to_be_hidden()
    foreign = page.url.replace("kept_table=", "kept_table=9")
    page.goto("about:blank")
    page.goto(foreign)
    harness.ready(page)
    expect(page.locator("#data-menu select")).to_have_value("xor")
    expect(page.locator("#notices")).to_contain_text("this browser has not kept")


def test_a_link_of_brackets_only_is_told(open_page):
    page = harness.ready(open_page("#data=own&table=" + "%5B" * 1900))
    expect(page.locator("#notices")).to_contain_text("JSON, not a table")
    page.locator("#train").click()
    expect(page.locator("#epoch")).not_to_have_text("0")


def test_a_table_too_long_for_its_box_is_said_to_be_in_use(page):
    open_dialog(page)
    box = page.get_by_label("The table as text")
    rows = "a,b,y\n" + "".join(f"{i},{i * 7 % 1000},{i % 2}\n" for i in range(25_000))
    box.evaluate(
        """(box, rows) => {
          const data = new DataTransfer();
          data.setData("text/plain", rows);
          box.select();
          const pasted = {clipboardData: data, bubbles: true, cancelable: true};
          box.dispatchEvent(new ClipboardEvent("paste", pasted));
        }""",
        rows,
    )
    expect(page.locator(".own-read")).to_contain_text("25,000 rows")
    expect(box).to_have_value("")
    said = harness.containing(f"A table of {len(rows):,} characters, too long to be shown here.")
    expect(box).to_have_attribute("placeholder", said)
    paste(page, "a,y\n1,0\n2,1\n")
    expect(page.locator(".own-read")).to_contain_text("2 rows")
    paste(page, "")
    expect(box).to_have_attribute("placeholder", harness.containing("hours;sleep;passed"))


def test_on_a_phone_the_choices_are_in_sight_before_the_rows(open_page):
    page = harness.ready(open_page(viewport={"width": 390, "height": 844}))
    open_dialog(page)
    paste(page, EXAM)
    expect(page.locator(".own-outcome")).to_contain_text("Left out")
    wanted, columns = page.get_by_label("Wanted"), page.locator(".own-columns")
    low = page.locator("#own-dialog").bounding_box()
    low = low["y"] + low["height"]
    for label in "Wanted", "Held out", "Missing cells":
        box = page.locator("#own-dialog").get_by_label(label).bounding_box()
        assert box["y"] + box["height"] < low, label  # without scrolling
    assert wanted.bounding_box()["y"] < columns.bounding_box()["y"]
    # nothing lies over the table, and it does not scroll within what scrolls
    assert columns.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    assert page.locator(".own-outcome").evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    outcome = page.locator(".own-outcome")
    assert outcome.bounding_box()["y"] > columns.bounding_box()["y"] + 100
    take = page.get_by_role("button", name="Use this table")
    box = take.bounding_box()
    assert box["y"] + box["height"] <= low  # the button is always at hand
    use(page)
