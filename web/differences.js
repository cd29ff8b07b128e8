// What differs between two experiments, in the words of the page: "learning rate 0.1 → 1", "optimizer gradient descent → Adam".

import { spelled, suggested } from "./url.js";

/** @typedef {import("./url.js").Experiment} Experiment */

const LONGEST = 24; // characters of one value

/** Fields that the page calls otherwise than an address does. @type {Record<string, string>} */
const CALLED = { features: "inputs", missing: "missing cells", test_share: "held out", init: "first weights" };
/** Where the catalog has the titles of a field's values. @type {Record<string, string>} */
const TITLED = { init: "inits", loss: "losses", optimizer: "optimizers", schedule: "schedules", regularization: "regularizations" };

/**
 * Of other data everything is other: then what differs from their own suggestion. So too when there is nothing before.
 * @param {Experiment|null} before @param {Experiment} after @param {any} catalog @returns {string[]}
 */
export function differences(before, after, catalog) {
  const names = [before?.data.name, after.data.name];
  const same = before !== null && sameData(before, after);
  const own = names[0] === names[1] ? "other rows" : names.filter((name) => name !== undefined).map((name) => titleIn(catalog.datasets, name)).join(" → ");
  const other = same ? [] : [`data ${own}`];
  if (!same && after.data.name === "own") return other; // what suits a table of one's own only Python knows
  const fields = (/** @type {Experiment} */ one) => spelled(one, catalog).filter(({ name }) => name !== "table");
  const were = new Map(fields(same ? before : suggested(after.data.name, catalog)).map(({ name, text }) => [name, text]));
  const changed = fields(after).filter(({ name, text }) => were.get(name) !== text);
  const said = (/** @type {string} */ name, /** @type {string} */ text) => cut(valueOf(name, text, after.data.name, catalog));
  return [...other, ...changed.map(({ name, text }) => `${CALLED[name] ?? name.replaceAll("_", " ")} ${same ? `${said(name, were.get(name) ?? "")} → ` : ""}${said(name, text)}`)];
}

/** As the page's menus call it. @param {string} name of the field @param {string} text @param {string} data @param {any} catalog */
function valueOf(name, text, data, catalog) {
  if (TITLED[name]) return titleIn(catalog[TITLED[name]], text);
  if (name === "noise" || name === "test_share") return `${Number((Number(text) * 100).toFixed(2))} %`;
  if (name !== "features" || text === "all") return text;
  const offered = catalog.datasets.find((/** @type {any} */ set) => set.name === data)?.features ?? [];
  return text.split(",").map((id) => offered.find((/** @type {any} */ one) => one.id === id)?.title ?? id).join(", ");
}

/** @param {any[]} rows @param {string} name */
function titleIn(rows, name) {
  return rows.find((row) => row.name === name)?.title ?? name;
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
