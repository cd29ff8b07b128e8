// The page's side of the service worker (worker.js): starts it, answers which version this tab shows, and hears which one
// is served now. Where there is none (from disk, in a private window, in an old browser) the page does without, silently.

import { effect } from "@preact/signals-core";
import { started } from "../lab/started.js";

const HOUR = 3_600_000; // ms between two looks for a new version while a tab stays open

/** @param {any} store @param {{version: string, single: boolean}} build */
export function keepOffline(store, build) {
  const container = build.single ? null : workersOf();
  if (!container) return;

  container.addEventListener("message", ({ data, ports }) => {
    if (data?.asks === "version") ports[0]?.postMessage(build.version);
    else if (typeof data?.serves === "string") store.newVersion.value = data.serves !== build.version;
  });
  container.startMessages();
  const greet = () => container.controller?.postMessage("opened");
  container.addEventListener("controllerchange", greet);
  greet();

  // not before Python is there: the start has the network for itself, and then all is in the browser's cache already
  const end = effect(() => {
    if (store.python.value.phase !== "ready") return;
    queueMicrotask(() => end());
    start(container);
  });
}

/** @param {ServiceWorkerContainer} container */
async function start(container) {
  try {
    const made = await container.register(started.trustedWorker(), { updateViaCache: "none" });
    let looked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || Date.now() - looked < HOUR) return;
      looked = Date.now();
      made?.update().catch(() => {}); // without a network there is nothing new
    });
  } catch (error) {
    console.info("This browser keeps no copy of the page for a visit without a network:", /** @type {Error} */ (error).message);
  }
}

/** @returns {ServiceWorkerContainer | null} */
function workersOf() {
  try {
    return navigator.serviceWorker ?? null;
  } catch {
    return null; // some browsers refuse even the question
  }
}
