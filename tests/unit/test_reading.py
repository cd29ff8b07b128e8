"""From bytes and text to rows of cells: every bad table has its sentence, others their notes."""

import csv
import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bad_tables import BAD, GOOD, NOTED
from chalknet.cells import LARGEST, MISSING, floats, is_number
from chalknet.reading import decode
from chalknet.rows import INVISIBLE, rows_of
from chalknet.table import TableError, choose, has_header, open_table, read_table


def read(data, **choice):
    """(the table, what was chosen of it, all notes)."""
    text, notes = (data, []) if isinstance(data, str) else decode(data)
    table = read_table(text)
    chosen = choose(table, **choice)
    return table, chosen, [*notes, *table.notes, *chosen.notes]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_bad_table_has_its_sentence(bad):
    with pytest.raises(TableError) as error:
        read(bad.data, **bad.choice)
    assert str(error.value) == bad.sentence


def test_there_are_forty_bad_tables_and_more():
    assert len({bad.name for bad in BAD}) == len(BAD) >= 40
    assert all(bad.sentence.endswith(".") and "\n" not in bad.sentence for bad in BAD)


@pytest.mark.parametrize("noted", NOTED, ids=lambda noted: noted.name)
def test_what_can_be_used_is_used_and_said(noted):
    _, chosen, notes = read(noted.data, **noted.choice)
    assert chosen.columns == noted.columns
    assert np.array_equal(chosen.matrix, noted.matrix)
    if noted.note is None:
        assert all("is learnt as" in note for note in notes)
    else:
        assert noted.note in notes


def test_the_line_of_each_row():
    text = '# remark\n\na,y\n1,0\n\n2,"x\ny"\n3,0\n'
    assert read_table(text).lines == (4, 6, 8)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1,5\t2;5\n", "\t"),
        ("a|b|c\n1|2;3|4,5\n", "|"),
        ('a,b\n"1;2",3\n"4;5",6\n', ","),
        ("a,b\none; two,3\nfour,5\n", ","),
    ],
)
def test_delimiters(text, delimiter):
    assert rows_of(text).delimiter == delimiter


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("a,b\n1,2\n", True),
        ("1,2\n3,4\n", False),
        ("id,2019,2020\n1,2,3\n", True),  # a word above numbers
        ("town,kind\nBern,a\nBasel,b\n", True),  # words that do not stand again
        ("Bern,a\nBasel,b\nBern,b\n", False),
        ("red,1\nblue,2\n", False),
        ("NA,1\n2,3\n", False),
        ("a;b\n1.234,5;2\n", True),
    ],
)
def test_headers(text, header):
    assert has_header(rows_of(text).rows) is header


def test_the_page_gets_a_sentence_or_all_it_asks_for():
    assert open_table(b"") == {"problem": BAD[0].sentence}
    answer = open_table(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert answer["text"] == GOOD.replace("\n", "\r\n")
    assert answer["notes"] == ["The file is UTF-8, as the mark at its beginning says."]
    assert (answer["rows"], answer["delimiter"], answer["decimal"]) == (2, ",", ".")
    assert open_table(np.frombuffer(GOOD.encode(), np.uint8))["rows"] == 2


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_give_a_table_or_a_sentence(data):
    answer = open_table(data)
    assert "rows" in answer or answer["problem"].endswith(".")


@given(st.text(alphabet='01.,;-eN"\n\r\t a|#=', max_size=120))
def test_any_scribble_gives_a_table_or_a_sentence(text):
    with suppress(TableError):
        choose(read_table(text), missing="fill")
    problem = open_table(text.encode()).get("problem", ".")
    assert problem.endswith(".")
    assert "\n" not in problem


@pytest.mark.parametrize("cell", ["1_000", "+nan", "0x10", "1 2", "1,2,3", "1e", "--1"])
def test_what_is_no_number_stays_text(cell):
    table = read_table(f"a;y\n{cell};0\n2;1\n")
    assert table.columns[0].categories == tuple(sorted([cell, "2"]))


@given(st.text(max_size=20))
def test_a_number_is_what_python_calls_a_finite_one(cell):
    found = floats([cell])
    try:
        number = float(cell)
    except ValueError:
        number = None
    if found is None:
        assert number is None or not np.isfinite(number) or "_" in cell
    else:
        assert found[0] == number or is_number(cell)


def is_plain_word(word):
    """Does it look like nothing else: a number, a hole, a remark?"""
    odd = INVISIBLE.search(word) or word in MISSING or word[0] == "#"
    return not odd and not any(sign.isdigit() for sign in word) and floats([word]) is None


LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"])
WORDS = st.text(LETTERS, min_size=1).filter(is_plain_word)
NUMBERS = st.floats(-LARGEST, LARGEST)


@st.composite
def tables(draw):
    """Columns of numbers and of words, with holes."""
    count = draw(st.integers(3, 12))
    columns = []
    for kind in draw(st.lists(st.sampled_from([NUMBERS, WORDS]), min_size=2, max_size=5)):
        cells = draw(st.lists(st.none() | kind, min_size=count, max_size=count))
        cells[0] = draw(kind)  # no row is empty, nor is a column
        columns.append(cells)
    columns[0] = [draw(NUMBERS) for _ in range(count)]
    return columns


@given(
    columns=tables(),
    delimiter=st.sampled_from(",;\t|"),
    decimal=st.sampled_from(".,"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    hole=st.sampled_from(["", "NA", "?", "null"]),
)
def test_what_was_written_is_read(columns, delimiter, decimal, end, quoting, encoding, hole):
    numbers = [all(isinstance(value, float | None) for value in column) for column in columns]
    assume(decimal == "." or any(clear(value) for column in columns for value in column))

    def cell(value):
        if value is None:
            return hole
        return value if isinstance(value, str) else repr(value).replace(".", decimal)

    names = [f"name{i}" for i in range(len(columns))]
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)
    rows = zip(*columns, strict=True)
    writer.writerows([names, *([cell(value) for value in row] for row in rows)])
    table = read_table(decode(file.getvalue().encode(encoding))[0])
    assert table.names == names
    for column, wanted, number in zip(table.columns, columns, numbers, strict=True):
        assert (column.categories is None) == number
        found = [None if np.isnan(v) else v for v in column.values]
        if not number:
            found = [None if v is None else column.categories[int(v)] for v in found]
        assert found == wanted


def clear(value):
    """Does it tell a decimal comma from one between thousands?"""
    return isinstance(value, float) and len(repr(value).split("e")[0].partition(".")[2]) != 3
