// The plane of the map: which two columns it is drawn over, how far they reach, and where on it each sample lies.
import { numbersOf } from "../format.js";

const MOST = 2000; // marks drawn of one list of samples: more would only cover each other, and cost time in every frame

/** @typedef {{names: [string, string], ranges: [number, number][], ends: string[][], others: boolean}} Plane ends: the ranges as text; others: there are columns beside these two */

/** @param {any} data @returns {Plane} */
export function planeOf(data) {
  const [across, up] = data.axes;
  return {
    names: [data.columns[across].name, data.columns[up].name],
    ranges: data.domain,
    ends: data.domain.map(numbersOf),
    others: data.columns.length > 2,
  };
}

/** The samples that are drawn of one list: all, or of very many some, evenly taken. @param {number} count @returns {number[]} */
export function drawn(count) {
  if (count <= MOST) return Array.from({ length: count }, (_, at) => at);
  return Array.from({ length: MOST }, (_, at) => Math.floor((at * count) / MOST));
}

/**
 * Where samples lie on a map of this size, with what was wanted and whether it came.
 * @param {any} data @param {any} state null: nothing is known to be wrong @param {boolean} held @param {number[]} samples @param {number} size
 * @returns {import("./marks.js").Mark[]}
 */
export function marksOf(data, state, held, samples, size) {
  const x = held ? data.shown_test ?? data.x_test : data.shown ?? data.x;
  const values = held ? data.wanted_test ?? data.y_test : data.wanted ?? data.y;
  const right = held ? state?.right_test : state?.right;
  const all = x.shape[1];
  const [across, up] = data.axes;
  const [[left, end], [low, high]] = data.domain;
  return samples.map((at) => ({
    x: ((x.values[across * all + at] - left) / (end - left)) * size,
    y: (1 - (x.values[up * all + at] - low) / (high - low)) * size,
    value: values.values[at],
    wrong: right ? right.values[at] === 0 : false,
  }));
}

/**
 * The sample nearest to a place on the map, of those that are drawn; across and down are 0…1.
 * @param {any} data @param {boolean} tests are the held-out ones drawn? @param {number} across @param {number} down
 */
export function nearest(data, tests, across, down) {
  let best = { sample: 0, held: false };
  let least = Infinity;
  for (const held of tests ? [false, true] : [false]) {
    const samples = drawn((held ? data.x_test : data.x).shape[1]);
    marksOf(data, null, held, samples, 1).forEach((mark, at) => {
      const distance = (mark.x - across) ** 2 + (mark.y - down) ** 2;
      if (distance < least) [best, least] = [{ sample: samples[at], held }, distance];
    });
  }
  return best;
}
