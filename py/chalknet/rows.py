"""From text to rows of cells, all as long as the first: what parts the cells, quotes, line ends.

Lines keep their numbers throughout, so that every sentence can say where.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from chalknet.reading import TableError, refuse_control, refuse_strangers, too_long

# What may part the cells. Of two that cut all lines alike the first here is right: a comma may
# be the decimal comma of numbers that semicolons part.
DELIMITERS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}
ROWS, COLUMNS, LINE = 200_000, 60, 200_000
SAMPLE = 100  # lines that decide on the delimiter

INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Rows:
    rows: list  # of lists of texts, all of the same length
    lines: list  # the line in which each row begins
    delimiter: str
    notes: list


def rows_of(text):
    """The rows of a text. Raises TableError."""
    text, notes = tidied(text)
    lines = text.split("\n")
    told, notes = leave_out_remarks(lines, notes)
    refuse_long_lines(lines)
    delimiter = told or sniff(lines)
    rows, starts = parse(lines, delimiter)
    full = [bool("".join(row).strip(" ")) for row in rows]
    if not any(full):
        raise TableError("There is no cell with anything in it: paste the rows of a table.")
    if not all(full):
        rows = [row for row, good in zip(rows, full, strict=True) if good]
        starts = [line for line, good in zip(starts, full, strict=True) if good]
        notes.append(f"{some(full.count(False), 'row')} without any value left out.")
    even_out(rows, starts, delimiter)
    refuse_sizes(rows, starts, delimiter)
    return Rows(rows, starts, delimiter, notes)


def some(count, what):
    """1 row, 2 rows."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


# ------------------------------------------------------------------------ the text as a whole


def tidied(text):
    """The text with plain line ends and without what cannot be seen; the notes on that."""
    too_long(len(text))
    notes = []
    if text.startswith("\ufeff"):
        text = text[1:]
        notes.append("The text begins with a byte order mark: it was left out.")
    refuse_strangers(text)
    if "\r" in text:
        if "\n" not in text:
            notes.append("The lines end as on old Macs (CR): they were read as lines.")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_control(text)
    if not text.isascii():
        text, count = INVISIBLE.subn("", text)
        if count:
            are = "character (no width, or a direction of writing) was"
            if count > 1:
                are = "characters (no width, or a direction of writing) were"
            notes.append(f"{count:,} invisible {are} left out.")
        count = text.count("\ufffd")
        if count:
            lost = some(count, "character")
            notes.append(f"{lost} (�) could not be read when the text was made.")
    if not text.strip():
        raise TableError("The table is empty: paste its rows, one a line, or choose a file.")
    return text, notes


def leave_out_remarks(lines, notes):
    """Blank the lines before the table that begin with #, and Excel's sep=; which tells all."""
    first = next(i for i, line in enumerate(lines) if line.strip())
    told = re.fullmatch(r'"?sep=([\t;|,])"?\s*', lines[first])
    if told:
        lines[first] = ""
        return told[1], notes
    last = first
    while last < len(lines) and lines[last].startswith("#"):
        last += 1
    alone = last - first == 1 and last < len(lines)
    header = alone and any(
        lines[first].count(sign) == lines[last].count(sign) > 0 for sign in DELIMITERS
    )
    if last > first and not header:
        lines[first:last] = [""] * (last - first)
        began = some(last - first, "line")
        notes = [*notes, f"{began} at the top with # left out, as a remark."]
    if not any(map(str.strip, lines)):
        raise TableError("Every line begins with #, as a remark does: paste the rows beneath.")
    return None, notes


def refuse_long_lines(lines):
    longest = max(lines, key=len)
    if len(longest) > LINE:
        raise TableError(
            f"Line {lines.index(longest) + 1:,} is {len(longest):,} characters long and may have "
            f"{LINE:,}: write every row of the table in a line of its own."
        )


# ------------------------------------------------------------------------ lines to cells


def sniff(lines):
    """The delimiter that cuts most lines into the same number of cells, two or more."""
    sample = [line for line in lines[: 10 * SAMPLE] if line.strip()][:SAMPLE]
    best, most = None, 0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in reader(sample, delimiter, strict=False) if row]
        except csv.Error:
            continue
        counts = Counter(width for width in widths if width > 1)
        share = max(counts.values(), default=0) / len(widths)
        if share > most:
            best, most = delimiter, share
    if best is None:
        raise TableError(one_column(sample))
    return best


def one_column(sample):
    if any(re.search(r"\S\s+\S", line) for line in sample[-3:]):
        return (
            "Only spaces part the cells, so there is one column: "
            "put commas, semicolons or tabs between the cells."
        )
    return (
        "There is only one column: a table needs an input and a wanted column, "
        "with commas, semicolons or tabs between the cells."
    )


def reader(lines, delimiter, strict):
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)


def parse(lines, delimiter):
    """The rows and the line each begins in. Blank lines are passed over."""
    rows, starts, before = [], [], 0
    table = reader((line + "\n" for line in lines), delimiter, strict=True)
    try:
        for row in table:
            if row:
                rows.append(row)
                starts.append(before + 1)
            before = table.line_num
    except csv.Error as error:
        raise TableError(broken(str(error), before + 1, table.line_num)) from None
    return rows, starts


def broken(error, start, end):
    if "unexpected end" in error:
        return (
            f'A quote (") opened in line {start:,} is never closed: '
            "close it, or write a quote inside a cell twice."
        )
    if "field larger" in error:
        return (
            f'The cell that begins in line {start:,} is longer than 131,072 characters: '
            'a closing quote (") is missing there.'
        )
    return (
        f'Line {end:,} goes on after a closing quote ("): '
        "write a quote inside a quoted cell twice."
    )


def even_out(rows, starts, delimiter):
    """Empty cells past the end of the first row are cut off; other rows must be as long as it."""
    width = len(rows[0])
    if {len(row) for row in rows[1:]} == {width - 1} and not rows[0][-1].strip():
        rows[0].pop()
        width -= 1
    for number, row in enumerate(rows):
        if len(row) != width:
            if len(row) > width and not "".join(row[width:]).strip():
                del row[width:]
                continue
            raise TableError(ragged(row, starts[number], width, starts[0], delimiter))


def ragged(row, line, width, first, delimiter):
    name = DELIMITERS[delimiter]
    text = delimiter.join(row)
    for other, called in DELIMITERS.items():
        if other != delimiter and text.count(other) == width - 1 > 0:
            return (
                f"Line {line:,} parts its cells by {called}s, line {first:,} by {name}s: "
                "use the same sign in all lines."
            )
    if len(row) > width:
        mend = f'put quotes (") around a cell that has a {name} in it'
        if delimiter == ",":
            mend += ", such as a number with a decimal comma"
    else:
        mend = "a missing cell is left empty, with its sign between the cells kept"
    return (
        f"Line {line:,} has {some(len(row), 'cell')} where line {first:,} has {width}: {mend}."
    )


def refuse_sizes(rows, starts, delimiter):
    if len(rows) > ROWS:
        raise TableError(
            f"The table has {len(rows):,} rows and may have {ROWS:,}: "
            f"leave out what comes after line {starts[ROWS - 1]:,}."
        )
    width = len(rows[0])
    if width > COLUMNS:
        raise TableError(
            f"The table has {width:,} columns and may have {COLUMNS}: "
            "leave out those that tell least."
        )
    if width == 1:
        raise TableError(one_column([delimiter.join(row) for row in rows[:5]]))
    if len(rows) > 1 and all(re.fullmatch(r"\s*(:?-{2,}:?)?\s*", cell) for cell in rows[1]):
        raise TableError(
            f"Line {starts[1]:,} is a rule of dashes, as in a Markdown table: leave that line out."
        )
