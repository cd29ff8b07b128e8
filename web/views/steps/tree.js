// A line of Python as a tree of matrices and signs: what stands in it and which shape it has. Pure: it reads, it does not compute.

import { fixed, significant } from "../format.js";

/**
 * A matrix as it is shown. at() only looks numbers up.
 * @typedef {{name: string, rows: number, columns: number, scalar: boolean, flat: boolean, at: (row: number, column: number) => number, scale: Scale}} View
 * @typedef {{largest: number, digits: number}} Scale
 * @typedef {{op: string, [key: string]: any}} TreeNode
 */

/** @param {any} array as it came from Python @param {string} name @returns {View} */
export function viewOfArray(array, name) {
  const [first = 1, ...rest] = array.shape;
  const flat = array.shape.length === 1;
  const columns = flat ? first : rest.reduce((/** @type {number} */ product, /** @type {number} */ n) => product * n, 1);
  return {
    name, columns, flat,
    rows: flat ? 1 : first,
    scalar: array.shape.length === 0,
    at: (row, column) => array.values[row * columns + column],
    scale: scaleOf(array),
  };
}

/** @param {number|null} value null: what JSON could not carry @param {string} name @returns {View} */
export function viewOfNumber(value, name) {
  const number = value ?? Number.NaN;
  return { name, rows: 1, columns: 1, scalar: true, flat: false, at: () => number, scale: { largest: Math.abs(number), digits: 3 } };
}

/** Rows for columns, by looking up the other way round. @param {View} view @returns {View} */
export function transposed(view) {
  const name = `${view.name}ᵀ`;
  if (view.flat || view.scalar) return { ...view, name };
  return { ...view, name, rows: view.columns, columns: view.rows, at: (row, column) => view.at(column, row) };
}

/**
 * A part of the tree whose numbers are known is shown as one matrix: a leaf, a transposed leaf, and a call that has returned.
 * @param {TreeNode} node @param {any[]} arrays @returns {View|null}
 */
export function knownView(node, arrays) {
  if (node.op === "matrix") return viewOfArray(arrays[node.array], node.name ?? "");
  if (node.op === "number") return viewOfNumber(node.value, node.name ?? "");
  if (node.op === "call") return valueView(node, arrays, plainText(node));
  if (node.op !== "transpose") return null;
  const inner = knownView(node.value, arrays);
  return inner && node.value.op !== "call" ? transposed(inner) : null;
}

/** The value that came with a node, if one did. @param {TreeNode} node @param {any[]} arrays @param {string} name @returns {View|null} */
function valueView(node, arrays, name) {
  if (typeof node.array === "number") return viewOfArray(arrays[node.array], name);
  if ("number" in node) return viewOfNumber(node.number, name);
  return null;
}

/**
 * What the line made: the target of an assignment, or what is returned if that is known.
 * @param {TreeNode} equation @param {any[]} arrays @returns {View|null}
 */
export function resultView(equation, arrays) {
  if (equation.op === "assign") return knownView(equation.target, arrays);
  return valueView(equation, arrays, "return") ?? valueView(equation.value, arrays, "return");
}

/** Rows and columns of what a node comes to; a single number is 1 × 1. @param {TreeNode} node @param {any[]} arrays @returns {[number, number]} */
export function sizeOf(node, arrays) {
  const known = knownView(node, arrays);
  if (known) return [known.rows, known.columns];
  const size = (/** @type {TreeNode} */ part) => sizeOf(part, arrays);
  if (node.op === "dot") return [size(node.left)[0], isFlat(node.right, arrays) ? 1 : size(node.right)[1]];
  if (node.op === "transpose") return [size(node.value)[1], size(node.value)[0]];
  if (node.op === "negative") return size(node.value);
  if (isAlong(node)) {
    const [rows, columns] = size(node.value ?? node.args[0]);
    const axis = axisOf(node);
    if (axis === null) return [1, 1];
    if (axis === 0) return [1, columns];
    return node.keepdims ? [rows, 1] : [1, rows];
  }
  const parts = node.op === "call" ? node.args : node.left ? [node.left, node.right] : [];
  return parts.map(size).reduce(broadcast, [1, 1]);
}

/** A sum, or the largest, smallest or mean of rows or columns. @param {TreeNode} node */
export function isAlong(node) {
  return node.op === "sum" || (node.op === "call" && "axis" in node);
}

/** 0, 1, or null for all. @param {TreeNode} node */
export function axisOf(node) {
  return typeof node.axis === "number" ? (node.axis + 2) % 2 : null;
}

/** @param {TreeNode} node @param {any[]} arrays */
export function isFlat(node, arrays) {
  return Boolean(knownView(node, arrays)?.flat);
}

/** One number, for which "·" is neither a dot product nor elementwise. @param {TreeNode} node @param {any[]} arrays */
export function isSingle(node, arrays) {
  const known = knownView(node, arrays);
  if (known) return known.scalar;
  if (isAlong(node)) return axisOf(node) === null;
  if (node.op === "text") return false;
  const parts = node.op === "call" ? node.args : node.left ? [node.left, node.right] : [node.value];
  return parts.length > 0 && node.op !== "dot" && parts.every((/** @type {TreeNode} */ part) => isSingle(part, arrays));
}

function broadcast(/** @type {[number, number]} */ [a, b], /** @type {[number, number]} */ [c, d]) {
  return /** @type {[number, number]} */ ([Math.max(a, c), Math.max(b, d)]);
}

// How tightly a sign binds: what binds looser than its neighbour goes into brackets.
const LEVELS = /** @type {Record<string, number>} */ ({ text: 0, plus: 1, minus: 1, times: 2, dot: 2, divide: 2, sum: 2, negative: 2, power: 4, transpose: 5 });
export const TIGHT = 6;

/** @param {TreeNode} node */
export function levelOf(node) {
  if (node.op === "text" && /^[\w.]+$/.test(node.source)) return TIGHT;
  if (node.op === "number" && !node.name && node.value < 0) return LEVELS.negative;
  return LEVELS[node.op] ?? TIGHT;
}

/** "²" and "³", or nothing. @param {TreeNode} node a power */
export function raised(node) {
  return /** @type {Record<number, string>} */ ({ 2: "²", 3: "³" })[node.right.value] ?? "";
}

/** Signs between two operands, elementwise or not. @param {TreeNode} node @param {any[]} arrays */
export function signOf(node, arrays) {
  if (node.op === "times") return isSingle(node.left, arrays) || isSingle(node.right, arrays) ? "·" : "⊙";
  return /** @type {Record<string, string>} */ ({ dot: "·", plus: "+", minus: "−", divide: "/" })[node.op] ?? "";
}

/** The level that a left and a right operand need in order to stand without brackets. @param {TreeNode} node @returns {[number, number]} */
export function needs(node) {
  const own = levelOf(node);
  if (node.op === "power") return [own + 1, own + 1];
  return [own, node.op === "minus" || node.op === "divide" ? own + 1 : own];
}

/** A node as a line of text: the title of a call's value, "d_act(Z)". @param {TreeNode} node @returns {string} */
export function plainText(node) {
  if (node.op === "matrix") return node.name ?? "…";
  if (node.op === "number") return node.name ?? numberText(node.value);
  if (node.op === "text") return node.source;
  if (node.op === "call") return `${node.name}(${node.args.map(plainText).join(", ")})`;
  const bracketed = (/** @type {TreeNode} */ part, /** @type {number} */ need) => (levelOf(part) < need ? `(${plainText(part)})` : plainText(part));
  if (node.op === "transpose") return `${bracketed(node.value, 5)}ᵀ`;
  if (node.op === "negative") return `−${bracketed(node.value, 2)}`;
  if (node.op === "sum") return `Σ ${bracketed(node.value, TIGHT)}`;
  if (!node.left) return "…";
  const [left, right] = needs(node);
  if (node.op === "power" && raised(node)) return bracketed(node.left, left) + raised(node);
  const sign = node.op === "power" ? "^" : node.op === "times" ? " · " : ` ${signOf(node, [])} `;
  return bracketed(node.left, left) + sign + bracketed(node.right, right);
}

/** @type {WeakMap<any, Scale>} */
const scales = new WeakMap();

/** The largest size in an array, for the colours, and how many decimals its numbers need. @param {any} array @returns {Scale} */
function scaleOf(array) {
  let scale = scales.get(array);
  if (!scale) {
    const finite = array.values.filter(Number.isFinite);
    const sizes = finite.map(Math.abs);
    const largest = sizes.reduce((/** @type {number} */ most, /** @type {number} */ size) => Math.max(most, size), 0);
    const small = sizes.some((/** @type {number} */ size) => size > 0 && size < 0.095);
    scale = { largest, digits: finite.every(Number.isInteger) ? 0 : decimals(largest, small) };
    scales.set(array, scale);
  }
  return scale;
}

/** Two, or as many as show two digits of the largest; −1: written with a power of ten. @param {number} largest @param {boolean} small there are some below a tenth */
function decimals(largest, small) {
  if (largest < 0.001) return -1;
  if (largest < 0.1) return largest < 0.01 ? 4 : 3;
  if (largest < 1 && small) return 3;
  return largest < 100 ? 2 : largest < 1000 ? 1 : 0;
}

/** A number as it stands in its cell: "−2.88". @param {View} view @param {number} row @param {number} column */
export function cellText(view, row, column) {
  const value = view.at(row, column);
  if (view.scalar) return numberText(value);
  const { digits } = view.scale;
  if (value === 0) return "0"; // 0.00 would be a rounded number
  if (digits < 0) return significant(value, 2);
  if (Math.abs(value) < 0.5 * 10 ** -digits) return significant(value, 1);
  return fixed(value, digits);
}

/** How many letters the longest number of a matrix takes, its sign included. @param {View} view */
export function widest({ scale: { largest, digits } }) {
  return digits < 0 ? 7 : 1 + fixed(largest, digits).length;
}

/** A single number, as short as three digits allow: 4, 0.1, 0.693. @param {number|null} value */
export function numberText(value) {
  if (value === null || !Number.isFinite(value)) return fixed(value ?? Number.NaN);
  if (Number.isInteger(value)) return fixed(value, 0);
  const text = significant(value, 3);
  return text.includes("e") ? text.replace(/\.?0+e/, "e") : text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

/** "3×4"; nothing for a single number. @param {View} view */
export function shapeText(view) {
  return view.scalar ? "" : view.flat ? String(view.columns) : `${view.rows}×${view.columns}`;
}

/** "3 by 4" @param {View} view */
export function shapeWords(view) {
  return view.scalar ? "" : view.flat ? `a row of ${view.columns}` : `${view.rows} by ${view.columns}`;
}
