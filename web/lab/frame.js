// Runs in the sandboxed frame, an opaque origin with no network: makes the worker and hands it the page's port. Its script
// comes packed and is unpacked here, where nothing else is going on while the page is being made.

addEventListener("message", async (event) => {
  if (event.source !== parent) return;
  const { script, route } = event.data;
  // @ts-ignore
  const policy = self.trustedTypes?.createPolicy("app", { createScriptURL: onlyBlob });
  const text = await unzipped(script);
  if (!text) return parent.postMessage({ failed: "The part worker.js is damaged. Reload the page." }, "*");
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(policy ? policy.createScriptURL(address) : address);
  worker.onerror = (error) => parent.postMessage({ failed: error.message || "the worker could not start" }, "*");
  const port = event.ports[0];
  worker.postMessage({ port, route }, [port]);
}, { once: true });

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
