// What a person changes in the experiment: each action edits it, and opens it anew.

import { put } from "./url.js";
import { capital } from "./views/format.js";

/** @param {any} store */
export function createSettings(store) {
  const edit = /** @type {(change: (experiment: any) => void) => Promise<boolean>} */ (store.edit);
  return { set, setLoss, setActivation, addLayer, removeLayer, addNeuron, removeNeuron, setFeatures, openOwn };

  /** One field, such as set(["training", "optimizer"], "adam"). @param {readonly string[]} path @param {any} value */
  function set(path, value) {
    return edit((/** @type {any} */ experiment) => put(experiment, path, value));
  }

  /** The inputs of the network, by their ids. @param {string[]|"all"} ids */
  function setFeatures(ids) {
    return set(["data", "features"], ids);
  }

  /** A table of one's own, with the network that suits it. @param {Partial<import("./url.js").DataSpec>} data */
  function openOwn(data) {
    store.pause();
    store.clearDrawing();
    return store.open({ data: { ...data, name: "own" }, seed: store.experiment.value.seed });
  }

  /** A loss brings along an output activation that it can work with. @param {string} name */
  async function setLoss(name) {
    let said = "";
    const held = await edit((experiment) => {
      experiment.loss = name;
      const loss = find(store.catalog.losses, name);
      const output = experiment.layers[experiment.layers.length - 1];
      if (!loss || loss.outputs.includes(output.activation)) return;
      output.activation = loss.outputs[0];
      said = `${capital(loss.title)} needs an output of ${loss.outputs.join(" or ")}: the output is now ${output.activation}.`;
    });
    if (said && held) store.notice("info", said);
  }

  /** An output activation brings along a loss that can work with it. @param {number} index @param {string} name */
  async function setActivation(index, name) {
    let said = "";
    const held = await edit((experiment) => {
      if (!experiment.layers[index]) return; // it was removed meanwhile
      experiment.layers[index].activation = name;
      const kind = store.data.value?.kind ?? find(store.catalog.datasets, experiment.data.name)?.kind;
      if (index < experiment.layers.length - 1 || find(store.catalog.losses, experiment.loss)?.outputs.includes(name)) return;
      const loss = store.catalog.losses.find((/** @type {any} */ row) => row.outputs.includes(name) && row.kinds.includes(kind));
      if (!loss) return;
      const before = find(store.catalog.losses, experiment.loss)?.title;
      experiment.loss = loss.name;
      said = `${capital(before)} does not work with an output of ${name}: the loss is now ${loss.title}.`;
    });
    if (said && held) store.notice("info", said);
  }

  /** One more hidden layer before the output, like the last hidden one. */
  function addLayer() {
    return edit(({ layers }) => {
      if (layers.length >= store.catalog.limits.layers) return; // quick clicks are faster than the button is disabled
      const like = layers[layers.length - 2] ?? { neurons: 3, activation: "tanh" };
      layers.splice(layers.length - 1, 0, { ...like });
    });
  }

  /** @param {number} [index] which hidden layer; the last if not said */
  function removeLayer(index) {
    return edit(({ layers }) => {
      if (layers.length > 1) layers.splice(index ?? layers.length - 2, 1);
    });
  }

  /** @param {number} index */
  function addNeuron(index) {
    return edit(({ layers }) => {
      layers[index].neurons = Math.min(layers[index].neurons + 1, store.catalog.limits.neurons);
    });
  }

  /** @param {number} index */
  function removeNeuron(index) {
    return edit(({ layers }) => {
      layers[index].neurons = Math.max(layers[index].neurons - 1, 1);
    });
  }
}

/** @param {any[]} rows @param {string} name */
export function find(rows, name) {
  return rows.find((row) => row.name === name);
}
