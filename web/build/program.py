"""Pyodide's program (pyodide.asm.mjs) without what costs time at the start and nobody uses.

Its script takes each of 4,900 exports of the interpreter into a variable and into a property of
the module, in half of its text; few of them are ever read. It puts all 7,400 functions of the
interpreter into the table for calls by address, one by one: here only those get there whose
address somebody wants. And it makes a function of WebAssembly of each of OpenGL's 280.

The text of one pinned version is changed, so each change looks whether it fits.
"""

import re
from collections import Counter

NAME = r"[\w$]+"
ASSIGNED = re.compile(
    rf'({NAME})=Module\["({NAME})"\]=wasmExports\["{NAME}"\](?:\.value>>>0)?', re.ASCII
)


class Unknown(Exception):
    """The text is not the one that these changes were written for."""


def lean(text, readers):
    """The script of the program, changed.

    `readers`: the other scripts that use the module. Raises Unknown.
    """
    text = only_what_is_read(text, readers)
    text = addresses_when_wanted(text)
    return replaced(
        text,
        "of Object.entries(GOT)){if(entry.value==-1){",
        "of Object.entries(GOT)){if(entry.value==-1){"
        'if(symName.startsWith("emscripten_gl")){entry.value=0;continue}',
    )


def only_what_is_read(text, readers):
    head = "function assignWasmExports(wasmExports){"
    before, body, after = between(text, head, "}")
    statements = body.split(";")
    uses = Counter(re.findall(NAME, text, re.ASCII))
    wanted = set(re.findall(NAME, " ".join(readers), re.ASCII))
    kept, unread = [], set()
    for statement in statements:
        match = ASSIGNED.fullmatch(statement)
        if not match:
            kept.append(statement)  # the memory and the table
            continue
        variable, name = match.groups()
        if variable != name or text.count(f'Module["{name}"]=') != 1:
            raise Unknown(f"{name} is set elsewhere too")
        if uses[variable] > 3 or name in wanted:  # declared, set, and the property's name
            kept.append(statement)
        else:
            unread.add(variable)
    if len(unread) < 1000:
        raise Unknown("the exports of the interpreter are not set as they were")
    first = ASSIGNED.match(body)[1]
    before, variables, rest = between(before, f"var {first},", ";")
    variables = [first, *variables.split(",")]
    declared = [name for name in variables if name not in unread]
    before = f"{before.removesuffix(f'{first},')}{','.join(declared)}{rest}"
    return f"{before}{';'.join(kept)}{after}"


def addresses_when_wanted(text):
    """Emscripten looks an address up when a library wants it, and makes it if there is none yet.

    Of what a library brings itself it takes the interpreter's own, if that has one of this name:
    as it was when all of the interpreter's had an address already.
    """
    text = replaced(text, "updateGOT(origExports);", "")
    return replaced(
        text,
        "if(isInternalSym(symName)){continue}var value=exports[symName];",
        "if(isInternalSym(symName)){continue}"
        "var value=isSymbolDefined(symName)?wasmImports[symName]:exports[symName];",
    )


def between(text, head, end):
    """The text to the end of `head`, from there to `end`, and the rest."""
    if text.count(head) != 1:
        raise Unknown(f"{head} is there {text.count(head)} times")
    start = text.index(head) + len(head)
    stop = text.index(end, start)
    return text[:start], text[start:stop], text[stop:]


def replaced(text, old, new):
    if text.count(old) != 1:
        raise Unknown(f"{old} is there {text.count(old)} times")
    return text.replace(old, new)
