// Wakes Python up where the build put it to sleep: NumPy and the lesson imported, ready for the first call.
//
// The build (make/snapshot.mjs) starts Pyodide in Node, imports everything, and writes down the interpreter's memory:
// all that differs from a program just loaded ("pristine"). Here the same program is loaded and that memory put back.
// What JavaScript holds beside the memory is put back by name: NumPy's libraries, the table of functions, the list of
// addresses (GOT), the stack pointer. It hangs on internals of this one version of Pyodide, so the build pins it,
// boot.js tries the outcome (selftest.py), and client.js starts Python the slower way when anything throws.

import { placeLibrary } from "./libraries.js";
import { fromTree } from "./tree.js";

/**
 * @typedef {object} Image what the snapshot says beside the memory's content
 * @property {number} memory bytes @property {number} fixed where what the program itself lays down ends, and the stack begins
 * @property {number} table its length @property {number} stack the stack pointer @property {[number, number][]} ranges of memory: address, bytes
 * @property {[string, number][]} got addresses by symbol
 * @property {[number, number, string][]} slots of the table outside the libraries: slot, number of the library (-1: the program itself), export
 * @property {import("./libraries.js").Library[]} libraries
 * @property {string} known what selftest.py gave where the snapshot was made
 * @property {any} hiwire the JavaScript objects that Python knows, as Pyodide tells them
 */

/** An empty zip: boot wants some standard library. */
export const EMPTY_ZIP = Uint8Array.of(80, 75, 5, 6, ...new Array(18).fill(0));

/** @param {Uint8Array} whole @returns {{image: Image, content: Uint8Array}} */
export function readSnapshot(whole) {
  const files = Object.fromEntries(fromTree(whole));
  return { image: JSON.parse(new TextDecoder().decode(files.image)), content: files.content };
}

/**
 * A createPyodideModule that wakes up instead of starting.
 * @param {(settings: any) => Promise<any>} createPyodideModule Pyodide's own
 * @param {Promise<{image: Image, content: Uint8Array}>} snapshot @param {Promise<[string, WebAssembly.Module][]>} libraries compiled, by path
 */
export function waking(createPyodideModule, snapshot, libraries) {
  return async (/** @type {any} */ settings) => {
    /** @type {Uint8Array | undefined} */
    let pristine;
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (/** @type {any} */ imports, /** @type {any} */ receive) => instantiateWasm(imports, (/** @type {WebAssembly.Instance} */ instance, /** @type {any} */ compiled) => {
      const { memory, __heap_base: heap } = /** @type {any} */ (instance.exports);
      pristine = new Uint8Array(memory.buffer).slice(0, heap.value - settings.STACK_SIZE); // the stack lies before the heap, and is empty
      receive(instance, compiled);
    });
    const M = await createPyodideModule(settings);
    const trampoline = M.HEAP32[trampolineAt(M)]; // this engine's own: a function made when the program was loaded
    const [{ image, content }, compiled] = await Promise.all([snapshot, libraries]); // the program may start while they still come
    if (pristine?.length !== image.fixed) throw new Error("The program does not lie in memory as it did.");
    fill(M, image, pristine, new Map(compiled));
    M.API.restoreSnapshot = () => {
      let from = 0;
      for (const [address, bytes] of image.ranges) {
        M.HEAPU8.set(content.subarray(from, from + bytes), address);
        from += bytes;
      }
      if (from !== content.length) throw new Error("The snapshot's memory is not whole.");
      M.HEAP32[trampolineAt(M)] = trampoline;
      M.stackRestore(image.stack);
      return image.hiwire;
    };
    return M;
  };
}

/** @param {any} M */
export function trampolineAt(M) {
  return (M.__PyRuntime + M.HEAP32[M.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2]) >> 2;
}

/** The memory as a program just loaded has it, and the libraries in their places. @param {any} M @param {Image} image @param {Uint8Array} pristine @param {Map<string, WebAssembly.Module>} libraries */
function fill(M, image, pristine, libraries) {
  const used = M._sbrk(0); // what lies above is all zero, and costs time as soon as it is touched
  if (M.HEAPU8.length < image.memory) M.growMemory(image.memory);
  if (M.HEAPU8.length < image.memory) throw new Error("There is too little memory.");
  M.HEAPU8.set(pristine, 0);
  M.HEAPU8.fill(0, image.stack, used);
  const start = M.wasmTable.length;
  if (start > image.libraries[0].tableBase) throw new Error("The table of functions is longer than it was.");
  M.wasmTable.grow(image.table - start);
  for (const [name, value] of image.got) {
    M.GOT[name] ??= new WebAssembly.Global({ value: "i32", mutable: true });
    M.GOT[name].value = value;
  }
  fillSlots(M, image, -1, M.LDSO.loadedLibsByName.__main__.exports);
  place(M, image, libraries, false);
  M.getFunctionAddress(() => {}); // makes the list of addresses by function, if there is none yet
  M.updateTableMap(start, image.table - start);
}

/** @param {any} M @param {Image} image @param {number} number @param {Record<string, any>} exports */
function fillSlots(M, image, number, exports) {
  for (const [slot, of, name] of image.slots) if (of === number) M.setWasmTableEntry(slot, exports[name]);
}

/** @param {any} M @param {Image} image @param {Map<string, WebAssembly.Module>} libraries @param {boolean} late */
function place(M, image, libraries, late) {
  image.libraries.forEach((library, number) => {
    if (library.late !== late) return;
    const compiled = libraries.get(library.path);
    if (!compiled) throw new Error(`The library ${library.path} is missing.`);
    const exports = placeLibrary(M, library, compiled);
    M.newDSO(library.path, library.handle, exports).global = false;
    fillSlots(M, image, number, exports);
  });
}

/**
 * Libraries that nothing calls before a learner's code does: they come after the start. What they keep in memory is
 * awake already, and must not be overwritten by what a fresh one brings.
 * @param {any} M @param {Image} image @param {Map<string, WebAssembly.Module>} libraries
 */
export function placeLate(M, image, libraries) {
  const late = image.libraries.filter((library) => library.late);
  const kept = late.map(({ memoryBase, memorySize }) => M.HEAPU8.slice(memoryBase, memoryBase + memorySize));
  place(M, image, libraries, true);
  late.forEach(({ memoryBase, tableBase, tableSize }, number) => {
    M.HEAPU8.set(kept[number], memoryBase);
    M.updateTableMap(tableBase, tableSize);
  });
}
