// Many files in one: a number (4 bytes, little end first), so many bytes of JSON [[path, bytes], …], then the files.
// Simpler than a zip, because the whole is compressed anyway.

/** @param {[string, Uint8Array][]} files @returns {Uint8Array} */
export function toTree(files) {
  const head = new TextEncoder().encode(JSON.stringify(files.map(([path, content]) => [path, content.length])));
  const whole = new Uint8Array(files.reduce((sum, [, content]) => sum + content.length, 4 + head.length));
  new DataView(whole.buffer).setUint32(0, head.length, true);
  whole.set(head, 4);
  let at = 4 + head.length;
  for (const [, content] of files) {
    whole.set(content, at);
    at += content.length;
  }
  return whole;
}

/** @param {Uint8Array} whole @returns {[string, Uint8Array][]} views into it */
export function fromTree(whole) {
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length)));
  let at = 4 + length;
  return head.map((/** @type {[string, number]} */ [path, bytes]) => [path, whole.subarray(at, (at += bytes))]);
}

/** @param {any} FS Emscripten's @param {string} folder @param {[string, Uint8Array][]} files */
export function writeTree(FS, folder, files) {
  for (const [path, content] of files) {
    const full = `${folder}/${path}`;
    FS.mkdirTree(full.slice(0, full.lastIndexOf("/")));
    FS.writeFile(full, content);
  }
}
