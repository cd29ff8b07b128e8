// Asks the lesson for its catalogue, at build time: node catalog.mjs WHEEL PY_FOLDER prints JSON.
// It runs in Pyodide, as the page does, so that the build needs no NumPy of its own.

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [wheel, folder] = process.argv.slice(2);
try {
  const pyodide = await loadPyodide();
  pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
  pyodide.FS.mkdir("/lesson");
  pyodide.mountNodeFS("/lesson", folder);
  const text = pyodide.runPython(`
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/lesson")
from chalknet.catalog import catalog
json.dumps(catalog(), allow_nan=False)
`);
  process.stdout.write(text + "\n");
} catch (error) {
  // the message alone: Node's own report would print the whole of Pyodide's one long line
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
