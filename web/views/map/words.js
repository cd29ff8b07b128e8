// The map in words: what it shows, for the heading, for the note below it, and for those who do not see it.
import { classesOf } from "../classes.js";
import { brief, count, numbersOf } from "../format.js";
import { sampleName } from "../table/samples.js";
import { drawn } from "./plane.js";

/** "hidden layer 1, neuron 2", "input x₁", "output Gentoo" @param {any} data @param {any} experiment @param {{layer: number, index: number}} place */
export function neuronName(data, experiment, { layer, index }) {
  if (layer < 0) return `input ${data.inputs[index] ?? index + 1}`;
  const last = experiment.layers.length - 1;
  if (layer < last) return `hidden layer ${layer + 1}, neuron ${index + 1}`;
  return data.outputs.length > 1 ? `output ${data.outputs[index] ?? index + 1}` : "output neuron";
}

/** @param {any} scene @param {any} experiment */
export function captionOf(scene, experiment) {
  if (!scene) return "ŷ over the inputs";
  if (scene.neuron) return neuronName(scene.data, experiment, scene.neuron);
  const over = scene.data.columns.length > 2 ? "over two columns" : "over the inputs";
  return scene.state.winner ? `class ${over}` : `ŷ ${over}`;
}

/** What one cannot see from the map itself. @param {import("./scene.js").Scene|null} scene */
export function noteOf(scene) {
  if (!scene) return "";
  const { data, picked } = scene;
  const lists = [data.x.shape[1], scene.tests ? data.x_test.shape[1] : 0];
  const all = lists[0] + lists[1];
  const marks = drawn(lists[0]).length + drawn(lists[1]).length;
  return [
    data.columns.length > 2 ? `The other columns are as in ${sampleName(picked)}.` : "",
    marks < all ? `${count(marks)} of ${count(all)} samples are drawn.` : "",
  ].filter(Boolean).join(" ");
}

/** The ends of the ramp: what the two colours mean. @param {any} scene @param {any} experiment @param {any} catalog @returns {[string, string]} high, low */
export function rampOf({ data, neuron }, experiment, catalog) {
  const last = experiment.layers.length - 1;
  const layer = neuron ? neuron.layer : last;
  if (layer < 0) return ["high", "low"];
  const sign = layer === last ? "ŷ" : "a";
  if (layer === last && data.y_range) {
    const [low, high] = numbersOf(data.y_range);
    return [`ŷ ${high}`, `ŷ ${low}`];
  }
  const range = catalog.activations.find((/** @type {any} */ one) => one.name === experiment.layers[layer]?.activation)?.range;
  return range ? [`${sign} ${brief(range[1])}`, `${sign} ${brief(range[0])}`] : [`${sign} > 0`, `${sign} < 0`];
}

/** @param {import("./scene.js").Scene} scene @param {import("./plane.js").Plane} plane @param {any} experiment */
export function labelOf({ data, state, picked, tests, neuron }, plane, experiment) {
  const what = neuron ? neuronName(data, experiment, neuron) : state.winner ? "class that is read" : "output";
  const over = plane.names.map((name, at) => `${name} from ${plane.ends[at].join(" to ")}`).join(" and ");
  const right = state.right_count === null ? "" : `, ${count(state.right_count)} of them read right`;
  const held = tests ? `, and ${count(data.x_test.shape[1])} held out` : "";
  const names = classesOf(data);
  const classes = names && names.length > 2 ? ` Classes: ${names.join(", ")}.` : "";
  return `Map of the ${what} over ${over}, with ${count(data.x.shape[1])} samples${right}${held}.${classes} Picked: ${sampleName(picked)}.`;
}
