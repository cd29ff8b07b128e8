// The verdict on the gradients, at the right of the tabs: agreed, or what is wrong and where.

import { fill, h } from "../dom.js";

/** @typedef {{what: string, layer: number|null, name: string|null, file: string, line: number, size: string, sentence: string}} Fault */

/** @param {(file: string, line: number) => void} goTo */
export function makeCheck(goTo) {
  const element = h("div", { id: "gradients", role: "status" });
  /** @param {null | {agrees: boolean, checked: number, faults: Fault[]}} check */
  function draw(check) {
    if (!check) fill(element);
    else if (check.agrees) fill(element, agreed(check.checked));
    else fill(element, ...check.faults.slice(0, 1).map((fault) => wrong(fault, check.faults.length - 1)));
  }

  /** @param {number} count */
  function agreed(count) {
    const title = `Each derivative of the code that runs was compared with a difference quotient: ${count} numbers, all agree.`;
    return h("p", { class: "agrees", title }, h("span", { "aria-hidden": "true", text: "✓ " }), "gradients agree");
  }

  /** @param {Fault} fault @param {number} others */
  function wrong(fault, others) {
    const { file, line, size, sentence } = fault;
    const more = others > 0 ? ` (and ${others} more)` : "";
    return h(
      "button", { type: "button", class: "differs", title: `${sentence}${more} Shows ${file}, line ${line}.`, onclick: () => goTo(file, line) },
      h("span", { "aria-hidden": "true", text: "✗ " }), h("span", { text: `${place(fault)}: ${size}` }));
  }
  return { element, draw };
}

/** "dW of layer 1", "d_tanh" @param {Fault} fault */
function place({ what, layer, name }) {
  return name ?? (layer === null ? what : `${what} of layer ${layer + 1}`);
}
