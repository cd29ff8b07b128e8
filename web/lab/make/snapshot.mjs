// Makes the snapshot, at build time: node snapshot.mjs PROGRAM CUT_FOLDER PY_FOLDER FOLDER, see restore.js for
// what it is. PROGRAM is Pyodide's, as it is shipped.
// CUT_FOLDER holds python.tree and libraries.tree, as cut.mjs made them. Into FOLDER go snapshot.tree, and python.tree in
// two parts: fallback.tree (all that is imported in the snapshot already) and late.tree (the rest); libraries.tree too.

import { readFileSync, writeFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadPyodide } from "pyodide";
import { placeLibrary } from "../libraries.js";
import { EMPTY_ZIP, trampolineAt } from "../restore.js";
import { fromTree, toTree, writeTree } from "../tree.js";
import { clearUnused } from "./clear.mjs";
import { told } from "./told.mjs";

const TABLE = 9024; // a length that no engine has reached when the first library comes: browsers need a slot more than Node
const LATE = /linalg|philox|sfc64/; // NumPy's libraries that nothing calls before a learner's code does
const FIRST = ["late.py", "start.py", "selftest.py"]; // as worker.js does without a snapshot
const PAGE = 65536;

/** @param {string} program @param {string} cut @param {string} py @param {string} folder */
async function make(program, cut, py, folder) {
  const { default: createPyodideModule } = await import(pathToFileURL(program).href);
  const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
  const files = fromTree(readFileSync(join(cut, "python.tree")));
  const libraries = fromTree(readFileSync(join(cut, "libraries.tree")));
  const zip = join(folder, "empty.zip");
  writeFileSync(zip, EMPTY_ZIP);
  let pristine = new Uint8Array();
  const pyodide = await loadPyodide({
    _makeSnapshot: true,
    stdLibURL: pathToFileURL(zip).href,
    fsInit: async (FS) => writeTree(FS, "", files),
    // a snapshot freezes the hash seed anyway: so it is the same in every build; code without columns is smaller
    env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" },
    createPyodideModule: (settings) => {
      const { instantiateWasm } = settings;
      settings.instantiateWasm = (imports, receive) => instantiateWasm(imports, (instance, compiled) => {
        pristine = new Uint8Array(instance.exports.memory.buffer).slice();
        receive(instance, compiled);
      });
      return createPyodideModule(settings);
    },
  });
  const M = pyodide._module;
  const heap = M.___heap_base;
  const got = addresses(M);
  writeTree(M.FS, "", libraries);
  writeTree(M.FS, "/home/pyodide", lesson(py));
  M.wasmTable.grow(TABLE - M.wasmTable.length);
  for (const name of FIRST) pyodide.runPython(read(name));
  const known = pyodide.runPython("selftest()");
  const loaded = new Set(pyodide.runPython("import sys; [module.__spec__.origin for module in sys.modules.values() if module.__spec__]").toJs());
  pyodide.runPython(read("sleep.py"));

  const placed = Object.entries(M.LDSO.loadedLibsByHandle).filter(([handle]) => Number(handle) !== 0).map(([handle, { name, exports }]) => ({ handle: Number(handle), name, exports }));
  const bytes = new Map(libraries.map(([path, content]) => [`/${path}`, content]));
  const described = placed.map(({ handle, name }) => {
    const word = (offset) => M.HEAPU32[(handle + offset) >> 2];
    return { path: name, handle, memoryBase: word(12), memorySize: word(16), tableBase: word(20), tableSize: word(24), late: LATE.test(name) };
  });
  for (const { handle } of described) forgetBytes(M, handle);
  M.HEAP32[trampolineAt(M)] = 0;
  const hiwire = M.API.serializeHiwireState();
  const stack = M.stackSave();
  const cleared = clearUnused(M, heap, stack);
  const memory = M.HEAPU8;
  const before = baseline(M, pristine, heap, described, bytes);
  const ranges = differences(memory, before);
  const image = {
    memory: memory.length, fixed: M._emscripten_stack_get_end(), table: M.wasmTable.length, stack, ranges,
    got: [...addresses(M)].filter(([name, value]) => got.get(name) !== value),
    slots: slots(M, described, placed), libraries: described, hiwire, known,
  };
  const content = Buffer.concat(ranges.map(([address, length]) => memory.subarray(address, address + length)));
  writeFileSync(join(folder, "snapshot.tree"), toTree([["image", new TextEncoder().encode(JSON.stringify(image))], ["content", content]]));
  writeFileSync(join(folder, "fallback.tree"), toTree(files.filter(([path]) => loaded.has(`/${path}`))));
  writeFileSync(join(folder, "late.tree"), toTree([...files.filter(([path]) => !loaded.has(`/${path}`)), ...libraries.filter(([path]) => LATE.test(path))]));
  writeFileSync(join(folder, "libraries.tree"), toTree(libraries.filter(([path]) => !LATE.test(path))));
  const missing = described.filter(({ path }) => !bytes.has(path));
  if (missing.length || described.length !== bytes.size) throw new Error(`${described.length} libraries were loaded, ${bytes.size} are shipped: ${missing.map(({ path }) => path)}`);
  console.log(`${described.length} libraries, ${ranges.length} ranges, ${content.length} bytes, ${cleared} cleared`);
}

/** @param {string} py */
function lesson(py) {
  const paths = readdirSync(join(py, "chalknet"), { recursive: true }).map(String).sort();
  const files = paths.filter((path) => !path.includes("__pycache__") && statSync(join(py, "chalknet", path)).isFile());
  return files.map((path) => [`chalknet/${path}`, readFileSync(join(py, "chalknet", path))]);
}

function addresses(M) {
  return new Map(Object.entries(M.GOT).map(([name, { value }]) => [name, value]));
}

/** dlopen keeps a copy of each library's file: nobody reads it again. */
function forgetBytes(M, handle) {
  const at = (handle + 28) >> 2;
  if (M.HEAPU32[at]) M._free(M.HEAPU32[at]);
  M.HEAPU32[at] = M.HEAPU32[at + 1] = 0;
}

/** What the memory would hold with the libraries in place and nothing run yet. */
function baseline(M, pristine, heap, described, bytes) {
  const memory = new WebAssembly.Memory({ initial: M.HEAPU8.length / PAGE, maximum: 65536 });
  const table = new WebAssembly.Table({ initial: M.wasmTable.length, element: "anyfunc" });
  const view = new Uint8Array(memory.buffer);
  view.set(pristine.subarray(0, heap));
  for (const library of described) if (!library.late) placeLibrary(M, library, new WebAssembly.Module(bytes.get(library.path)), { memory, table });
  return view;
}

/** Address and length of all that differs; gaps too small to be worth a new range are taken along. */
function differences(memory, before) {
  const [now, then] = [memory, before].map((bytes) => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  const ranges = [];
  const GAP = 32; // words
  let start = -1;
  let last = -1;
  for (let at = 0; at < now.length; at++) {
    if (now[at] === then[at]) continue;
    if (start < 0) start = at;
    else if (at - last > GAP) {
      ranges.push([start * 4, (last + 1 - start) * 4]);
      start = at;
    }
    last = at;
  }
  if (start >= 0) ranges.push([start * 4, (last + 1 - start) * 4]);
  return ranges;
}

/** The slots of the table that Emscripten filled one by one, with exports of the libraries or of the program itself (-1). */
function slots(M, described, placed) {
  const found = [];
  const end = M.wasmTable.length;
  const ranges = described.map(({ tableBase, tableSize }) => [tableBase, tableBase + tableSize]);
  for (let slot = TABLE; slot < end; slot++) {
    if (ranges.some(([from, to]) => slot >= from && slot < to)) continue;
    const wanted = M.wasmTable.get(slot);
    const library = placed.findIndex(({ exports }) => Object.values(exports).includes(wanted));
    const { exports } = placed[library] ?? M.LDSO.loadedLibsByName.__main__;
    const name = Object.keys(exports).find((key) => exports[key] === wanted);
    if (!name) throw new Error(`Nobody knows the function in slot ${slot} of the table.`);
    found.push([slot, library, name]);
  }
  return found;
}

await told(() => make(...process.argv.slice(2)));
