// All that a drawing of the network shows, taken from the store.
import { pickedOf } from "../table/samples.js";
import { fits } from "./structure.js";

/** @param {any} store @param {any} structure */
export function sceneOf(store, structure) {
  const state = fits(store.state.value, structure) ? store.state.value : null;
  return {
    structure, state, maps: state?.maps ?? null, edge: null,
    drawing: store.drawing.value, neuron: store.picked.value.neuron, catalog: store.catalog,
    sample: pickedOf(store.data.value, store.state.value, store.picked.value), seen: seenOf(store, structure),
    example: exampleOf(store), working: workingLayer(store), running: store.running.value, python: store.python.value, first: store.first.value !== null,
    work: workOf(store, structure),
  };
}

/** The layer that the present line of the steps works on, if there is one. @param {any} store @returns {number|null} */
function workingLayer(store) {
  const { steps, at } = store.trace.value ?? { steps: [], at: 0 };
  return steps[at]?.layer ?? null;
}

/** What Python says the layers make of the picked sample, if it speaks of that sample and of this network. */
function seenOf(/** @type {any} */ store, /** @type {any} */ structure) {
  const seen = store.seen.value;
  const { sample, held } = store.picked.value;
  if (!seen || seen.sample !== sample || Boolean(seen.held) !== Boolean(held) || seen.sums.length !== structure.layers.length) return null;
  return structure.layers.every((/** @type {any} */ layer, /** @type {number} */ at) => seen.sums[at].values.length === layer.neurons) ? seen : null;
}

/** What Python says of the neurons at work, if it speaks of this network. */
function workOf(/** @type {any} */ store, /** @type {any} */ structure) {
  const work = store.work?.value;
  const same = work?.neurons?.length === structure.layers.length && structure.layers.every((/** @type {any} */ layer, /** @type {number} */ at) => work.neurons[at].length === layer.neurons);
  return same ? work : null;
}

/** The catalog's example of an image, for the time before the data are here. */
function exampleOf(/** @type {any} */ store) {
  const { name } = store.experiment.value.data;
  const image = store.catalog.datasets.find((/** @type {any} */ one) => one.name === name)?.picture?.image;
  return image?.flat().map((/** @type {number} */ ink) => ink / 16);
}
