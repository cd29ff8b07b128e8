// Boots the interpreter in the worker, from parts in memory, by one of two ways:
//
// - "snapshot": the program is loaded and the memory of a finished start is put back (restore.js);
// - "compiled": Python starts, and imports NumPy and the lesson. Three to four times as long; for when the first fails.

import { loadPyodide } from "pyodide/pyodide.mjs";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import lateText from "./make/late.py";
import selftestText from "./make/selftest.py";
import startText from "./make/start.py";
import wakeText from "./make/wake.py";
import { EMPTY_ZIP, placeLate, readSnapshot, waking } from "./restore.js";
import { fromTree, writeTree } from "./tree.js";

const HOME = "https://pyodide.invalid/"; // a made-up place: Pyodide asks it for its files, and answerFetch answers

/**
 * @param {Parts} parts @param {import("./room.js").Route} route @param {(text: string) => void} tell
 * @returns {Promise<{pyodide: any, exports: WebAssembly.Exports, takeLate: (files: [string, Uint8Array][]) => void}>}
 *   exports: the interpreter's own, its memory among them; takeLate: puts what comes after the start in its place
 */
export async function boot(parts, route, tell) {
  self.fetch = answerFetch;
  const { main, settings, finish, takeLate } = await (route === "snapshot" ? asleep : anew)(parts, tell);
  tell(route === "snapshot" ? "Waking Python up" : "Starting the Python interpreter");
  const { pyodide, exports } = await load(main, settings);
  await finish(pyodide);
  return { pyodide, exports, takeLate: (files) => takeLate(pyodide, files) };
}

/**
 * @typedef {ReturnType<typeof import("./shelf.js").createShelf>} Parts
 * @typedef {Promise<{main: WebAssembly.Module, settings: any, finish: (pyodide: any) => void | Promise<void>, takeLate: (pyodide: any, files: [string, Uint8Array][]) => void}>} Prepared
 * @typedef {(parts: Parts, tell: (text: string) => void) => Prepared} Prepare
 */

/** @type {Prepare} */
const asleep = async ({ take }) => {
  const libraries = take("libraries");
  const snapshot = take("snapshot").then(readSnapshot);
  for (const one of [libraries, snapshot]) one.catch(() => {}); // they are waited for when the program is there
  /** @type {any} */
  let image;
  return {
    main: await take("pyodide.asm.wasm"),
    settings: {
      _loadSnapshot: new Uint8Array(0), // restore.js has it
      createPyodideModule: waking(createPyodideModule, snapshot, libraries),
    },
    async finish(pyodide) {
      ({ image } = await snapshot);
      if (pyodide.globals.get("selftest")() !== image.known) throw new Error("It does not calculate as it did when it was put to sleep.");
    },
    takeLate(pyodide, files) {
      writeTree(pyodide.FS, "", files);
      const libraries = files.filter(([path]) => path.endsWith(".so"));
      pyodide.runPython(wakeText);
      placeLate(pyodide._module, image, new Map(libraries.map(([path, content]) => [`/${path}`, new WebAssembly.Module(/** @type {any} */ (content))])));
    },
  };
};

/** @type {Prepare} */
const anew = async (parts, tell) => {
  const [main, ...files] = await Promise.all(["pyodide.asm.wasm", "libraries", "fallback", "late"].map(parts.take));
  return {
    main: await WebAssembly.compile(main),
    settings: {
      createPyodideModule,
      env: { PYTHONNODEBUGRANGES: "1" }, // as where the snapshot was made
      fsInit: async (/** @type {any} */ FS) => files.forEach((tree) => writeTree(FS, "", fromTree(tree))),
    },
    async finish(pyodide) {
      tell("Importing NumPy");
      writeTree(pyodide.FS, "/home/pyodide", await lessonOf(parts));
      for (const text of [lateText, startText, selftestText]) pyodide.runPython(text);
    },
    takeLate: () => {}, // it is there
  };
};

/** The files of the lesson. @param {Parts} parts @returns {Promise<[string, Uint8Array][]>} */
export async function lessonOf(parts) {
  return fromTree(await parts.take("lesson"));
}

/** loadPyodide with a main program compiled already. @param {WebAssembly.Module} compiled @param {any} settings */
async function load(compiled, settings) {
  const { instantiateStreaming } = WebAssembly;
  /** @type {WebAssembly.Exports | undefined} */
  let exports;
  const broken = new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (_, imports) => {
      try {
        const instance = new WebAssembly.Instance(compiled, imports); // at once: other tasks would come between
        exports = instance.exports;
        return { instance, module: compiled };
      } catch (error) {
        reject(error); // Pyodide itself would wait for ever
        throw error;
      }
    };
  });
  try {
    const loading = loadPyodide({
      indexURL: HOME,
      // @ts-ignore: there are no packages to be had, so the index of packages is empty
      lockFileContents: { info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" }, packages: {} },
      ...settings,
    });
    const pyodide = /** @type {any} */ (await Promise.race([loading, broken]));
    return { pyodide, exports: /** @type {WebAssembly.Exports} */ (exports) };
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

/** @param {RequestInfo | URL} address */
async function answerFetch(address) {
  const text = String(address);
  if (text === `${HOME}python_stdlib.zip`) return new Response(EMPTY_ZIP); // the library lies in files of its own
  if (text === `${HOME}pyodide.asm.wasm`) return new Response(); // compiled already, see load()
  throw new TypeError("The worker fetches nothing.");
}
