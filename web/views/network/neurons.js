// A button over each neuron and each input: a click or Enter picks it, arrow keys move among them, its name says its
// numbers, and the one that is pointed at or has the keyboard's focus is shown enlarged in the output's window.
import { h } from "../dom.js";
import { flagOf, meaningOf } from "./marks.js";
import { inputName, neuronName } from "./words.js";

const STEPS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @typedef {{layer: number, index: number}} Place layer −1: an input */

/** @param {HTMLElement} element @param {any} store */
export function mountNeurons(element, store) {
  /** @type {any[][]} */
  let columns = []; // the inputs first
  let held = { layer: 0, index: 0 }; // the one that Tab reaches

  element.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (event.key === "Escape" && store.picked.value.neuron) store.pick({ neuron: null });
    if (!step) return;
    event.preventDefault();
    move(step[0], step[1]);
  });

  return { place, press, tell };

  /** @param {Place|null|undefined} place */
  function at(place) {
    return place && columns[place.layer + 1]?.[place.index];
  }

  function move(/** @type {number} */ across, /** @type {number} */ down) {
    const from = at(held);
    if (!from) return;
    const next = nearest(from, across, down);
    if (!next) return;
    hold(next.place);
    next.button.focus();
  }

  /** The closest neuron in that direction. */
  function nearest(/** @type {any} */ from, /** @type {number} */ across, /** @type {number} */ down) {
    let best = null;
    let least = Infinity;
    for (const one of columns.flat()) {
      const ahead = (one.x - from.x) * across + (one.y - from.y) * down;
      const aside = Math.abs((one.x - from.x) * down) + Math.abs((one.y - from.y) * across);
      if (ahead < 1 || (down && aside > from.size)) continue;
      const distance = ahead + aside * 0.5;
      if (distance < least) [best, least] = [one, distance];
    }
    return best;
  }

  function hold(/** @type {Place} */ place) {
    const before = at(held);
    if (before) before.button.tabIndex = -1;
    held = place;
    const now = at(held);
    if (now) now.button.tabIndex = 0;
  }

  /** One button a neuron; those that stay keep their element and so the focus. */
  function place(/** @type {any} */ plan, /** @type {any} */ structure) {
    columns.splice(plan.columns.length).flat().forEach(remove);
    plan.columns.forEach((/** @type {any} */ column, /** @type {number} */ layer) => {
      const boxes = layer === 0 && structure.image ? [] : column.boxes; // an image is looked at in the output's window
      const row = (columns[layer] ??= []);
      row.splice(boxes.length).forEach(remove);
      boxes.forEach((/** @type {any} */ box, /** @type {number} */ index) => {
        const one = (row[index] ??= create(layer - 1, index));
        Object.assign(one, { x: box.x + box.size / 2, y: box.y + box.size / 2, size: box.size });
        Object.assign(one.button.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.size}px`, height: `${box.size}px` });
      });
    });
    if (store.hovered?.value && !at(store.hovered.value)) hover(null);
    tell(structure, null, null);
    if (!at(held)) held = { layer: 0, index: 0 };
    hold(held);
    press(store.picked.value.neuron);
  }

  function create(/** @type {number} */ layer, /** @type {number} */ index) {
    const place = { layer, index };
    const button = h("button", { type: "button", class: "neuron", tabindex: "-1", "aria-pressed": "false" });
    let touched = false; // a finger has nothing to point with: what it taps is enlarged until it taps another one, or this one again
    button.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => (touched = event.pointerType === "touch"));
    button.addEventListener("pointercancel", () => (touched = false)); // it has become scrolling
    button.addEventListener("click", () => {
      button.focus(); // Safari does not do it by itself, and Escape needs it
      const again = same(store.picked.value.neuron, place);
      store.pick({ neuron: again ? null : place });
      if (touched) hover(again ? null : place);
      touched = false;
    });
    button.addEventListener("focus", () => {
      hold(place);
      if (button.matches(":focus-visible")) hover(place); // by the keyboard: a click alone must not leave it enlarged
    });
    button.addEventListener("blur", () => leave(place));
    button.addEventListener("pointerenter", (/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && hover(place));
    button.addEventListener("pointerleave", (/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && leave(place));
    element.append(button);
    return { button, place };
  }

  function remove(/** @type {any} */ one) {
    leave(one.place);
    one.button.remove();
  }

  function hover(/** @type {Place|null} */ place) {
    if (store.hovered && !same(store.hovered.peek(), place)) store.hovered.value = place;
  }

  function leave(/** @type {Place} */ place) {
    if (same(store.hovered?.peek(), place)) hover(null);
  }

  function press(/** @type {any} */ neuron) {
    for (const one of columns.flat()) {
      const pressed = String(Boolean(neuron) && same(neuron, one.place));
      if (one.button.getAttribute("aria-pressed") !== pressed) one.button.setAttribute("aria-pressed", pressed);
    }
  }

  /** Names say the numbers, and what is wrong. */
  function tell(/** @type {any} */ structure, /** @type {any} */ state, /** @type {any} */ work) {
    for (const one of columns.flat()) {
      const flag = flagOf(work, one.place);
      const name = one.place.layer < 0 ? inputName(structure, one.place.index) : neuronName(structure, state, one.place);
      const told = flag ? `${name}; ${meaningOf(flag)}` : name;
      if (one.button.title === told) continue;
      one.button.title = told;
      one.button.setAttribute("aria-label", told);
      if (flag) one.button.dataset.flag = flag;
      else delete one.button.dataset.flag;
    }
  }
}

/** @param {Place|null|undefined} a @param {Place|null|undefined} b */
function same(a, b) {
  return a?.layer === b?.layer && a?.index === b?.index;
}
