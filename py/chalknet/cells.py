"""From cells of text to numbers or categories, a column at a time.

A file has one decimal sign. Which one its cells tell: 1,5 has a decimal comma, 2.5 a point, and
a file with both is refused. 1,234 alone may be either, so the rest of the file decides; if it
does not, a comma is the decimal sign where the cells are not parted by commas.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from chalknet.reading import TableError

MISSING = {
    *("", "?", "-", "–", "—", "NA", "na", "N/A", "n/a", "#N/A", "<NA>"),
    *("NaN", "nan", "NAN", "NULL", "null", "Null"),
}
LARGEST = 1e100  # the square of more is too large for a computer
STRAY = 0.1  # with a smaller share of other cells, a column was meant to be numbers

EXPONENT = r"(?:[eE][+-]?\d+)?"
WHOLE = re.compile(rf"[+-]?\d+{EXPONENT}")
POINT = re.compile(rf"[+-]?(?:\d+\.\d*|\.\d+){EXPONENT}")
COMMA = re.compile(rf"[+-]?(?:\d+,\d*|,\d+){EXPONENT}")
BY_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")  # 1.234.567,8
BY_COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
BY_GAPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[ '’\u00a0\u202f]\d{3})+(?:[.,]\d*)?")
GAPS = re.compile(r"[ '’\u00a0\u202f]")
# in cells joined by line ends: a sign that cannot be one between thousands
NOT_THOUSANDS = {
    sign: re.compile(rf"^[+-]?(?:0\d*|\d{{4,}}|)[{sign}]|[{sign}](?!\d{{3}}$)", re.MULTILINE)
    for sign in ".,"
}


@dataclass(frozen=True)
class Column:
    name: str
    values: np.ndarray  # numbers, or the indices of categories; nan where the cell is missing
    categories: tuple  # the names that 0, 1, ... stand for; None: numbers
    examples: tuple  # the first cells, as they were written
    missing: int
    distinct: int
    stray: str = ""  # the sentence about the cell that keeps numbers from being numbers

    @property
    def kind(self):
        return "number" if self.categories is None else "category"


@dataclass
class Draft:
    """A column that is being read. `signs`: None while it may be text, or what its commas are."""

    name: str
    cells: list
    lines: list
    blank: set  # how missing cells are spelt here
    present: list = field(repr=False)  # the cells that are not missing
    numbers: np.ndarray = None  # of `present`, as soon as they are known
    clear: dict = field(default_factory=dict)  # decimal sign -> a cell that can mean nothing else
    doubtful: str = None  # a cell as 1,234
    numeric: bool = False

    def line(self, cell):
        return self.lines[self.cells.index(cell)]

    def where(self, cell):
        return f"line {self.line(cell):,}, column “{self.name}”"


def columns_of(names, rows, lines, delimiter):
    """(columns, the decimal sign, notes)."""
    cells = zip(*rows, strict=True)
    drafts = [draft(name, cells, lines) for name, cells in zip(names, cells, strict=True)]
    notes = []
    decimal = decide(drafts, delimiter, notes)
    return [column(draft, decimal, notes) for draft in drafts], decimal, notes


def draft(name, cells, lines):
    cells = [cell.strip() for cell in cells]
    blank = MISSING.intersection(cells)
    present = [cell for cell in cells if cell not in blank] if blank else cells
    made = Draft(name, cells, lines, blank, present)
    made.numbers = floats(present)
    made.numeric = made.numbers is not None
    if not made.numeric:
        look_for_signs(made)
    return made


def floats(cells):
    """The numbers that plain cells are; None if one is something else."""
    try:
        numbers = np.fromiter(map(float, cells), float, len(cells))
    except ValueError:
        return None
    odd = not np.isfinite(numbers).all() or any("_" in cell for cell in cells)
    return None if odd and not all(is_number(cell) for cell in cells) else numbers


def is_number(cell):
    """Also what no computer can hold: 1e999, Infinity."""
    return bool(
        WHOLE.fullmatch(cell)
        or POINT.fullmatch(cell)
        or re.fullmatch(r"[+-]?inf(inity)?", cell, re.I)
    )


def look_for_signs(made):
    """Is it a column of numbers with decimal commas, or with thousands parted?"""
    made.numbers = floats([cell.replace(",", ".") for cell in made.present])
    if made.numbers is not None and "." not in "".join(made.present):
        made.numeric = True
        note_sign(made, ",")
        return
    made.numbers = None
    made.numeric = all(note_cell(made, cell) for cell in dict.fromkeys(made.present))


def note_sign(made, sign):
    """All cells are plain but for `sign`: does one of them tell what it is?"""
    joined = "\n".join(made.present)
    found = NOT_THOUSANDS[sign].search(joined)
    if found:
        made.clear[sign] = made.present[joined.count("\n", 0, found.start())]
    elif sign in joined:
        made.doubtful = next(cell for cell in made.present if sign in cell)


def note_cell(made, cell):
    """Is it a number, in whatever notation?"""
    if is_number(cell) and "." not in cell:
        return True
    bare = cell
    if BY_GAPS.fullmatch(cell):
        bare = GAPS.sub("", cell)
        for sign in ".,":
            if sign in bare:
                made.clear.setdefault(sign, cell)
        return True
    by_points, by_commas = BY_POINTS.fullmatch(bare), BY_COMMAS.fullmatch(bare)
    if POINT.fullmatch(bare) or COMMA.fullmatch(bare):
        if by_points or by_commas:
            made.doubtful = made.doubtful or cell
        else:
            made.clear.setdefault("." if "." in bare else ",", cell)
    elif by_points:
        made.clear.setdefault(",", cell)
    elif by_commas:
        made.clear.setdefault(".", cell)
    else:
        return False
    return True


def decide(drafts, delimiter, notes):
    """The decimal sign of the file."""
    numeric = [made for made in drafts if made.numeric]
    if not any(made.clear or made.doubtful for made in numeric):
        return "."
    for made in numeric:
        if made.numbers is not None and not made.clear and not made.doubtful:
            note_sign(made, ".")
    comma, point = (next((made for made in numeric if sign in made.clear), None) for sign in ",.")
    if comma and point:
        raise TableError(
            f"{capital(comma.where(comma.clear[',']))} has a decimal comma ({comma.clear[',']}), "
            f"but {point.where(point.clear['.'])} a point ({point.clear['.']}): "
            "write all numbers with the same sign."
        )
    if comma or point:
        decimal = "," if comma else "."
    else:
        decimal = "," if delimiter != "," else "."
        doubt = next(made for made in numeric if made.doubtful)
        cell, other = doubt.doubtful, "." if decimal == "," else ","
        notes.append(
            f"{capital(doubt.where(cell))}: {cell} was read as {number(cell, decimal):.15g}; "
            f"nothing in the file tells it from {number(cell, other):.15g}."
        )
    if decimal == ",":
        notes.append("The numbers have a decimal comma.")
    return decimal


def capital(sentence):
    return sentence[:1].upper() + sentence[1:]


def number(cell, decimal):
    other = "." if decimal == "," else ","
    try:
        return float(GAPS.sub("", cell).replace(other, "").replace(decimal, "."))
    except ValueError:
        return np.nan  # unreachable by a cell that note_cell has passed


def column(made, decimal, notes):
    """The finished column."""
    gone = len(made.cells) - len(made.present)
    examples = tuple(dict.fromkeys(made.present[:50]))[:3]
    if made.numeric:
        values = spread(made, numbers_of(made, decimal, notes))
        missing = int(np.isnan(values).sum())
        distinct = len(np.unique(values[~np.isnan(values)]))
        return Column(made.name, values, None, examples, missing, distinct)
    counts = Counter(made.present)
    stray = stray_cell(made, counts)
    names = {cell: " ".join(cell.split()) for cell in counts}  # a name has no line ends
    categories = tuple(sorted(set(names.values())))
    codes = {name: code for code, name in enumerate(categories)}
    codes = {cell: codes[name] for cell, name in names.items()}
    values = spread(made, np.fromiter(map(codes.get, made.present), float, len(made.present)))
    if stray:
        notes.append(stray)
    return Column(made.name, values, categories, examples, gone, len(categories), stray)


def numbers_of(made, decimal, notes):
    """The numbers of the cells that are not missing; nan for what no computer can hold."""
    other = "." if decimal == "," else ","
    thousands = made.doubtful or made.numbers is None
    if thousands and any(other in cell or GAPS.search(cell) for cell in made.present):
        known = {cell: number(cell, decimal) for cell in dict.fromkeys(made.present)}
        numbers = np.fromiter(map(known.get, made.present), float, len(made.present))
        first = next(cell for cell in made.present if other in cell or GAPS.search(cell))
        told = f"{capital(made.where(first))}: {first} was read as {known[first]:.15g}"
        if not any(note.startswith(told) for note in notes):
            notes.append(f"{told}, its thousands parted.")
    elif made.numbers is None:
        numbers = np.array([number(cell, decimal) for cell in made.present])
    else:
        numbers = made.numbers
    large = ~(np.abs(numbers) <= LARGEST)
    if large.any():
        first, count = made.present[int(np.argmax(large))], int(large.sum())
        counts = "it counts" if count == 1 else f"{count:,} such cells count"
        notes.append(
            f"{capital(made.where(first))}: {short(first)} is too large to calculate with; "
            f"{counts} as missing."
        )
        numbers = np.where(large, np.nan, numbers)
    return numbers


def spread(made, numbers):
    """The numbers at their rows, nan where cells are missing."""
    if not made.blank:
        return numbers
    values = np.full(len(made.cells), np.nan)
    values[[cell not in made.blank for cell in made.cells]] = numbers
    return values


def stray_cell(made, counts):
    """A sentence on the first cell that is no number in a column of numbers nearly throughout."""
    other = [cell for cell in counts if not note_cell(made, cell)]
    cells = sum(counts[cell] for cell in other)
    if not 0 < cells <= STRAY * len(made.present):
        return ""
    return (
        f"{capital(made.where(other[0]))} has “{short(other[0])}” among numbers, so the column "
        "was read as text: write a number there, or leave the cell empty."
    )


def short(text, length=40):
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
