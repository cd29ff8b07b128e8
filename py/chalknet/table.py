"""A table of one's own: text with a row a line, read into columns of numbers and categories.

    table = read_table("size,weight,kind\\n1.5,2,a\\n...")
    summary(table)                                     what was read, for the page
    choose(table, "all", "kind", "drop").matrix        what a network can learn from
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from chalknet.cells import MISSING, capital, columns_of, is_number, short
from chalknet.choosing import choose, listed, unfit, wanted_kind, wanted_of
from chalknet.reading import TableError, decode
from chalknet.rows import rows_of, some

__all__ = ["Table", "TableError", "choose", "open_table", "read_table", "summary"]

HEAD = 5  # rows shown as they were read
FORMULA = re.compile(r"=|[@+-]\s*[A-Za-z]\w*\(")


@dataclass(frozen=True)
class Table:
    columns: tuple  # of Column
    lines: tuple  # the line of each row
    head: tuple  # the first rows, as texts
    header: bool  # were the names in the first line?
    delimiter: str
    decimal: str  # "." or ","
    notes: tuple

    @property
    def names(self):
        return [column.name for column in self.columns]


@lru_cache(maxsize=2)  # an experiment asks again and again for the same text
def read_table(text):
    """The table that a text is. Raises TableError."""
    read = rows_of(text)
    rows, lines, notes = read.rows, read.lines, list(read.notes)
    header = has_header(rows)
    if len(rows) == 1:
        raise TableError(
            f"There is only a header (line {lines[0]:,}) and no row beneath it: "
            "paste the rows of the table too."
            if header
            else f"There is only one row (line {lines[0]:,}): a network needs two at least."
        )
    first = rows[0]
    if header:
        rows, lines = rows[1:], lines[1:]
    full = columns_with_cells(rows)
    names = column_names(first, full, header, notes)
    if len(full) < len(first):
        rows = [[row[i] for i in full] for row in rows]
    columns, decimal, about_cells = columns_of(names, rows, lines, read.delimiter)
    notes += about_cells + missing_note(columns, rows) + formula_note(columns, rows, lines)
    head = tuple(tuple(short(cell) for cell in row) for row in rows[:HEAD])
    columns = tuple(columns)
    return Table(columns, tuple(lines), head, header, read.delimiter, decimal, tuple(notes))


def open_table(data):
    """What the page asks: the bytes of a file to its text and what was read, or the problem."""
    try:
        text, notes = decode(bytes(data))
        answer = summary(read_table(text))
    except TableError as error:
        return {"problem": str(error)}
    return {"text": text, **answer, "notes": notes + answer["notes"]}


def summary(table):
    """What was read, and what could be done with each column."""
    return {
        "rows": len(table.lines),
        "delimiter": table.delimiter,
        "decimal": table.decimal,
        "header": table.header,
        "columns": [about(column) for column in table.columns],
        "head": [list(row) for row in table.head],
        "wanted": wanted_of(table, None).name,
        "notes": list(table.notes),
    }


def about(column):
    numbers = column.categories is None and column.distinct > 0
    known = column.values[column.values == column.values] if numbers else None  # without nan
    return {
        "name": column.name,
        "kind": column.kind,
        "wanted_as": wanted_kind(column),
        "missing": column.missing,
        "distinct": column.distinct,
        "examples": [short(cell) for cell in column.examples],
        "low": float(known.min()) if numbers else None,
        "high": float(known.max()) if numbers else None,
        "problem": unfit(column) or None,  # why it is no input unless chosen by name
    }


# ------------------------------------------------------------------------------- the header


def has_header(rows):
    """Is the first row names? Yes if it has a word above numbers, no if it has only numbers there.

    In a table of words alone: yes if none of them stands again beneath itself.
    """
    first = [cell.strip() for cell in rows[0]]
    if len(rows) == 1:
        return not any(is_number(cell) for cell in first)
    numbers_above_numbers = False
    for name, *cells in zip(first, *rows[1:50], strict=True):
        cells = [cell.strip() for cell in cells]
        cells = [cell for cell in cells if cell not in MISSING]
        if sum(map(like_number, cells)) > 0.9 * len(cells):
            if not like_number(name) and name not in MISSING:
                return True
            numbers_above_numbers |= name not in MISSING
    if numbers_above_numbers:
        return False
    beneath = [{row[i].strip() for row in rows[1:]} for i in range(len(first))]
    return not any(name in cells for name, cells in zip(first, beneath, strict=True))


def like_number(cell):
    return is_number(cell) or re.fullmatch(r"[+-]?\d[\d.,'’ \u00a0\u202f]*", cell) is not None


def columns_with_cells(rows):
    """The numbers of the columns that are not empty. A sign at the end of all lines makes one."""
    full = [i for i, cells in enumerate(zip(*rows, strict=True)) if any(map(str.strip, cells))]
    if len(full) < 2:
        raise TableError(
            "Only one column has any values: a table needs an input and a wanted column."
        )
    return full


def column_names(first, full, header, notes):
    """A name for each of the columns in `full`, no two the same."""
    numbered = [f"column {i}" for i in range(1, len(first) + 1)]
    if header:
        names = [short(cell, 60) for cell in first]
    else:
        names = [""] * len(first)
        notes.append(
            "The first line was taken as a row, since it has numbers like the others: put a line "
            "of names above it to name the columns."
        )
    empty = [names[i] or numbered[i] for i in range(len(first)) if i not in full]
    if empty:
        notes.append(f"{some(len(empty), 'column')} without any value left out: {listed(empty)}.")
    nameless = [numbered[i] for i in full if not names[i]]
    if nameless and header:
        have = "has" if len(nameless) == 1 else "have"
        notes.append(f"{capital(', '.join(nameless))} {have} no name in the header.")
    names = [names[i] or numbered[i] for i in full]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        notes.append(f"More than one column is called “{twice[0]}”: they were numbered.")
    return [unique(names, i) for i in range(len(names))]


def unique(names, i):
    """"x" the first time, then "x (2)", or the next number that no other column has."""
    count = names[: i + 1].count(names[i])
    if count == 1:
        return names[i]
    while f"{names[i]} ({count})" in names:
        count += 1
    return f"{names[i]} ({count})"


# ------------------------------------------------------------------------------- notes


def quoted(name):
    return f"“{name}”"


def missing_note(columns, rows):
    """How many cells are missing, in which columns, and how they were written."""
    told = []
    for i, column in enumerate(columns):
        if column.missing:
            spelt = MISSING.intersection(row[i].strip() for row in rows)
            shown = ", ".join(sorted(cell or "empty" for cell in spelt))
            told.append(f"{column.missing:,} in {quoted(column.name)}{shown and f' ({shown})'}")
    return [f"Missing cells: {'; '.join(told)}."] if told else []


def formula_note(columns, rows, lines):
    """A spreadsheet would calculate such cells. Here they are text and stay text."""
    for i, column in enumerate(columns):
        found = next((name for name in column.categories or () if FORMULA.match(name)), None)
        if found:
            line = next(n for n, row in zip(lines, rows, strict=True) if row[i].strip() == found)
            where = capital(f"line {line:,}, column {quoted(column.name)}")
            return [f"{where} has a formula ({short(found)}): it is text here, never calculated."]
    return []
