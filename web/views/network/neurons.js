// A button over each neuron: a click or Enter picks it, arrow keys move among them, its name says its numbers.
import { h } from "../dom.js";
import { neuronName } from "./words.js";

const STEPS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });

/** @param {HTMLElement} element @param {any} store */
export function mountNeurons(element, store) {
  /** @type {any[][]} */
  let layers = [];
  let held = { layer: 0, index: 0 }; // the one that Tab reaches

  element.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (event.key === "Escape" && store.picked.value.neuron) store.pick({ neuron: null });
    if (!step) return;
    event.preventDefault();
    move(step[0], step[1]);
  });

  return { place, press, tell };

  function move(/** @type {number} */ across, /** @type {number} */ down) {
    const from = layers[held.layer]?.[held.index];
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
    for (const one of layers.flat()) {
      const ahead = (one.x - from.x) * across + (one.y - from.y) * down;
      const aside = Math.abs((one.x - from.x) * down) + Math.abs((one.y - from.y) * across);
      if (ahead < 1 || (down && aside > from.size)) continue;
      const distance = ahead + aside * 0.5;
      if (distance < least) [best, least] = [one, distance];
    }
    return best;
  }

  function hold(/** @type {{layer: number, index: number}} */ place) {
    const before = layers[held.layer]?.[held.index];
    if (before) before.button.tabIndex = -1;
    held = place;
    const now = layers[held.layer]?.[held.index];
    if (now) now.button.tabIndex = 0;
  }

  /** One button a neuron; those that stay keep their element and so the focus. */
  function place(/** @type {any} */ plan, /** @type {any} */ structure) {
    const columns = plan.columns.slice(1);
    layers.splice(columns.length).flat().forEach((one) => one.button.remove());
    columns.forEach((/** @type {any} */ column, /** @type {number} */ layer) => {
      const row = (layers[layer] ??= []);
      row.splice(column.boxes.length).forEach((one) => one.button.remove());
      column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ index) => {
        const one = (row[index] ??= create(layer, index));
        Object.assign(one, { x: box.x + box.size / 2, y: box.y + box.size / 2, size: box.size });
        Object.assign(one.button.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.size}px`, height: `${box.size}px` });
      });
    });
    tell(structure, null);
    if (!layers[held.layer]?.[held.index]) held = { layer: 0, index: 0 };
    hold(held);
    press(store.picked.value.neuron);
  }

  function create(/** @type {number} */ layer, /** @type {number} */ index) {
    const place = { layer, index };
    const button = h("button", { type: "button", class: "neuron", tabindex: "-1", "aria-pressed": "false" });
    button.addEventListener("click", () => {
      button.focus(); // Safari does not do it by itself, and Escape needs it
      const { neuron } = store.picked.value;
      store.pick({ neuron: neuron?.layer === layer && neuron?.index === index ? null : place });
    });
    button.addEventListener("focus", () => hold(place));
    element.append(button);
    return { button, place };
  }

  function press(/** @type {any} */ neuron) {
    for (const one of layers.flat()) {
      const pressed = String(neuron?.layer === one.place.layer && neuron?.index === one.place.index);
      if (one.button.getAttribute("aria-pressed") !== pressed) one.button.setAttribute("aria-pressed", pressed);
    }
  }

  function tell(/** @type {any} */ structure, /** @type {any} */ state) {
    for (const one of layers.flat()) {
      const name = neuronName(structure, state, one.place);
      if (one.button.title === name) continue;
      one.button.title = name;
      one.button.setAttribute("aria-label", name);
    }
  }
}
