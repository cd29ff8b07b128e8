// The network: heads over their columns, neurons as small maps, weights as curves, one neuron picked and read out.
import { effect } from "@preact/signals-core";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { FORMS, mountHeads } from "./network/heads.js";
import { keyOf } from "./network/key.js";
import { mountNeurons } from "./network/neurons.js";
import { paintNetwork } from "./network/paint.js";
import { planNetwork } from "./network/plan.js";
import { fits, structureOf } from "./network/structure.js";
import { readoutOf, strongestNote } from "./network/words.js";
import { pickedOf } from "./table/samples.js";

/** @param {HTMLElement} element @param {any} store @returns {() => void} ends the view */
export function mountNetwork(element, store) {
  const parts = render(element);
  const heads = mountHeads(parts.heads, store);
  const neurons = mountNeurons(parts.neurons, store);
  /** @type {any} */
  let structure = null;
  /** @type {any} */
  let plan = null;
  /** @type {any} */
  let offered = null; // the catalog that the menus were made from
  let told = false; // neurons' names follow the numbers at pauses, not sixty times a second
  /** @type {any} */
  let lastMaps = null;

  const redraw = oncePerFrame(() => {
    if (!plan) return;
    const state = fits(store.state.value, structure) ? store.state.value : null;
    if (state?.maps) lastMaps = state.maps;
    const scene = {
      structure, state, maps: lastMaps, drawing: store.drawing.value, neuron: store.picked.value.neuron, catalog: store.catalog,
      sample: pickedOf(store.data.value, store.state.value, store.picked.value), seen: seenOf(store, structure),
      example: exampleOf(store), working: workingLayer(store), running: store.running.value, python: store.python.value,
    };
    paintNetwork(parts.canvas, plan, scene);
    const readout = readoutOf(scene);
    fill(parts.readout, ...readout ?? []);
    parts.readout.hidden = !readout;
    parts.key.hidden = Boolean(readout);
    say(parts.note, strongestNote(structure));
    parts.note.style.visibility = state ? "" : "hidden"; // its line is kept, so that nothing moves later
    if (!store.running.value || !told) {
      neurons.tell(structure, state);
      told = Boolean(state);
    }
  });

  const layout = oncePerFrame(() => {
    if (!structure || !parts.strip.clientWidth) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = parts.strip.clientWidth;
    const height = parts.strip.clientHeight;
    for (const form of FORMS) {
      const widths = heads.measure(form);
      const gap = rem * (form === "small" ? 0.4 : 0.85);
      plan = planNetwork(structure, { rem, room, heads: widths, gap, height, top: heads.height() });
      if (plan.width <= room) break;
    }
    parts.stage.style.width = `${plan.width}px`;
    heads.place(plan.heads);
    neurons.place(plan, structure);
    redraw();
  });

  const ends = [
    effect(() => {
      const { catalog } = store; // a learner's own activations come into it
      const next = structureOf(store.experiment.value, store.data.value, catalog);
      if (catalog === offered && JSON.stringify(next) === JSON.stringify(structure)) return;
      offered = catalog;
      structure = next;
      plan = null; // of the one before: nothing is painted until layout has made the new one
      told = false;
      lastMaps = null;
      heads.update(structure);
      fill(parts.key, ...keyOf(structure));
      layout();
    }),
    effect(() => {
      // reading them here makes this view hear of every change
      void [store.state.value, store.data.value, store.picked.value, store.drawing.value, store.running.value];
      void [store.theme.value, store.python.value, store.trace.value, store.seen.value];
      neurons.press(store.picked.value.neuron);
      redraw();
    }),
    effect(() => {
      void store.projector.value;
      layout();
    }),
    fitCanvas(parts.canvas, redraw),
    watch(parts.strip, layout),
  ];
  return () => {
    for (const end of ends) end();
    fill(element);
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

/** The catalog's example of an image, for the time before the data are here. */
function exampleOf(/** @type {any} */ store) {
  const { name } = store.experiment.value.data;
  const image = store.catalog.datasets.find((/** @type {any} */ one) => one.name === name)?.picture.image;
  return image?.flat().map((/** @type {number} */ ink) => ink / 16);
}

function render(/** @type {HTMLElement} */ element) {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const heads = h("div", { class: "heads" });
  const neurons = h("div", { class: "neurons", role: "group", "aria-label": "Neurons: arrow keys move, Enter picks" });
  const stage = h("div", { class: "network-stage" }, canvas, heads, neurons);
  const strip = h("div", { class: "network-strip" }, stage);
  const key = h("p", { class: "network-line network-key" });
  const readout = h("p", { class: "network-line network-readout", hidden: true });
  const note = h("p", { class: "network-note" });
  element.classList.add("network");
  fill(element, strip, h("div", { class: "network-foot" }, key, readout, note));
  return { canvas, heads, neurons, stage, strip, key, readout, note };
}

function watch(/** @type {Element} */ element, /** @type {() => void} */ changed) {
  const observer = new ResizeObserver(changed);
  observer.observe(element);
  return () => observer.disconnect();
}
