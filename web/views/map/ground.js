// The ground of the map: ŷ as blue and orange, or of several classes the one that wins, paler where the network is less sure.
import { channels, css, paintCells, paintMap } from "../colour.js";
import { classLook } from "../classes.js";

/** @typedef {{values: ArrayLike<number>, r: number, offset: number, sure?: ArrayLike<number>, classes?: number}} Ground values: colours, or with `sure` the class at each place */

/**
 * Of the output, or of one neuron. Null when this state has no maps.
 * @param {any} state @param {number} classes @param {{layer: number, index: number}|null} neuron layer −1: an input
 * @returns {Ground|null}
 */
export function groundOf(state, classes, neuron) {
  if (!state?.maps) return null;
  const map = neuron && mapOf(state, neuron);
  if (map) return { values: map.values, r: map.shape[1], offset: /** @type {any} */ (neuron).index * map.shape[1] * map.shape[2] };
  if (state.winner) return { values: state.winner.values, r: state.winner.shape[0], offset: 0, sure: state.sure.values, classes };
  const last = state.maps[state.maps.length - 1];
  return { values: last.values, r: last.shape[1], offset: 0 };
}

/** The maps that this neuron's is among; null if there is no such neuron, as between an edit and Python's answer. */
function mapOf(/** @type {any} */ state, /** @type {{layer: number, index: number}} */ { layer, index }) {
  const maps = layer < 0 ? state.input_maps : state.maps[layer];
  return maps && index < maps.shape[0] ? maps : null;
}

/** @param {CanvasRenderingContext2D} context @param {Ground} ground @param {number} size */
export function paintGround(context, { values, r, offset, sure, classes }, size) {
  context.imageSmoothingQuality = "high";
  if (!sure) return paintMap(context, values, r, 0, 0, size, { offset });
  const words = classWords(/** @type {number} */ (classes));
  paintCells(context, (cell) => words[values[cell] * 256 + sure[cell]], r, 0, 0, size);
}

/** @type {{key: string, words: Uint32Array}} */
let table = { key: "", words: new Uint32Array(0) };

/** For each class 256 colours, from the middle where no class stands out to its own where it is sure; made anew for another theme. @param {number} count */
function classWords(count) {
  const key = `${document.documentElement.dataset.theme} ${count}`;
  if (table.key === key) return table.words;
  const middle = channels(css("middle"));
  const bytes = new Uint8ClampedArray(count * 256 * 4);
  for (let at = 0; at < count * 256; at++) {
    const end = channels(css(classLook(Math.floor(at / 256), count).colour));
    const above = Math.max(0, (at % 256) / 255 - 1 / count) / (1 - 1 / count); // the winner of n classes has at least 1/n
    const amount = Math.sqrt(above) * 0.8; // not the full colour: the marks stand on it
    for (let c = 0; c < 3; c++) bytes[at * 4 + c] = middle[c] + (end[c] - middle[c]) * amount;
    bytes[at * 4 + 3] = 255;
  }
  table = { key, words: new Uint32Array(bytes.buffer) };
  return table.words;
}
