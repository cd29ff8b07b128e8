// What differs between two experiments, in the words of the address: "learning_rate 0.1 → 1".

import { spelled, suggested } from "./url.js";

/** @typedef {import("./url.js").Experiment} Experiment */

const LONGEST = 24; // characters of one value

/**
 * Of other data everything is other: then what differs from their own suggestion. So too when there is nothing before.
 * @param {Experiment|null} before @param {Experiment} after @param {any} catalog @returns {string[]}
 */
export function differences(before, after, catalog) {
  const names = [before?.data.name, after.data.name];
  const same = before !== null && sameData(before, after);
  const own = names[0] === names[1] ? "other rows" : names.filter(Boolean).join(" → ");
  const other = same ? [] : [`data ${own}`];
  if (!same && after.data.name === "own") return other; // what suits a table of one's own only Python knows
  const fields = (/** @type {Experiment} */ one) => spelled(one, catalog).filter(({ name }) => name !== "table");
  const were = new Map(fields(same ? before : suggested(after.data.name, catalog)).map(({ name, text }) => [name, text]));
  const changed = fields(after).filter(({ name, text }) => were.get(name) !== text);
  return [...other, ...changed.map(({ name, text }) => `${name} ${same ? `${cut(were.get(name) ?? "")} → ` : ""}${cut(text)}`)];
}

/** Are two experiments about the same data set (whatever its noise and what is held out of it)? @param {Experiment} a @param {Experiment} b */
export function sameData(a, b) {
  const own = (/** @type {any} */ { data }) => [data.name, data.text, data.wanted];
  const others = own(b);
  return own(a).every((part, index) => part === others[index]);
}

/** All that the numbers of a run depend on, as a text. The end of training is not among it, unless the learning rate is led by it. @param {Experiment} experiment */
export function inForce(experiment) {
  const { epochs, ...training } = /** @type {any} */ (experiment.training);
  const led = (training.schedule ?? "constant") !== "constant";
  const { text, ...data } = experiment.data; // a table is long: its length tells it well enough
  return JSON.stringify({ ...experiment, data: { ...data, text: text?.length }, training: led ? { ...training, epochs } : training });
}

/** @param {string} text */
function cut(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
