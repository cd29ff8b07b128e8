// The two lists of samples, those learnt from and those held out, with what the network makes of each.
import { count } from "../format.js";

/** @typedef {{count: number, x: any, shown: any, y: any, wanted: any, outputs: any, read: any, right: any}} Samples x: as the network gets them; shown: their columns as people know them */
/** @typedef {Samples & {sample: number, held: boolean}} Picked one of the lists and a place in it */

/** The samples of one list with their predictions; null while these do not fit together. @param {any} data @param {any} state @param {boolean} held @returns {Samples|null} */
export function samplesOf(data, state, held) {
  if (!data || !state) return null;
  const list = held
    ? { x: data.x_test, shown: data.shown_test ?? data.x_test, y: data.y_test, wanted: data.wanted_test, outputs: state.outputs_test, read: state.read_test, right: state.right_test }
    : { x: data.x, shown: data.shown ?? data.x, y: data.y, wanted: data.wanted, outputs: state.outputs, read: state.read, right: state.right };
  const many = list.x.shape[1];
  if (list.outputs.shape[1] !== many || list.outputs.shape[0] !== data.outputs.length) return null;
  return { ...list, count: many, right: data.kind === "classes" ? list.right : null };
}

/** The list that the picked sample is in, and where. @param {any} data @param {any} state @param {{sample: number, held: boolean}} picked @returns {Picked|null} */
export function pickedOf(data, state, { sample, held }) {
  const list = samplesOf(data, state, Boolean(held));
  return list && sample < list.count ? { ...list, sample, held: Boolean(held) } : null;
}

/** "sample 12" or "held-out sample 12" @param {{sample: number, held: boolean}} picked */
export function sampleName({ sample, held }) {
  return `${held ? "held-out sample" : "sample"} ${count(sample + 1)}`;
}

/** A picked sample's value in one row of a table such as x, y or the outputs. @param {any} table @param {number} row @param {number} sample */
export function valueOf(table, row, sample) {
  return table.values[row * table.shape[1] + sample];
}
