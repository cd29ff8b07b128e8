// What Python found in a table, column by column; and what is to become of it: inputs, wanted, missing cells, scaling.

import { h, say } from "../dom.js";
import { brief, count } from "../format.js";

const HELD_OUT = [0, 0.1, 0.2, 0.3, 0.5];
const DELIMITERS = /** @type {Record<string, string>} */ ({ ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces" });

/** @typedef {{name: string, kind: "number"|"category", missing: number, distinct: number, examples: any[], low?: number, high?: number}} Column */

/**
 * @param {any} answer of read_table
 * @param {import("./dialog.js").OwnData|undefined} before what was chosen before, when these data are opened again
 * @param {(data: import("./dialog.js").OwnData) => Promise<boolean>} use
 */
export function choose(answer, before, use) {
  const columns = /** @type {Column[]} */ (answer.columns);
  const names = columns.map(({ name }) => name);
  const wanted = h("select", { "aria-label": "Wanted" }, ...names.map((name) => h("option", { value: name, text: name })));
  wanted.value = names.includes(before?.wanted ?? "") ? before?.wanted : answer.wanted;
  const on = (/** @type {string} */ name) => !Array.isArray(before?.features) || before.features.includes(name);
  const inputs = columns.map((column) => ({ column, box: h("input", { type: "checkbox", checked: on(column.name), "aria-label": `${column.name} is an input` }) }));
  const missing = h("select", {}, h("option", { value: "drop", text: "leave the row out" }), h("option", { value: "fill", text: "fill in" }));
  missing.value = before?.missing ?? "drop";
  const scale = h("input", { type: "checkbox", checked: before?.scale ?? true });
  const held = h("select", {}, ...HELD_OUT.map((share) => h("option", { value: share, text: `${share * 100} %` })));
  held.value = String(before?.test_share ?? (answer.rows >= 20 ? 0.2 : 0));
  if (held.selectedIndex < 0) held.value = "0.2";
  const said = h("p", { class: "own-said", role: "status" });
  const take = h("button", { type: "button", class: "primary", text: "Use this table", title: "The network starts anew with these rows." });
  const gaps = columns.filter((column) => column.missing > 0);

  const element = h("div", {},
    h("div", { class: "own-columns", tabindex: "0", role: "region", "aria-label": "Columns of the table" }, listing(inputs)),
    ...answer.notes.map((/** @type {string} */ text) => h("p", { class: "muted", text })),
    h("div", { class: "own-options" },
      option("Wanted", "The column that the network learns to say from the inputs.", wanted),
      option("Held out", "The share of rows kept away from training, to test on what the network has not seen.", held),
      gaps.length > 0 && option("Missing cells", "Where a cell of a row is empty: the row is left out, or the cell gets the column’s mean, or its most frequent category.", missing)),
    h("label", { class: "own-scale" }, scale, h("span", {}, h("b", { text: "Scale the columns. " }), "Each number column gets mean 0 and standard deviation 1 of the training rows; otherwise the one with the largest numbers would outweigh all others.")),
    said,
    h("div", { class: "own-end" }, h("p", { class: "muted own-goal", role: "status" }), take));
  const goal = /** @type {HTMLElement} */ (element.querySelector(".own-goal"));

  for (const one of [wanted, ...inputs.map(({ box }) => box)]) one.addEventListener("change", update);
  take.addEventListener("click", async () => {
    take.disabled = true;
    const taken = await use(chosen());
    take.disabled = false;
    say(said, taken ? "" : "Python did not take these rows as they are: the message on the page says why.");
  });
  update();
  return { element, sentence: reading(answer) };

  function chosen() {
    const features = inputs.filter(({ column, box }) => box.checked && column.name !== wanted.value).map(({ column }) => column.name);
    const all = features.length === columns.length - 1 && !isPlane(features);
    return {
      text: answer.text, wanted: wanted.value, features: all ? /** @type {const} */ ("all") : features,
      missing: missing.value, scale: scale.checked, test_share: Number(held.value),
    };
  }

  function update() {
    for (const { column, box } of inputs) {
      box.disabled = column.name === wanted.value;
      box.closest("tr")?.classList.toggle("wanted", box.disabled);
    }
    const some = chosen().features.length > 0;
    take.disabled = !some;
    const target = columns.find(({ name }) => name === wanted.value);
    say(goal, some ? purpose(target) : "Choose at least one column as an input.");
  }
}

/** @param {{column: Column, box: HTMLElement}[]} inputs */
function listing(inputs) {
  const rows = Math.min(4, Math.max(...inputs.map(({ column }) => column.examples.length)));
  const head = ["Input", "Column", "Holds", "Missing"].map((text) => h("th", { scope: "col", text }));
  return h("table", {},
    h("thead", {}, h("tr", {}, ...head, h("th", { scope: "col", colspan: rows, text: "First rows" }))),
    h("tbody", {}, ...inputs.map(({ column, box }) => h("tr", {},
      h("td", {}, h("label", { class: "own-box", title: "The network gets this column." }, box)),
      h("th", { scope: "row", title: column.name, text: column.name }),
      h("td", { text: content(column) }),
      h("td", { class: column.missing ? "gaps" : "none", text: column.missing ? count(column.missing) : "none" }),
      ...Array.from({ length: rows }, (_, at) => h("td", { class: "cell", text: column.examples[at] ?? "" }))))));
}

/** @param {Column} column */
function content({ kind, distinct, low, high }) {
  if (kind === "number") return low === undefined || high === undefined ? "numbers" : `numbers ${brief(low)} to ${brief(high)}`;
  return distinct === 1 ? "1 category" : `${count(distinct)} categories`;
}

/** @param {any} answer */
function reading({ rows, columns, delimiter, decimal, header }) {
  const parts = [
    columns.length > 1 && delimiter && `${DELIMITERS[delimiter] ?? `“${delimiter}”`} between the columns`,
    decimal === "," && "a decimal comma",
    header ? "names in the first row" : "no names in the first row",
  ].filter(Boolean);
  return `${count(rows)} rows, ${count(columns.length)} columns: ${parts.join(", ")}.`;
}

/** @param {Column|undefined} column */
function purpose(column) {
  if (!column) return "";
  if (column.kind === "number" && column.distinct > 2) return `It learns to say ${column.name} as a number.`;
  return `It learns to tell the ${count(column.distinct)} classes of ${column.name} apart.`;
}

/** Two numbers x1 and x2 are places on a plane: their squares and sines can be inputs too. @param {string[]} names */
function isPlane(names) {
  return names.length === 2 && names.includes("x1") && names.includes("x2");
}

let made = 0;

/** @param {string} label @param {string} tip @param {HTMLElement} control */
function option(label, tip, control) {
  control.id = `own-option-${++made}`;
  control.removeAttribute("aria-label");
  return h("div", { class: "own-option", title: tip }, h("label", { for: control.id, text: label }), control);
}
