// What a row and a column of a matrix mean: "hidden neuron 1, sample 2", and where in the code a line stands.

import { brief } from "../format.js";

// Rows and columns of the names of the field, inside a layer.
const ROLES = /** @type {Record<string, [string, string]>} */ ({
  Z: ["neuron", "sample"], A: ["neuron", "sample"], dZ: ["neuron", "sample"], dA: ["neuron", "sample"],
  A1: ["input", "sample"], dA1: ["input", "sample"],
  W: ["neuron", "input"], dW: ["neuron", "input"], b: ["neuron", ""], db: ["neuron", ""],
});

/**
 * @typedef {{structure: any, layer: number|null, samples: number, all: boolean, x: import("./tree.js").View|null}} Setting
 *   samples: how many columns the step's samples take; all: they are all samples of the data, in their order
 */

/** @param {{name: string, rows: number, columns: number}} view @param {Setting} setting @returns {{rows: string, columns: string}} "neuron", "input", "output", "sample" or "" for what is not known */
export function roles({ name, rows, columns }, { structure, layer, samples }) {
  const sample = columns === samples ? "sample" : "";
  if (layer === null) {
    if (name === "x" && rows === structure.inputs.length) return { rows: "input", columns: sample };
    const last = structure.layers[structure.layers.length - 1];
    return { rows: sample && rows === last.neurons ? "output" : "", columns: sample };
  }
  const { neurons, inputs } = structure.layers[layer] ?? {};
  const [own, across] = ROLES[name] ?? [sample && "neuron", "sample"];
  const fits = rows === (own === "input" ? inputs : neurons);
  const fitsAcross = across === "sample" ? columns === samples : across === "input" ? columns === inputs : columns === 1;
  return { rows: fits && fitsAcross ? own : "", columns: fitsAcross ? across : sample };
}

/** @param {import("./tree.js").View} view @param {number} row @param {number} column @param {Setting} setting @returns {string} */
export function meaningOf(view, row, column, setting) {
  const { structure, layer } = setting;
  const known = roles(view, setting);
  const word = (/** @type {string} */ role, /** @type {number} */ at, /** @type {string} */ otherwise) => {
    if (role === "neuron") return neuronWords(structure, /** @type {number} */ (layer), at);
    if (role === "output") return neuronWords(structure, structure.layers.length - 1, at);
    if (role === "input") return layer ? neuronWords(structure, layer - 1, at) : `input ${structure.inputs[at] ?? at + 1}`;
    if (role === "sample") return sampleWords(setting, at);
    return otherwise;
  };
  const alone = view.columns === 1 && !known.columns; // a bias has no second word
  const rows = word(known.rows, row, view.rows > 1 || !known.columns ? `row ${row + 1}` : "");
  return [rows, alone && known.rows ? "" : word(known.columns, column, `column ${column + 1}`)].filter(Boolean).join(", ");
}

/** @param {any} structure @param {number} layer @param {number} at */
function neuronWords(structure, layer, at) {
  const { kind, neurons } = structure.layers[layer];
  if (kind === "output") return neurons > 1 ? `output ${structure.outputs[at] ?? at + 1}` : "output neuron";
  return structure.layers.length === 2 ? `hidden neuron ${at + 1}` : `hidden layer ${layer + 1}, neuron ${at + 1}`;
}

/** "sample 2 (0, 1)" @param {Setting} setting @param {number} at */
function sampleWords({ x, all }, at) {
  const inputs = x && x.rows <= 3 && at < x.columns ? ` (${Array.from({ length: x.rows }, (_, i) => brief(x.at(i, at))).join(", ")})` : "";
  return `${all ? "" : "batch "}sample ${at + 1}${inputs}`;
}

/** "layer 1, hidden" @param {any} structure @param {number} layer */
export function layerWords(structure, layer) {
  return `layer ${layer + 1}, ${structure.layers[layer]?.kind ?? "hidden"}`;
}
