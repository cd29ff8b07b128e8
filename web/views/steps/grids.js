// The matrices of a line as small tables in brackets, cells coloured by sign and size, the signs of the equation between them.

import { h } from "../dom.js";
import { columnsShown, crop } from "./crop.js";
import { over } from "./equation.js";
import { cellText, knownView, levelOf, needs, raised, resultView, shapeText, shapeWords, signOf, sizeOf, viewOfArray, viewOfNumber, widest } from "./tree.js";

// Widths in rem, as in steps.css: a cell with the space beside it, what a matrix needs besides its cells, a sign.
const [CELL, LETTER, PADDING, BESIDE, BRACKETS, SIGN] = [2.5, 0.44, 0.3, 0.125, 1.4, 1.2];

/**
 * What stands in the row: matrices and what is between them.
 * @typedef {import("./tree.js").View} View
 * @typedef {import("./tree.js").TreeNode} TreeNode
 * @typedef {{view: View, nodes: TreeNode[], result: boolean, note: string}} Matrix nodes: the parts of the equation that it stands for
 * @typedef {Matrix | string} Item
 */

/** The equation from left to right. @param {TreeNode} equation @param {any[]} arrays @returns {Item[]} */
export function itemsOf(equation, arrays) {
  const result = resultView(equation, arrays);
  const target = equation.op === "assign" ? equation.target : null;
  const same = equation.op === "return" && knownView(equation.value, arrays) && equation.value.op !== "call";
  const value = top(equation.value, arrays, target?.name);
  if (same) return ["return", ...value.map((item) => (typeof item === "string" ? item : { ...item, result: true }))];
  if (!result) return [target ? `${target.name ?? ""} =` : "return", ...value];
  return [{ view: result, nodes: target ? [target] : [], result: true, note: "" }, "=", ...value];
}

/** Of a call whose value is the result its arguments are shown. @returns {Item[]} */
function top(/** @type {TreeNode} */ node, /** @type {any[]} */ arrays, /** @type {string|undefined} */ target) {
  return node.op === "call" ? call(node, arrays, target) : items(node, arrays, target);
}

/** @param {TreeNode} node @param {any[]} arrays @param {string|undefined} target a matrix of the same name is the one from before @returns {Item[]} */
function items(node, arrays, target) {
  const known = knownView(node, arrays);
  if (known) return [{ view: known, nodes: [node], result: false, note: node.name && node.name === target ? "before" : "" }];
  const part = (/** @type {TreeNode} */ one, /** @type {number} */ need) => (levelOf(one) < need ? ["(", ...items(one, arrays, target), ")"] : items(one, arrays, target));
  if (node.op === "text") return [node.source];
  if (node.op === "call") return call(node, arrays, target);
  if (node.op === "transpose") return ["(", ...items(node.value, arrays, target), ")ᵀ"];
  if (node.op === "negative") return ["−", ...part(node.value, 2)];
  if (node.op === "sum") return [`Σ ${over(node)}`.trim(), ...part(node.value, levelOf(node))];
  if (!node.left) return ["…"];
  const [before, after] = needs(node);
  if (node.op === "power" && raised(node)) return [...part(node.left, before), raised(node)];
  return [...part(node.left, before), node.op === "power" ? "^" : signOf(node, arrays), ...part(node.right, after)];
}

/** @returns {Item[]} */
function call(/** @type {TreeNode} */ node, /** @type {any[]} */ arrays, /** @type {string|undefined} */ target) {
  const args = node.args.flatMap((/** @type {TreeNode} */ one, /** @type {number} */ at) => [...(at ? [","] : []), ...items(one, arrays, target)]);
  return [`${node.name}(`, ...args, ")"];
}

/** A line without an equation: the matrices that it changed, else all of its own. @param {any} step @param {any[]} arrays @returns {Item[]} */
export function matricesOf(step, arrays) {
  const changed = step.matrices.filter((/** @type {any} */ one) => one.changed);
  return (changed.length ? changed : step.matrices).map((/** @type {any} */ one) => ({
    view: typeof one.array === "number" ? viewOfArray(arrays[one.array], one.name) : viewOfNumber(one.number, one.name),
    nodes: [], result: Boolean(one.changed), note: "",
  }));
}

/** Which matrix answers to a pick: the result, else the first operand of its size. @param {Item[]} row @param {TreeNode|null} equation @param {any[]} arrays @returns {Matrix|null} */
export function pickable(row, equation, arrays) {
  const matrices = /** @type {Matrix[]} */ (row.filter((item) => typeof item !== "string"));
  const result = matrices.find((one) => one.result);
  if (result || !equation) return result ?? matrices.find((one) => !one.view.scalar) ?? matrices[0] ?? null;
  const [rows, columns] = sizeOf(equation.value, arrays);
  return matrices.find(({ view }) => view.rows === rows && view.columns === columns) ?? null;
}

/**
 * What is drawn, and how much of each matrix. An equation that is too long for one row, and says the same matrix more
 * than once or many of them, is drawn as its matrices, each once: the equation itself stands above in symbols.
 * @param {Item[]} row @param {{width: number, height: number}} room in rem
 * @returns {{row: Item[], rows: number, columns: number}}
 */
export function fit(row, { width, height }) {
  const rows = width < 38 || height < 22 ? 4 : height < 26 ? 5 : 6;
  const full = fitRow(row, width);
  const matrices = matricesIn(row);
  const short = matrices.length <= 4 && new Set(matrices.map(keyOf)).size === matrices.length;
  if (short || (full.side && full.columns > 3)) return { row, rows, columns: full.columns };
  const once = onlyOnce(row);
  return { row: once, rows, columns: fitRow(once, width).columns };
}

/** @param {Item[]} row @param {number} width */
function fitRow(row, width) {
  const letters = (/** @type {Item} */ item) => (typeof item === "string" ? item.length : Math.max(item.view.name.length, cellText(item.view, 0, 0).length));
  const between = row.reduce((sum, item) => sum + (typeof item === "string" || item.view.scalar ? Math.max(SIGN, (letters(item) + 1) * LETTER) : BRACKETS), 0);
  const sizes = matricesIn(row).map(({ view }) => ({ columns: view.columns, cell: Math.max(CELL, widest(view) * LETTER + PADDING) + BESIDE }));
  return columnsShown(sizes, width - between, width - BRACKETS);
}

/** @param {Item[]} row @returns {Matrix[]} */
function matricesIn(row) {
  return /** @type {Matrix[]} */ (row.filter((item) => typeof item !== "string" && !item.view.scalar));
}

/** Each matrix and each named number once, the result first. @param {Item[]} row @returns {Item[]} */
function onlyOnce(row) {
  /** @type {Map<string, Matrix>} */
  const kept = new Map();
  for (const item of row) {
    if (typeof item === "string" || (item.view.scalar && !item.view.name)) continue;
    const before = kept.get(keyOf(item));
    kept.set(keyOf(item), before ? { ...before, nodes: [...before.nodes, ...item.nodes] } : item);
  }
  return [...kept.values()];
}

/** @param {Matrix} item */
function keyOf({ view, nodes, result }) {
  return `${result} ${view.name} ${nodes[0]?.array}`;
}

/**
 * @typedef {{row: number, column: number}} Place
 * @typedef {{item: Matrix, element: HTMLElement, cells: Map<string, HTMLElement>, rows: number[], columns: number[]}} Grid
 */

/**
 * @param {Item} item @param {{rows: number, columns: number}} most @param {boolean} picks its cells can be picked
 * @returns {{element: HTMLElement, grid: Grid|null}}
 */
export function drawItem(item, most, picks) {
  if (typeof item === "string") return { element: drawSign(item), grid: null };
  const grid = item.view.scalar ? drawNumber(item) : drawGrid(item, most, picks);
  return { element: grid.element, grid };
}

/** "=", "tanh(", "Σ samples", "x >= 0" @param {string} sign @returns {HTMLElement} */
function drawSign(sign) {
  if (sign.startsWith("Σ")) return h("span", { class: "steps-sign" }, "Σ", h("small", { text: sign.slice(1) }));
  return h("span", { class: /\w/.test(sign) ? "steps-sign steps-word" : "steps-sign", text: sign });
}

/** A single number: its name above it, if it has one. @param {Matrix} item @returns {Grid} */
function drawNumber(item) {
  const cell = h("span", { class: "steps-number", ...hooks(item.view, 0, 0), text: cellText(item.view, 0, 0) });
  if (!Number.isFinite(item.view.at(0, 0))) cell.classList.add("bad");
  const element = h("div", { class: "steps-matrix steps-single", "data-role": item.result ? "result" : "operand" }, caption(item), cell);
  return { item, element, cells: new Map([["0,0", cell]]), rows: [0], columns: [0] };
}

/** @param {Matrix} item @param {{rows: number, columns: number}} most @param {boolean} picks @returns {Grid} */
function drawGrid(item, most, picks) {
  const { view } = item;
  const rows = crop(view.rows, most.rows);
  const columns = crop(view.columns, most.columns);
  /** @type {Map<string, HTMLElement>} */
  const cells = new Map();
  const body = rows.indexes.flatMap((row, at) => {
    const line = h("tr", { "aria-rowindex": row + 1 }, ...columns.indexes.flatMap((column, place) => {
      const cell = drawCell(view, row, column, picks);
      cells.set(`${row},${column}`, cell);
      return gapBefore(columns, place) ? [h("td", { class: "gap", "aria-hidden": "true", text: at === 0 || rows.indexes.length === 1 ? "⋯" : "" }), cell] : [cell];
    }));
    const wide = columns.indexes.length + (columns.left ? 1 : 0);
    return gapBefore(rows, at) ? [h("tr", { class: "gap", "aria-hidden": "true" }, h("td", { colspan: wide, text: "⋮", title: `${rows.left} more rows` })), line] : [line];
  });
  const table = h("table", {
    role: picks ? "grid" : null, "aria-label": [view.name, shapeWords(view), item.note].filter(Boolean).join(", "),
    "aria-rowcount": view.rows, "aria-colcount": view.columns,
  }, h("tbody", {}, ...body));
  const element = h("div", { class: "steps-matrix", "data-role": item.result ? "result" : "operand" }, caption(item), h("div", { class: "steps-brackets" }, table));
  return { item, element, cells, rows: rows.indexes, columns: columns.indexes };
}

/** @param {import("./crop.js").Crop} crop @param {number} at */
function gapBefore(crop, at) {
  return crop.left > 0 && at === crop.indexes.length - 1;
}

/** @param {View} view @param {number} row @param {number} column @param {boolean} picks */
function drawCell(view, row, column, picks) {
  const value = view.at(row, column);
  const finite = Number.isFinite(value);
  const cell = h("td", {
    ...hooks(view, row, column),
    "aria-colindex": column + 1, tabindex: picks ? "-1" : null, "aria-selected": picks ? "false" : null,
    class: !finite ? "bad" : value > 0 ? "positive" : value < 0 ? "negative" : null,
    text: cellText(view, row, column),
  });
  if (finite && value !== 0) cell.style.setProperty("--share", (Math.abs(value) / view.scale.largest).toFixed(3));
  return cell;
}

/** What tests and tooltips read: which cell, and every digit that NumPy has. @param {View} view @param {number} row @param {number} column */
function hooks(view, row, column) {
  const value = String(view.at(row, column));
  return { "data-name": view.name, "data-row": row, "data-column": column, "data-value": value, title: value.replace(/-/g, "−") };
}

/** @param {Matrix} item */
function caption({ view, note, result }) {
  const shape = [shapeText(view), note].filter(Boolean).join(" ");
  return h("div", { class: result ? "steps-name changed" : "steps-name" }, h("code", { text: view.name }), shape && ` ${shape}`);
}
