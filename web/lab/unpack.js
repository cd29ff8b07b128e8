// A worker that unpacks the parts while the one of Python reads its own script. What is a program is compiled too, and so
// comes to it ready to run.

import { ZSTDDecoder } from "zstddec";
import { fromTree } from "./tree.js";

/**
 * @typedef {{part: string, bytes: Uint8Array<ArrayBuffer>, whole: number, compile: boolean}} Packed as the page hands it over
 * @typedef {[string, WebAssembly.Module][]} Libraries by path
 * @typedef {{part: string, content?: Uint8Array<ArrayBuffer> | WebAssembly.Module | Libraries, damaged?: string}} Unpacked
 */

const decoder = new ZSTDDecoder();
self.fetch = carried;
const ready = decoder.init();

/** One after the other: so what has been compiled goes out before the next part is begun. */
let last = Promise.resolve();

/** @type {any} */ (self).onmessage = (/** @type {MessageEvent} */ { data }) => {
  data.port.onmessage = (/** @type {MessageEvent} */ given) => (last = last.then(() => hand(given.data)));
};

/** @param {Packed} given */
async function hand(given) {
  const unpacked = await unpack(given);
  const moved = unpacked.content instanceof Uint8Array ? [unpacked.content.buffer] : [];
  try {
    /** @type {any} */ (self).postMessage(unpacked, moved);
  } catch (error) {
    // a browser that does not hand programs on: the other way of starting compiles them where they run
    /** @type {any} */ (self).postMessage({ part: given.part, damaged: `The part ${given.part} could not be handed on: ${/** @type {Error} */ (error).message}.` });
  }
}

/** Never fails: what is wrong is told to whom the part is for. @param {Packed} packed @returns {Promise<Unpacked>} */
async function unpack({ part, bytes, whole, compile }) {
  try {
    await ready;
    const content = /** @type {Uint8Array<ArrayBuffer>} */ (decoder.decode(bytes, whole));
    if (content.length !== whole) throw new Error("it is not whole"); // its checksum too is looked at
    if (!compile) return { part, content };
    return { part, content: await (isProgram(content) ? WebAssembly.compile(content) : compileAll(content)) };
  } catch (error) {
    return { part, damaged: `The part ${part} is damaged: ${/** @type {Error} */ (error).message}.` };
  }
}

/** @param {Uint8Array} content */
function isProgram(content) {
  return new TextDecoder().decode(content.subarray(0, 4)) === "\0asm";
}

/** @param {Uint8Array} tree @returns {Promise<Libraries>} */
function compileAll(tree) {
  return Promise.all(fromTree(tree).map(async ([path, content]) => /** @type {[string, WebAssembly.Module]} */ ([`/${path}`, await WebAssembly.compile(/** @type {any} */ (content))])));
}

/** The decoder asks for its own program, which it carries as text; there is no other address to ask. @param {RequestInfo | URL} address */
async function carried(address) {
  const [head, base64] = String(address).split(",");
  if (head !== "data:application/wasm;base64") throw new TypeError("The unpacker fetches nothing.");
  return new Response(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}
