// Runs in the sandboxed frame, an opaque origin with no network. It makes two workers, and hands each a port of the page's:
// one for Python, and one that unpacks the parts that Python is made of (unpack.js) while the first reads its own script.

const policy = /** @type {any} */ (self).trustedTypes?.createPolicy("app", { createScriptURL: onlyBlob });

let begun = (/** @type {Worker} */ _) => {};
/** @type {Promise<Worker>} */
const python = new Promise((resolve) => (begun = resolve));
const unpacker = workerOf(document.getElementById("unpack")?.textContent ?? "");
unpacker.onmessage = async ({ data }) => (await python).postMessage(data, data.content instanceof Uint8Array ? [data.content.buffer] : []);

addEventListener("message", ({ source, data, ports }) => {
  if (source !== parent) return;
  if ("script" in data) begin(data, ports[0]);
  else if ("unpacked" in data) unpacker.terminate();
  else unpacker.postMessage(data, [...ports]);
});

/** @param {{script: Uint8Array<ArrayBuffer>, zipped: boolean, route: string}} given @param {MessagePort} port */
async function begin({ script, zipped, route }, port) {
  const text = zipped ? await unzipped(script) : script;
  if (!text) return parent.postMessage({ failed: "The part worker.js is damaged. Reload the page." }, "*");
  const worker = workerOf(text);
  worker.postMessage({ port, route }, [port]);
  begun(worker);
}

/** @param {BlobPart} script */
function workerOf(script) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(policy ? policy.createScriptURL(address) : address);
  worker.onerror = (error) => parent.postMessage({ failed: error.message || "the worker could not start" }, "*");
  return worker;
}

/** @param {Uint8Array<ArrayBuffer>} packed */
function unzipped(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer().catch(() => null);
}

/** @param {string} address */
function onlyBlob(address) {
  if (!address.startsWith("blob:")) throw new TypeError("only a blob: address may become a worker");
  return address;
}
