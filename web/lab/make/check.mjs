// Wakes the snapshot up once, at build time, and runs the self-test in it: node check.mjs PROGRAM FOLDER.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadPyodide } from "pyodide";
import { placeLate, readSnapshot, waking } from "../restore.js";
import { fromTree } from "../tree.js";
import { told } from "./told.mjs";

async function check(program, folder) {
  const { default: createPyodideModule } = await import(pathToFileURL(program).href);
  const compiled = (name) => fromTree(readFileSync(join(folder, name))).filter(([path]) => path.endsWith(".so")).map(([path, content]) => [`/${path}`, new WebAssembly.Module(content)]);
  const libraries = compiled("libraries.tree");
  const snapshot = readSnapshot(readFileSync(join(folder, "snapshot.tree")));
  const pyodide = await loadPyodide({
    stdLibURL: pathToFileURL(join(folder, "empty.zip")).href,
    _loadSnapshot: new Uint8Array(0),
    createPyodideModule: waking(createPyodideModule, Promise.resolve(snapshot), Promise.resolve(libraries)),
  });
  pyodide.runPython(readFileSync(new URL("wake.py", import.meta.url), "utf8"));
  pyodide.runPython("import gc; gc.collect()");
  if (pyodide.runPython("selftest()") !== snapshot.image.known) throw new Error("The snapshot wakes up, but does not calculate as before.");
  placeLate(pyodide._module, snapshot.image, new Map(compiled("late.tree")));
  const inverse = pyodide.runPython("import numpy as np; f'{np.linalg.inv(np.array([[2.0, 0], [0, 4]])).ravel()} {np.random.Generator(np.random.Philox(1)).random():.4f}'");
  if (!inverse.startsWith("[0.5  0.   0.   0.25]")) throw new Error(`NumPy's late libraries do not work: ${inverse}`);
}

await told(() => check(...process.argv.slice(2)));
