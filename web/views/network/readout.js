// The line at the foot: the picked neuron's row of W and its b, as numbers to read and to type over, and what it makes of
// the picked sample. With many weights a menu says which one stands in the field.
import { fill, h, say } from "../dom.js";
import { fillMenu } from "../fields.js";
import { valueField } from "./values.js";
import { FEW, firstLine, numbers, sourceName, termsOf, titleOf, waitingLine, whyLocked } from "./words.js";

/** @param {HTMLElement} element @param {any} store @param {() => void} changed told when another weight is looked at */
export function mountReadout(element, store, changed) {
  const line = h("p", { class: "network-line network-readout" });
  const note = h("p", { class: "network-refused", role: "status" });
  element.append(line, note);
  const terms = h("span", { class: "terms" });
  /** @type {{place: any, fields: any[], bias: any, menu: any}|null} */
  let now = null; // what the line was built for
  let key = "";

  line.addEventListener("focusin", changed);
  line.addEventListener("focusout", changed);

  return { line, update, edge };

  /** The weight whose field or menu has the focus: its curve is marked. @returns {import("./curves.js").Edge|null} */
  function edge() {
    const focused = document.activeElement;
    if (!now || !focused || !line.contains(focused) || focused === now.bias?.input) return null;
    const at = now.fields.findIndex((field) => field.input === focused);
    return { layer: now.place.layer, neuron: now.place.index, input: now.menu ? Number(now.menu.value) : at };
  }

  /** @param {any} scene @returns {boolean} whether there is anything to read */
  function update(scene) {
    const { structure, state, neuron: place, first, python } = scene;
    const title = state && titleOf(structure, place);
    const next = title ? JSON.stringify([title, place, structure.inputs, structure.layers.map((/** @type {any} */ one) => one.neurons)]) : "";
    if (next !== key) {
      key = next;
      say(note, "");
      now = title ? build(structure, place, title) : null;
    }
    if (!now) {
      fill(line, !state ? waitingLine(python) : first ? firstLine(python) : "");
      return line.textContent !== "";
    }
    if (now.bias) {
      const { row, bias } = numbers(state, place.layer, place.index);
      const locked = whyLocked(scene);
      now.bias.set(bias, locked);
      if (now.menu) now.fields[0].set(row[Number(now.menu.value)], locked);
      else now.fields.forEach((field, input) => field.set(row[input], locked));
    }
    fill(terms, ...termsOf(scene));
    return true;
  }

  /** @param {any} structure @param {any} place @param {string} title */
  function build(structure, place, title) {
    const parts = [h("b", { text: title })];
    /** @type {any} */
    const built = { place, fields: [], bias: null, menu: null };
    if (place.layer >= 0) {
      const { inputs } = structure.layers[place.layer];
      const many = inputs > FEW;
      const from = (/** @type {number} */ input) => sourceName(structure, place.layer, input);
      if (many) built.menu = menuOf(Array.from({ length: inputs }, (_, input) => from(input)));
      built.fields = Array.from({ length: many ? 1 : inputs }, (_, input) => field(place, () => (many ? Number(built.menu.value) : input), many ? "weight from the one chosen" : `weight from ${from(input)}`));
      built.bias = field(place, () => null, "bias");
      parts.push(
        h("span", { class: "term" }, h("code", { text: `W[${place.index}]` }), ...(built.menu ? [h("span", { class: "menu" }, built.menu)] : []), ...built.fields.map((/** @type {any} */ one) => one.input)),
        h("span", { class: "term" }, h("code", { text: `b[${place.index}]` }), built.bias.input));
    }
    fill(line, ...parts, terms);
    return built;
  }

  /** @param {any} place @param {() => number|null} input which weight; null: the bias @param {string} name */
  function field(place, input, name) {
    return valueField({ name, take: (value) => store.setWeight(place.layer, place.index, input(), value), say: (text) => say(note, text) });
  }

  /** @param {string[]} names */
  function menuOf(names) {
    const menu = h("select", { "aria-label": "Weight from", title: "Which of the neuron’s weights stands in the field.", onchange: changed });
    fillMenu(menu, names.map((name, at) => ({ value: String(at), text: `from ${name}` })), "0");
    return menu;
  }
}
