// Compresses files, at build time: node pack.mjs FILE… writes FILE.zst. Zstandard unpacks several times faster than
// what browsers have built in, and is smaller. Python 3.14 has it, so Pyodide does. The checksum guards against damage.

import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
import { told } from "./told.mjs";

async function pack(...paths) {
  const pyodide = await loadPyodide();
  for (const path of paths) {
    pyodide.FS.writeFile("/file", readFileSync(path));
    const packed = pyodide.runPython(`
from compression import zstd

chosen = zstd.CompressionParameter
options = {chosen.compression_level: 19, chosen.window_log: 25, chosen.checksum_flag: 1}
with open("/file", "rb") as file:
    packed = zstd.compress(file.read(), options=options)
packed
`);
    writeFileSync(`${path}.zst`, packed.toJs());
    packed.destroy();
  }
}

await told(() => pack(...process.argv.slice(2)));
