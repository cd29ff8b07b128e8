// The network: heads over their columns, neurons as small maps, weights as curves; one neuron picked, read out and edited.
import { effect } from "@preact/signals-core";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { mountChoose } from "./network/choose.js";
import { edgeAt, within } from "./network/curves.js";
import { FORMS, mountHeads } from "./network/heads.js";
import { keyOf } from "./network/key.js";
import { mountNeurons } from "./network/neurons.js";
import { paintNetwork } from "./network/paint.js";
import { planNetwork } from "./network/plan.js";
import { mountReadout } from "./network/readout.js";
import { sceneOf } from "./network/scene.js";
import { fits, structureOf } from "./network/structure.js";
import { mountWeight } from "./network/weight.js";
import { strongestNote, weightTip } from "./network/words.js";
import { mountWork } from "./network/work.js";
import { widestNames } from "./network/widths.js";

const REACH = { mouse: 5, touch: 14 }; // pixels beside a curve that still hit it

/** @param {HTMLElement} element @param {any} store @returns {() => void} ends the view */
export function mountNetwork(element, store) {
  const parts = render(element);
  const choose = mountChoose(element, store);
  const heads = mountHeads(parts.heads, store, choose.open);
  const neurons = mountNeurons(parts.neurons, store);
  /** @type {any} */
  let structure = null;
  /** @type {any} */
  let plan = null;
  /** @type {any} */
  let scene = null; // what was painted last
  /** @type {any} */
  let offered = null; // the catalog that the menus were made from
  let told = false; // neurons' names follow the numbers at pauses, not sixty times a second
  /** @type {any} */
  let lastMaps = null;
  /** @type {import("./network/curves.js").Edge|null} */
  let pointed = null; // the weight under the mouse

  const redraw = oncePerFrame(() => {
    if (!plan || !parts.canvas.width) return;
    const state = fits(store.state.value, structure) ? store.state.value : null;
    if (state?.maps || !store.state.value) lastMaps = state?.maps ?? null;
    const edge = [weight.edge(), readout.edge(), pointed].find((one) => one && within(structure, one)) ?? null;
    scene = { ...sceneOf(store, structure), maps: lastMaps, edge };
    paintNetwork(parts.canvas, plan, scene);
    parts.key.hidden = readout.update(scene);
    readout.line.hidden = !parts.key.hidden;
    weight.update(scene);
    work.update(scene.work);
    say(parts.note, strongestNote(structure));
    parts.note.style.visibility = state ? "" : "hidden"; // its line is kept, so that nothing moves later
    if (!store.running.value || !told) {
      neurons.tell(structure, state, scene.work);
      told = Boolean(state);
    }
  });
  const readout = mountReadout(parts.lines, store, redraw);
  const weight = mountWeight(element, store, redraw);
  const work = mountWork(parts.status);
  parts.status.append(parts.note);

  const layout = oncePerFrame(() => {
    if (!structure || !parts.strip.clientWidth) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = parts.strip.clientWidth;
    const height = parts.strip.clientHeight;
    const names = widestNames(structure, rem);
    for (const form of FORMS) {
      const widths = heads.measure(form);
      const gap = rem * (form === "small" ? 0.4 : 0.85);
      plan = planNetwork(structure, { rem, room, heads: widths, gap, height, top: heads.height(), names });
      if (plan.width <= room) break;
    }
    parts.stage.style.width = `${plan.width}px`;
    heads.place(plan.heads);
    neurons.place(plan, structure);
    redraw();
  });

  /** The weight at the pointer. @param {PointerEvent|MouseEvent} event */
  function edgeUnder(event) {
    const touch = "pointerType" in event && event.pointerType === "touch";
    return plan && scene?.structure === structure ? edgeAt(plan, scene, { x: event.offsetX, y: event.offsetY }, touch ? REACH.touch : REACH.mouse) : null;
  }

  /** @param {import("./network/curves.js").Edge|null} edge */
  function point(edge) {
    if (JSON.stringify(edge) === JSON.stringify(pointed)) return;
    pointed = edge;
    parts.canvas.style.cursor = edge ? "pointer" : "";
    parts.canvas.title = edge ? weightTip(scene, edge) : "";
    redraw();
  }

  parts.canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => point(edgeUnder(event)));
  parts.canvas.addEventListener("pointerleave", () => point(null));
  parts.canvas.addEventListener("click", (/** @type {PointerEvent} */ event) => {
    const edge = edgeUnder(event);
    if (edge) weight.open(edge, { x: event.clientX, y: event.clientY }, scene);
  });

  parts.canvas.width = 0; // not known yet, so there is nothing to draw on
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
      pointed = null;
      heads.update(structure);
      fill(parts.key, ...keyOf(structure));
      layout();
    }),
    effect(() => {
      // reading them here makes this view hear of every change
      void [store.state.value, store.data.value, store.picked.value, store.drawing.value, store.running.value];
      void [store.theme.value, store.python.value, store.trace.value, store.seen.value, store.work?.value];
      neurons.press(store.picked.value.neuron);
      redraw();
    }),
    effect(() => {
      void store.projector.value;
      layout();
    }),
    fitCanvas(parts.canvas, redraw),
    watch(parts.strip, layout),
    choose.end,
  ];
  return () => {
    for (const end of ends) end();
    fill(element);
  };
}

function render(/** @type {HTMLElement} */ element) {
  const canvas = h("canvas", { "aria-hidden": "true" });
  const heads = h("div", { class: "heads" });
  const neurons = h("div", { class: "neurons", role: "group", "aria-label": "Neurons: arrow keys move, Enter picks" });
  const stage = h("div", { class: "network-stage" }, canvas, heads, neurons);
  const strip = h("div", { class: "network-strip" }, stage);
  const key = h("p", { class: "network-line network-key" });
  const lines = h("div", { class: "network-lines" }, key);
  const status = h("div", { class: "network-status" });
  const note = h("p", { class: "network-note" });
  element.classList.add("network");
  fill(element, strip, h("div", { class: "network-foot" }, lines, status));
  return { canvas, heads, neurons, stage, strip, key, lines, status, note };
}

function watch(/** @type {Element} */ element, /** @type {() => void} */ changed) {
  const observer = new ResizeObserver(changed);
  observer.observe(element);
  return () => observer.disconnect();
}
