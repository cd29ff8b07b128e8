// How one number came about: "Z[0, 1] = −2.88 · 0 + 1.36 · 1 − 0.14 = 1.21". Every number in it was looked up, none is computed here.

import { fill, h } from "../dom.js";
import { axisOf, cellText, isAlong, isFlat, knownView, levelOf, needs, numberText, plainText, raised, sizeOf, TIGHT } from "./tree.js";

const TERMS = 6; // more than these: the first three and the last

// Functions that work on one number at a time; the lesson's own activations and losses come on top.
const ELEMENTWISE = new Set([
  "abs", "absolute", "clip", "cos", "exp", "expm1", "fabs", "log", "log1p", "maximum", "minimum", "negative", "power", "sign", "sin", "sqrt", "square", "tanh", "where",
]);

/**
 * @typedef {import("./tree.js").TreeNode} TreeNode
 * @typedef {{text: string, value?: number}} Token value: this text is a number, and this is all of it
 * @typedef {{level: number, tokens: Token[]}} Term level: how tightly it binds, as in tree.js
 * @typedef {{node: TreeNode, row: number, column: number}} Touch a cell that took part
 * @typedef {{arrays: any[], isElementwise: (name: string) => boolean}} Context
 */

/** Names that may be written with a cell's number in their brackets. @param {any} catalog */
export function elementwise(catalog) {
  const own = [...catalog.activations, ...catalog.losses].map((/** @type {any} */ one) => one.name).filter((name) => name !== "softmax");
  const known = new Set([...ELEMENTWISE, ...own, ...own.map((name) => `d_${name}`)]);
  return (/** @type {string} */ name) => known.has(name);
}

/**
 * The terms of one cell of a line, and the cells that they come from.
 * @param {TreeNode} value the right side @param {number} row @param {number} column @param {Context} context
 * @returns {{tokens: Token[], touched: Touch[]}}
 */
export function explain(value, row, column, context) {
  /** @type {Touch[]} */
  const touched = [];
  const { tokens } = top(value, row, column, { ...context, touched });
  return { tokens, touched };
}

/** @typedef {Context & {touched: Touch[]}} Work */

/** The right side itself: of a call whose value is known the inside is shown, since its value is the result. @returns {Term} */
function top(/** @type {TreeNode} */ node, /** @type {number} */ row, /** @type {number} */ column, /** @type {Work} */ work) {
  return node.op === "call" ? call(node, row, column, work) : term(node, row, column, work);
}

/** @param {TreeNode} node @param {number} row @param {number} column @param {Work} work @returns {Term} */
function term(node, row, column, work) {
  const known = knownView(node, work.arrays);
  if (known) {
    const [i, j] = [known.rows === 1 ? 0 : row, known.columns === 1 ? 0 : column]; // broadcasting: one row serves for all
    work.touched.push({ node, row: i, column: j });
    const value = known.at(i, j);
    return { level: TIGHT, tokens: [{ text: known.scalar ? numberText(value) : cellText(known, i, j), value }] };
  }
  return (KINDS[node.op] ?? source)(node, row, column, work);
}

/** @type {Record<string, (node: TreeNode, row: number, column: number, work: Work) => Term>} */
const KINDS = {
  dot(node, row, column, work) {
    const flat = isFlat(node.right, work.arrays);
    const inner = sizeOf(node.left, work.arrays)[1];
    return series(inner, (k) => product(
      { op: "times" }, term(node.left, row, k, work), flat ? term(node.right, 0, k, work) : term(node.right, k, column, work)), added);
  },
  sum: (node, row, column, work) => along(node, node.value, row, column, work, added),
  plus(node, row, column, work) {
    return added(term(node.left, row, column, work), term(node.right, row, column, work));
  },
  minus(node, row, column, work) {
    const right = term(node.right, row, column, work);
    return { level: 1, tokens: [...term(node.left, row, column, work).tokens, { text: " − " }, ...bracketed(right, 2)] };
  },
  times: (node, row, column, work) => product(node, term(node.left, row, column, work), term(node.right, row, column, work)),
  divide: (node, row, column, work) => product(node, term(node.left, row, column, work), term(node.right, row, column, work)),
  power(node, row, column, work) {
    const base = term(node.left, row, column, work);
    if (raised(node)) return { level: levelOf(node), tokens: [...bracketed(base, needs(node)[0]), { text: raised(node) }] };
    return product(node, base, term(node.right, row, column, work));
  },
  negative(node, row, column, work) {
    return { level: 2, tokens: [{ text: "−" }, ...bracketed(term(node.value, row, column, work), 2)] };
  },
  transpose: (node, row, column, work) => term(node.value, column, row, work),
  call,
};

/** The numbers of a row, of a column or of all, one after the other. @param {TreeNode} node @param {TreeNode} value @param {number} row @param {number} column @param {Work} work @param {(left: Term, right: Term) => Term} join @returns {Term} */
function along(node, value, row, column, work, join) {
  const [rows, columns] = sizeOf(value, work.arrays);
  const axis = axisOf(node);
  if (axis === 0) return series(rows, (k) => term(value, k, column, work), join);
  if (axis === 1) return series(columns, (k) => term(value, node.keepdims ? row : column, k, work), join);
  return series(rows * columns, (k) => term(value, Math.floor(k / columns), k % columns, work), join);
}

/** f(its arguments' numbers), or f(names)[place] when f may look at more than one number. @returns {Term} */
function call(/** @type {TreeNode} */ node, /** @type {number} */ row, /** @type {number} */ column, /** @type {Work} */ work) {
  const name = node.name.split(".").pop();
  const within = (/** @type {Token[]} */ tokens) => ({ level: TIGHT, tokens: [{ text: `${name}(` }, ...tokens, { text: ")" }] });
  if (isAlong(node)) return within(along(node, node.args[0], row, column, work, listed).tokens);
  if (work.isElementwise(name)) return within(node.args.map((/** @type {TreeNode} */ arg) => term(arg, row, column, work)).reduce(listed).tokens);
  const names = node.args.map(plainText).join(", ");
  const [rows, columns] = sizeOf(node, work.arrays);
  return { level: TIGHT, tokens: [{ text: `${name}(${names})${rows * columns > 1 ? `[${row}, ${column}]` : ""}` }] };
}

/** What is not understood stands as it was written. @returns {Term} */
function source(/** @type {TreeNode} */ node) {
  return { level: levelOf(node), tokens: [{ text: node.source ?? "…" }] };
}

/** Terms joined, the long middle left out. @param {number} count @param {(k: number) => Term} make @param {(left: Term, right: Term) => Term} join @returns {Term} */
function series(count, make, join) {
  if (count === 0) return { level: TIGHT, tokens: [{ text: "0" }] };
  if (count <= TERMS) return Array.from({ length: count }, (_, k) => make(k)).reduce(join);
  const gap = { level: TIGHT, tokens: [{ text: "…" }] };
  const [a, b, c, last] = [0, 1, 2, count - 1].map(make);
  return { level: 1, tokens: [...[a, b, c, gap, last].reduce(join).tokens, { text: ` (${count} terms)` }] };
}

/** a, b @param {Term} left @param {Term} right @returns {Term} */
function listed(left, right) {
  return { level: 0, tokens: [...left.tokens, { text: ", " }, ...right.tokens] };
}

/** a + b, or a − b when b begins with its minus sign. @param {Term} left @param {Term} right @returns {Term} */
function added(left, right) {
  const [first, ...rest] = right.tokens;
  if (!first.text.startsWith("−")) return { level: 1, tokens: [...left.tokens, { text: " + " }, ...right.tokens] };
  const bare = { text: first.text.slice(1), value: first.value === undefined ? undefined : Math.abs(first.value) };
  return { level: 1, tokens: [...left.tokens, { text: " − " }, bare, ...rest] };
}

/** Products, quotients and powers. @param {TreeNode} node @param {Term} left @param {Term} right @returns {Term} */
function product(node, left, right) {
  const sign = node.op === "power" ? "^" : node.op === "divide" ? " / " : " · ";
  const [before, after] = needs(node);
  const base = node.op === "power" ? bracketed(left, before) : plain(left, before);
  return { level: levelOf(node), tokens: [...base, { text: sign }, ...bracketed(right, after)] };
}

/** @param {Term} one @param {number} need */
function plain(one, need) {
  return one.level < need ? [{ text: "(" }, ...one.tokens, { text: ")" }] : one.tokens;
}

/** Also a negative number goes into brackets behind a sign: 2 · (−1). @param {Term} one @param {number} need */
function bracketed(one, need) {
  return one.level < need || one.tokens[0].text.startsWith("−") ? [{ text: "(" }, ...one.tokens, { text: ")" }] : one.tokens;
}

/**
 * Writes the sum's line.
 * @param {HTMLElement} element
 * @param {{name: string, index: string, tokens: Token[], result: Token|null, meaning: string}} sum
 */
export function drawSum(element, { name, index, tokens, result, meaning }) {
  const same = tokens.length === 0 || (result && tokens.length === 1 && Object.is(tokens[0].value, result.value)); // "A = 1 = 1" says nothing
  fill(
    element,
    h("b", { class: "steps-cell-name", text: `${name}${index}` }),
    ...(same ? [] : [" = ", ...tokens.map(tokenElement)]),
    ...(result ? [" = ", h("strong", { title: String(result.value), text: result.text })] : []),
    ...(meaning ? [" ", h("span", { class: "steps-meaning", text: meaning })] : []),
  );
}

/** @param {Token} token */
function tokenElement({ text, value }) {
  return value === undefined ? text : h("span", { title: String(value), text });
}
