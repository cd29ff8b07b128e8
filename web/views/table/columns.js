// The columns of the predictions, one table for each kind of data: what stands in them and how a row is written.

import { css } from "../colour.js";
import { fill, h, say } from "../dom.js";
import { fixed } from "../format.js";

/** @typedef {{line: HTMLTableRowElement, cells: any[], sample: number, x?: any, bar?: HTMLElement, mark?: HTMLElement, sign?: HTMLElement, word?: HTMLElement}} Row */
/** @typedef {import("./samples.js").Samples & {most: number}} Table */
/** @typedef {{data: any, kind: string, heads: {name: string, sign?: string, tip?: string, class?: string}[], write: (row: Row, table: Table, i: number) => void}} Columns */

/** Kind of data → the columns of its table. @param {any} data @returns {Columns} */
export function columnsOf(data) {
  if (data.image) return pictureColumns(data);
  return data.kind === "number" ? numberColumns(data) : classColumns(data);
}

const SIGN = { name: "right or wrong", class: "verdict" };

/** Two inputs and a class: x₁ x₂ y ŷ, a bar with a mark at the half, ✓ or ✗. @param {any} data @returns {Columns} */
function classColumns(data) {
  const digits = digitsOf(data.x.values);
  const many = data.outputs.length > 1;
  return {
    data, kind: "classes",
    heads: [
      ...data.inputs.map(head),
      { sign: "y", name: "wanted", tip: "The output that was wanted." },
      { sign: "ŷ", name: "predicted", tip: "The output that came." },
      { name: "as a bar", class: "gauge", tip: "The output as a bar: beyond the mark it is read as 1." },
      SIGN,
    ],
    write(row, { count: n, x, wanted, outputs, read, right }, i) {
      const at = writeInputs(row, data.inputs.length, x, n, i, digits);
      const value = outputs.values[many ? read.values[i] * n + i : i];
      say(row.cells[at], many ? data.outputs[wanted.values[i]] : String(wanted.values[i]));
      say(row.cells[at + 1], many ? data.outputs[read.values[i]] : fixed(value, 3));
      writeBar(row, at + 2, 0, value, many || value > 0.5 ? "positive" : "negative", 0.5);
      writeSign(row, at + 3, right.values[i] === 1);
    },
  };
}

/** Inputs and a number: both numbers, and a bar that starts in the middle. @param {any} data @returns {Columns} */
function numberColumns(data) {
  const digits = digitsOf(data.x.values);
  return {
    data, kind: "number",
    heads: [
      ...data.inputs.map(head),
      { sign: "y", name: "wanted", tip: "The number that was wanted." },
      { sign: "ŷ", name: "predicted", tip: "The number that came." },
      { name: "as a bar", class: "gauge", tip: "What came as a bar from the middle; the mark is what was wanted." },
    ],
    write(row, { count: n, x, y, outputs, most }, i) {
      const at = writeInputs(row, data.inputs.length, x, n, i, digits);
      const value = outputs.values[i];
      say(row.cells[at], fixed(y.values[i]));
      say(row.cells[at + 1], fixed(value));
      const place = 0.5 + value / most / 2;
      writeBar(row, at + 2, 0.5, place, value >= 0 ? "positive" : "negative", 0.5 + y.values[i] / most / 2);
    },
  };
}

/** A picture and a class: the picture, what was wanted, what was read, how sure. @param {any} data @returns {Columns} */
function pictureColumns(data) {
  const [high, wide] = data.image;
  return {
    data, kind: "images",
    heads: [
      { name: "picture", class: "picture" },
      { sign: "wanted", name: "class", tip: "What the picture shows." },
      { sign: "read", name: "class", tip: "What the network reads: its largest output." },
      { name: "how sure", class: "gauge", tip: "The largest output: how sure the network is." },
      { name: "as a number", class: "sure" },
      SIGN,
    ],
    write(row, { count: n, x, wanted, outputs, read, right }, i) {
      const value = outputs.values[read.values[i] * n + i];
      if (row.sample !== i || row.x !== x) paintPicture(row, x, n, i, high, wide);
      say(row.cells[1], data.outputs[wanted.values[i]]);
      say(row.cells[2], data.outputs[read.values[i]]);
      writeBar(row, 3, 0, value, right.values[i] ? "positive" : "negative", null);
      say(row.cells[4], fixed(value, 2));
      writeSign(row, 5, right.values[i] === 1);
    },
  };
}

/** @param {string} name @returns {{name: string, sign: string}} */
function head(name) {
  return { sign: name, name: "input" };
}

/** @param {Columns} columns @returns {Row} */
export function makeRow(columns) {
  const cells = columns.heads.map((head) => h("td", { class: head.class }));
  return { line: h("tr", {}, ...cells), cells, sample: -1 };
}

/** @param {Row} row @param {number} inputs @param {any} x @param {number} n @param {number} i @param {number} digits */
function writeInputs(row, inputs, x, n, i, digits) {
  for (let j = 0; j < inputs; j++) say(row.cells[j], fixed(x.values[j * n + i], digits));
  return inputs;
}

/** A bar between two places of 0…1 and a mark. @param {Row} row @param {number} at @param {number} from @param {number} to @param {string} colour @param {number|null} mark */
function writeBar(row, at, from, to, colour, mark) {
  if (!row.bar) {
    row.bar = h("i", {});
    row.mark = h("s", { hidden: mark === null });
    fill(row.cells[at], h("div", { class: "track" }, row.bar, row.mark));
  }
  const bar = /** @type {HTMLElement} */ (row.bar);
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map(inside);
  bar.style.left = `${low * 100}%`;
  bar.style.width = `${(high - low) * 100}%`;
  if (bar.className !== colour) bar.className = colour;
  if (mark !== null) /** @type {HTMLElement} */ (row.mark).style.left = `${inside(mark) * 100}%`;
}

/** @param {number} place */
function inside(place) {
  return Math.min(1, Math.max(0, place || 0));
}

/** ✓ or ✗, and the word for those who do not see it. @param {Row} row @param {number} at @param {boolean} right */
function writeSign(row, at, right) {
  if (!row.sign) {
    row.sign = h("span", { "aria-hidden": "true" });
    row.word = h("span", { class: "unseen" });
    fill(row.cells[at], /** @type {any} */ (row.sign), /** @type {any} */ (row.word));
  }
  say(/** @type {any} */ (row.sign), right ? "✓" : "✗");
  say(/** @type {any} */ (row.word), right ? "right" : "wrong");
  row.line.classList.toggle("wrong", !right);
}

/** @param {Row} row @param {any} x @param {number} n @param {number} i @param {number} high @param {number} wide */
function paintPicture(row, x, n, i, high, wide) {
  row.sample = i;
  row.x = x;
  if (!row.cells[0].firstChild) row.cells[0].append(h("canvas", { width: wide, height: high, role: "img", "aria-label": "picture" }));
  const context = row.cells[0].firstChild.getContext("2d");
  context.clearRect(0, 0, wide, high);
  context.fillStyle = css("ink");
  for (let p = 0; p < high * wide; p++) {
    context.globalAlpha = Math.min(1, Math.max(0, x.values[p * n + i]));
    context.fillRect(p % wide, Math.floor(p / wide), 1, 1);
  }
}

/** Whole inputs as 0 and 1, others with two digits. @param {ArrayLike<number>} values */
function digitsOf(values) {
  return Array.prototype.every.call(values, Number.isInteger) ? 0 : 2;
}
