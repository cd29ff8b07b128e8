// A cost chart on a plain canvas: its axes and any number of curves, for pictures that are drawn once.

import { css } from "../colour.js";
import { ceiling, decade, decades, epochLabel, heights, known, labels, powerOf, span, ticks } from "./scale.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/**
 * Draws the axes for costs from `low` to `high`; tells where an epoch and a cost stand.
 * @param {CanvasRenderingContext2D} context
 * @param {object} what
 * @param {Box} what.box the plot itself: the labels stand outside, to its left and below
 * @param {number} what.rem how large the type is
 * @param {number} what.low the smallest cost above 0 @param {number} what.high
 * @param {number} what.reached the last epoch drawn @param {number} what.target where training will end
 * @param {boolean} what.logarithmic
 */
export function drawFrame(context, { box, rem, low, high, reached, target, logarithmic }) {
  const end = span(reached, target);
  const power = powerOf(known(high));
  const height = heights(logarithmic, power);
  const [bottom, top] = logarithmic ? decades(Math.log10(low), Math.log10(high)) : [0, ceiling(Math.max(1, high / 10 ** power))];
  const across = (/** @type {number} */ epoch) => box.x + (epoch / end) * box.width;
  const up = (/** @type {number} */ at) => box.y + box.height - ((at - bottom) / (top - bottom)) * box.height;

  context.font = `${0.6875 * rem}px ${css("sans")}`;
  context.fillStyle = css("muted");
  context.strokeStyle = css("line");
  context.lineWidth = rem / 16;
  const rows = ticks(bottom, top, Math.max(2, box.height / (2.2 * rem)), logarithmic ? 1 : 0);
  const texts = logarithmic ? rows.map(decade) : labels(rows, power);
  context.textAlign = "right";
  context.textBaseline = "middle";
  rows.forEach((at, index) => {
    line(context, [[box.x, up(at)], [box.x + box.width, up(at)]]);
    context.fillText(texts[index], box.x - 0.4 * rem, up(at));
  });
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const epoch of ticks(0, end, Math.max(2, box.width / (6 * rem)), 1)) context.fillText(epochLabel(Math.round(epoch)), across(epoch), box.y + box.height + 0.4 * rem);

  /** A curve by its epochs and their costs; gaps where a cost has no place. @param {ArrayLike<number>} epochs @param {(index: number) => number} costOf */
  function curve(epochs, costOf) {
    let piece = /** @type {number[][]} */ ([]);
    for (let index = 0; index < epochs.length; index++) {
      const at = height(costOf(index));
      if (at !== null) piece.push([across(epochs[index]), up(at)]);
      if (at !== null && index < epochs.length - 1) continue;
      line(context, piece);
      piece = [];
    }
  }

  return { curve };
}

/** @param {CanvasRenderingContext2D} context @param {number[][]} points */
function line(context, points) {
  if (points.length === 0) return;
  context.beginPath();
  points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
}
