// The page's one Trusted Types policy. The browser lets no text become markup or the address of a script but through
// it, and it lets pass two texts only: the document of Python's frame, and the name of the service worker's script.

export const WORKER = "sw.js"; // beside the page: the build puts web/offline/worker.js there

let frame = /** @type {string|null} */ (null); // the frame's document: what is given first, by the page's own build
let made = /** @type {any} */ (null);

/** @param {string} text @returns {any} what may be an iframe's srcdoc */
export function trustedFrame(text) {
  frame ??= text;
  return policy()?.createHTML(text) ?? text;
}

/** @returns {any} what may be registered as a service worker */
export function trustedWorker() {
  return policy()?.createScriptURL(WORKER) ?? WORKER;
}

/** There is none where the browser knows no Trusted Types. */
function policy() {
  // @ts-ignore
  const { trustedTypes } = window;
  made ??= trustedTypes?.createPolicy("app", {
    createHTML: (/** @type {string} */ given) => only(given, frame),
    createScriptURL: (/** @type {string} */ given) => only(given, WORKER),
  });
  return made;
}

/** @param {string} given @param {string|null} allowed */
function only(given, allowed) {
  if (given !== allowed) throw new TypeError("Only the page's own frame and service worker may pass.");
  return given;
}
