// The first picture: what Python will answer when it opens the article's experiment, and the curve that its training will
// draw. Both come from a real run of the lesson, made by the build (web/build/first.mjs), so that there is something to
// look at while Python starts. The page says so, and Python's own answer takes the place of all of it.

import { batch, effect, untracked } from "@preact/signals-core";
import { unpack } from "./lab/message.js";
import { encode } from "./url.js";

/**
 * Shown as long as the experiment is the article's: the address opens it, and nobody has changed it yet.
 * @param {any} store @param {{text: string, numbers: string}} made by the build
 * @returns {() => void} ends it: Python has answered
 */
export function showFirst(store, made) {
  const { opened, curve } = unpack(made.text, bytesOf(made.numbers));
  const { training } = opened.experiment;
  const end = effect(() => {
    const now = store.experiment.value;
    const untrained = encode({ ...now, training }, store.shipped) === "" && !store.codeRuns(); // an empty address is the article's experiment
    const same = untrained && encode(now, store.shipped) === "";
    untracked(() => batch(() => {
      store.data.value = untrained ? opened.data : null;
      store.state.value = untrained ? opened.state : null;
      store.first.value = untrained ? { curve: same ? Array.from(curve.values) : [] } : null;
    }));
  });
  return () => {
    end();
    store.first.value = null;
  };
}

/** @param {string} base64 @returns {ArrayBuffer} */
function bytesOf(base64) {
  // @ts-ignore: new, and quicker
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64).buffer;
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}
