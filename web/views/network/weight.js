// A click on a curve: its weight in a small window at that place, to be read and typed over.
import { h, say } from "../dom.js";
import { openAt } from "./place.js";
import { valueField } from "./values.js";
import { weightName, whyLocked } from "./words.js";

/** @param {HTMLElement} element @param {any} store @param {() => void} changed told when it opens or closes */
export function mountWeight(element, store, changed) {
  /** @type {import("./curves.js").Edge|null} */
  let edge = null;
  /** @type {any} */
  let field = null;
  const title = h("p", { class: "weight-title", id: "weight-title" });
  const entry = h("span");
  const note = h("p", { class: "field-note", role: "status" });
  const set = h("button", { type: "button", text: "Set", title: "Takes the number, as Enter does.", onclick: done });
  const popover = h("div", { id: "weight", class: "network-popover", popover: "auto", role: "dialog", "aria-labelledby": "weight-title" },
    title, h("div", { class: "row" }, entry, set), note);
  element.append(popover);
  popover.addEventListener("toggle", (/** @type {any} */ event) => {
    if (event.newState === "open") field?.input.focus();
    else forget();
  });

  return { open, update, edge: () => edge };

  /** @param {import("./curves.js").Edge} chosen @param {{x: number, y: number}} point in the window @param {any} scene */
  function open(chosen, point, scene) {
    edge = chosen;
    const { layer, neuron, input } = chosen;
    const name = weightName(scene.structure, chosen);
    field = valueField({
      name: `weight from ${name.from}`, done: () => popover.hidePopover(),
      take: (value) => store.setWeight(layer, neuron, input, value), say: (text) => say(note, text),
    });
    say(title, `Weight from ${name.from} to ${name.to}`);
    say(note, "");
    entry.replaceChildren(field.input);
    update(scene);
    openAt(popover, { left: point.x, top: point.y, bottom: point.y });
    changed();
  }

  /** The number as it is now; nothing is left open of a network that is gone. @param {any} scene */
  function update(scene) {
    const { structure, state } = scene;
    if (!edge) return;
    const W = state?.weights[edge.layer]?.W;
    if (!W || edge.neuron >= W.shape[0] || edge.input >= W.shape[1] || !structure.layers[edge.layer]) {
      popover.hidePopover();
      return forget();
    }
    const locked = whyLocked(scene);
    field.set(W.values[edge.neuron * W.shape[1] + edge.input], locked);
    set.disabled = locked !== "";
  }

  function forget() {
    edge = field = null;
    entry.replaceChildren();
    changed();
  }

  function done() {
    if (field?.commit()) popover.hidePopover();
  }
}
