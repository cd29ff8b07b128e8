// The slider under the chart: through the epochs of the run, back and forth.

import { effect } from "@preact/signals-core";
import { fill, h, say } from "./dom.js";
import { count } from "./format.js";

/** @param {HTMLElement} element @param {any} store */
export function mountTime(element, store) {
  const slider = h("input", { type: "range", id: "time", min: 0, max: 0, step: 1, value: 0, "aria-label": "Epoch of the run", oninput: () => store.rewind(Number(slider.value)) });
  const note = h("p", { class: "time-note" });
  fill(element, slider, note);
  let across = /** @type {((epoch: number) => number)|null} */ (null);
  let range = [0, 0];

  const end = effect(() => {
    const state = store.state.value;
    const past = store.past.value;
    const train = store.costs.value.train.length;
    element.hidden = !state || (train === 0 && !past);
    if (!state || element.hidden) return;
    const [first, last] = state.history;
    const at = store.heading.value ?? state.epoch;
    const why = reason(store, first, last);
    range = [first, last];
    slider.min = String(first);
    slider.max = String(last);
    slider.value = String(at);
    slider.disabled = why !== "";
    slider.title = why || `Any epoch of this run${first > 0 ? ` from ${count(first)} on` : ""}: move it, and the network is again as it was then.`;
    slider.setAttribute("aria-valuetext", `epoch ${count(at)} of ${count(past?.costs.train.length ?? last)}`);
    say(note, why || told(store, at, first, past?.costs.train.length ?? last));
    place();
  });

  return { align, end };

  /** The slider stands under the epochs of the axis. @param {(epoch: number) => number} next */
  function align(next) {
    across = next;
    place();
  }

  function place() {
    if (!across) return;
    const [left, right] = range.map(across);
    slider.style.marginLeft = `calc(${left.toFixed(1)}px - var(--thumb) / 2)`;
    slider.style.width = `calc(${Math.max(0, right - left).toFixed(1)}px + var(--thumb))`;
  }
}

/** Why one cannot go back now; "" when one can. @param {any} store @param {number} first @param {number} last */
function reason(store, first, last) {
  if (store.python.value.phase !== "ready") return "Python must be ready before one can go back.";
  if (store.running.value) return "Pause training to go back in this run.";
  if (first >= last) return "Of this run only its end is known here: one can go back to it once the network is trained on.";
  return "";
}

/** @param {any} store @param {number} at @param {number} first @param {number} last */
function told(store, at, first, last) {
  if (!store.past.value && store.heading.value === null) return first > 0 ? `Drag to go back as far as epoch ${count(first)}: what was before it is not kept.` : "Drag to go back to any epoch of this run.";
  return `Epoch ${count(at)} of ${count(last)}. Train goes on from here.`;
}
