"""From a table to what a network learns: the inputs, the wanted column, missing cells."""

import re
from dataclasses import dataclass

import numpy as np

from chalknet.cells import short
from chalknet.reading import TableError

CLASSES = 20  # at most, as outputs of a network
FEW = 10  # so many whole numbers, or fewer, are classes
CATEGORIES = 100  # at most in one input column
INPUTS = 300  # at most, with one for each category
COUNTERS = {"id", "index", "idx", "key", "nr", "no", "no.", "number", "row", "rowid", "rownames"}
DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
WITH_UNIT = re.compile(r"[$€£¥]\s*[\d.,]+|[\d.,]+\s*[%$€£¥°]")


@dataclass(frozen=True)
class Chosen:
    columns: tuple  # the names of the input columns
    categories: tuple  # of each: None for numbers, or the names that 0, 1, ... stand for
    matrix: np.ndarray  # (columns, rows)
    y: np.ndarray  # (outputs, rows)
    kind: str  # "classes" or "number"
    outputs: tuple  # the name of each output
    classes: tuple  # the names of the classes; None for a number
    wanted: str
    lines: tuple  # the line of the text that each row is from
    notes: tuple


def choose(table, features="all", wanted=None, missing="drop"):
    """The rows of `table` that can be learnt from. Raises TableError.

    `features`: "all", or the names of the input columns; `wanted`: a name, or None for the
    summary's guess; `missing`: "drop" the rows with missing cells or "fill" the cells.
    """
    target = wanted_of(table, wanted)
    inputs, notes = inputs_of(table, features, target)
    kept = np.isfinite(target.values)
    refuse_nothing_wanted(target, kept)
    unknown = int(np.sum(~kept))
    if unknown:
        notes.append(f"Left out {rows(unknown)} whose “{target.name}” is missing.")
    if missing == "drop":
        kept = drop(inputs, kept, notes)
    kind = wanted_kind(target)
    y, classes, outputs = wanted_rows(target, kept, kind, notes)
    columns = [filled(column, kept, notes) for column in inputs]
    categories, columns = zip(*map(still_there, inputs, columns), strict=True)
    lines = tuple(line for line, good in zip(table.lines, kept, strict=True) if good)
    names = tuple(column.name for column in inputs)
    matrix = np.array(columns)
    return Chosen(
        names, categories, matrix, y, kind, outputs, classes, target.name, lines, tuple(notes)
    )


def rows(count):
    return f"{count:,} row{'' if count == 1 else 's'}"


def listed(names, join="and"):
    """“a”, “b” and “c”; no more than eight of them."""
    shown = [f"“{name}”" for name in names]
    if len(shown) > 8:
        shown = [*shown[:7], f"{len(shown) - 7} more"]
    return f" {join} ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


# ------------------------------------------------------------------------------- the columns


def wanted_of(table, name):
    """The wanted column; with no name the last that is not empty and no names or remarks."""
    if name is None:
        fit = [c for c in table.columns if c.distinct and (c.stray or not is_free_text(c))]
        return (fit or table.columns)[-1]
    return column_called(table, name)


def column_called(table, name):
    for column in table.columns:
        if column.name == name:
            return column
    raise TableError(
        f"The table has no column “{short(str(name))}”: "
        f"choose one of {listed([column.name for column in table.columns])}."
    )


def inputs_of(table, features, target):
    """The input columns in the order of the table, and the notes on what was left out."""
    if features == "all":
        others = [column for column in table.columns if column is not target]
        fit = [column for column in others if not unfit(column)]
        notes = [unfit(column) for column in others if unfit(column)]
        constant = [column.name for column in others if column.distinct == 1]
        if not fit and len(constant) > 1:
            notes = [f"{listed(constant)} are left out, as they are the same in every row."]
        if not fit:
            why = f": {notes[0][:1].lower()}{notes[0][1:]}" if notes else "."
            raise TableError(f"No input is left beside “{target.name}”{why}")
    else:
        named = [column_called(table, name) for name in features]
        fit = [column for column in table.columns if column in named and column is not target]
        notes = [f"“{target.name}” is wanted, so it is no input."] if target in named else []
        if not fit:
            raise TableError(
                f"No input is chosen beside “{target.name}”: choose one column more, at least."
            )
        for column in fit:
            refuse_unusable(column)
    count = sum(len(column.categories or "1") for column in fit)
    if count > INPUTS:
        most = max(fit, key=lambda column: len(column.categories or ""))
        raise TableError(
            f"The columns make {count} inputs, one for each category, and may make {INPUTS}: "
            f"leave out “{most.name}”, which has {most.distinct}."
        )
    return fit, notes


def unfit(column):
    """Why a column is no input if nobody asks for it; "" if it is one."""
    if column.distinct == 0:
        return f"“{column.name}” has no values."
    if column.distinct == 1:
        return f"“{column.name}” is left out, as it is the same in every row."
    if is_free_text(column):
        return free_text(column)
    if counts_rows(column):
        return f"“{column.name}” is left out, as it only counts the rows."
    return ""


def is_free_text(column):
    if column.categories is None:
        return False
    known = len(column.values) - column.missing
    many = column.distinct > CATEGORIES or (column.distinct > 20 and 2 * column.distinct > known)
    all_different = column.distinct == known > FEW
    return many or all_different or max(map(len, column.categories)) > 100


def free_text(column):
    """What to do about a column of texts that can be no categories."""
    if column.stray:
        return column.stray
    if all(cell.startswith("=") for cell in column.examples):
        return (
            f"“{column.name}” has formulas ({short(column.examples[0])}), which are text here and "
            "never calculated: write what they come to."
        )
    if all(DATE.match(cell) for cell in column.examples):
        return (
            f"“{column.name}” has dates, which are no numbers here: "
            "write the month, or the days since the first, as a number."
        )
    if all(WITH_UNIT.fullmatch(cell) for cell in column.examples):
        return (
            f"“{column.name}” has a sign beside its numbers ({short(column.examples[0])}), so they "
            "are text: write the numbers alone."
        )
    return (
        f"“{column.name}” cannot be an input: its {column.distinct:,} different texts are names or "
        "remarks rather than categories."
    )


def counts_rows(column):
    name = column.name.lower()
    if column.categories is not None or not (
        name in COUNTERS or name.startswith(("unnamed", "column "))
    ):
        return False
    return len(column.values) > FEW and bool(np.all(np.diff(column.values) == 1))


def refuse_unusable(column):
    """What cannot be an input even if asked for."""
    if column.distinct == 0:
        raise TableError(f"“{column.name}” has no values: leave it out of the inputs.")
    if is_free_text(column):
        raise TableError(free_text(column))


# ------------------------------------------------------------------------------- the rows


def refuse_nothing_wanted(target, kept):
    if not kept.any():
        raise TableError(f"Every cell of “{target.name}” is missing: choose another wanted column.")
    if kept.sum() == 1:
        raise TableError(f"Only one row has a “{target.name}”: a network needs two at least.")


def drop(inputs, kept, notes):
    """The rows with all inputs there."""
    holes = {column.name: np.isnan(column.values) & kept for column in inputs}
    gone = np.any(list(holes.values()), axis=0)
    if not gone.any():
        return kept
    left = kept & ~gone
    names = [name for name, hole in holes.items() if hole.any()]
    if left.sum() < 2:
        worst = max(holes, key=lambda name: holes[name].sum())
        raise TableError(
            f"{'No row' if not left.any() else 'Only one row'} is left without a missing cell: "
            f"fill them instead, or leave out “{worst}”, where {holes[worst].sum():,} are missing."
        )
    notes.append(f"Left out {rows(int(gone.sum()))} with a missing cell in {listed(names, 'or')}.")
    return left


def filled(column, kept, notes):
    """The values of the kept rows; where missing, the mean or the most frequent category."""
    values = column.values[kept]
    hole = np.isnan(values)
    if not hole.any():
        return values
    if hole.all():
        raise TableError(
            f"“{column.name}” has no value in the rows that are left: leave it out of the inputs."
        )
    known = values[~hole]
    if column.categories is None:
        usual = np.mean(known)
        told = f"the mean of all rows, {usual:.4g}"
    else:
        usual = np.argmax(np.bincount(known.astype(int)))
        told = f"the most frequent category, “{short(column.categories[usual])}”"
    count = int(hole.sum())
    notes.append(
        f"Filled {count:,} missing cell{'' if count == 1 else 's'} of “{column.name}” with {told}."
    )
    return np.where(hole, usual, values)


def still_there(column, values):
    """(the categories that occur in the kept rows, their codes). Numbers stay as they are."""
    if column.categories is None:
        return None, values
    codes, values = np.unique(values.astype(int), return_inverse=True)
    return tuple(column.categories[code] for code in codes), values.astype(float)


# ------------------------------------------------------------------------------- the wanted column


def wanted_kind(column):
    """Words are classes, and so are a few different whole numbers."""
    if column.categories is not None:
        return "classes"
    known = column.values[~np.isnan(column.values)]
    few = column.distinct <= FEW and np.all(known == np.round(known))
    return "classes" if few else "number"


def wanted_rows(target, kept, kind, notes):
    """(y, the names of the classes or None, the names of the outputs)."""
    values = target.values[kept]
    if kind == "number":
        if np.all(values == values[0]):
            raise TableError(
                f"“{target.name}” is the same in every row: choose another wanted column."
            )
        notes.append(f"“{target.name}” is learnt as a number.")
        return values.reshape(1, -1), None, (target.name,)
    there, codes = np.unique(values, return_inverse=True)
    classes = tuple(class_name(target, value) for value in there)
    refuse_classes(target, classes)
    said = f"{len(classes)} classes" + (f": {listed(classes)}." if len(classes) <= 8 else ".")
    notes.append(f"“{target.name}” is learnt as {said}")
    lonely = [name for code, name in enumerate(classes) if np.sum(codes == code) == 1]
    if lonely and len(codes) > FEW:
        has = "has" if len(lonely) == 1 else "have"
        notes.append(f"{listed(lonely)} {has} only one row: too few to learn and to test.")
    if len(classes) == 2:
        return codes.reshape(1, -1).astype(float), classes, (target.name,)
    return np.eye(len(classes))[:, codes], classes, classes


def class_name(target, value):
    return target.categories[int(value)] if target.categories is not None else str(int(value))


def refuse_classes(target, classes):
    if len(classes) == 1:
        raise TableError(
            f"“{target.name}” is “{short(classes[0])}” in every row: a network needs two classes "
            "at least to tell apart."
        )
    if len(classes) > CLASSES:
        raise TableError(
            target.stray
            or f"“{target.name}” has {len(classes):,} different texts and may have {CLASSES}: "
            "choose another wanted column, or write fewer classes."
        )
    longest = max(classes, key=len)
    if len(longest) > 100:
        raise TableError(
            f"“{target.name}” has a text of {len(longest):,} characters (“{short(longest, 20)}”): "
            "write short names for the classes."
        )
