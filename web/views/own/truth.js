// The tab for a truth table: one to four inputs of 0 and 1, and the output of every row at a click.

import { fill, h, say } from "../dom.js";
import { columnName, rowsOf, textToTruth, truthToText } from "./csv.js";

const NAMES = ["a", "b", "c", "d"];
const sum = (/** @type {number[]} */ row) => row.reduce((total, one) => total + one, 0);

const PRESETS = [
  { title: "AND", tip: "1 where all inputs are 1.", of: (/** @type {number[]} */ row) => sum(row) === row.length },
  { title: "OR", tip: "1 where at least one input is 1.", of: (/** @type {number[]} */ row) => sum(row) > 0 },
  { title: "Parity", tip: "1 where an odd number of inputs is 1: XOR for two.", of: (/** @type {number[]} */ row) => sum(row) % 2 === 1 },
  { title: "Majority", tip: "1 where more than half of the inputs are 1.", of: (/** @type {number[]} */ row) => sum(row) > row.length / 2 },
  { title: "All 0", tip: "0 in every row, to set your own.", of: () => false },
];

/** @param {(data: import("./dialog.js").OwnData) => Promise<boolean>} use */
export function makeTruth(use) {
  let count = 2;
  let values = rowsOf(4).map((row) => Number(PRESETS[2].of(row)));
  const names = NAMES.map((name, at) => h("input", { type: "text", value: name, maxlength: 20, "aria-label": `Name of input ${at + 1}`, title: "The name of this input." }));
  const output = h("input", { type: "text", value: "y", maxlength: 20, "aria-label": "Name of the output", title: "The name of the output." });
  const counts = NAMES.map((_, at) => h("input", { type: "radio", name: "truth-inputs", value: at + 1 }));
  const presets = PRESETS.map(({ title, tip, of }) => h("button", { type: "button", text: title, title: tip, onclick: () => setAll(of) }));
  const body = h("div", { class: "truth-rows" });
  const said = h("p", { class: "muted", role: "status" });
  const take = h("button", { type: "button", class: "primary", text: "Use this truth table", title: "The network starts anew with these rows." });
  const element = h("div", { class: "own-truth" },
    h("div", { class: "own-line" },
      h("div", { class: "groups", role: "radiogroup", "aria-label": "Number of inputs" },
        ...counts.map((input, at) => h("label", { title: "How many inputs the table has." }, input, h("span", { text: at === 0 ? "1 input" : String(at + 1) })))),
      h("div", { class: "own-presets", role: "group", "aria-label": "Fill the outputs" }, ...presets)),
    body,
    h("div", { class: "own-end" }, said, take));

  counts.forEach((input, at) => input.addEventListener("change", () => setCount(at + 1)));
  for (const name of [...names, output]) name.addEventListener("input", describe);
  take.addEventListener("click", () => use({ text: truthToText(truth()), wanted: truth().output, scale: false, test_share: 0 }));
  draw();
  return { element, show };

  /** @param {import("./dialog.js").OwnData|null} data */
  function show(data) {
    const read = data && textToTruth(data.text);
    if (!read) return false;
    count = read.inputs.length;
    read.inputs.forEach((name, at) => { names[at].value = name; });
    output.value = read.output;
    values = read.values;
    draw();
    return true;
  }

  /** Names are what they must be: none empty, none twice. @returns {import("./csv.js").Truth} */
  function truth() {
    /** @type {string[]} */
    const taken = [];
    for (const [at, { value }] of [...names.slice(0, count), output].entries()) {
      const otherwise = at < count ? NAMES[at] : "y";
      let name = columnName(value, otherwise);
      if (/^[\d.-]+$/.test(name)) name = `${otherwise}${name}`; // a number would not be taken for a name
      while (taken.includes(name)) name += "2";
      taken.push(name);
    }
    return { inputs: taken.slice(0, count), output: taken[count], values: values.slice(0, 2 ** count) };
  }

  /** Rows that there were keep their outputs; new ones start at 0. @param {number} next */
  function setCount(next) {
    const before = rowsOf(count).map((row, at) => [row.join(""), values[at]]);
    const known = new Map(/** @type {[string, number][]} */ (before));
    values = rowsOf(next).map((row) => known.get(row.slice(0, count).join("")) ?? known.get([...Array(Math.max(0, count - next)).fill(0), ...row].join("")) ?? 0);
    count = next;
    draw();
  }

  /** @param {(row: number[]) => boolean} of */
  function setAll(of) {
    values = rowsOf(count).map((row) => Number(of(row)));
    draw();
  }

  function draw() {
    counts.forEach((input, at) => { input.checked = at + 1 === count; });
    const rows = rowsOf(count);
    const half = rows.length > 8 ? 8 : rows.length; // sixteen rows stand in two blocks
    const blocks = [];
    for (let from = 0; from < rows.length; from += half) blocks.push(block(rows, from, from + half));
    fill(body, ...blocks);
    describe();
  }

  /** @param {number[][]} rows @param {number} from @param {number} to */
  function block(rows, from, to) {
    const first = from === 0;
    const heads = first
      ? [...names.slice(0, count), output].map((input) => h("th", { scope: "col" }, input))
      : [...truth().inputs, truth().output].map((text, at) => h("th", { scope: "col", class: "again", text, "data-of": at }));
    return h("table", {}, h("thead", {}, h("tr", {}, ...heads)),
      h("tbody", {}, ...rows.slice(from, to).map((row, at) => h("tr", {}, ...row.map((one) => h("td", { text: one })), h("td", {}, toggle(row, from + at))))));
  }

  /** @param {number[]} row @param {number} at */
  function toggle(row, at) {
    const button = h("button", { type: "button", class: "bit", "data-row": row.join(""), title: "The output of this row: a click turns it over." });
    const write = () => {
      button.textContent = String(values[at]);
      button.setAttribute("aria-pressed", String(values[at] === 1));
      button.setAttribute("aria-label", `Output for ${row.join(" ")}: ${values[at]}`);
    };
    button.addEventListener("click", () => {
      values[at] = 1 - values[at];
      write();
      describe();
    });
    write();
    return button;
  }

  function describe() {
    const { inputs, output: result, values: outputs } = truth();
    for (const head of body.querySelectorAll("th.again")) head.textContent = [...inputs, result][Number(/** @type {HTMLElement} */ (head).dataset.of)];
    const ones = outputs.filter((one) => one === 1).length;
    const mixed = ones > 0 && ones < outputs.length;
    take.disabled = !mixed;
    say(said, mixed ? `${outputs.length} rows; ${result} is 1 in ${ones} of them.` : `${result} is ${ones ? 1 : 0} in every row: there is nothing to tell apart. Turn at least one over.`);
  }
}
