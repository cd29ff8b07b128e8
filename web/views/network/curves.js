// The weights as curves: which of them are drawn, where each runs, how wide it is, and which one lies under the pointer.
import { STRONGEST } from "./plan.js";

/** @typedef {{layer: number, neuron: number, input: number}} Edge one weight: W[neuron, input] of a layer */

/** @type {WeakMap<any, number>} */
const thresholds = new WeakMap();

/** The size from which a weight belongs to the strongest. Which curves to draw is a question of drawing only. @param {any} W */
function threshold(W) {
  if (W.values.length <= STRONGEST) return 0;
  let least = thresholds.get(W);
  if (least === undefined) {
    const sizes = Float64Array.from(W.values, Math.abs).sort();
    least = sizes[sizes.length - STRONGEST];
    thresholds.set(W, least);
  }
  return least;
}

/**
 * The weights of one layer that have a curve: the strongest, and all those of the picked neuron.
 * @param {any} scene @param {number} layer @returns {{edge: Edge, weight: number, own: boolean}[]}
 */
export function drawn({ structure, state, neuron }, layer) {
  const { inputs, neurons } = structure.layers[layer];
  const W = state?.weights[layer].W;
  const least = W ? threshold(W) : 0;
  const every = W ? 1 : Math.max(1, Math.ceil((inputs * neurons) / STRONGEST));
  const found = [];
  for (let i = 0; i < inputs * neurons; i += every) {
    const edge = { layer, neuron: Math.floor(i / inputs), input: i % inputs };
    const weight = W ? W.values[i] : 0;
    const own = Boolean(neuron) && ((neuron.layer === layer && neuron.index === edge.neuron) || (neuron.layer === layer - 1 && neuron.index === edge.input));
    if (W && Math.abs(weight) < least && !own) continue;
    found.push({ edge, weight, own });
  }
  return found;
}

/** Does the network have this weight? What was looked at may be of the one before. @param {any} structure @param {Edge} edge */
export function within(structure, { layer, neuron, input }) {
  const one = structure.layers[layer];
  return Boolean(one) && neuron < one.neurons && input < one.inputs;
}

/** How wide the curve of a weight is, where there are many of them. @param {number} weight @param {number} many @param {number} rem */
export function widthOf(weight, many, rem) {
  const widest = rem * (many <= 24 ? 0.5 : many <= 64 ? 0.3 : 0.16);
  const size = Math.abs(weight);
  return Math.max(0.5, Math.round(widest * 1.6 * 2 * (size / (size + 2.5))) / 2);
}

/** Where a curve begins and ends. @param {any} plan @param {any} structure @param {Edge} edge */
function ends(plan, structure, { layer, neuron, input }) {
  const from = plan.columns[layer];
  const to = plan.columns[layer + 1];
  const { inputs } = structure.layers[layer];
  // a picture is one box for all inputs: its curves leave at the height of their row of pixels
  const whole = from.boxes.length === 1 && inputs > 1;
  const a = from.boxes[whole ? 0 : input];
  const b = to.boxes[neuron];
  return { x1: from.right, y1: a.y + a.size * (whole ? (input + 0.5) / inputs : a.port), x2: to.left, y2: b.y + b.size * b.port };
}

/** @param {Path2D} path @param {any} plan @param {any} structure @param {Edge} edge */
export function trace(path, plan, structure, edge) {
  const { x1, y1, x2, y2 } = ends(plan, structure, edge);
  const bend = (x2 - x1) * 0.5;
  path.moveTo(x1, y1);
  path.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
}

/**
 * The weight whose curve is nearest to a place, if one is within reach.
 * @param {any} plan @param {any} scene @param {{x: number, y: number}} point @param {number} reach pixels beyond the curve's own width
 * @returns {Edge|null}
 */
export function edgeAt(plan, scene, point, reach) {
  const { structure, state } = scene;
  const layer = plan.columns.slice(1).findIndex((/** @type {any} */ to, /** @type {number} */ at) => point.x >= plan.columns[at].right && point.x <= to.left);
  if (!state || layer < 0) return null;
  const { inputs, neurons } = structure.layers[layer];
  let best = null;
  let least = reach;
  for (const { edge, weight } of drawn(scene, layer)) {
    const { x1, y1, x2, y2 } = ends(plan, structure, edge);
    const { share, slope } = along((point.x - x1) / (x2 - x1));
    const steep = (slope * (y2 - y1)) / (x2 - x1);
    const away = Math.abs(y1 + share * (y2 - y1) - point.y) / Math.hypot(1, steep); // across the curve, not down
    const distance = away - widthOf(weight, inputs * neurons, plan.rem) / 2;
    if (distance < least) [best, least] = [edge, distance];
  }
  return best;
}

/** All curves have one shape: so far across, so far up and so steep. @param {number} across 0…1 */
function along(across) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step++) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < across) low = t; // of the curve's four points two lie in the middle
    else high = t;
  }
  const t = (low + high) / 2;
  return { share: t * t * (3 - 2 * t), slope: (6 * t * (1 - t)) / (1.5 - 3 * t + 3 * t * t) };
}
