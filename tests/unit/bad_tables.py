"""Tables as people bring them: forty and more that cannot be used, each with the sentence that
says so, and those that can be used all the same, each with its note."""

import gzip
import io
import random
import zipfile
from dataclasses import dataclass, field

GOOD = "a,b,y\n1,2,0\n3,4,1\n"


@dataclass(frozen=True)
class Bad:
    name: str
    data: object  # bytes, as in a file, or text, as pasted
    sentence: str
    choice: dict = field(default_factory=dict)  # what is asked of `choose`


@dataclass(frozen=True)
class Noted:
    name: str
    data: object
    note: str  # None: nothing needs saying
    columns: tuple  # of the inputs
    matrix: list
    choice: dict = field(default_factory=dict)


def zipped(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


def lines(header, row, count=40):
    """`count` rows beneath a header, each from its number."""
    return "\n".join([header, *(row(i) for i in range(count))]) + "\n"


EMPTY = "The table is empty: paste its rows, one a line, or choose a file."
NO_CELL = "There is no cell with anything in it: paste the rows of a table."
ONE_COLUMN = (
    "There is only one column: a table needs an input and a wanted column, with commas, semicolons "
    "or tabs between the cells."
)
AGAIN = "save the table again as CSV in UTF-8."
SAVE = "not a table written as text: open it in its own program and save the table as CSV."
TYPE = "not a table written as text: write its cells as text, a row a line."
UNPACK = "not a table written as text: unpack it and bring the CSV inside."
QUOTE_COMMAS = (
    'put quotes (") around a cell that has a comma in it, such as a number with a decimal comma.'
)

BAD = [
    # nothing there
    Bad("empty", b"", EMPTY),
    Bad("only a byte order mark", b"\xef\xbb\xbf", EMPTY),
    Bad("only white space", " \n\t\n  ", EMPTY),
    Bad("only invisible characters", "\u200b\n\u2060\n", EMPTY),
    Bad("only delimiters", ",,\n,,\n", NO_CELL),
    Bad("only sep=", "sep=;\n", NO_CELL),
    Bad(
        "only remarks",
        "# a,b\n# c,d\n",
        "Every line begins with #, as a remark does: paste the rows beneath.",
    ),
    Bad(
        "only a header",
        "size,weight,kind\n",
        "There is only a header (line 1) and no row beneath it: paste the rows of the table too.",
    ),
    Bad(
        "one row",
        "1,2,3\n",
        "There is only one row (line 1): a network needs two at least.",
    ),
    # no columns
    Bad("one column", "x\n1\n2\n3\n", ONE_COLUMN),
    Bad(
        "one column with values",
        "a,y\n,1\n,0\n",
        "Only one column has any values: a table needs an input and a wanted column.",
    ),
    Bad(
        "parted by spaces",
        "x y z\n1 2 3\n4 5 6\n",
        "Only spaces part the cells, so there is one column: "
        "put commas, semicolons or tabs between the cells.",
    ),
    Bad(
        "a story",
        "It was a dark night,\nrain fell, heavily, on the roofs.\nNobody came.\n",
        f"Line 2 has 3 cells where line 1 has 2: {QUOTE_COMMAS}",
    ),
    Bad(
        "all text",
        lines("name,town", lambda i: f"person {i},town {i}"),
        "No input is left beside “town”: “name” cannot be an input: "
        "its 40 different texts are names or remarks rather than categories.",
    ),
    # rows that do not fit
    Bad(
        "a row too short",
        "a,b,y\n1,2,0\n3,1\n4,5,1\n",
        "Line 3 has 2 cells where line 1 has 3: "
        "a missing cell is left empty, with its sign between the cells kept.",
    ),
    Bad(
        "a row too long",
        "a;b;y\n1;2;0\n\n3;1;5;1\n",
        'Line 4 has 4 cells where line 1 has 3: put quotes (") around a cell that has a semicolon '
        "in it.",
    ),
    Bad(
        "decimal commas between commas",
        "a,b,y\n1,5,2,0\n2,5,3,1\n",
        f"Line 2 has 4 cells where line 1 has 3: {QUOTE_COMMAS}",
    ),
    Bad(
        "two delimiters",
        "a,b,y\n1,2,0\n3;4;1\n5,6,0\n",
        "Line 3 parts its cells by semicolons, line 1 by commas: use the same sign in all lines.",
    ),
    Bad(
        "a quote never closed",
        'a,b,y\n1,2,0\n3,"4,1\n5,6,0\n',
        'A quote (") opened in line 3 is never closed: '
        "close it, or write a quote inside a cell twice.",
    ),
    Bad(
        "more after a quote",
        'a,b,y\n1,2,0\n"3"4,4,1\n',
        'Line 3 goes on after a closing quote ("): write a quote inside a quoted cell twice.',
    ),
    Bad(
        "a Markdown table",
        "| a | y |\n|---|---|\n| 1 | 0 |\n| 2 | 1 |\n",
        "Line 2 is a rule of dashes, as in a Markdown table: leave that line out.",
    ),
    # too much
    Bad(
        "10 MB on one line",
        "1," * 5_000_000,
        "Line 1 is 10,000,000 characters long and may have 200,000: "
        "write every row of the table in a line of its own.",
    ),
    Bad(
        "10 MB in one cell",
        'a,b\n1,"' + ("x" * 99 + "\n") * 100_000,
        "The cell that begins in line 2 is longer than 131,072 characters: "
        'a closing quote (") is missing there.',
    ),
    Bad(
        "31 MB",
        b"a" * 31_000_000,
        "The table is 31.0 million characters long and may have 30 million: "
        "leave out rows or columns that are not needed.",
    ),
    Bad(
        "too many columns",
        ",".join(f"c{i}" for i in range(61)) + "\n" + ",".join("1" * 61) + "\n",
        "The table has 61 columns and may have 60: leave out those that tell least.",
    ),
    Bad(
        "too many rows",
        "a,y\n" + "1,0\n2,1\n" * 150_000,
        "The table has 300,001 rows and may have 200,000: leave out what comes after line 200,000.",
    ),
    Bad(
        "too many classes",
        lines("a,y", lambda i: f"{i % 7},{chr(65 + i % 25)}", 200),
        "“y” has 25 different texts and may have 20: "
        "choose another wanted column, or write fewer classes.",
    ),
    Bad(
        "too many categories",
        lines("a,b,c,d,y", lambda i: f"{i % 90}a,{i % 91}b,{i % 92}c,{i % 93}d,{i % 2}", 400),
        "The columns make 366 inputs, one for each category, and may make 300: "
        "leave out “d”, which has 93.",
    ),
    Bad(
        "an essay as a class",
        "a,y\n1," + "x" * 200 + "\n2,b\n",
        "“y” has a text of 200 characters (“xxxxxxxxxxxxxxxxxxx…”): "
        "write short names for the classes.",
        {"wanted": "y"},
    ),
    # not text
    Bad(
        "NUL",
        b"a,b,y\n1,2,0\n3,\x004,1\n",
        f"Line 3 has a NUL character (code 0), which no table has: {AGAIN}",
    ),
    Bad(
        "a bell",
        "a,b,y\r\n1,2,0\r\n3,\x074,1\r\n",
        f"Line 3 has a control character (code 7), which no table has: {AGAIN}",
    ),
    Bad(
        "Shift JIS",
        "大きさ,種類\n1,甲\n2,乙\n3,甲\n".encode("shift-jis"),
        f"Line 2 cannot be read as UTF-8 or Windows-1252: {AGAIN}",
    ),
    Bad(
        "half a character of UTF-16",
        "a,b\n1,2\n".encode("utf-16") + b"\x00",
        f"Line 3 cannot be read as UTF-16: {AGAIN}",
    ),
    Bad(
        "noise",
        random.Random(1).randbytes(5000),
        f"Line 1 cannot be read as UTF-8 or Windows-1252: {AGAIN}",
    ),
    Bad("PNG", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x81", f"This is a PNG picture, {TYPE}"),
    Bad("PNG, pasted", "\ufffdPNG\r\n\x1a\n\x00\x00", f"This is a PNG picture, {TYPE}"),
    Bad("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", f"This is a JPEG picture, {TYPE}"),
    Bad("GIF", b"GIF89a\x01\x00", f"This is a GIF picture, {TYPE}"),
    Bad("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", f"This is a PDF document, {TYPE}"),
    Bad("RTF", rb"{\rtf1\ansi a,b}", f"This is an RTF document, {SAVE}"),
    Bad("xlsx", zipped("xl/workbook.xml"), f"This is an Excel workbook, {SAVE}"),
    Bad("xlsx, pasted", zipped("xl/a").decode("latin-1"), f"This is an Excel workbook, {SAVE}"),
    Bad("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"This is an old Excel or Word file, {SAVE}"),
    Bad(
        "ods",
        zipped("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
        f"This is a LibreOffice spreadsheet, {SAVE}",
    ),
    Bad("docx", zipped("word/document.xml"), f"This is a Word document, {SAVE}"),
    Bad("zip", zipped("table.csv"), f"This is a zip archive, {UNPACK}"),
    Bad("gzip", gzip.compress(GOOD.encode()), f"This is a gzip archive, {UNPACK}"),
    Bad("npy", b"\x93NUMPY\x01\x00", f"This is a NumPy file, {SAVE}"),
    Bad("npz", zipped("x.npy"), f"This is a NumPy archive, {SAVE}"),
    Bad("SQLite", b"SQLite format 3\x00", f"This is an SQLite database, {SAVE}"),
    Bad("Parquet", b"PAR1\x15\x04", f"This is a Parquet file, {SAVE}"),
    Bad(
        "HTML",
        "\n<!DOCTYPE html>\n<html><body><table><tr><td>1</td></tr></table>",
        "This is a web page (HTML), not a table written as text: "
        "copy the cells of its table, or save it as CSV.",
    ),
    Bad(
        "a piece of a web page",
        "<p>See <b>the table</b></p>\n1,2\n",
        "This is a web page (HTML), not a table written as text: "
        "copy the cells of its table, or save it as CSV.",
    ),
    Bad(
        "XHTML",
        '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body></body></html>',
        "This is a web page (HTML), not a table written as text: "
        "copy the cells of its table, or save it as CSV.",
    ),
    Bad(
        "XML",
        '<?xml version="1.0"?>\n<rows><row a="1"/></rows>',
        "This is XML, not a table written as text: copy the cells of its table, or save it as CSV.",
    ),
    Bad(
        "JSON",
        '[{"a": 1, "y": 0}]',
        "This is JSON, not a table: write one row a line, with commas between the cells.",
    ),
    Bad(
        "half of a JSON",
        '{"rows": [[1, 2], [3',
        "This is JSON, not a table: write one row a line, with commas between the cells.",
    ),
    # cells
    Bad(
        "decimal comma and point in a file",
        "a;b;y\n1,5;2;0\n2,25;3.5;1\n",
        "Line 2, column “a” has a decimal comma (1,5), but line 3, column “b” a point (3.5): "
        "write all numbers with the same sign.",
    ),
    Bad(
        "decimal comma and point in a column",
        "a;y\n1,5;0\n2.5;1\n",
        "Line 2, column “a” has a decimal comma (1,5), but line 3, column “a” a point (2.5): "
        "write all numbers with the same sign.",
    ),
    Bad(
        "a letter among numbers",
        lines("a,y", lambda i: f"{i if i != 17 else '1O'},{i % 2}"),
        "No input is left beside “y”: line 19, column “a” has “1O” among numbers, so the column "
        "was read as text: write a number there, or leave the cell empty.",
    ),
    Bad(
        "a word among wanted numbers",
        lines("a,y", lambda i: f"{i % 7},{i * 1.5 if i != 17 else 'many'}"),
        "Line 19, column “y” has “many” among numbers, so the column was read as text: "
        "write a number there, or leave the cell empty.",
    ),
    Bad(
        "per cent",
        lines("a,y", lambda i: f"{i + 5} %,{i % 2}"),
        "No input is left beside “y”: “a” has a sign beside its numbers (5 %), so they are text: "
        "write the numbers alone.",
    ),
    Bad(
        "dates",
        lines("day,y", lambda i: f"2024-01-{i + 1:02},{i % 2}", 31),
        "No input is left beside “y”: “day” has dates, which are no numbers here: "
        "write the month, or the days since the first, as a number.",
    ),
    Bad(
        "formulas",
        lines("a,y", lambda i: f'"=HYPERLINK(""http://evil.example/{i}"")",{i % 2}'),
        "No input is left beside “y”: “a” has formulas (=HYPERLINK(\"http://evil.example/0\")), "
        "which are text here and never calculated: write what they come to.",
    ),
    Bad(
        "only infinities",
        lines("a,y", lambda i: f"{['Infinity', '1e999', '-inf', 'NaN'][i % 4]},{i % 2}"),
        "No input is left beside “y”: “a” has no values.",
    ),
    Bad(
        "ids",
        lines("who,y", lambda i: f"u{i * 37 % 1000},{i % 2}"),
        "No input is left beside “y”: “who” cannot be an input: "
        "its 40 different texts are names or remarks rather than categories.",
    ),
    Bad(
        "ids chosen",
        lines("who,a,y", lambda i: f"u{i * 37 % 1000},{i},{i % 2}"),
        "“who” cannot be an input: "
        "its 40 different texts are names or remarks rather than categories.",
        {"features": ["who", "a"]},
    ),
    Bad(
        "the number of the row",
        lines("id,y", lambda i: f"{i},{i % 2}"),
        "No input is left beside “y”: “id” is left out, as it only counts the rows.",
    ),
    Bad(
        "constant columns",
        "a,b,y\n1,2,0\n1,2,1\n1,2,0\n",
        "No input is left beside “y”: “a” and “b” are left out, as they are the same in every "
        "row.",
    ),
    # the wanted column, and missing cells
    Bad(
        "wanted column not there",
        GOOD,
        "The table has no column “z”: choose one of “a”, “b” and “y”.",
        {"wanted": "z"},
    ),
    Bad(
        "input not there",
        GOOD,
        "The table has no column “q”: choose one of “a”, “b” and “y”.",
        {"features": ["a", "q"]},
    ),
    Bad(
        "no input",
        GOOD,
        "No input is chosen beside “y”: choose one column more, at least.",
        {"features": []},
    ),
    Bad(
        "only the wanted column as input",
        GOOD,
        "No input is chosen beside “y”: choose one column more, at least.",
        {"features": ["y"], "wanted": "y"},
    ),
    Bad(
        "wanted column empty",
        "a,b,y\n1,2,?\n3,4,NA\n",
        "Every cell of “y” is missing: choose another wanted column.",
        {"wanted": "y"},
    ),
    Bad(
        "wanted once",
        "a,b,y\n1,2,\n3,4,1\n2,3,?\n",
        "Only one row has a “y”: a network needs two at least.",
    ),
    Bad(
        "one class",
        "a,b,y\n1,2,yes\n3,4,yes\n",
        "“y” is “yes” in every row: a network needs two classes at least to tell apart.",
    ),
    Bad(
        "one number",
        "a,b,y\n1,2,1.5\n3,4,1.5\n",
        "“y” is the same in every row: choose another wanted column.",
    ),
    Bad(
        "one class after rows are left out",
        "a,b,y\n1,NA,0\n3,4,1\n2,,0\n5,6,1\n",
        "“y” is “1” in every row: a network needs two classes at least to tell apart.",
    ),
    Bad(
        "every row with a hole",
        "a,b,y\n1,,0\n,4,1\n2,,1\n,3,0\n9,,1\n",
        "No row is left without a missing cell: "
        "fill them instead, or leave out “b”, where 3 are missing.",
    ),
    Bad(
        "one row without a hole",
        "a,b,y\n1,,0\n3,4,1\n2,,1\n,3,0\n",
        "Only one row is left without a missing cell: "
        "fill them instead, or leave out “b”, where 2 are missing.",
    ),
    Bad(
        "nothing to fill with",
        "a,b,y\n1,NA,1\n2,-,0\n3,4,\n4,5,\n",
        "“b” has no value in the rows that are left: leave it out of the inputs.",
        {"missing": "fill", "features": ["a", "b"]},
    ),
    Bad(
        "an input without values",
        "a,b,y\n1,NA,0\n2,NA,1\n",
        "“b” has no values: leave it out of the inputs.",
        {"features": ["b"]},
    ),
]

AB = (("a", "b"), [[1, 3], [2, 4]])
PARTED = "its thousands parted."

NOTED = [
    Noted("good", GOOD, None, *AB),
    Noted("CR LF", GOOD.replace("\n", "\r\n"), None, *AB),
    Noted("tabs", GOOD.replace(",", "\t"), None, *AB),
    Noted("bars", GOOD.replace(",", " | "), None, *AB),
    Noted("semicolons", GOOD.replace(",", ";"), None, *AB),
    Noted(
        "CR",
        GOOD.replace("\n", "\r"),
        "The lines end as on old Macs (CR): they were read as lines.",
        *AB,
    ),
    Noted(
        "byte order mark",
        b"\xef\xbb\xbf" + GOOD.encode(),
        "The file is UTF-8, as the mark at its beginning says.",
        *AB,
    ),
    Noted(
        "byte order mark, pasted",
        "\ufeff" + GOOD,
        "The text begins with a byte order mark: it was left out.",
        *AB,
    ),
    Noted(
        "UTF-16",
        GOOD.encode("utf-16"),
        "The file is UTF-16, as the mark at its beginning says.",
        *AB,
    ),
    Noted(
        "UTF-16, big end first",
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
        "The file is UTF-16, as the mark at its beginning says.",
        *AB,
    ),
    Noted(
        "UTF-16 without a mark",
        GOOD.encode("utf-16-le"),
        "The file has no mark but looks like UTF-16.",
        *AB,
    ),
    Noted(
        "UTF-32",
        GOOD.encode("utf-32"),
        "The file is UTF-32, as the mark at its beginning says.",
        *AB,
    ),
    Noted(
        "Windows-1252",
        "größe,b,y\n1,2,0\n3,4,1\n".encode("cp1252"),
        "Line 1 is not UTF-8: the file was read as Windows-1252. "
        "Look whether its accents are right.",
        ("größe", "b"),
        [[1, 3], [2, 4]],
    ),
    Noted(
        "lost characters",
        "a,y\n1,gr\ufffdn\n2,rot\n",
        "1 character (�) could not be read when the text was made.",
        ("a",),
        [[1, 2]],
    ),
    Noted(
        "quotes",
        '"a, ""in"" cm","b","y"\n"1","2","x,y"\n"3","4",z\n',
        None,
        ('a, "in" cm', "b"),
        [[1, 3], [2, 4]],
    ),
    Noted("spaces after commas", 'a, b, y\n1, 2, "x, y"\n3, 4, z\n', None, *AB),
    Noted("a cell of two lines", 'a,y\n1,"two\nlines"\n2,b\n3,b\n', None, ("a",), [[1, 2, 3]]),
    Noted(
        "one name three times",
        "x,x,x,y\n1,2,3,0\n3,4,5,1\n",
        "More than one column is called “x”: they were numbered.",
        ("x", "x (2)", "x (3)"),
        [[1, 3], [2, 4], [3, 5]],
    ),
    Noted(
        "no name",
        ",b,y\n1,2,0\n3,4,1\n",
        "Column 1 has no name in the header.",
        ("column 1", "b"),
        [[1, 3], [2, 4]],
    ),
    Noted(
        "no header",
        "1,2,0\n3,4,1\n",
        "The first line was taken as a row, since it has numbers like the others: "
        "put a line of names above it to name the columns.",
        ("column 1", "column 2"),
        [[1, 3], [2, 4]],
    ),
    Noted(
        "an empty column",
        "a,b,y,\n1,2,0,\n3,4,1,\n",
        "1 column without any value left out: “column 4”.",
        *AB,
    ),
    Noted("a comma after the last cell", "a,b,y\n1,2,0,\n3,4,1,\n", None, *AB),
    Noted("a comma after the header", "a,b,y,\n1,2,0\n3,4,1\n", None, *AB),
    Noted(
        "empty rows",
        "a,b,y\n1,2,0\n,,\n\n3,4,1\n,,\n",
        "2 rows without any value left out.",
        *AB,
    ),
    Noted("sep=", "sep=;\na;b;y\n1;2;0\n3;4;1\n", None, *AB),
    Noted(
        "remarks",
        "# made by hand\n# \"CC0\n" + GOOD,
        "2 lines at the top with # left out, as a remark.",
        *AB,
    ),
    Noted("a header with #", "#a,y\n1,0\n2,1\n", None, ("#a",), [[1, 2]]),
    Noted(
        "decimal comma",
        "a;y\n1,5;0\n2;1\n",
        "The numbers have a decimal comma.",
        ("a",),
        [[1.5, 2]],
    ),
    Noted(
        "decimal comma, quoted",
        'a,y\n"1,5",0\n"2,25",1\n',
        "The numbers have a decimal comma.",
        ("a",),
        [[1.5, 2.25]],
    ),
    Noted(
        "decimal comma without a header",
        "1,5;2,5\n3,5;1,5\n",
        "The numbers have a decimal comma.",
        ("column 1",),
        [[1.5, 3.5]],
    ),
    Noted(
        "thousands by commas",
        'a,y\n"1,234",0\n"12,345.5",1\n',
        f"Line 2, column “a”: 1,234 was read as 1234, {PARTED}",
        ("a",),
        [[1234, 12345.5]],
    ),
    Noted(
        "thousands by points",
        "a;b;y\n1.234;2,5;0\n2.345;3,5;1\n",
        f"Line 2, column “a”: 1.234 was read as 1234, {PARTED}",
        ("a", "b"),
        [[1234, 2345], [2.5, 3.5]],
    ),
    Noted(
        "thousands by spaces",
        "a;y\n1 234;0\n12\u00a0345,5;1\n",
        f"Line 2, column “a”: 1 234 was read as 1234, {PARTED}",
        ("a",),
        [[1234, 12345.5]],
    ),
    Noted(
        "thousands by apostrophes",
        "a;y\n1'234.5;0\n12'345.5;1\n",
        f"Line 2, column “a”: 1'234.5 was read as 1234.5, {PARTED}",
        ("a",),
        [[1234.5, 12345.5]],
    ),
    Noted(
        "thousands or decimals, by commas",
        'a,y\n"1,234",0\n"2,345",1\n',
        "Line 2, column “a”: 1,234 was read as 1234; nothing in the file tells it from 1.234.",
        ("a",),
        [[1234, 2345]],
    ),
    Noted(
        "thousands or decimals, by semicolons",
        "a;y\n1,234;0\n2,345;1\n",
        "Line 2, column “a”: 1,234 was read as 1.234; nothing in the file tells it from 1234.",
        ("a",),
        [[1.234, 2.345]],
    ),
    Noted(
        "the rest of the file tells decimals from thousands",
        'a,b,y\n"1,234",1.5,0\n"2,345",2.5,1\n',
        f"Line 2, column “a”: 1,234 was read as 1234, {PARTED}",
        ("a", "b"),
        [[1234, 2345], [1.5, 2.5]],
    ),
    Noted(
        "infinite",
        "a,y\n1,0\nInfinity,1\n1e999,0\n-inf,1\n1e101,1\n2,1\n3,0\n",
        "Line 3, column “a”: Infinity is too large to calculate with; "
        "4 such cells count as missing.",
        ("a",),
        [[1, 2, 3]],
    ),
    Noted(
        "missing",
        "a,b,y\n1,NA,0\n3,4,1\n2,,0\n5,6,0\n7,8,?\n",
        "Missing cells: 2 in “b” (NA, empty); 1 in “y” (?).",
        ("a", "b"),
        [[3, 5], [4, 6]],
    ),
    Noted(
        "rows left out for either of two columns",
        "a,b,y\n1,NA,0\n,4,1\n2,2,0\n5,6,1\n",
        "Left out 2 rows with a missing cell in “a” or “b”.",
        ("a", "b"),
        [[2, 5], [2, 6]],
    ),
    Noted(
        "rows left out",
        "a,b,y\n1,NA,0\n3,4,1\n2,,0\n5,6,0\n7,8,?\n",
        "Left out 2 rows with a missing cell in “b”.",
        ("a", "b"),
        [[3, 5], [4, 6]],
    ),
    Noted(
        "filled with the mean",
        "a,b,y\n1,NA,0\n3,4,1\n2,,0\n5,6,0\n7,8,?\n",
        "Filled 2 missing cells of “b” with the mean of all rows, 5.",
        ("a", "b"),
        [[1, 3, 2, 5], [5, 4, 5, 6]],
        {"missing": "fill"},
    ),
    Noted(
        "filled with the most frequent",
        "a,b,y\n1,red,0\n3,blue,1\n2,,0\n5,red,0\n",
        "Filled 1 missing cell of “b” with the most frequent category, “red”.",
        ("a", "b"),
        [[1, 3, 2, 5], [1, 0, 1, 1]],
        {"missing": "fill"},
    ),
    Noted(
        "zero width",
        "a\u200b,b,y\n1\u200b,2,0\n3,4,1\n",
        "2 invisible characters (no width, or a direction of writing) were left out.",
        *AB,
    ),
    Noted(
        "right to left",
        "a,b,y\n1,2,\u202eabc\n3,4,yes\n",
        "1 invisible character (no width, or a direction of writing) was left out.",
        *AB,
    ),
    Noted(
        "a formula",
        'a,y\n1,"=HYPERLINK(""http://evil.example"",""go"")"\n2,0\n',
        "Line 2, column “y” has a formula (=HYPERLINK(\"http://evil.example\",\"go\")): "
        "it is text here, never calculated.",
        ("a",),
        [[1, 2]],
    ),
    Noted(
        "HTML in cells",
        "a,y\n1,<b>x</b>\n2,<img src=x onerror=alert(1)>\n",
        "“y” is learnt as 2 classes: “<b>x</b>” and “<img src=x onerror=alert(1)>”.",
        ("a",),
        [[1, 2]],
    ),
    Noted(
        "a constant column",
        "a,b,y\n1,2,0\n1,3,1\n",
        "“a” is left out, as it is the same in every row.",
        ("b",),
        [[2, 3]],
    ),
    Noted(
        "a letter among numbers",
        lines("a,b,y", lambda i: f"{i if i != 17 else '1O'},{i % 3 + 0.5},{i % 2}"),
        "Line 19, column “a” has “1O” among numbers, so the column was read as text: "
        "write a number there, or leave the cell empty.",
        ("b",),
        [[i % 3 + 0.5 for i in range(40)]],
    ),
    Noted(
        "a number is wanted",
        lines("a,y", lambda i: f"{i * 7 % 40},{i * 1.5}"),
        "“y” is learnt as a number.",
        ("a",),
        [[i * 7 % 40 for i in range(40)]],
    ),
    Noted(
        "a class of one",
        lines("a,y", lambda i: f"{i * 7 % 40},{'ab'[i % 2] if i else 'c'}"),
        "“c” has only one row: too few to learn and to test.",
        ("a",),
        [[i * 7 % 40 for i in range(40)]],
    ),
]
