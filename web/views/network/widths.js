// How wide the names of inputs and outputs are in small type, so that the plan leaves room for them.
import { css } from "../colour.js";

const context = document.createElement("canvas").getContext("2d");

/** @param {any} structure @param {number} rem @returns {{inputs: number, outputs: number}} */
export function widestNames(structure, rem) {
  return { inputs: structure.image ? 0 : widest(structure.inputs, rem), outputs: widest(structure.outputs, rem) };
}

/** @param {string[]} names @param {number} rem */
function widest(names, rem) {
  if (!context) return 0;
  context.font = `700 ${rem * 0.6875}px ${css("sans")}`; // the class that is read stands in bold
  return Math.max(0, ...names.map((name) => context.measureText(name).width));
}
