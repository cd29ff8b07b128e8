// What is painted or set in a truth table becomes a table as text, for Python to read like any other; and back, to edit it.

/** @typedef {{x: number, y: number, kind: number}} Point kind: the class, 0 for A */
/** @typedef {{inputs: string[], output: string, values: number[]}} Truth values: the output of each row, rows counting up in binary */

export const LETTERS = "ABCDEF"; // the classes: letters, since numbers would be a number to predict
export const SPAN = 6; // points are painted from -6 to 6 both ways

/** @param {Point[]} points */
export function pointsToText(points) {
  const lines = points.map(({ x, y, kind }) => `${x.toFixed(2)},${y.toFixed(2)},${LETTERS[kind]}`);
  return ["x1,x2,class", ...lines, ""].join("\n");
}

/** @param {string} text @returns {Point[]|null} null when it is no painted table */
export function textToPoints(text) {
  if (!text.startsWith("x1,x2,class\n")) return null;
  const lines = text.trimEnd().split("\n").slice(1);
  const points = lines.map((line) => {
    const match = /^(-?\d+\.\d\d),(-?\d+\.\d\d),([A-F])$/.exec(line);
    return match && { x: Number(match[1]), y: Number(match[2]), kind: LETTERS.indexOf(match[3]) };
  });
  return points.every((point) => point !== null) ? /** @type {Point[]} */ (points) : null;
}

/** The rows of a truth table: 0 0, 0 1, 1 0, 1 1. @param {number} inputs @returns {number[][]} */
export function rowsOf(inputs) {
  return Array.from({ length: 2 ** inputs }, (_, row) => Array.from({ length: inputs }, (_, at) => (row >> (inputs - 1 - at)) & 1));
}

/** @param {Truth} truth */
export function truthToText({ inputs, output, values }) {
  return [[...inputs, output].join(","), ...rowsOf(inputs.length).map((row, at) => [...row, values[at]].join(",")), ""].join("\n");
}

/** @param {string} text @returns {Truth|null} null when it is no truth table, every row once and in order */
export function textToTruth(text) {
  if (text.length > 1000) return null;
  const [head, ...lines] = text.trimEnd().split("\n");
  const names = head.split(",");
  const inputs = names.slice(0, -1);
  if (inputs.length < 1 || inputs.length > 4 || lines.length !== 2 ** inputs.length) return null;
  const rows = rowsOf(inputs.length);
  if (!lines.every((line, at) => line === `${rows[at].join(",")},0` || line === `${rows[at].join(",")},1`)) return null;
  return { inputs, output: names[names.length - 1], values: lines.map((line) => Number(line.at(-1))) };
}

/** A name as it can stand in the head of such a table. @param {string} text @param {string} otherwise */
export function columnName(text, otherwise) {
  return text.replace(/[^\p{L}\p{N}_ ₀-₉-]/gu, "").trim().slice(0, 20) || otherwise;
}
