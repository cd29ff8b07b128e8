// Sentences for the person: what was wrong with an address, why training stopped, what the page changed along.

import { effect } from "@preact/signals-core";
import { fill, h } from "./dom.js";

/** @param {Element} element @param {any} store */
export function mountNotices(element, store) {
  const newVersion = h("p", { class: "notice info", id: "new-version" },
    h("span", { class: "sign", "aria-hidden": "true", text: "i" }),
    h("span", { class: "text", text: "A new version of Chalknet is there: reload to use it." }),
    h("button", { type: "button", text: "Reload", onclick: () => location.reload() }),
    h("button", { class: "quiet", type: "button", text: "✕", "aria-label": "Not now", title: "Not now: this tab goes on as it is", onclick: () => (store.newVersion.value = false) }));
  effect(() => {
    fill(element, ...(store.newVersion.value ? [newVersion] : []), ...store.notices.value.map((/** @type {any} */ { id, kind, text }) =>
      h("p", { class: `notice ${kind}` },
        h("span", { class: "sign", "aria-hidden": "true", text: kind === "problem" ? "!" : "i" }),
        h("span", { class: "text", text }),
        h("button", { class: "quiet", type: "button", text: "✕", "aria-label": "Dismiss this message", title: "Dismiss this message", onclick: () => store.dismiss(id) }))));
  });
}
