// Cuts and compiles the standard library and NumPy, at build time: node cut.mjs WHEEL FOLDER writes python.tree (all
// compiled files, and the libraries that are loaded late) and libraries.tree (NumPy's libraries loaded at the start).

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";
import { toTree } from "../tree.js";
import { told } from "./told.mjs";

const LATE = /numpy\/fft\/|lapack_lite/; // nobody imports these at the start

async function cut(wheel, folder) {
  // without the columns of each instruction, which only the carets in tracebacks need
  const pyodide = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
  const text = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
  pyodide.FS.writeFile("/cut.py", text("cut.py"));
  pyodide.FS.writeFile("/numpy.whl", readFileSync(wheel));
  pyodide.globals.set("listed", text("shipped.txt"));
  const files = pyodide.runPython("import sys; sys.path.insert(0, '/'); import cut; cut.cut(listed, '/numpy.whl')").toJs();
  const all = Object.entries(files);
  const early = ([path]) => path.endsWith(".so") && !LATE.test(path);
  writeFileSync(join(folder, "python.tree"), toTree(all.filter((file) => !early(file))));
  writeFileSync(join(folder, "libraries.tree"), toTree(all.filter(early)));
}

await told(() => cut(...process.argv.slice(2)));
