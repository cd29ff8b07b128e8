// Wakes the snapshot up once, at build time, and runs the self-test in it: node check.mjs CUT_FOLDER FOLDER.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { readSnapshot, waking } from "../restore.js";
import { fromTree } from "../tree.js";
import { told } from "./told.mjs";

async function check(cut, folder) {
  const libraries = new Map(fromTree(readFileSync(join(cut, "libraries.tree"))).map(([path, content]) => [`/${path}`, new WebAssembly.Module(content)]));
  const snapshot = readSnapshot(readFileSync(join(folder, "snapshot.tree")));
  const pyodide = await loadPyodide({
    stdLibURL: pathToFileURL(join(folder, "empty.zip")).href,
    _loadSnapshot: new Uint8Array(0),
    createPyodideModule: waking(createPyodideModule, snapshot, libraries),
  });
  pyodide.runPython(readFileSync(new URL("wake.py", import.meta.url), "utf8"));
  if (pyodide.runPython("selftest()") !== snapshot.image.known) throw new Error("The snapshot wakes up, but does not calculate as before.");
}

await told(() => check(...process.argv.slice(2)));
