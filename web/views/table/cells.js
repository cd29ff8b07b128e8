// The columns that a table of predictions can have: what its head says, and how a cell of it is written.

import { classLook, classSign } from "../classes.js";
import { css } from "../colour.js";
import { fill, h, say } from "../dom.js";
import { fixed, measured, placesOf } from "../format.js";

/** @typedef {import("./samples.js").Samples} Table */
/** @typedef {{name: string, sign?: string, tip?: string, class?: string, width?: number, write: (cell: any, table: Table, i: number) => void}} Column width: in digits; write: cells come with what was written before */

/** A column of the data, as people know it. @param {any} data @param {number} at @returns {Column} */
export function columnOf(data, at) {
  const { name, categories } = data.columns[at];
  const values = rowOf(data.shown ?? data.x, at);
  const places = placesOf(values);
  const text = (/** @type {number} */ value) => categories?.[value] ?? measured(value, places);
  return {
    sign: name, name: "", tip: `${name}, a column of the data.`, class: categories ? "name" : "data", width: Math.max(widest(categories ?? endsOf(values).map(text)), widest(name.split(/\s/))),
    write: (cell, { count: n, shown }, i) => say(cell, text(shown.values[at * n + i])),
  };
}

/** @param {string[]} names of the classes @returns {Column} */
export function wantedClass(names) {
  return { sign: "y", name: "wanted", tip: "The class that was wanted.", ...classCell(names), write: (cell, { wanted }, i) => writeClass(cell, names, wanted.values[i]) };
}

/** @param {string[]} names @returns {Column} */
export function readClass(names) {
  return { sign: "ŷ", name: "read", tip: "The class that the network reads: its largest output.", ...classCell(names), write: (cell, { read }, i) => writeClass(cell, names, read.values[i]) };
}

/** Two short ones stand to the right as numbers do. @param {string[]} names */
function classCell(names) {
  const signs = names.length > 2 ? 2 : 0;
  return { class: signs || widest(names) > 2 ? "name" : undefined, width: Math.ceil(widest(names) * 0.82) + signs }; // letters are narrower than digits
}

/** The output that decides, with a mark at the half. @param {string} tip @param {number} digits @returns {Column} */
export function outputOf(tip, digits) {
  return { sign: "ŷ", name: "predicted", tip, width: digits + 2, write: (cell, table, i) => say(cell, fixed(largest(table, i), digits)) };
}

/** The output as a bar. @param {number} classes how many @returns {Column} */
export function gauge(classes) {
  const two = classes <= 2;
  return {
    name: "as a bar", class: "gauge", tip: two ? "The output as a bar: beyond the mark it is read as 1." : "The largest output as a bar: how sure the network is.",
    write(cell, table, i) {
      const value = largest(table, i);
      writeBar(cell, 0, value, two ? (value > 0.5 ? "positive" : "negative") : classLook(table.read.values[i], classes).colour, two ? 0.5 : null);
    },
  };
}

/** How sure a picture is read: blue if rightly. @returns {Column} */
export function sureGauge() {
  return {
    name: "how sure", class: "gauge", tip: "The largest output: how sure the network is.",
    write: (cell, table, i) => writeBar(cell, 0, largest(table, i), table.right.values[i] ? "positive" : "negative", null),
  };
}

/** A wanted and a predicted number, and a bar from 0 (or the end nearest to it) to what came. @param {any} data @returns {Column[]} */
export function numbersColumns(data) {
  const [low, high] = data.y_range;
  const places = placesOf(data.y.values);
  const digits = Math.max(places, placesOf([low + (high - low) / 3, high])); // a prediction is hardly ever a whole number
  const place = (/** @type {number} */ value) => (value - low) / (high - low);
  const zero = Math.min(high, Math.max(low, 0));
  const width = widest(endsOf(data.y.values).map((value) => measured(value, digits)));
  return [
    { sign: "y", name: "wanted", tip: "The number that was wanted.", width, write: (cell, { y }, i) => say(cell, measured(y.values[i], places)) },
    { sign: "ŷ", name: "predicted", tip: "The number that came.", width, write: (cell, { outputs }, i) => say(cell, measured(outputs.values[i], digits)) },
    {
      name: "as a bar", class: "gauge", tip: "What came as a bar; the mark is what was wanted.",
      write: (cell, { y, outputs }, i) => writeBar(cell, place(zero), place(outputs.values[i]), outputs.values[i] >= zero ? "positive" : "negative", place(y.values[i])),
    },
  ];
}

/** @returns {Column} */
export function verdict() {
  return {
    name: "right or wrong", class: "verdict",
    write(cell, { right }, i) {
      const good = right.values[i] === 1;
      cell.sign ??= h("span", { "aria-hidden": "true" });
      cell.word ??= h("span", { class: "unseen" });
      if (!cell.firstChild) fill(cell, cell.sign, cell.word);
      say(cell.sign, good ? "✓" : "✗");
      say(cell.word, good ? "right" : "wrong");
      cell.parentElement.classList.toggle("wrong", !good);
    },
  };
}

/** @param {[number, number]} size rows and columns of pixels @returns {Column} */
export function picture([high, wide]) {
  return {
    name: "picture", class: "picture",
    write(cell, { x, count: n }, i) {
      if (cell.sample === i && cell.x === x) return;
      Object.assign(cell, { sample: i, x });
      if (!cell.firstChild) cell.append(h("canvas", { width: wide, height: high, role: "img", "aria-label": "picture" }));
      paintPixels(cell.firstChild, x.values, i, n, high, wide);
    },
  };
}

/** One pixel of the canvas for each of the picture. @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} values @param {number} offset @param {number} stride @param {number} high @param {number} wide */
export function paintPixels(canvas, values, offset, stride, high, wide) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.clearRect(0, 0, wide, high);
  context.fillStyle = css("ink");
  for (let p = 0; p < high * wide; p++) {
    context.globalAlpha = Math.min(1, Math.max(0, values[p * stride + offset]));
    context.fillRect(p % wide, Math.floor(p / wide), 1, 1);
  }
}

/** The only output, or of several the largest. @param {Table} table @param {number} i */
function largest({ count: n, outputs, read }, i) {
  return outputs.values[outputs.shape[0] > 1 ? read.values[i] * n + i : i];
}

/** The name of a class, of more than two with its sign. @param {any} cell @param {string[]} names @param {number} at */
export function writeClass(cell, names, at) {
  if (names.length <= 2) return say(cell, names[at] ?? "");
  if (cell.at === at && cell.of === names) return;
  Object.assign(cell, { at, of: names });
  fill(cell, classSign(classLook(at, names.length)), h("span", { text: names[at] ?? "" }));
}

/** A bar between two places of 0…1 and a mark. @param {any} cell @param {number} from @param {number} to @param {string} colour @param {number|null} mark */
function writeBar(cell, from, to, colour, mark) {
  if (!cell.bar) {
    cell.bar = h("i", {});
    cell.mark = h("s", { hidden: mark === null });
    fill(cell, h("div", { class: "track" }, cell.bar, cell.mark));
  }
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map(inside);
  cell.bar.style.left = `${low * 100}%`;
  cell.bar.style.width = `${(high - low) * 100}%`;
  const background = `var(--${colour})`;
  if (cell.colour !== colour) cell.bar.style.background = background;
  cell.colour = colour;
  if (mark !== null) cell.mark.style.left = `${inside(mark) * 100}%`;
}

/** @param {number} place */
function inside(place) {
  return Math.min(1, Math.max(0, place || 0));
}

/** @param {any} table @param {number} row */
function rowOf(table, row) {
  const n = table.shape[1];
  return table.values.subarray(row * n, (row + 1) * n);
}

/** @param {ArrayLike<number>} values */
function endsOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) [low, high] = [Math.min(low, values[i]), Math.max(high, values[i])];
  return [low, high];
}

/** @param {string[]} texts */
function widest(texts) {
  return Math.min(16, Math.max(...texts.map((text) => text.length)));
}
