// The key to the drawing: what colour, dashes and width of a curve say, and what the small pictures are.
import { h, svg } from "../dom.js";

/** What stands there while no neuron is picked; the last of it goes first where there is no room. @param {any} structure @returns {Node[]} */
export function keyOf(structure) {
  return [
    entry("positive weight", line("positive", 2.5)),
    entry("negative", line("negative", 2.5)),
    entry("thicker: larger", line("thin", 1), line("thick", 4)),
    ...pictures(structure).map((text) => entry(text)),
    entry("Pick a neuron to read it."),
  ];
}

/** What the neurons' pictures say: it depends on the data. @param {any} structure @returns {string[]} */
function pictures({ inputs, image, layers }) {
  if (image) return layers.length > 2 ? ["pictures: weights", "tiles: output for this image"] : ["pictures: a neuron’s weights"];
  return inputs.length === 2 ? [`small maps: a neuron’s output at every (${inputs.join(", ")})`] : ["tiles: output for the picked sample"];
}

function entry(/** @type {string} */ text, /** @type {SVGElement[]} */ ...samples) {
  return h("span", { class: "key-entry" }, ...samples, h("span", { text }));
}

/** A piece of a curve as it is drawn above. @param {string} kind @param {number} width */
function line(kind, width) {
  const dashes = kind === "negative" ? "3 2" : null;
  return svg("svg", { class: `key-line key-${kind}`, viewBox: "0 0 22 6", "aria-hidden": "true" },
    svg("path", { d: "M0 3H22", "stroke-width": width, "stroke-dasharray": dashes }));
}
