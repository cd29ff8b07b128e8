// One image: as it is, what it should be read as, the ten outputs as bars; and a pad to draw one's own.
import { effect } from "@preact/signals-core";
import { paintInk, paintMap } from "./colour.js";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { count, fixed } from "./format.js";
import { neuronName } from "./map/words.js";
import { mountPad } from "./pad.js";
import { pickedOf, sampleName, valueOf } from "./table/samples.js";

/** @param {HTMLElement} element @param {any} store @param {(text: string) => void} caption told what is shown @returns {() => void} */
export function mountDigit(element, store, caption) {
  const parts = render(element, store);
  const pad = mountPad(parts.pad, store);
  let before = store.picked.peek();
  const redraw = oncePerFrame(() => {
    const seen = look(store);
    caption(captionOf(store));
    const weights = weightsOf(store);
    if (weights) paintWeights(parts.canvas, weights);
    else paintPicture(parts.canvas, seen);
    drawBars(parts.bars, seen);
    sayTitle(parts.title, seen);
    for (const button of parts.steps) button.disabled = !store.data.value;
    if (!store.running.value) parts.canvas.setAttribute("aria-label", seen.name);
  });
  const ends = [
    effect(() => {
      void [store.state.value, store.data.value, store.drawing.value, store.theme.value, store.running.value, store.experiment.value, store.hovered.value];
      const now = store.picked.value;
      if (now.sample !== before.sample || now.held !== before.held) pad.clear(); // to pick a sample is to put the drawing away
      before = now;
      redraw();
    }),
    fitCanvas(parts.canvas, redraw),
    pad.end,
  ];
  return () => {
    for (const end of ends) end();
    fill(element);
  };
}

function render(/** @type {HTMLElement} */ element, /** @type {any} */ store) {
  const go = (/** @type {number} */ step) => {
    const picked = pickedOf(store.data.value, store.state.value, store.picked.value);
    if (picked) store.pick({ sample: (picked.sample + step + picked.count) % picked.count, held: picked.held });
  };
  const title = h("p", { class: "digit-title" });
  const canvas = h("canvas", { class: "digit-picture", role: "img" });
  const bars = h("ol", { class: "bars", "aria-label": "The outputs" });
  const pad = h("div", { class: "pad" });
  const before = h("button", { type: "button", class: "quiet", "aria-label": "The sample before", title: "The sample before this one.", text: "‹", onclick: () => go(-1) });
  const next = h("button", { type: "button", class: "quiet", "aria-label": "The next sample", title: "The next sample.", text: "›", onclick: () => go(1) });
  fill(element, h("div", { class: "digit" },
    title,
    h("div", { class: "digit-look" }, before, canvas, next),
    bars,
    pad));
  return { title, canvas, bars, pad, steps: [before, next] };
}

/** What is looked at: the drawing if there is one, else the picked sample, else the catalog's example. */
function look(/** @type {any} */ store) {
  const { value: data } = store.data;
  const { value: state } = store.state;
  const { value: drawing } = store.drawing;
  const { value: experiment } = store.experiment;
  const known = store.catalog.datasets.find((/** @type {any} */ one) => one.name === experiment.data.name);
  const names = data?.classes ?? known?.classes ?? known?.outputs ?? [];
  if (drawing?.image) {
    const read = names[drawing.read];
    return { kind: "drawing", names, image: { values: drawing.image.values }, outputs: Array.from(drawing.outputs.values), read: drawing.read, wanted: null, name: `Your drawing, as the network gets it: read as ${read}.` };
  }
  const picked = pickedOf(data, state, store.picked.value);
  if (!picked) {
    const values = (known?.picture?.image ?? []).flat().map((/** @type {number} */ ink) => ink / 16);
    return { kind: "waiting", names, image: { values }, outputs: null, read: null, wanted: null, name: "An example of the images." };
  }
  const { sample, count: all } = picked;
  const outputs = names.map((/** @type {string} */ _, /** @type {number} */ at) => valueOf(picked.outputs, at, sample));
  const wanted = picked.wanted.values[sample];
  const name = sampleName(picked);
  return {
    kind: "sample", names, image: { values: picked.x.values, options: { offset: sample, stride: all } }, outputs, wanted,
    read: picked.read.values[sample], name: `${name[0].toUpperCase()}${name.slice(1)} of ${count(all)}: a ${names[wanted]}`,
  };
}

/** Which neuron's weights are shown, as a picture: what it looks for in an image. Only those of the first layer are one. */
function weightsOf(/** @type {any} */ store) {
  const neuron = store.hovered.value;
  const pictures = store.state.value?.weight_pictures;
  if (neuron?.layer !== 0 || !pictures || neuron.index >= pictures.shape[0]) return null;
  return { pictures, index: neuron.index };
}

function captionOf(/** @type {any} */ store) {
  const data = store.data.value;
  if (data && weightsOf(store)) return `weights of ${neuronName(data, store.experiment.value, store.hovered.value)}`;
  return data ? `one image, ${count(data.outputs.length)} outputs` : "one image, its outputs";
}

function paintWeights(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ { pictures, index }) {
  const context = canvas.getContext("2d");
  const size = canvas.clientWidth;
  const [, rows] = pictures.shape;
  context?.setTransform(canvas.width / size, 0, 0, canvas.height / size, 0, 0);
  if (context) paintMap(context, pictures.values, rows, 0, 0, size, { offset: index * rows * rows, smooth: false });
}

function paintPicture(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ { image }) {
  const context = canvas.getContext("2d");
  if (!context || !image.values.length) return;
  const size = canvas.clientWidth;
  context.setTransform(canvas.width / size, 0, 0, canvas.height / size, 0, 0);
  paintInk(context, image.values, 8, 0, 0, size, image.options);
}

function sayTitle(/** @type {Element} */ element, /** @type {any} */ { kind, names, read, wanted, name }) {
  const right = kind === "sample" && read === wanted;
  const key = `${name} ${read} ${wanted}`;
  if (element.getAttribute("data-key") === key) return;
  element.setAttribute("data-key", key);
  if (kind === "waiting") return fill(element, "Read as soon as Python has started.");
  if (kind === "drawing") return fill(element, "Your drawing is read as ", h("b", { text: names[read] }));
  fill(element, `${name}, `, h("b", { class: right ? "right" : "wrong", text: `read as ${names[read]} ${right ? "✓" : "✗"}` }));
}

function drawBars(/** @type {HTMLElement} */ element, /** @type {any} */ { names, outputs, read, wanted }) {
  while (element.children.length > names.length) element.lastElementChild?.remove();
  names.forEach((/** @type {string} */ name, /** @type {number} */ at) => {
    const row = element.children[at] ?? element.appendChild(h("li", {}, h("span", { class: "bar-name" }), h("span", { class: "bar-track" }, h("span", { class: "bar" })), h("span", { class: "bar-number" }), h("span", { class: "bar-mark" })));
    const [label, track, number, mark] = /** @type {any} */ (row.children);
    const value = outputs?.[at] ?? 0;
    const bar = track.firstElementChild;
    say(label, name);
    say(number, outputs ? fixed(value) : "");
    say(mark, outputs && wanted === at ? (read === at ? "✓" : "←") : outputs && wanted !== null && read === at ? "✗" : "");
    mark.title = wanted === at ? "The wanted output." : "";
    bar.style.width = `${Math.min(1, Math.abs(value)) * 100}%`;
    row.classList.toggle("read", read === at);
    row.classList.toggle("negative", value < 0);
  });
}
