// How samples are drawn on a map, and in its legend: filled ones are learnt from, hollow ones held out, wrong ones crossed.
import { css, indexOf, tableColour } from "../colour.js";

/** @typedef {{x: number, y: number, value: number, wrong?: boolean}} Mark */
/** @typedef {{kind: string, radius: number, line: number, hollow: boolean}} Look */

/** How marks look: many are small. @param {string} kind @param {number} all @param {number} rem @returns {Look} */
export function look(kind, all, rem) {
  const radius = rem * (all <= 20 ? 0.4 : all <= 120 ? 0.27 : 0.2);
  return { kind, radius, line: rem * (all <= 20 ? 0.11 : all <= 120 ? 0.06 : 0.035), hollow: false };
}

/** One path a look: circles for 1, squares for 0, numbers as circles in the colour of their value; wrong ones outlined in ink. */
export function paintMarks(/** @type {CanvasRenderingContext2D} */ context, /** @type {Mark[]} */ all, /** @type {Look} */ { kind, radius: full, line, hollow }) {
  const radius = hollow ? full * 0.9 : full; // a hollow mark's edge comes on top
  /** @type {Map<string, {path: Path2D, colour: string, wrong: boolean}>} */
  const paths = new Map();
  const crosses = new Path2D();
  const ends = { positive: css("positive"), negative: css("negative"), panel: css("panel"), ink: css("ink") };
  for (const { x, y, value, wrong = false } of all) {
    const square = kind === "classes" && value <= 0.5;
    const colour = kind === "classes" ? (square ? ends.negative : ends.positive) : tableColour(Math.round(indexOf(value, [-1, 1]) / 16) * 16);
    const key = `${colour}${wrong}`;
    let one = paths.get(key);
    if (!one) paths.set(key, (one = { path: new Path2D(), colour, wrong }));
    if (square) {
      one.path.rect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76);
    } else {
      one.path.moveTo(x + radius, y);
      one.path.arc(x, y, radius, 0, 7);
    }
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
    const edge = wrong || kind === "number" ? ends.ink : ends.panel;
    context.globalAlpha = kind === "number" && !wrong ? 0.6 : 1;
    if (hollow) stroke(path, edge, band + line * 2);
    context.globalAlpha = 1;
    context.fillStyle = hollow ? ends.panel : colour;
    context.fill(path);
    if (hollow) stroke(path, colour, band);
    context.globalAlpha = kind === "number" && !wrong ? 0.6 : 1;
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
