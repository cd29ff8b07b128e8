// The same in one file from disk: a classic worker, since a module worker made of a blob does not start there. What
// Pyodide asks for comes from the bytes that the page unpacked.

import { start } from "./plain_start.js";

self.onmessage = async ({ data: parts }) => {
  // @ts-ignore: Pyodide takes a worker with importScripts for one it cannot use
  self.importScripts = undefined;
  const script = (name) => URL.createObjectURL(new Blob([parts[name]], { type: "text/javascript" }));
  self.fetch = async (address) => {
    const name = String(address).split("/").pop() ?? "";
    if (!parts[name]) throw new TypeError(`there is no ${name}`);
    return new Response(parts[name], { headers: { "content-type": name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream" } });
  };
  const { loadPyodide } = await import(script("pyodide.mjs"));
  const { default: createPyodideModule } = await import(script("pyodide.asm.mjs"));
  start(() => loadPyodide({ indexURL: "https://plain.invalid/", packageBaseUrl: "https://plain.invalid/", createPyodideModule, lockFileContents: new TextDecoder().decode(parts["pyodide-lock.json"]) }));
};
