// Asks the lesson something at build time, in the same Pyodide that the page starts: so the build needs no NumPy of its
// own. A script that calls `ask` is run as: node script.mjs WHEEL PY_FOLDER, and prints what its Python ends with.

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

/** @param {string} python ends with a text */
export async function ask(python) {
  const [wheel, folder] = process.argv.slice(2);
  try {
    const pyodide = await loadPyodide();
    pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
    pyodide.FS.mkdir("/lesson");
    pyodide.mountNodeFS("/lesson", folder);
    pyodide.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/lesson")
`);
    process.stdout.write(pyodide.runPython(python) + "\n");
  } catch (error) {
    // the message alone: Node's own report would print the whole of Pyodide's one long line
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
