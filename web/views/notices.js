// Sentences for the person: what was wrong with an address, why training stopped, what the page changed along.

import { effect } from "@preact/signals-core";
import { fill, h } from "./dom.js";

/** @param {Element} element @param {any} store */
export function mountNotices(element, store) {
  effect(() => {
    fill(element, ...store.notices.value.map((/** @type {any} */ { id, kind, text }) =>
      h("p", { class: `notice ${kind}` },
        h("span", { class: "sign", "aria-hidden": "true", text: kind === "problem" ? "!" : "i" }),
        h("span", { class: "text", text }),
        h("button", { class: "quiet", type: "button", text: "✕", "aria-label": "Dismiss this message", title: "Dismiss this message", onclick: () => store.dismiss(id) }))));
  });
}
