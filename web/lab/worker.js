// The worker: boots Pyodide and NumPy from bytes it is handed, then answers the page's calls, one by one.
// It asks for nothing and fetches nothing. The calls are listed at the head of client.js.

import "./prepare.js";
import { loadPyodide } from "pyodide/pyodide.mjs";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { machine, watchForInterpreter } from "./machine.js";
import { stripGlobals } from "./strip.js";

const HOME = "https://pyodide.invalid/"; // a made-up place: its files come from memory
const TYPES = /** @type {Record<string, string>} */ ({ "pyodide.asm.wasm": "application/wasm" });

/** @typedef {(call: string, args: string, numbers?: Uint8Array) => {text: string, buffer: ArrayBuffer}} Answer */

self.onmessage = async (event) => {
  const { assets, port } = event.data;
  self.onmessage = null;
  try {
    const answer = await boot(assets, (text) => port.postMessage({ boot: text }));
    port.onmessage = (/** @type {MessageEvent} */ message) => respond(port, message.data, answer);
    port.postMessage({ ready: true });
  } catch (error) {
    port.postMessage({ failed: String(/** @type {any} */ (error)?.message ?? error) });
  }
};

/**
 * @param {Record<string, ArrayBuffer>} assets by name
 * @param {(text: string) => void} tell
 * @returns {Promise<Answer>} how a call is answered
 */
async function boot(assets, tell) {
  self.fetch = async (address) => {
    const name = String(address).slice(HOME.length);
    if (!assets[name]) throw new TypeError(`The worker has no file called ${name}.`);
    return new Response(assets[name], { headers: { "content-type": TYPES[name] ?? "application/octet-stream" } });
  };
  tell("Starting the Python interpreter");
  const interpreter = watchForInterpreter();
  const pyodide = await loadPyodide({
    indexURL: HOME,
    // @ts-ignore: the packages come as wheels from memory, so the index of packages is empty
    lockFileContents: { info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" }, packages: {} },
    createPyodideModule,
  });
  tell("Importing NumPy");
  pyodide.unpackArchive(assets["numpy.whl"], "wheel");
  pyodide.unpackArchive(assets["chalknet.zip"], "zip", { extractDir: "/home/pyodide" });
  const door = pyodide.pyimport("chalknet.door").Door();
  const exported = interpreter();
  if (exported) door.compile_with(machine(exported)); // else training stays plain
  stripGlobals();

  return (call, args, numbers) => {
    const given = numbers && pyodide.toPy(numbers);
    const packed = door.call(call, args, given);
    const text = packed.get(0);
    const bytes = packed.get(1);
    const buffer = bytes.toJs().slice().buffer;
    for (const proxy of [bytes, packed, given]) proxy?.destroy();
    return { text, buffer };
  };
}

/** @param {MessagePort} port @param {{id: number, call: string, args: string, numbers?: Uint8Array}} message @param {Answer} answer */
function respond(port, { id, call, args, numbers }, answer) {
  try {
    const { text, buffer } = answer(call, args, numbers);
    port.postMessage({ id, text, buffer }, [buffer]);
  } catch (error) {
    const { name, message, stack } = /** @type {Error} */ (error);
    port.postMessage({ id, error: { name, message, stack } });
  }
}
