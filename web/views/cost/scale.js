// The scales of the chart: where the axes end, what their labels say, which epochs are drawn.

import { count } from "../format.js";

/**
 * The epochs to draw: of a long run the lowest and the highest cost of each column of pixels. uPlot would thin as well,
 * but to whole pixels, which turns a smooth curve into stairs; so it is never given enough points to begin.
 * @param {number[][]} curves @param {number} columns
 */
export function thin(curves, columns) {
  const n = longest(curves);
  if (n <= 2 * columns) return Array.from({ length: n }, (_, epoch) => epoch);
  const kept = new Set([0]);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * n) / columns);
    const to = Math.floor(((column + 1) * n) / columns);
    for (const costs of curves) {
      const end = Math.min(to, costs.length);
      if (from >= end) continue;
      let [low, high] = [from, from];
      for (let epoch = from; epoch < end; epoch++) {
        if (costs[epoch] < costs[low]) low = epoch;
        if (costs[epoch] > costs[high]) high = epoch;
      }
      kept.add(low).add(high);
    }
  }
  for (const costs of curves) if (costs.length) kept.add(costs.length - 1);
  return [...kept].sort((a, b) => a - b);
}

/** @param {number[][]} curves */
export function longest(curves) {
  return curves.reduce((most, costs) => Math.max(most, costs.length), 0);
}

/**
 * Where the axis of epochs ends: at the next round number, so that it stands still while the curve grows, and never
 * beyond the end of training while that is ahead.
 * @param {number} reached @param {number} target
 */
export function span(reached, target) {
  const round = ceiling(Math.max(reached, 9));
  return reached <= target ? Math.min(round, target) : round;
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. @param {number|null} value */
export function ceiling(value) {
  if (!value || !(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * /** @type {number} */ ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value * 0.999999) ?? 10);
}

/** A cost that can be drawn, else 0. @param {number|undefined} cost */
export function known(cost) {
  return cost !== undefined && Number.isFinite(cost) ? cost : 0;
}

/** The smallest and the largest of the costs above 0; 1 and 1 where there are none. @param {Iterable<number|undefined>} costs @returns {[number, number]} */
export function reach(costs) {
  let [low, high] = [Infinity, 0];
  for (const cost of costs) {
    if (!(known(cost) > 0)) continue;
    low = Math.min(low, known(cost));
    high = Math.max(high, known(cost));
  }
  return high > 0 ? [low, high] : [1, 1];
}

/** The power of ten just below, so that the cost is 1 to 10 times it. @param {number} cost */
export function powerOf(cost) {
  return cost > 0 ? Math.max(-300, Math.floor(Math.log10(cost))) : 0; // far smaller ones have no reciprocal
}

/**
 * How costs become heights: multiples of 10 ** power, or logarithms. A cost that has no place is null, a gap.
 * @param {boolean} logarithmic @param {number} power @returns {(cost: number|undefined) => number|null}
 */
export function heights(logarithmic, power) {
  return (cost) => {
    if (cost === undefined || !Number.isFinite(cost) || (logarithmic && cost <= 0)) return null;
    return logarithmic ? Math.log10(cost) : cost / 10 ** power;
  };
}

/** Whole powers of ten around these logarithms. @param {number} low @param {number} high @returns {[number, number]} */
export function decades(low, high) {
  const [from, to] = [Math.floor(low + 1e-9), Math.ceil(high - 1e-9)];
  return from < to ? [from, to] : [from - 1, to + 1];
}

/** Round numbers from low to high, not more than `most`. @param {number} low @param {number} high @param {number} most @param {number} [least] the smallest step */
export function ticks(low, high, most, least = 0) {
  const rough = Math.max((high - low) / most, least);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * /** @type {number} */ ([1, 2, 5, 10].find((one) => one * power >= rough * 0.999999) ?? 10);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) found.push(at * step || 0); // never −0
  return found;
}

/** The labels of multiples: all with as many places as the longest, or short where zeros would fill them. @param {number[]} values @param {number} power */
export function labels(values, power) {
  if (power < -4 || power > 4) return values.map((value) => short(value, power));
  const costs = values.map((value) => Number(`${Number(value.toPrecision(12))}e${power}`));
  const places = Math.max(...costs.map((cost) => (String(cost).split(".")[1] ?? "").length));
  return costs.map((cost) => cost.toFixed(places));
}

/** value × 10 ** power as "2e12", as text: the number may be too large for a number. @param {number} value @param {number} power */
function short(value, power) {
  if (value === 0) return "0";
  const [digits, more] = value.toExponential().split("e");
  return `${digits}e${power + Number(more)}`.replace("-", "−");
}

/** The label of 10 ** power. @param {number} power */
export function decade(power) {
  return power >= -4 && power <= 4 ? String(Number(`1e${power}`)) : short(1, power);
}

/** The label of an epoch. @param {number} epoch */
export function epochLabel(epoch) {
  return Number.isInteger(epoch) ? count(epoch) : "";
}
