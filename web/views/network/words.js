// What the network's window says in words: names of neurons, the picked one's numbers, what waits.
import { h } from "../dom.js";
import { brief, capital, count, fixed } from "../format.js";
import { sampleName, valueOf } from "../table/samples.js";
import { STRONGEST } from "./plan.js";
import { layerName } from "./structure.js";

const LISTED = 6; // more weights than these are counted, not listed
export const FEW = 3; // so many weights have a field each at the foot, and so many inputs are told there

/** "hidden layer 1, neuron 2: weights −2.88 and 1.36, bias −0.14" @param {any} structure @param {any} state @param {{layer: number, index: number}} place */
export function neuronName(structure, state, { layer, index }) {
  const { neurons, kind } = structure.layers[layer];
  const label = kind === "output" && neurons > 1 ? `output ${structure.outputs[index] ?? index + 1}` : neurons === 1 && kind === "output" ? "output neuron" : `${layerName(structure, layer)}, neuron ${index + 1}`;
  if (!state) return label;
  const { row, bias } = numbers(state, layer, index);
  const weights = row.length > LISTED ? `${row.length} weights` : row.length === 1 ? `weight ${fixed(row[0])}` : `weights ${row.slice(0, -1).map((one) => fixed(one)).join(", ")} and ${fixed(row[row.length - 1])}`;
  return `${label}: ${weights}, bias ${fixed(bias)}`;
}

/** "input x₁" @param {any} structure @param {number} index */
export function inputName(structure, index) {
  return `input ${structure.inputs[index] ?? index + 1}`;
}

/** Where a weight comes from and leads to. @param {any} structure @param {import("./curves.js").Edge} edge @returns {{from: string, to: string}} */
export function weightName(structure, { layer, neuron, input }) {
  return { from: sourceName(structure, layer, input), to: neuronName(structure, null, { layer, index: neuron }) };
}

/** The tooltip of a curve. @param {any} scene @param {import("./curves.js").Edge} edge */
export function weightTip({ structure, state }, edge) {
  const { from, to } = weightName(structure, edge);
  const W = state?.weights[edge.layer].W;
  return `Weight from ${from} to ${to}${W ? `: ${fixed(W.values[edge.neuron * W.shape[1] + edge.input])}` : ""}. Click to change it.`;
}

/** What stands before a layer at that place: an input by its name, or a neuron. @param {any} structure @param {number} layer @param {number} input */
export function sourceName(structure, layer, input) {
  return layer === 0 ? structure.inputs[input] ?? `input ${input + 1}` : `${layerName(structure, layer - 1)}, neuron ${input + 1}`;
}

/** The picked neuron's name as the foot begins with it; null if it is not of this network. @param {any} structure @param {any} place */
export function titleOf(structure, place) {
  if (!place) return null;
  if (place.layer < 0) return place.index < structure.inputs.length && !structure.image ? capital(inputName(structure, place.index)) : null;
  const layer = structure.layers[place.layer];
  return layer && place.index < layer.neurons ? capital(neuronName(structure, null, place)) : null;
}

/** What the picked neuron, or input, makes of the drawing or of the picked sample. @param {any} scene @returns {Node[]} */
export function termsOf(scene) {
  const { structure, sample, neuron } = scene;
  if (neuron.layer < 0) return sample ? [term("x", brief(valueOf(sample.x, neuron.index, sample.sample))), h("span", { text: `for ${sampleName(sample)}` })] : [];
  return scene.drawing?.outputs ? drawingTerms(scene) : sampleTerms(scene, structure.layers[neuron.layer].inputs);
}

/** What the picked neuron makes of the drawing. */
function drawingTerms(/** @type {any} */ { structure, drawing, neuron: { layer, index } }) {
  const isOutput = structure.layers[layer].kind === "output";
  const values = isOutput ? drawing.outputs.values : drawing.activations[layer]?.values;
  if (!values || index >= values.length) return [];
  return [term(isOutput ? "ŷ" : "a", fixed(values[index], isOutput ? 3 : 2)), h("span", { text: "for your drawing" })];
}

/** What goes into the picked neuron for the picked sample, its sum, its output, and at the end of the network what was wanted. */
function sampleTerms(/** @type {any} */ { structure, sample, seen, running, neuron: { layer, index } }, /** @type {number} */ inputs) {
  const parts = [];
  if (!sample) return [];
  if (layer === 0 && inputs <= FEW) {
    structure.inputs.forEach((/** @type {string} */ name, /** @type {number} */ at) => parts.push(term(name, brief(valueOf(sample.x, at, sample.sample)))));
  }
  const told = seen && !running; // during training these are numbers of a while ago
  if (told) parts.push(term("z", fixed(seen.sums[layer].values[index])));
  if (structure.layers[layer].kind === "output") {
    parts.push(term("ŷ", fixed(valueOf(sample.outputs, index, sample.sample), 3)), term("wanted", brief(valueOf(sample.y, index, sample.sample))));
  } else if (told) {
    parts.push(term("a", fixed(seen.activations[layer].values[index])));
  }
  return parts.length ? [...parts, h("span", { text: `for ${sampleName(sample)}` })] : [];
}

export function term(/** @type {string} */ name, /** @type {string} */ text) {
  return h("span", { class: "term" }, h("code", { text: name }), ` ${text}`);
}

/** @returns {{row: number[], bias: number}} */
export function numbers(/** @type {any} */ state, /** @type {number} */ layer, /** @type {number} */ index) {
  const { W, b } = state.weights[layer];
  const width = W.shape[1];
  return { row: Array.from(W.values.subarray(index * width, (index + 1) * width)), bias: b.values[index] };
}

/** Where not all curves are drawn, that is told. @param {any} structure */
export function strongestNote(structure) {
  const sizes = structure.layers.map((/** @type {any} */ one) => one.neurons * one.inputs).filter((/** @type {number} */ one) => one > STRONGEST);
  if (!sizes.length) return "";
  const named = [...new Set(sizes)].map((one) => count(/** @type {number} */ (one)));
  const listed = named.length > 3 ? "each gap’s" : named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named[named.length - 1]}` : named[0];
  return `strongest ${STRONGEST} of ${listed} weights drawn`;
}

/** The numbers of the first picture are the build's, not yet Python's. @param {{phase: string}} python */
export function firstLine(python) {
  return python.phase === "failed" ? "Made when this page was built: Python did not start." : "Made when this page was built: Python is on its way.";
}

/** Why a weight cannot be changed now; "" when it can. @param {any} scene */
export function whyLocked({ running, python }) {
  if (running) return "Pause the training to change this number: now it changes by itself.";
  return python.phase === "ready" ? "" : "Python must be ready before this number can be changed.";
}

/** @param {{phase: string}} python */
export function waitingLine(python) {
  if (python.phase === "failed") return "Python did not start, so there are no weights to show.";
  if (python.phase === "ready") return "";
  return "The weights appear when Python has started.";
}
