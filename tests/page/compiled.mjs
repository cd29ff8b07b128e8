// Runs a Python file in Pyodide under Node, with the machine for compiled modules: node compiled.mjs file.py [words]
// The file has `instantiate`, the machine's function, as a global, and imports chalknet and the helpers of tests/unit.
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";
import { machine } from "../../web/lab/machine.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const [file, ...words] = process.argv.slice(2);
const cache = join(homedir(), ".cache/chalknet");
const wheel = readdirSync(cache).find((name) => name.startsWith("numpy-") && name.endsWith("wasm32.whl"));

const interpreter = watchForInterpreter();
const pyodide = await loadPyodide();
pyodide.unpackArchive(new Uint8Array(readFileSync(join(cache, wheel))), "wheel"); // Pyodide knows no Buffer
pyodide.mountNodeFS("/repo", root);
pyodide.mountNodeFS("/given", dirname(resolve(file)));
pyodide.globals.set("instantiate", machine(interpreter()));
pyodide.globals.set("words", words);
pyodide.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/repo/py", "/repo/tests/unit", "/given"]
sys.argv = ["compiled.mjs", *words]
`);
try {
  pyodide.runPython(readFileSync(file, "utf8"), { filename: file });
} catch (error) {
  console.error(String(error.message));
  process.exit(1);
}

/**
 * Call it before Pyodide boots: it starts its own module by WebAssembly.instantiate, and tells nobody of the exports.
 * @returns {() => WebAssembly.Exports | undefined} what the interpreter exports, once it has booted
 */
function watchForInterpreter() {
  let found;
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const way = WebAssembly[name];
    if (!way) continue;
    WebAssembly[name] = async (...given) => {
      const result = await way.apply(WebAssembly, given);
      const { exports } = result.instance ?? result;
      if (exports?.memory && exports.tanh) found = exports;
      return result;
    };
  }
  return () => found;
}
