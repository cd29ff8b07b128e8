// A learner's files in a link: packed small, unpacked with care. They are shown first and run only on a person's word.

const MOST = 200_000; // characters of code that a link may bring
const MOST_FILES = 60;

/** @param {Record<string, string>} files @returns {Promise<string>} for the address: code=… */
export async function packCode(files) {
  const packed = new Blob([JSON.stringify(files)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * @param {string} text @param {string[]} names of the files there may be @returns {Promise<Record<string, string>>}
 * @throws {Error} with a sentence, when it is not what packCode makes
 */
export async function unpackCode(text, names) {
  let files;
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    files = JSON.parse(await inflate(bytes));
  } catch {
    throw new Error("The code in this link cannot be read: the link may have been cut off. Your own code stays as it is.");
  }
  if (!isFiles(files, names)) throw new Error("The code in this link is not a set of Python files. Your own code stays as it is.");
  return files;
}

/** @param {any} files @param {string[]} names */
function isFiles(files, names) {
  if (!files || typeof files !== "object" || Array.isArray(files)) return false;
  const entries = Object.entries(files);
  if (entries.length < 1 || entries.length > MOST_FILES) return false;
  if (!entries.every(([name, text]) => names.includes(name) && typeof text === "string")) return false;
  return entries.reduce((sum, [, text]) => sum + text.length, 0) <= MOST;
}

/** The code in an address, if there is any. @param {string} hash */
export function codeIn(hash) {
  return new URLSearchParams(hash.replace(/^#/, "")).get("code");
}

/** Never much more than MOST, whatever a small text may grow to: JSON writes a line's end as two characters. @param {Uint8Array<ArrayBuffer>} bytes */
async function inflate(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > 2 * MOST) throw new Error("too long");
  }
}
