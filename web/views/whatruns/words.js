// What runs, in words: how fast, how much, why not, and about one operation. Pure.

import { capital, count } from "../format.js";

/**
 * @typedef {{number: number, name: string|null, formula: (string|number)[], shape: string, phase: string|null, layer: number|null,
 *   asked: number, kernel: number|null, lines: {file: string, line: number, source: string}[]}} Operation
 */

/** "2.1 million epochs a second", "16,000 epochs a second" @param {number|null|undefined} rate */
export function rateWords(rate) {
  if (!rate || !Number.isFinite(rate)) return "";
  const two = Number(rate.toPrecision(2));
  const number = two >= 1e6 ? `${(two / 1e6).toLocaleString("en")} million` : two >= 10 ? count(two) : String(two);
  return `${number} ${number === "1" ? "epoch" : "epochs"} a second`;
}

/** "31 operations in 12 loops, 2.4 kB of WebAssembly, made in 8 ms" @param {any} answer of what_runs */
export function sizeWords({ operations, kernels, bytes, milliseconds }) {
  const loops = kernels === null ? "" : ` in ${many(kernels, "loop")}`;
  const made = milliseconds === null ? "" : `, made in ${count(Math.max(1, milliseconds))} ms`;
  const size = bytes === null ? "" : `, ${kilobytes(bytes)} of WebAssembly${made}`;
  return `${many(operations.length, "operation")}${loops}${size}`;
}

/** "Runs as plain NumPy: layer.py prints while it trains." @param {string} why */
export function plainWords(why) {
  const name = /^\w*[.(]/.test(why); // a file, a class: it keeps its capital
  return `Runs as plain NumPy: ${name ? why : why.charAt(0).toLowerCase() + why.slice(1)}`.replace(/[.\s]*$/, ".");
}

/** The line that a reason names, if it does. @param {string} why @returns {{file: string, line: number}|null} */
export function placeIn(why) {
  const found = why.match(/\b(\w+\.py),? line (\d+)/);
  return found && { file: found[1], line: Number(found[2]) };
}

/**
 * The line to show for an operation, of those that ask for it first: the layer's, but of an optimizer's or a loss's many its own.
 * @param {Operation} operation
 */
export function mainPlace({ lines }) {
  const outermost = lines.find(({ file }) => file === "layer.py" || file === "network.py");
  return (outermost?.file === "layer.py" && lines[0].file !== "optimizers.py" ? outermost : lines[0]) ?? null;
}

/** The numbers of all lines that ask for an operation, by file. @param {Operation} operation @returns {[string, number[]][]} */
export function placesOf({ lines }) {
  const files = [...new Set(lines.map(({ file }) => file))];
  return files.map((name) => [name, lines.filter(({ file }) => file === name).map(({ line }) => line)]);
}

/** "Asked for 2 times, computed once; merged into one loop with 2 and 4." @param {Operation} operation @param {Operation[]} all */
export function aboutWords(operation, all) {
  const { asked, kernel } = operation;
  const others = kernel === null ? [] : all.filter((one) => one.kernel === kernel && one !== operation).map(({ number }) => number);
  const times = asked > 1 ? `asked for ${asked} times, computed once` : "";
  const merged = others.length > 0 ? `merged into one loop with ${list(others)}` : kernel === null ? "" : "a loop of its own";
  return [times, merged].some(Boolean) ? `${capital([times, merged].filter(Boolean).join("; "))}.` : "";
}

/** @param {number} number @param {string} what */
function many(number, what) {
  return `${count(number)} ${what}${number === 1 ? "" : "s"}`;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return bytes < 9950 ? `${(bytes / 1000).toFixed(1)} kB` : `${count(bytes / 1000)} kB`;
}

/** "2, 3 and 4"; of many: "17 others" @param {number[]} numbers */
function list(numbers) {
  if (numbers.length > 4) return `${numbers.length} others`;
  return numbers.length < 2 ? numbers.join("") : `${numbers.slice(0, -1).join(", ")} and ${numbers[numbers.length - 1]}`;
}
