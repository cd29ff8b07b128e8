// A dialog: its heading with a way to close it, and what is in it. A click beside it closes it too.

import { h } from "./dom.js";

/** @param {string} id @param {string} title @param {...any} children */
export function makeDialog(id, title, ...children) {
  const dialog = h("dialog", { id, "aria-labelledby": `${id}-title` },
    h("form", { method: "dialog" }, h("h2", { id: `${id}-title`, text: title }), h("button", { class: "quiet", text: "✕", "aria-label": "Close", title: "Close" })),
    ...children);
  dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
    if (event.target === dialog && !inside) dialog.close(); // its own padding is not beside it
  });
  return dialog;
}
