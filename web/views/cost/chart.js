// The chart by uPlot: its axes, its lines, and the mark where the network stands in its run.

import uPlot from "uplot";
import { css } from "../colour.js";
import { ceiling, decade, decades, epochLabel, labels, span } from "./scale.js";

/** @typedef {import("./lines.js").Line} Line */

/**
 * Made anew whenever sizes of type, the kind of scale or the lines change: uPlot takes these only at its birth.
 * @param {object} how
 * @param {HTMLElement} how.chart @param {Line[]} how.lines
 * @param {() => number} how.target the epoch where training will end
 * @param {(() => number)|null} how.power costs come as multiples of 10 ** power, or as logarithms when it is null
 * @param {() => void} how.pointed @param {(plot: uPlot) => void} how.drawn
 */
export function makeChart({ chart, lines, target, power, pointed, drawn }) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const font = `${Math.round(0.6875 * rem)}px ${css("sans")}`;
  const axis = { stroke: () => css("muted"), font, ticks: { show: false } };
  const hairline = { stroke: () => css("line"), width: 1 };
  const alone = { show: (/** @type {uPlot} */ u) => u.data[0].length === 1, size: 5 };
  const colours = lines.map(({ stroke }) => stroke);
  /** @type {uPlot.Options} */
  const options = {
    ...sizeOf(chart),
    padding: [0.5 * rem, (u) => Math.max(rem, 0.24 * rem * epochLabel(Math.round(u.scales.x.max ?? 0)).length), 0, 0], // half of the last label
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (u, low, high) => [0, span(high ?? 0, target())] },
      y: { range: (u, low, high) => (power ? [0, ceiling(Math.max(1, high ?? 0))] : decades(low ?? -0.5, high ?? -0.5)) },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 1.5 * rem, gap: 0.4 * rem, space: 3.6 * rem, values: (u, at) => at.map(epochLabel) },
      {
        ...axis, grid: hairline, gap: 0.4 * rem, space: 2.2 * rem, ...(power ? {} : { incrs: [1, 2, 5, 10, 20, 50, 100, 200] }),
        size: (u, texts) => rem * Math.max(2.3, 0.6 + 0.4 * Math.max(0, ...(texts ?? []).map((text) => text.length))),
        values: (u, at) => (power ? labels(at, power()) : at.map(decade)),
      },
    ],
    series: [{}, ...lines.map(({ width, dash, alpha }, index) => ({ stroke: () => css(colours[index]), width, dash, alpha, pxAlign: 0, points: alone }))],
    hooks: { setCursor: [pointed], draw: [drawn] },
  };
  const plot = new uPlot(options, /** @type {any} */ ([[], ...lines.map(() => [])]), chart);
  return {
    plot,
    /** The colours of the lines, which may change without a new chart. @param {Line[]} next */
    paint: (next) => next.forEach(({ stroke }, index) => (colours[index] = stroke)),
    fit: () => plot.setSize(sizeOf(chart)),
    /** Where an epoch stands, from the chart's left edge, in pixels of the page. @param {number} epoch */
    across: (epoch) => plot.bbox.left / uPlot.pxRatio + plot.valToPos(epoch, "x"),
  };
}

/** Where the network stands: a thin line, when there is more of the run ahead. @param {uPlot} plot @param {number} epoch */
export function drawMark(plot, epoch) {
  const x = Math.round(plot.valToPos(epoch, "x", true)) + 0.5;
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = css("ink");
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** @param {HTMLElement} chart */
function sizeOf(chart) {
  return { width: Math.max(60, chart.clientWidth), height: Math.max(60, chart.clientHeight) };
}
