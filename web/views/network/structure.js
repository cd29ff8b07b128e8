// What is to be drawn: inputs, layers and shapes, from the experiment alone or with its data.

/**
 * @param {any} experiment @param {any} data @param {any} catalog
 * @returns {any} {inputs, image, samples, layers: [{neurons, activation, inputs, kind}], outputs}
 */
export function structureOf(experiment, data, catalog) {
  const known = catalog.datasets.find((/** @type {any} */ one) => one.name === experiment.data.name);
  const own = data && data.name === experiment.data.name ? data : null;
  const inputs = own?.inputs ?? known?.inputs ?? [];
  const image = own ? own.image : known?.picture?.image ? [8, 8] : null;
  const outputs = own?.outputs ?? known?.outputs ?? [];
  const last = experiment.layers.length - 1;
  let before = inputs.length;
  const layers = experiment.layers.map((/** @type {any} */ layer, /** @type {number} */ index) => {
    const one = { ...layer, inputs: before, kind: index === last ? "output" : "hidden" };
    before = layer.neurons;
    return one;
  });
  return { inputs, image, outputs, layers, samples: own ? own.x.shape[1] : known?.rows ?? 0 };
}

/** Does this state belong to this structure? Between an edit and Python's answer it does not. @param {any} state @param {any} structure */
export function fits(state, structure) {
  if (!state || state.weights.length !== structure.layers.length) return false;
  return state.weights.every((/** @type {any} */ one, /** @type {number} */ index) => {
    const layer = structure.layers[index];
    return one.W.shape[0] === layer.neurons && one.W.shape[1] === layer.inputs;
  });
}

/** "hidden layer 2" or "output". @param {any} structure @param {number} index */
export function layerName(structure, index) {
  if (structure.layers[index].kind === "output") return "output";
  return structure.layers.length === 2 ? "hidden layer" : `hidden layer ${index + 1}`;
}
