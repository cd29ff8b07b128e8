// What is to be drawn: inputs, layers and shapes, from the experiment alone or with its data.

/**
 * @param {any} experiment @param {any} data @param {any} catalog
 * @returns {any} {inputs, features, image, samples, plane, range, layers: [{neurons, activation, inputs, kind}], outputs}
 */
export function structureOf(experiment, data, catalog) {
  const known = catalog.datasets.find((/** @type {any} */ one) => one.name === experiment.data.name);
  const own = data && data.name === experiment.data.name ? data : null;
  const inputs = own?.inputs ?? expected(experiment, known);
  const image = own ? own.image : known?.picture?.image ? [8, 8] : null;
  const outputs = own?.outputs ?? known?.outputs ?? [];
  const last = experiment.layers.length - 1;
  let before = inputs.length;
  const layers = experiment.layers.map((/** @type {any} */ layer, /** @type {number} */ index) => {
    const one = { ...layer, inputs: before, kind: index === last ? "output" : "hidden" };
    before = layer.neurons;
    return one;
  });
  const features = (own?.features ?? []).map((/** @type {any} */ one) => one.id);
  return {
    inputs, features, image, plane: planeOf(own, inputs), outputs, layers, range: own?.y_range ?? null,
    samples: own ? own.x.shape[1] : known?.rows ?? 0,
  };
}

/** The inputs by the catalog, for the time before the data are here. @param {any} experiment @param {any} known @returns {string[]} */
function expected(experiment, known) {
  const { features } = experiment.data;
  const offered = known?.features ?? [];
  if (!offered.length) return known?.inputs ?? [];
  const chosen = offered.filter((/** @type {any} */ one) => (Array.isArray(features) ? features.includes(one.id) : one.on ?? true));
  return chosen.map((/** @type {any} */ one) => one.title);
}

/** The names of the two axes that the maps are drawn over; null where there are no maps. @param {any} own @param {string[]} inputs @returns {string[]|null} */
function planeOf(own, inputs) {
  if (own?.image || (own && !own.domain)) return null;
  if (own?.axes && own.columns) return own.axes.map((/** @type {number} */ column) => own.columns[column]?.name ?? "");
  return inputs.length === 2 ? inputs : null;
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
