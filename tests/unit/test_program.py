"""Pyodide's program without what nobody uses."""

import pytest

from web.build.program import Unknown, lean

NAMES = [f"_f{number}" for number in range(1100)]


def program():
    """A script of the same shape, of which `_f7` is called, and `_f8` read by another script."""
    assigned = "".join(f'{name}=Module["{name}"]=wasmExports["{name[1:]}"];' for name in NAMES)
    return (
        "var updateGOT=exports=>{for(var symName in exports){"
        "if(isInternalSym(symName)){continue}var value=exports[symName];set(symName,value)}};"
        "for(var[symName,entry]of Object.entries(GOT)){if(entry.value==-1){find(symName)}}"
        f"var {','.join(NAMES)},memory;"
        f"function assignWasmExports(wasmExports){{{assigned}"
        'memory=Module["memory"]=wasmExports["memory"]}'
        f"function receive(){{updateGOT(origExports);}}function run(){{_f7()}}"
    )


def test_only_what_is_read_is_set():
    text = lean(program(), ["M._f8();"])
    assert '_f7=Module["_f7"]=wasmExports["f7"]' in text
    assert '_f8=Module["_f8"]=wasmExports["f8"]' in text
    assert "var _f7,_f8,memory;" in text
    assert "_f9" not in text
    assert 'memory=Module["memory"]=wasmExports["memory"]}' in text


def test_addresses_are_made_when_they_are_wanted():
    text = lean(program(), [])
    assert "function receive(){}" in text
    assert "isSymbolDefined(symName)?wasmImports[symName]:exports[symName]" in text
    assert 'if(symName.startsWith("emscripten_gl")){entry.value=0;continue}find(symName)' in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("updateGOT(origExports);", "", "updateGOT"),
        ("function assignWasmExports(", "function other(", "assignWasmExports"),
        ('Module["_f5"]=', 'Module["_f4"]=', "_f4|_f5"),
        ("if(entry.value==-1){", "if(entry.value<0){", "GOT"),
        ("isInternalSym(symName)", "isOurs(symName)", "isInternalSym"),
    ],
)
def test_another_text_is_not_changed_blindly(old, new, said):
    assert program().count(old) == 1
    with pytest.raises(Unknown, match=said):
        lean(program().replace(old, new), [])


def test_a_program_that_sets_a_few_is_another_one():
    text = program().replace("_f1", "_f1=0;_f1", 1)
    with pytest.raises(Unknown):
        lean(text.replace('Module["_f', "other[_f"), [])
