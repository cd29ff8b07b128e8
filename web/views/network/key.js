// The key to the drawing: what colour, dashes and width of a curve say, and what the small pictures are.
import { h, svg } from "../dom.js";

/** What stands there while no neuron is picked; the last of it goes first where there is no room. @param {any} structure @returns {Node[]} */
export function keyOf(structure) {
  return [
    entry("positive weight", line("positive", 2.5)),
    entry("negative", line("negative", 2.5)),
    entry("thicker: larger", line("size", 1, 4)),
    ...pictures(structure).map((text) => entry(text)),
  ];
}

/** What the neurons' pictures say: it depends on the data. @param {any} structure @returns {string[]} */
function pictures({ image, plane, layers }) {
  if (image) return layers.length > 2 ? ["pictures: weights", "tiles: output for this image"] : ["pictures: a neuron’s weights"];
  if (!plane) return ["tiles: output for the picked sample"];
  const axes = plane.join(", ");
  return [`maps: a neuron’s output ${axes.length < 12 ? `at every (${axes})` : "over the two axes"}`];
}

function entry(/** @type {string} */ text, /** @type {SVGElement[]} */ ...samples) {
  return h("span", { class: "key-entry" }, ...samples, h("span", { text }));
}

/** Pieces of curves as they are drawn above, one after the other. @param {string} kind @param {...number} widths */
function line(kind, ...widths) {
  const each = 20 / widths.length;
  return svg("svg", { class: `key-line key-${kind}`, viewBox: "0 0 20 6", "aria-hidden": "true" }, ...widths.map((width, at) =>
    svg("path", { d: `M${at * each} 3h${each}`, "stroke-width": width, "stroke-dasharray": kind === "negative" ? "3 2" : null })));
}
