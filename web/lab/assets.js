// The bytes that Python is made of: fetched from beside the page, or unpacked from the one file itself.

/**
 * @typedef {{name: string, bytes: number, sha256?: string, path?: string, block?: string}} Asset
 *   path: a relative address (the site); block: the id of a data block that holds it, gzip in base64 (the one file)
 * @param {Asset[]} list
 * @param {(loaded: number, total: number) => void} tell
 * @returns {Promise<Record<string, ArrayBuffer>>} by name
 */
export async function loadAssets(list, tell) {
  const total = list.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  const more = (/** @type {number} */ bytes) => tell((loaded += bytes), total);
  const buffers = await Promise.all(list.map((asset) => (asset.block ? unpackBlock(asset, more) : download(asset, more))));
  return Object.fromEntries(list.map(({ name }, index) => [name, buffers[index]]));
}

/** @param {Asset} asset @param {(bytes: number) => void} more */
async function download({ name, bytes, sha256, path }, more) {
  const again = "Check the connection and reload the page.";
  const response = await fetch(/** @type {string} */ (path)).catch((error) => {
    throw new Error(`The file ${name} could not be fetched (${error.message}). ${again}`);
  });
  if (!response.ok || !response.body) throw new Error(`The file ${name} could not be fetched: the server answered ${response.status}. ${again}`);
  const result = new Uint8Array(bytes);
  let at = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > bytes) throw new Error(`The file ${name} is longer than it should be. Reload the page.`);
    result.set(value, at);
    at += value.length;
    more(value.length);
  }
  if (at !== bytes) throw new Error(`The file ${name} came only in part: ${at} of ${bytes} bytes. ${again}`);
  if (await differs(result, sha256)) throw new Error(`The file ${name} is not the one this page was built with. Reload the page; if it happens again, its host serves a damaged or an older copy.`);
  return result.buffer;
}

/** Judged where the browser offers it: on https, on this computer. @param {BufferSource} bytes @param {string|undefined} sha256 */
async function differs(bytes, sha256) {
  if (!sha256 || !crypto.subtle) return false;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") !== sha256;
}

/** @param {Asset} asset @param {(bytes: number) => void} more */
async function unpackBlock({ name, bytes, sha256, block }, more) {
  await read(); // the app stands before the blocks in the file
  const element = document.getElementById(/** @type {string} */ (block));
  if (!element) throw new Error(`This file is not whole: the part ${name} is missing. Copy it again.`);
  const buffer = await inflate(element.textContent ?? "").catch(() => null);
  element.remove(); // 4 MB of text that nobody needs any more
  if (buffer?.byteLength !== bytes || (await differs(buffer, sha256))) throw new Error(`This file is not whole: the part ${name} is damaged. Copy it again.`);
  more(bytes);
  return buffer;
}

/** Resolves when the whole file has been read. @returns {Promise<void>} */
function read() {
  return new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", () => resolve(), { once: true });
  });
}

/** @param {string} text gzip in base64 */
async function inflate(text) {
  const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64(text) {
  // @ts-ignore: quick where the browser has it
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
