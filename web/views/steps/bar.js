// The bar over the steps: to the line before or after, the four phases with how far they are, undo, and the next training step.

import { h, say } from "../dom.js";
import { nextOfPhase, PHASES, progressOf } from "./moves.js";

const TITLES = /** @type {Record<string, string>} */ ({ feedforward: "Feedforward", cost: "Cost", backprop: "Backprop", update: "Update" });

/** @param {{goTo: (index: number) => void, undo: () => void, again: () => void}} actions */
export function makeBar({ goTo, undo, again }) {
  /** @type {any[]} */
  let steps = [];
  let at = 0;
  const previous = h("button", { type: "button", class: "steps-move", "aria-label": "Previous line", text: "◂", onclick: () => go(previous, at - 1) });
  const next = h("button", { type: "button", class: "steps-move", "aria-label": "Next line", text: "▸", onclick: () => go(next, at + 1) });
  const place = h("span", { class: "steps-place" });
  const phases = PHASES.map((phase, index) => {
    const fill = h("i");
    const button = h(
      "button", { type: "button", class: "steps-phase", "data-phase": phase, onclick: () => go(button, nextOfPhase(steps, at, phase)) },
      h("span", { class: "steps-track", "aria-hidden": "true" }, fill),
      h("span", { class: "steps-title" }, h("span", { class: "steps-count", text: `${index + 1} ` }), TITLES[phase]),
    );
    return { button, fill };
  });
  const undoButton = h("button", { type: "button", text: "Undo", onclick: () => act(undoButton, undo) });
  const againButton = h("button", { type: "button", text: "Step again", onclick: () => act(againButton, again) });
  const element = h(
    "div", { class: "steps-bar" },
    h("div", { class: "steps-moves" }, previous, next),
    place,
    h("div", { class: "steps-phases", role: "group", "aria-label": "Phases of the training step" }, ...phases.map((one) => one.button)),
    h("div", { class: "steps-acts" }, undoButton, againButton),
  );
  return { element, next, update, allow };

  /** @param {any} trace */
  function update(trace) {
    ({ steps, at } = trace);
    say(place, `line ${at + 1} of ${steps.length}`);
    able(previous, at > 0, "Goes back to the line before (← or p).", "This is the first line.");
    able(next, at < steps.length - 1, "Goes to the next line (→ or n).", "This is the last line of the step.");
    progressOf(steps, at).forEach(({ phase, all, share }, index) => {
      const { button, fill } = phases[index];
      fill.style.width = `${share * 100}%`;
      if (steps[at]?.phase === phase) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      able(button, all > 0, `Goes to the next line of ${TITLES[phase].toLowerCase()} (Page Down: to the next phase).`, "No line of this step belongs here.");
    });
  }

  /** @param {string} reason why no step can be taken now; "" if one can */
  function allow(reason) {
    able(undoButton, !reason, "Takes this training step back: the network is as it was before.", reason);
    able(againButton, !reason, "Does the next training step and goes through its lines.", reason);
  }

  function go(/** @type {HTMLElement} */ button, /** @type {number} */ index) {
    act(button, () => goTo(index));
  }
}

/** A button that cannot be used keeps the focus, so that the keyboard's way is not lost. */
function able(/** @type {HTMLElement} */ button, /** @type {boolean} */ can, /** @type {string} */ title, /** @type {string} */ reason) {
  button.setAttribute("aria-disabled", String(!can));
  button.title = can ? title : reason;
}

function act(/** @type {HTMLElement} */ button, /** @type {() => void} */ action) {
  if (button.getAttribute("aria-disabled") !== "true") action();
}
