// What the network's window says in words: names of neurons, the picked one's numbers, what waits.
import { h } from "../dom.js";
import { brief, count, fixed } from "../format.js";
import { STRONGEST } from "./plan.js";
import { layerName } from "./structure.js";

const LISTED = 6; // more weights than these are counted, not listed

/** "hidden layer 1, neuron 2: weights −2.88 and 1.36, bias −0.14" @param {any} structure @param {any} state @param {{layer: number, index: number}} place */
export function neuronName(structure, state, { layer, index }) {
  const { neurons, kind } = structure.layers[layer];
  const label = kind === "output" && neurons > 1 ? `output ${structure.outputs[index] ?? index + 1}` : neurons === 1 && kind === "output" ? "output neuron" : `${layerName(structure, layer)}, neuron ${index + 1}`;
  if (!state) return label;
  const { row, bias } = numbers(state, layer, index);
  const weights = row.length > LISTED ? `${row.length} weights` : row.length === 1 ? `weight ${fixed(row[0])}` : `weights ${row.slice(0, -1).map((one) => fixed(one)).join(", ")} and ${fixed(row[row.length - 1])}`;
  return `${label}: ${weights}, bias ${fixed(bias)}`;
}

/** The line at the foot: the picked neuron's row of W, its b, and what the picked sample brings. */
export function readoutOf(/** @type {any} */ structure, /** @type {any} */ state, /** @type {any} */ data, /** @type {any} */ picked, /** @type {{phase: string}} */ python) {
  if (!state) return [waitingLine(python)];
  const place = picked.neuron;
  const layer = place && structure.layers[place.layer];
  if (!layer || place.index >= layer.neurons) return ["Pick a neuron to read its weights."];
  const label = neuronName(structure, null, place);
  const parts = [h("b", { text: label[0].toUpperCase() + label.slice(1) })];
  const { row, bias } = numbers(state, place.layer, place.index);
  const listed = row.slice(0, row.length > LISTED ? 4 : LISTED).map((one) => fixed(one)).join("  ");
  const rest = row.length > LISTED ? `  … ${count(row.length)} in all` : "";
  parts.push(term(`W[${place.index}]`, `${listed}${rest}`), term(`b[${place.index}]`, fixed(bias)));
  const sample = picked.sample;
  if (data && sample < data.x.shape[1]) {
    if (place.layer === 0 && row.length <= LISTED) {
      structure.inputs.forEach((/** @type {string} */ name, /** @type {number} */ at) => parts.push(term(name, brief(value(data.x, at, sample)))));
    }
    if (layer.kind === "output") parts.push(term("ŷ", fixed(value(state.outputs, place.index, sample), 3)), term("wanted", brief(value(data.y, place.index, sample))));
    if (parts.length > 3) parts.push(h("span", { text: `for sample ${count(sample + 1)}` }));
  }
  return parts;
}

function term(/** @type {string} */ name, /** @type {string} */ text) {
  return h("span", { class: "term" }, h("code", { text: name }), ` ${text}`);
}

/** @returns {{row: number[], bias: number}} */
function numbers(/** @type {any} */ state, /** @type {number} */ layer, /** @type {number} */ index) {
  const { W, b } = state.weights[layer];
  const width = W.shape[1];
  return { row: Array.from(W.values.subarray(index * width, (index + 1) * width)), bias: b.values[index] };
}

function value(/** @type {any} */ array, /** @type {number} */ row, /** @type {number} */ column) {
  return array.values[row * array.shape[1] + column];
}

/** Where not all curves are drawn, that is told. @param {any} structure */
export function strongestNote(structure) {
  const sizes = structure.layers.map((/** @type {any} */ one) => one.neurons * one.inputs).filter((/** @type {number} */ one) => one > STRONGEST);
  if (!sizes.length) return "";
  const named = [...new Set(sizes)].map((one) => count(/** @type {number} */ (one)));
  const listed = named.length > 3 ? "each gap’s" : named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named[named.length - 1]}` : named[0];
  return `strongest ${STRONGEST} of ${listed} weights drawn`;
}

/** @param {{phase: string}} python */
function waitingLine(python) {
  if (python.phase === "failed") return "Python did not start, so there are no weights to show.";
  if (python.phase === "ready") return "";
  return "The weights appear when Python has started.";
}
