// The cost surface: a picture of the cost over two directions, and the path that the run has walked on it.

import { effect, signal } from "@preact/signals-core";
import { css, paintScale, scaleColour } from "./colour.js";
import { makeDialog } from "./dialog.js";
import { h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { field, fillMenu } from "./fields.js";
import { count, fixed, significant } from "./format.js";

const MODES = [{ value: "path", text: "the path’s two main directions" }, { value: "weights", text: "two weights" }];

/** @param {any} store */
export function surfaceDialog(store) {
  const parts = render();
  const answer = signal(/** @type {any} */ (null));
  let asked = 0; // of several wishes the latest is shown

  const draw = oncePerFrame(() => {
    drawSurface(parts.canvas, answer.peek());
    drawRamp(parts.ramp);
  });
  fitCanvas(parts.canvas, draw);
  fitCanvas(parts.ramp, draw);
  parts.mode.addEventListener("change", ask);
  for (const weight of parts.weights) {
    weight.neuron.addEventListener("change", () => {
      fillSources(weight, store);
      ask();
    });
    weight.source.addEventListener("change", ask);
  }
  effect(() => {
    tell(parts, answer.value);
    store.theme.value;
    draw();
  });
  return { dialog: parts.dialog, open };

  async function open() {
    answer.value = null;
    fillMenu(parts.mode, MODES, "path");
    parts.weights.forEach((weight, index) => {
      fillMenu(weight.neuron, neuronsOf(store), JSON.stringify([0, 0]));
      fillSources(weight, store, String(index));
    });
    parts.dialog.showModal();
    await ask();
  }

  async function ask() {
    const two = parts.mode.value === "weights";
    parts.pair.hidden = !two;
    const [first, second] = parts.weights.map(chosen);
    const mine = ++asked; // before the refusal: an answer under way must not write over it
    if (two && JSON.stringify(first) === JSON.stringify(second)) {
      say(parts.status, "Choose two different weights: the same one twice spans no surface.");
      return;
    }
    say(parts.status, "Python works out the cost at every place …");
    const next = await store.ask("surface", two ? { first, second } : {});
    if (mine !== asked) return;
    if (next) answer.value = next;
    else say(parts.status, "The surface could not be worked out: the message on the page says why.");
  }
}

function render() {
  const mode = h("select", {});
  const weights = ["Across", "Up"].map((name) => ({ name, neuron: h("select", {}), source: h("select", { "aria-label": `${name}: which of its weights` }) }));
  const pair = h("div", { class: "surface-pair", hidden: true }, ...weights.map(({ name, neuron, source }) =>
    field(name, "A neuron, and which of its weights changes in this direction.", neuron, h("div", { class: "row" }, neuron, source))));
  const canvas = h("canvas", { class: "surface-canvas", role: "img", "aria-label": "No surface yet." });
  const ramp = h("canvas", { class: "surface-ramp", "aria-hidden": "true" });
  const low = h("span", {});
  const high = h("span", {});
  const label = (/** @type {string} */ name) => h("span", { class: name });
  const [x, y] = [{ title: label("surface-title"), low: label("low"), high: label("high") }, { title: label("surface-title"), low: label("low"), high: label("high") }];
  const status = h("p", { class: "surface-status muted", role: "status" });
  const dialog = makeDialog("surface-dialog", "The cost surface",
    h("p", { class: "muted", text: "The cost of this network if its weights were others: each place is one choice of two directions, all else as it is now. Light is low." }),
    field("Directions", "What the two axes stand for.", mode), pair,
    h("div", { class: "surface" },
      h("div", { class: "surface-y" }, y.high, y.title, y.low),
      canvas,
      h("div", { class: "surface-legend" }, h("span", { text: "cost" }), high, ramp, low),
      h("div", { class: "surface-x" }, x.low, x.title, x.high)),
    h("p", { class: "surface-keys muted" }, h("span", { class: "walked", text: "the path of the run" }), h("span", { class: "here", text: "now" })),
    status);
  return { dialog, mode, weights, pair, canvas, ramp, low, high, x, y, status };
}

/** @typedef {{neuron: HTMLSelectElement, source: HTMLSelectElement}} WeightMenus */

/** Every neuron. @param {any} store */
function neuronsOf(store) {
  const { weights } = store.state.value;
  return weights.flatMap((/** @type {any} */ { W }, /** @type {number} */ layer) =>
    Array.from({ length: W.shape[0] }, (_, neuron) => ({ value: JSON.stringify([layer, neuron]), text: `neuron ${neuron + 1} of the ${nameOf(layer, weights.length)}` })));
}

/** What comes into the chosen neuron, and its bias. @param {WeightMenus} weight @param {any} store @param {string} [wanted] */
function fillSources({ neuron, source }, store, wanted = source.value) {
  const [layer] = JSON.parse(neuron.value);
  const inputs = store.state.value.weights[layer].W.shape[1];
  const from = (/** @type {number} */ input) => (layer === 0 ? store.data.value.inputs[input] : `neuron ${input + 1}`);
  const choices = [...Array.from({ length: inputs }, (_, input) => ({ value: String(input), text: `weight from ${from(input)}` })), { value: "bias", text: "bias" }];
  fillMenu(source, choices, choices.some(({ value }) => value === wanted) ? wanted : "bias");
}

/** As Python names it. @param {WeightMenus} weight */
function chosen({ neuron, source }) {
  const [layer, index] = JSON.parse(neuron.value || "[0,0]");
  return { layer, neuron: index, input: source.value === "bias" ? null : Number(source.value) };
}

/** @param {number} layer @param {number} layers */
function nameOf(layer, layers) {
  if (layer === layers - 1) return "output layer";
  return layers === 2 ? "hidden layer" : `hidden layer ${layer + 1}`;
}

/** @param {ReturnType<typeof render>} parts @param {any} answer */
function tell({ x, y, low, high, status, canvas }, answer) {
  for (const [axis, given] of [[x, answer?.x], [y, answer?.y]]) {
    say(axis.title, given?.title ?? "");
    say(axis.low, given ? fixed(given.low, 1) : "");
    say(axis.high, given ? fixed(given.high, 1) : "");
  }
  say(low, answer ? cost(answer.low) : "");
  say(high, answer ? cost(answer.high) : "");
  if (!answer) return;
  const steps = answer.epochs.values;
  const [begun, end] = [steps[0], steps[steps.length - 1]];
  const walked = end > begun ? `The path goes from epoch ${count(begun)} to epoch ${count(end)}.` : "Train first, and the path of the run is drawn here.";
  const explained = Number.isFinite(answer.explained) ? `These two directions hold ${Math.round(100 * answer.explained)} % of its movement.` : "";
  say(status, [walked, explained, answer.note].filter(Boolean).join(" "));
  canvas.setAttribute("aria-label", `The cost over ${answer.x.title} and ${answer.y.title}: from ${cost(answer.low)} to ${cost(answer.high)}.`);
}

/** @param {number|null} value null where no place has a cost that is a number */
function cost(value) {
  return value === null ? "not a number" : significant(value, 2);
}

/** @param {HTMLCanvasElement} canvas @param {any} answer */
function drawSurface(canvas, answer) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.reset();
  if (!answer) return;
  const size = canvas.width;
  const unit = size / 320; // a pixel of the page, about
  paintScale(context, answer.colours.values, answer.colours.shape[0], 0, 0, size);
  const place = (/** @type {number} */ across, /** @type {number} */ up) => /** @type {[number, number]} */ ([across * size, (1 - up) * size]);
  const path = answer.path.values;
  const now = answer.now.values;
  context.lineJoin = context.lineCap = "round";
  context.beginPath();
  for (let at = 0; at < path.length; at += 2) context.lineTo(...place(path[at], path[at + 1]));
  // light around dark: to be seen on every colour
  for (const [stroke, width] of /** @type {[string, number][]} */ ([["panel", 4.5], ["positive", 2]])) {
    context.strokeStyle = css(stroke);
    context.lineWidth = width * unit;
    context.stroke();
  }
  context.beginPath();
  context.arc(...place(now[0], now[1]), 5 * unit, 0, 2 * Math.PI);
  context.fillStyle = css("positive");
  context.strokeStyle = css("panel");
  context.lineWidth = 2 * unit;
  context.fill();
  context.stroke();
}

/** @param {HTMLCanvasElement} canvas */
function drawRamp(canvas) {
  const context = canvas.getContext("2d");
  const { width, height } = canvas;
  for (let y = 0; context && y < height; y++) {
    context.fillStyle = scaleColour(255 * (1 - y / (height - 1)));
    context.fillRect(0, y, width, 1);
  }
}
