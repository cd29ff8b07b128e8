// The parts in the worker: they come by the port, packed with Zstandard, each once, in any order.

import { ZSTDDecoder } from "zstddec";
import { answerFetch } from "./boot.js";
import { fromTree } from "./tree.js";

/** @typedef {{part: string, bytes: Uint8Array<ArrayBuffer>, whole: number, texts?: Record<string, string>}} Given texts: of the part "texts" */

export function createUnpacker() {
  const decoder = new ZSTDDecoder();
  self.fetch = answerFetch;
  const ready = decoder.init();
  /** @type {Map<string, {promise: Promise<Given>, resolve: (given: Given) => void}>} */
  const parts = new Map();
  const slot = (/** @type {string} */ name) => {
    if (!parts.has(name)) {
      let resolve = (/** @type {Given} */ _) => {};
      parts.set(name, { promise: new Promise((done) => (resolve = done)), resolve });
    }
    return /** @type {{promise: Promise<Given>, resolve: (given: Given) => void}} */ (parts.get(name));
  };

  /** Works at once, in the middle of an import too. @param {Given} given @returns {Uint8Array<ArrayBuffer>} */
  function unpack({ part, bytes, whole }) {
    const result = decoder.decode(bytes, whole);
    if (result.length !== whole) throw new Error(`The part ${part} is damaged.`); // its checksum too is looked at
    return /** @type {Uint8Array<ArrayBuffer>} */ (result);
  }

  /** @param {string} name */
  const get = async (name) => {
    const [given] = await Promise.all([slot(name).promise, ready]);
    return unpack(given);
  };

  return {
    /** @param {Given} given */
    put: (given) => slot(given.part).resolve(given),
    get,
    unpack,
    /** The files of the lesson: its data are packed, its code came as texts. @returns {Promise<[string, Uint8Array][]>} */
    async lesson() {
      const { texts = {} } = await slot("texts").promise;
      const code = Object.entries(texts).map(([path, text]) => /** @type {[string, Uint8Array]} */ ([`chalknet/${path}`, new TextEncoder().encode(text)]));
      return [...code, ...fromTree(await get("lesson"))];
    },
  };
}
