// A small control with its name above it, as in the windows for one's own data.

import { h } from "../dom.js";

export const SHARES = [0, 0.1, 0.2, 0.3, 0.5]; // of the rows, held out

let made = 0;

/** @param {string} label @param {string} tip one sentence @param {HTMLElement} control */
export function option(label, tip, control) {
  control.id = `own-option-${++made}`;
  return h("div", { class: "own-option", title: tip }, h("label", { for: control.id, text: label }), control);
}

/** @param {number} share */
export function shareText(share) {
  return `${Number((share * 100).toFixed(2))} %`;
}
