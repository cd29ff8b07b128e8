// A line as an equation in MathML, with every shape over its name; and the same in words, for a screen reader.

import { axisOf, isSingle, knownView, levelOf, needs, numberText, resultView, shapeText, shapeWords, signOf } from "./tree.js";

/** @typedef {import("./tree.js").TreeNode} TreeNode */

/** @param {string} tag @param {Record<string, string>} attributes @param {...(Element|string)} children @returns {Element} */
function m(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/1998/Math/MathML", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {TreeNode} equation @param {any[]} arrays */
export function mathOf(equation, arrays) {
  const target = resultView(equation, arrays);
  const words = equationWords(equation, arrays);
  const left = equation.op === "return" ? [m("mtext", {}, "return")] : [named(equation.target.name ?? "…", target ? shapeText(target) : "")];
  const equals = equation.op === "return" ? m("mspace", { width: "0.4em" }) : m("mo", {}, "=");
  return m("math", { alttext: words, "aria-label": words }, ...left, equals, math(equation.value, arrays));
}

/** @param {string} name @param {string} shape */
function named(name, shape) {
  const word = m("mi", { mathvariant: "normal" }, name);
  return shape ? m("mover", {}, word, m("mtext", {}, shape)) : word;
}

/** @param {TreeNode} node @param {any[]} arrays @returns {Element} */
function math(node, arrays) {
  const part = (/** @type {TreeNode} */ one, /** @type {number} */ need) => (levelOf(one) < need ? m("mrow", {}, m("mo", { stretchy: "false" }, "("), math(one, arrays), m("mo", { stretchy: "false" }, ")")) : math(one, arrays));
  if (node.op === "number") return node.name ? m("mi", { mathvariant: "normal" }, node.name) : m("mn", {}, numberText(node.value));
  if (node.op === "matrix") return named(node.name ?? "…", shapeText(/** @type {any} */ (knownView(node, arrays))));
  if (node.op === "text") return m("mtext", {}, node.source);
  if (node.op === "transpose") {
    const known = knownView(node, arrays);
    return known ? named(known.name, shapeText(known)) : m("msup", {}, part(node.value, 5), m("mtext", {}, "T"));
  }
  if (node.op === "call") {
    const args = node.args.flatMap((/** @type {TreeNode} */ one, /** @type {number} */ at) => [...(at ? [m("mo", { separator: "true" }, ",")] : []), math(one, arrays)]);
    return m("mrow", {}, m("mi", { mathvariant: "normal" }, node.name), m("mo", { stretchy: "false" }, "("), ...args, m("mo", { stretchy: "false" }, ")"));
  }
  if (node.op === "negative") return m("mrow", {}, m("mo", { form: "prefix" }, "−"), part(node.value, 2));
  if (node.op === "sum") {
    const sign = m("mo", { largeop: "false" }, "Σ");
    return m("mrow", {}, over(node) ? m("msub", {}, sign, m("mtext", {}, over(node))) : sign, part(node.value, levelOf(node)));
  }
  if (!node.left) return m("mtext", {}, "…");
  const [before, after] = needs(node);
  if (node.op === "divide" && isSingle(node, arrays)) return m("mfrac", {}, math(node.left, arrays), math(node.right, arrays));
  if (node.op === "power") return m("msup", {}, part(node.left, before), math(node.right, arrays));
  return m("mrow", {}, part(node.left, before), m("mo", {}, signOf(node, arrays)), part(node.right, after));
}

/** What a sum goes over, samples being columns; nothing if over all. @param {TreeNode} node */
export function over(node) {
  const axis = axisOf(node);
  return axis === 1 ? "samples" : axis === 0 ? "rows" : "";
}

/** "Z, 3 by 4, equals W, 3 by 2, times A1, 2 by 4, plus b, 3 by 1" @param {TreeNode} equation @param {any[]} arrays @returns {string} */
export function equationWords(equation, arrays) {
  const value = words(equation.value, arrays);
  if (equation.op === "return") return `returns ${value}`;
  const target = resultView(equation, arrays);
  return `${withShape(equation.target.name ?? "a value", target)} equals ${value}`.replace(/, *$/, "");
}

/** @param {string} name @param {any} view */
function withShape(name, view) {
  const shape = view ? shapeWords(view) : "";
  return shape ? `${name}, ${shape},` : name;
}

/** @param {TreeNode} node @param {any[]} arrays @returns {string} */
function words(node, arrays) {
  return spoken(node, arrays).replace(/,$/, "");
}

/** @param {TreeNode} node @param {any[]} arrays @returns {string} */
function spoken(node, arrays) {
  const part = (/** @type {TreeNode} */ one, /** @type {number} */ need) => (levelOf(one) < need ? `open bracket ${words(one, arrays)} close bracket` : spoken(one, arrays));
  if (node.op === "number") return node.name ? `${node.name}, ${numberText(node.value)},` : numberText(node.value);
  if (node.op === "matrix") return withShape(node.name ?? "a matrix", knownView(node, arrays));
  if (node.op === "text") return node.source;
  if (node.op === "transpose") return withShape(`${node.value.name ?? part(node.value, 5)} transposed`, knownView(node, arrays));
  if (node.op === "call") return `${node.name} of ${node.args.map((/** @type {TreeNode} */ one) => spoken(one, arrays)).join(" and ")}`;
  if (node.op === "negative") return `minus ${part(node.value, 2)}`;
  if (node.op === "sum") return `the sum ${over(node) && `over ${over(node)} `}of ${part(node.value, levelOf(node))}`;
  if (!node.left) return "something";
  const [before, after] = needs(node);
  const sign = { plus: "plus", minus: "minus", divide: "divided by", power: "to the power of" }[node.op] ?? (signOf(node, arrays) === "⊙" ? "times, cell by cell," : "times");
  return `${part(node.left, before)} ${sign} ${part(node.right, after)}`;
}
