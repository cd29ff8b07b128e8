// How samples are drawn on a map, and in its legend: filled ones are learnt from, hollow ones held out, wrong ones crossed.
import { addShape, classLook } from "../classes.js";
import { css, indexOf, tableColour } from "../colour.js";

/** @typedef {{x: number, y: number, value: number, wrong?: boolean}} Mark value: the class, or the number itself */
/** @typedef {{classes: number, range: [number, number], radius: number, line: number, hollow: boolean}} Look classes: how many; 0 where the value is a number */

/**
 * How marks look: many are small.
 * @param {{classes: number, range?: [number, number]|null}} what @param {number} all @param {number} rem @returns {Look}
 */
export function look({ classes, range }, all, rem) {
  const radius = rem * (all <= 20 ? 0.4 : all <= 120 ? 0.27 : all <= 600 ? 0.2 : 0.15);
  return { classes, range: range ?? [-1, 1], radius, line: rem * (all <= 20 ? 0.11 : all <= 120 ? 0.06 : 0.035), hollow: false };
}

/** One path a look: shapes for classes, circles in the colour of their value for numbers; wrong ones outlined in ink. */
export function paintMarks(/** @type {CanvasRenderingContext2D} */ context, /** @type {Mark[]} */ all, /** @type {Look} */ { classes, range, radius: full, line, hollow }) {
  const radius = hollow ? full * 0.9 : full; // a hollow mark's edge comes on top
  const number = classes === 0;
  /** @type {Map<string, {path: Path2D, colour: string, wrong: boolean}>} */
  const paths = new Map();
  const crosses = new Path2D();
  const ends = { panel: css("panel"), ink: css("ink") };
  for (const { x, y, value, wrong = false } of all) {
    const sign = number ? { colour: String(Math.round(indexOf(value, range) / 16) * 16), shape: "circle" } : classLook(value, classes);
    const key = `${sign.colour}${sign.shape}${wrong}`;
    let one = paths.get(key);
    if (!one) paths.set(key, (one = { path: new Path2D(), colour: number ? tableColour(Number(sign.colour)) : css(sign.colour), wrong }));
    addShape(one.path, sign.shape, x, y, radius);
    if (!wrong) continue;
    const arm = radius * 0.62;
    crosses.moveTo(x - arm, y - arm);
    crosses.lineTo(x + arm, y + arm);
    crosses.moveTo(x + arm, y - arm);
    crosses.lineTo(x - arm, y + arm);
  }
  const stroke = (/** @type {Path2D} */ path, /** @type {string} */ colour, /** @type {number} */ width) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(path);
  };
  const band = radius * 0.42; // a hollow mark's own colour
  for (const { path, colour, wrong } of [...paths.values()].sort((a, b) => Number(a.wrong) - Number(b.wrong))) {
    const edge = wrong || number ? ends.ink : ends.panel;
    context.globalAlpha = number && !wrong ? 0.6 : 1;
    if (hollow) stroke(path, edge, band + line * 2);
    context.globalAlpha = 1;
    context.fillStyle = hollow ? ends.panel : colour;
    context.fill(path);
    if (hollow) stroke(path, colour, band);
    context.globalAlpha = number && !wrong ? 0.6 : 1;
    if (!hollow) stroke(path, edge, wrong ? Math.max(line, radius * 0.3) : line);
    context.globalAlpha = 1;
  }
  if (radius >= 4) stroke(crosses, hollow ? ends.ink : ends.panel, Math.max(1, line)); // in a smaller one it would be a blot
}

/** Around the picked sample. */
export function ring(/** @type {CanvasRenderingContext2D} */ context, /** @type {Mark} */ { x, y }, /** @type {Look} */ { radius }) {
  const width = radius * 0.36;
  for (const [colour, wide] of /** @type {[string, number][]} */ ([["panel", width * 2], ["ink", width]])) {
    context.beginPath();
    context.arc(x, y, radius + width * 2, 0, 7);
    context.lineWidth = wide;
    context.strokeStyle = css(colour);
    context.stroke();
  }
}
