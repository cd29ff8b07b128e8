// Sentences for the person: what was wrong with an address, why training stopped, what the page changed along.

import { effect } from "@preact/signals-core";
import { WINDOWS } from "../url.js";
import { fill, h } from "./dom.js";

/** @param {Element} element @param {any} store */
export function mountNotices(element, store) {
  const newVersion = h("p", { class: "notice info", id: "new-version" },
    h("span", { class: "sign", "aria-hidden": "true", text: "i" }),
    h("span", { class: "text", text: "A new version of Chalknet is there: reload to use it." }),
    h("button", { type: "button", text: "Reload", onclick: () => location.reload() }),
    h("button", { class: "quiet", type: "button", text: "✕", "aria-label": "Not now", title: "Not now: this tab goes on as it is", onclick: () => (store.newVersion.value = false) }));
  const allHidden = h("p", { class: "notice info", id: "all-hidden" },
    h("span", { class: "sign", "aria-hidden": "true", text: "i" }),
    h("span", { class: "text", text: "This link hides every window of the page." }),
    h("button", { type: "button", text: "Show all windows", onclick: () => store.setView({ hide: [] }) }));
  effect(() => {
    const nothing = WINDOWS.every((name) => store.view.value.hide.includes(name));
    fill(element, ...(store.newVersion.value ? [newVersion] : []), ...(nothing ? [allHidden] : []), ...store.notices.value.map((/** @type {any} */ { id, kind, text }) =>
      h("p", { class: `notice ${kind}` },
        h("span", { class: "sign", "aria-hidden": "true", text: kind === "problem" ? "!" : "i" }),
        h("span", { class: "text", text }),
        h("button", { class: "quiet", type: "button", text: "✕", "aria-label": "Dismiss this message", title: "Dismiss this message", onclick: () => store.dismiss(id) }))));
  });
}
