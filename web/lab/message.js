// An answer of Python is one JSON text and one buffer: every array is {"$array": [offset, type, shape]} into it.

/**
 * @typedef {{shape: number[], values: Float64Array|Float32Array|Int32Array|Uint8Array}} NumPyArray
 */

const MOST = { dimensions: 8, length: 10_000_000, numbers: 50_000_000, list: 100_000 };
const TYPES = /** @type {Record<string, any>} */ ({ f8: Float64Array, f4: Float32Array, i4: Int32Array, u1: Uint8Array });

/**
 * @param {unknown} text
 * @param {unknown} buffer
 * @returns {any} the answer, its arrays as NumPyArray
 * @throws {TypeError} when it is not what Python's message.pack makes (a learner's code could have forged it)
 */
export function unpack(text, buffer) {
  if (typeof text !== "string" || !(buffer instanceof ArrayBuffer)) throw new TypeError("An answer must be a text and a buffer.");
  return JSON.parse(text, (_, value) => {
    if (Array.isArray(value) && value.length > MOST.list) throw new TypeError("A list of an answer is too long.");
    return value && typeof value === "object" && "$array" in value ? view(value.$array, buffer) : value;
  });
}

/** @param {any} described @param {ArrayBuffer} buffer @returns {NumPyArray} */
function view(described, buffer) {
  const [offset, type, shape] = Array.isArray(described) ? described : [];
  const Type = Object.hasOwn(TYPES, String(type)) ? TYPES[type] : null;
  if (!Type || !Array.isArray(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0)) throw new TypeError("An array must say its type and shape.");
  if (shape.length > MOST.dimensions || shape.some((n) => n > MOST.length)) throw new TypeError("An array of an answer is too large.");
  const length = shape.reduce((product, n) => product * n, 1);
  if (length > MOST.numbers) throw new TypeError("An array of an answer is too large.");
  return { shape, values: new Type(buffer, offset, length) }; // throws where it does not fit
}
