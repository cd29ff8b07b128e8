// Runs in the sandboxed frame, an opaque origin with no network: makes the worker and hands it the page's port.

addEventListener("message", (event) => {
  if (event.source !== parent) return;
  const { script, route } = event.data;
  // @ts-ignore
  const policy = self.trustedTypes?.createPolicy("app", { createScriptURL: onlyBlob });
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(policy ? policy.createScriptURL(address) : address);
  worker.onerror = (error) => parent.postMessage({ failed: error.message || "the worker could not start" }, "*");
  const port = event.ports[0];
  worker.postMessage({ port, route }, [port]);
}, { once: true });

/** @param {string} address */
function onlyBlob(address) {
  if (!address.startsWith("blob:")) throw new TypeError("only a blob: address may become a worker");
  return address;
}
