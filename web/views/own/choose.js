// What Python found in a table, column by column; and what is to become of it: inputs, wanted, missing cells, scaling.

import { fill, h } from "../dom.js";
import { brief, count } from "../format.js";
import { option, SHARES, shareText } from "./options.js";

const DELIMITERS = /** @type {Record<string, string>} */ ({ ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces" });
const ROWS = 4; // shown of each column

/** @typedef {{name: string, kind: "number"|"category", missing: number, distinct: number, low: number|null, high: number|null, problem: string|null}} Column */
/** @typedef {{wanted: string, features: string[]|"all", missing: string}} Chosen */

/**
 * @param {any} answer of read_table
 * @param {import("./dialog.js").OwnData|undefined} before what was chosen before, when these data are opened again
 * @param {{attempt: (chosen: Chosen) => Promise<any>, use: (data: import("./dialog.js").OwnData) => Promise<boolean>}} actions
 *   attempt: what Python says of a choice; use: starts with it
 */
export function choose(answer, before, { attempt, use }) {
  const columns = /** @type {Column[]} */ (answer.columns);
  const names = columns.map(({ name }) => name);
  const wanted = h("select", {}, ...names.map((name) => h("option", { value: name, text: name })));
  wanted.value = before?.wanted && names.includes(before.wanted) ? before.wanted : answer.wanted;
  const inputs = columns.map((column) => ({
    column,
    box: h("input", { type: "checkbox", checked: wasChosen(column, before, names), "aria-label": `${column.name} is an input` }),
  }));
  const missing = h("select", {}, h("option", { value: "drop", text: "leave the row out" }), h("option", { value: "fill", text: "fill in" }));
  missing.value = before?.missing ?? "drop";
  const scale = h("input", { type: "checkbox", checked: before?.scale ?? true });
  const share = before?.test_share ?? (answer.rows >= 40 ? 0.2 : 0);
  const held = h("select", {}, ...shares(share).map((one) => h("option", { value: one, text: shareText(one) })));
  held.value = String(share);
  const take = h("button", { type: "button", class: "primary", text: "Use this table", title: "The network starts anew with these rows." });
  const said = h("div", { class: "own-outcome", role: "status", tabindex: "0", "aria-label": "What comes of this choice" });

  const element = h("div", {},
    h("p", { class: "own-read", text: reading(answer) }),
    h("div", { class: "own-options" },
      option("Wanted", "The column that the network learns to say from the inputs.", wanted),
      option("Held out", "The share of rows kept away from training, to test on what the network has not seen.", held),
      columns.some((column) => column.missing > 0) && option("Missing cells", "Where a cell of a row is empty: the row is left out, or the cell gets the mean of all rows, or the most frequent category.", missing)),
    h("div", { class: "own-columns", tabindex: "0", role: "region", "aria-label": "Columns of the table" }, listing(inputs, answer.head ?? [])),
    h("label", { class: "own-scale" }, scale, h("span", {}, h("b", { text: "Scale the columns. " }), "Each number column gets mean 0 and standard deviation 1 of the training rows; otherwise the one with the largest numbers would outweigh all others.")),
    h("div", { class: "own-end" }, said, take));

  for (const one of [wanted, missing, ...inputs.map(({ box }) => box)]) one.addEventListener("change", update);
  take.addEventListener("click", async () => {
    take.disabled = true;
    const mine = asked;
    await use({ text: answer.text, ...chosen(), scale: scale.checked, test_share: Number(held.value) });
    if (mine === asked) take.disabled = false; // or what Python says of a newer choice decides
  });
  let asked = 0;
  update();
  return element;

  /** @returns {Chosen} */
  function chosen() {
    const features = inputs.filter(({ column, box }) => box.checked && column.name !== wanted.value).map(({ column }) => column.name);
    const usual = columns.filter(({ name, problem }) => !problem && name !== wanted.value).map(({ name }) => name);
    const plain = !isPlane(usual) && features.join("\n") === usual.join("\n");
    return { wanted: wanted.value, features: plain ? "all" : features, missing: missing.value };
  }

  /** Python says at once what comes of a choice, or why nothing does. */
  async function update() {
    for (const { column, box } of inputs) {
      box.disabled = column.name === wanted.value;
      box.closest("tr")?.classList.toggle("wanted", box.disabled);
    }
    const mine = ++asked;
    take.disabled = true;
    const answered = await attempt(chosen());
    if (mine !== asked || !answered) return;
    take.disabled = typeof answered.problem === "string";
    said.classList.toggle("bad", take.disabled);
    const sentences = take.disabled ? [answered.problem] : [...new Set([...answer.notes, ...answered.notes])];
    fill(said, ...sentences.map((text) => h("p", { text })));
  }
}

/** @param {Column} column @param {import("./dialog.js").OwnData|undefined} before @param {string[]} names */
function wasChosen({ name, problem }, before, names) {
  const list = Array.isArray(before?.features) ? before.features.filter((one) => names.includes(one)) : [];
  return list.length > 0 ? list.includes(name) : !problem; // the inputs of a plane are not its columns
}

/** @param {{column: Column, box: HTMLElement}[]} inputs @param {string[][]} head the first rows */
function listing(inputs, head) {
  const rows = head.slice(0, ROWS);
  return h("table", {},
    h("thead", {}, h("tr", {},
      ...["Input", "Column", "Holds", "Missing"].map((text) => h("th", { scope: "col", text })),
      rows.length > 0 && h("th", { scope: "colgroup", colspan: rows.length, text: rows.length === 1 ? "First row" : `First ${rows.length} rows` }))),
    h("tbody", {}, ...inputs.map(({ column, box }, at) => h("tr", { title: column.problem },
      h("td", {}, h("label", { class: "own-box", title: column.problem ?? "The network gets this column." }, box)),
      h("th", { scope: "row", title: column.name, text: column.name }),
      h("td", { text: content(column) }),
      h("td", { class: column.missing ? "gaps" : "none", text: column.missing ? count(column.missing) : "none" }),
      ...rows.map((row) => h("td", { class: "cell", text: row[at] ?? "" }))))));
}

/** @param {Column} column */
function content({ kind, distinct, low, high }) {
  if (kind === "number") return typeof low === "number" && typeof high === "number" ? `numbers ${brief(low)} to ${brief(high)}` : "numbers";
  return distinct === 1 ? "1 category" : `${count(distinct)} categories`;
}

/** @param {any} answer */
function reading({ rows, columns, delimiter, decimal, header }) {
  const parts = [
    columns.length > 1 && delimiter && `${DELIMITERS[delimiter] ?? `“${delimiter}”`} between the columns`,
    decimal === "," && "a decimal comma",
    header ? "names in the first row" : "no names in the first row",
  ].filter(Boolean);
  return `${count(rows)} rows, ${count(columns.length)} columns; ${parts.join(", ")}.`;
}

/** Two numbers x1 and x2 are places on a plane: their squares and sines can be inputs too, and so "all" would be too many. @param {string[]} names */
function isPlane(names) {
  return names.length === 2 && names[0] === "x1" && names[1] === "x2";
}

/** @param {number} own */
function shares(own) {
  return SHARES.includes(own) ? SHARES : [...SHARES, own].sort((a, b) => a - b);
}
