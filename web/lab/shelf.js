// The parts in the worker: they come from the frame, unpacked, each once, in any order; who needs one takes it away.

/** @typedef {import("./unpack.js").Unpacked} Unpacked */

export function createShelf() {
  /** @type {Map<string, {promise: Promise<Unpacked>, resolve: (given: Unpacked) => void}>} */
  const places = new Map();
  const place = (/** @type {string} */ name) => {
    const kept = places.get(name);
    if (kept) return kept;
    let resolve = (/** @type {Unpacked} */ _) => {};
    const made = { promise: /** @type {Promise<Unpacked>} */ (new Promise((done) => (resolve = done))), resolve: (/** @type {Unpacked} */ given) => resolve(given) };
    places.set(name, made);
    return made;
  };

  /** @param {string} name @returns {Promise<any>} */
  async function take(name) {
    const { content, damaged } = await place(name).promise;
    places.delete(name); // megabytes that are not needed twice
    if (damaged) throw new Error(damaged);
    return content;
  }

  return {
    /** @param {Unpacked} given */
    put: (given) => place(given.part).resolve(given),
    take,
  };
}
