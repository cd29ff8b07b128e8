// The operations as a table, in the order in which they run: parted by phase and layer, one row each.

import { fill, h } from "../dom.js";
import { capital } from "../format.js";
import { layerWords } from "../steps/words.js";
import { mainPlace } from "./words.js";

/** @typedef {import("./words.js").Operation} Operation */

export const HEADS = [
  ["Operation", "In the order in which they run. A number in a ring is the result of that operation."],
  ["Shape", "Of the result: rows × columns"],
  ["Merged", "Operations of one loop are done number by number, all at once. What is asked for again is computed once."],
  ["From", "The line of code that asks for it"],
];

/** @param {HTMLTableElement} table @param {Operation[]} operations @param {any} structure the network's, for the words */
export function drawOperations(table, operations, structure) {
  const names = new Map(operations.map(({ number, name }) => [number, name]));
  const bodies = groups(operations).map((some) => h("tbody", {}, head(some[0], structure), ...some.map((one) => row(one, names))));
  fill(table, h("thead", {}, h("tr", {}, h("th", {}, h("span", { class: "unseen", text: "Number" })), ...HEADS.map(([text, title]) => h("th", { text, title })))), ...bodies);
}

/** What follows one another in the same phase of the same layer. @param {Operation[]} operations @returns {Operation[][]} */
function groups(operations) {
  const found = /** @type {Operation[][]} */ ([]);
  for (const one of operations) {
    const last = found[found.length - 1]?.[0];
    if (last && last.phase === one.phase && last.layer === one.layer) found[found.length - 1].push(one);
    else found.push([one]);
  }
  return found;
}

/** "Feedforward · layer 1, hidden" @param {Operation} operation @param {any} structure */
function head({ phase, layer }, structure) {
  const text = [phase ? capital(phase) : "The step", layer === null ? "" : layerWords(structure, layer)].filter(Boolean).join(" · ");
  return h("tr", { class: "whatruns-group" }, h("th", { colspan: HEADS.length + 1, scope: "rowgroup", text }));
}

/** @param {Operation} operation @param {Map<number, string|null>} names */
function row(operation, names) {
  const { number, name, formula, shape, asked, kernel } = operation;
  const place = mainPlace(operation);
  const pieces = formula.map((piece) => (typeof piece === "number" ? result(piece, names.get(piece)) : piece));
  return h(
    "tr", { "data-number": number, "data-kernel": kernel, "aria-selected": "false", tabindex: "-1" },
    h("td", { class: "whatruns-number" }, ring(number)),
    h("td", { class: "whatruns-formula" }, name && h("b", { text: name }), name && " = ", ...pieces),
    h("td", { text: shape }),
    h("td", {}, kernel !== null && h("span", { class: "whatruns-loop", text: `loop ${kernel}` }), asked > 1 && h("span", { class: "whatruns-asked", text: `asked ${asked}×`, title: `Asked for ${asked} times, computed once` })),
    h("td", { class: "whatruns-place", text: place ? `${place.file} ${place.line}` : "" }));
}

/** An earlier result, with its name where it has one. @param {number} number @param {string|null|undefined} name */
function result(number, name) {
  return h("span", { class: "whatruns-result" }, name ?? "", ring(number));
}

/** @param {number} number */
function ring(number) {
  return h("span", { class: "whatruns-ring", text: String(number) });
}
