// The parts that Python is made of, on the page's side: fetched from beside the page, or taken out of the one file.
// They stay here, so that a further worker starts from memory, and the worker itself never asks anybody for anything.

const STALL = 20_000; // ms without a single byte before a download counts as broken off; at the latest twice as long
const LONGER = "is longer than it should be. Reload the page.";
const PAUSE = 100; // ms between two words about how far it is

/**
 * @typedef {object} Part
 * @property {string} name @property {number} bytes as it is shipped @property {number} whole when it is unpacked
 * @property {string} sha256 of what is shipped
 * @property {"ready" | "late" | "fallback"} when needed for the start; after it; only if the usual start fails
 * @property {string} [path] a relative address (the site) @property {string} [block] the id of a data block (the one file)
 */

/** A part that is missing or damaged. */
export class PartError extends Error {}

/** @param {Part[]} list */
export function createParts(list) {
  const byName = new Map(list.map((part) => [part.name, part]));
  /** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */
  const begun = new Map();
  /** @type {Map<string, () => void>} what waits for a block that has not been read yet */
  const waiting = new Map();
  /** @type {Map<string, number>} */
  const loaded = new Map();
  let tell = (/** @type {number} */ _loaded, /** @type {number} */ _total) => {};
  let told = 0; // when
  const count = () => {
    const sum = [...loaded.values()].reduce((sum, one) => sum + one, 0);
    if (sum < total && performance.now() - told < PAUSE) return;
    told = performance.now();
    tell(sum, total);
  };
  const total = list.filter(({ when }) => when === "ready").reduce((sum, { bytes }) => sum + bytes, 0);

  const parts = {
    /** Tells how many of the bytes of the start are here. @param {(loaded: number, total: number) => void} who */
    hear(who) {
      tell = who;
      told = 0;
      count();
    },

    /** @param {string} name @returns {Part} */
    about: (name) => /** @type {Part} */ (byName.get(name)),

    /** The bytes as they are shipped; fetched at the first call. @param {string} name @returns {Promise<Uint8Array<ArrayBuffer>>} */
    get(name) {
      if (!begun.has(name)) {
        const part = parts.about(name);
        const more = (/** @type {number} */ bytes) => {
          if (part.when !== "ready") return;
          loaded.set(name, bytes);
          count();
        };
        const promise = (part.block ? fromBlock(part, more) : download(part, more)).then((bytes) => checked(part, bytes));
        promise.catch(() => begun.delete(name)); // the next one who asks tries again
        begun.set(name, promise);
      }
      return /** @type {Promise<Uint8Array<ArrayBuffer>>} */ (begun.get(name));
    },

    /** Called by the one file behind each of its blocks: this one is read whole. @param {string} block */
    arrived(block) {
      waiting.get(block)?.();
      waiting.delete(block);
    },
  };

  /** @param {Part} part @param {(bytes: number) => void} more */
  async function fromBlock({ name, block = "", bytes }, more) {
    if (document.readyState === "loading" && !document.getElementById(block)) await new Promise((resolve) => {
      waiting.set(block, () => resolve(undefined));
      document.addEventListener("DOMContentLoaded", () => resolve(undefined), { once: true });
    });
    const element = document.getElementById(block);
    if (!element) throw new PartError(`This file is not whole: the part ${name} is missing. Copy it again.`);
    const taken = fromText(element.textContent ?? "", bytes);
    element.remove(); // megabytes of text that nobody needs any more
    more(bytes);
    return taken;
  }

  return parts;
}

/**
 * By XMLHttpRequest, which gathers the bytes by itself and tells now and then how far it is: fetch would hand over each
 * of some hundred pieces, in the middle of the page's own start.
 * @param {Part} part @param {(bytes: number) => void} more @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
function download({ name, bytes, path = "" }, more) {
  const again = "Check the connection and reload the page.";
  const request = new XMLHttpRequest();
  request.responseType = "arraybuffer";
  let at = 0;
  let moved = true; // since it was last looked
  let why = ""; // it was broken off from here
  const stop = (/** @type {string} */ reason) => {
    why = reason;
    request.abort();
  };
  const watch = setInterval(() => {
    if (!moved) stop(`stopped coming after ${at} of ${bytes} bytes. ${again}`);
    moved = false;
  }, STALL);
  request.onprogress = ({ loaded }) => {
    at = Math.min(loaded, bytes); // on its way it may be packed once more, and a little longer
    moved = true;
    if (loaded > 2 * bytes) stop(LONGER);
    else more(at);
  };
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ what) => reject(new PartError(`The file ${name} ${what}`));
    request.onload = () => {
      const { status, response } = request;
      if (status < 200 || status > 299) return fail(`could not be fetched: the server answered ${status}. ${again}`);
      if (!response) return fail("could not be kept in memory. Close other tabs and reload the page.");
      if (response.byteLength > bytes) return fail(LONGER);
      if (response.byteLength < bytes) return fail(`came only in part: ${response.byteLength} of ${bytes} bytes. ${again}`);
      more(bytes);
      return resolve(new Uint8Array(response));
    };
    request.onabort = () => fail(why || `was not fetched to its end. ${again}`);
    request.onerror = () => fail(at > 0 ? `came only in part: ${at} of ${bytes} bytes. ${again}` : `could not be fetched. ${again}`);
    request.onloadend = () => clearInterval(watch);
    request.open("GET", path);
    request.send();
  });
}

/** Judged where the browser offers it: on https, on this computer. @param {Part} part @param {Uint8Array<ArrayBuffer>} bytes */
async function checked({ name, sha256, block }, bytes) {
  if (!crypto.subtle) return bytes;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  if (Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256) return bytes;
  if (block) throw new PartError(`This file is not whole: the part ${name} is damaged. Copy it again.`);
  throw new PartError(`The file ${name} is not the one this page was built with. Reload the page; if it happens again, its host serves a damaged or an older copy.`);
}

/**
 * Seven bits a letter, as web/build/carrier.py writes them: its low seven bits, whatever the letter.
 * @param {string} text @param {number} length
 */
function fromText(text, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  const end = text.length - (text.length % 8);
  for (let i = 0; i < end; i += 8, at += 7) {
    const a = text.charCodeAt(i), b = text.charCodeAt(i + 1), c = text.charCodeAt(i + 2), d = text.charCodeAt(i + 3);
    const e = text.charCodeAt(i + 4), f = text.charCodeAt(i + 5), g = text.charCodeAt(i + 6), h = text.charCodeAt(i + 7);
    bytes[at] = (a << 1) | ((b & 127) >> 6);
    bytes[at + 1] = (b << 2) | ((c & 127) >> 5);
    bytes[at + 2] = (c << 3) | ((d & 127) >> 4);
    bytes[at + 3] = (d << 4) | ((e & 127) >> 3);
    bytes[at + 4] = (e << 5) | ((f & 127) >> 2);
    bytes[at + 5] = (f << 6) | ((g & 127) >> 1);
    bytes[at + 6] = (g << 7) | (h & 127);
  }
  return bytes;
}
