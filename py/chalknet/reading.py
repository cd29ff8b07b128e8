"""From the bytes of a file to text, and what is no table at all called by its name.

Whatever is wrong with a table is a TableError: one sentence that says what is wrong, where, and
how to mend it. What can be used honestly all the same is a note.
"""

import json
import re

from chalknet.nesting import DEEPEST, nesting

LIMIT = 30_000_000  # characters


class TableError(ValueError):
    """A sentence for whoever brought the table."""


SAVE = "open it in its own program and save the table as CSV"
TYPE = "write its cells as text, a row a line"
UNPACK = "unpack it and bring the CSV inside"

# How files that are no text begin. A dot is a byte above 127, which pasting may have spoilt.
SIGNS = [
    (rb".PNG\r?\n", "a PNG picture", TYPE),
    (rb"\xff\xd8\xff|.{6}(JFIF|Exif)", "a JPEG picture", TYPE),
    (rb"GIF8[79]a", "a GIF picture", TYPE),
    (rb"%PDF-", "a PDF document", TYPE),
    (rb"\{\\rtf", "an RTF document", SAVE),
    (rb"\xd0\xcf\x11\xe0", "an old Excel or Word file", SAVE),
    (rb"SQLite format 3", "an SQLite database", SAVE),
    (rb"PAR1", "a Parquet file", SAVE),
    (rb".NUMPY", "a NumPy file", SAVE),
    (rb"\x1f.\x08", "a gzip archive", UNPACK),
    (rb"PK\x03\x04.*opendocument\.spreadsheet", "a LibreOffice spreadsheet", SAVE),
    (rb"PK\x03\x04.*xl/", "an Excel workbook", SAVE),
    (rb"PK\x03\x04.*word/", "a Word document", SAVE),
    (rb"PK\x03\x04.*\.npy", "a NumPy archive", SAVE),
    (rb"PK\x03\x04", "a zip archive", UNPACK),
]

HTML = (  # what a piece of a web page begins with
    "!doctype html|html|head|body|table|t[rdh]|tbody|thead|div|span|p|a|h[1-6]|ul|ol|li|br|img|"
    "script|style|meta|main|pre|b|i|em|strong"
)
BOMS = [  # the longer first: one of UTF-32 begins like one of UTF-16
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
]


def decode(data):
    """(the text, the notes). UTF-8, UTF-16 or UTF-32, or else Windows-1252."""
    too_long(len(data))
    refuse_binary(data)
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = strict(data[len(mark) :], encoding)
            return text, [f"The file is {named(encoding)}, as the mark at its beginning says."]
    for encoding, start in [("utf-16-le", 1), ("utf-16-be", 0)]:
        half = data[start:2000:2]  # the upper bytes, which are 0 in plain letters
        if len(half) > 1 and half.count(0) > 0.9 * len(half):
            return strict(data, encoding), ["The file has no mark but looks like UTF-16."]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        note = f"Line {line:,} is not UTF-8: the file was read as Windows-1252."
        return strict(data, "cp1252"), [f"{note} Look whether its accents are right."]


def named(encoding):
    return encoding.upper().removesuffix("-LE").removesuffix("-BE")


def strict(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        tried = "UTF-8 or Windows-1252" if encoding == "cp1252" else named(encoding)
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"Line {line:,} cannot be read as {tried}: save the table again as CSV in UTF-8."
        ) from None


def too_long(length):
    if length > LIMIT:
        raise TableError(
            f"The table is {length / 1e6:,.1f} million characters long and may have "
            f"{LIMIT // 10**6} million: leave out rows or columns that are not needed."
        )


def refuse_binary(data):
    for sign, name, how in SIGNS:
        if re.match(sign, data, re.DOTALL):
            raise TableError(f"This is {name}, not a table written as text: {how}.")


def refuse_strangers(text):
    """Text that is no table: a picture pasted as text, a web page, JSON."""
    start = text if text.startswith("PK") else text[:100]  # what a zip holds may stand at its end
    refuse_binary(start.encode("latin-1", "replace"))
    start = text[:2000].lstrip().lower()
    if re.match(r"<[a-z!?]", start):
        page = re.match(rf"<({HTML})(?=[\s/>])", start)
        page = page or re.match(r"<(!doctype html|!--|\?xml).*<html\b", start, re.DOTALL)
        raise TableError(
            f"This is {'a web page (HTML)' if page else 'XML'}, not a table written as text: "
            "copy the cells of its table, or save it as CSV."
        )
    if start.startswith(("{", "[")) and is_json(text):
        raise TableError(
            "This is JSON, not a table: write one row a line, with commas between the cells."
        )


def is_json(text):
    if nesting(text) > DEEPEST:  # no table either
        return True
    try:
        json.loads(text)
        return True
    except (ValueError, RecursionError):
        return re.match(r"\s*(\[\s*)?\{\s*\"", text) is not None  # cut off, but JSON no doubt


def refuse_control(text):
    """Characters below 32 that no text has, and the first of them with its line."""
    found = re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text)
    if found:
        code = ord(found[0])
        name = "a NUL character" if code == 0 else "a control character"
        line = text.count("\n", 0, found.start()) + 1
        raise TableError(
            f"Line {line:,} has {name} (code {code}), which no table has: "
            "save the table again as CSV in UTF-8."
        )
