// Makes the first picture, at build time: node first.mjs WHEEL PY_FOLDER prints JSON.
// It is the article's experiment as Python opens it, and what its training then does: a real run of the lesson, in the
// same Pyodide that the page starts. The page shows it until its own Python answers (web/first.js).

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [wheel, folder] = process.argv.slice(2);
try {
  const pyodide = await loadPyodide();
  pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
  pyodide.FS.mkdir("/lesson");
  pyodide.mountNodeFS("/lesson", folder);
  const text = pyodide.runPython(`
import base64, json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/lesson")
from chalknet.lab import Lab
from chalknet.message import pack


def opened():
    lab = Lab()
    return lab.open({}) | {"state": lab.state(fine=True)}


def curve():
    lab = Lab()
    lab.open({})
    lab.train(lab.settings["training"]["epochs"])
    return lab.costs()["costs"]


text, numbers = pack({"opened": opened(), "curve": curve()})
json.dumps({"text": text, "numbers": base64.b64encode(numbers).decode()})
`);
  process.stdout.write(text + "\n");
} catch (error) {
  // the message alone: Node's own report would print the whole of Pyodide's one long line
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
