// The parts in the worker: they come by the port, packed with Zstandard, each once, in any order.

import { ZSTDDecoder } from "zstddec";
import { answerFetch } from "./boot.js";

/** @typedef {{part: string, bytes: Uint8Array<ArrayBuffer>, whole: number}} Given */

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

  return {
    /** @param {Given} given */
    put: (given) => slot(given.part).resolve(given),
    /** @param {string} name */
    get: async (name) => {
      const [given] = await Promise.all([slot(name).promise, ready]);
      return unpack(given);
    },
    unpack,
  };
}
