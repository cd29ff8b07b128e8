// The data window: which samples the network learns from, how noisy they are, how many are held out.

import { effect } from "@preact/signals-core";
import { css, paintMap } from "./colour.js";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { field, fillMenu, withOwn } from "./fields.js";

const NOISE = [0, 0.05, 0.1, 0.2, 0.3, 0.5];
const HELD_OUT = [0, 0.1, 0.2, 0.3, 0.5];

/** @param {HTMLElement} element @param {any} store */
export function mountData(element, store) {
  const parts = render(element, store.catalog);
  const stop = listen(parts, store);
  const ends = [
    stop,
    effect(() => draw(parts, store)),
    effect(() => {
      store.theme.value; // the colours of the pictures
      parts.paint();
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {HTMLElement} element @param {any} catalog */
function render(element, catalog) {
  const pictures = catalog.datasets.map((/** @type {any} */ dataset) => {
    const input = h("input", { type: "radio", name: "dataset", value: dataset.name });
    const canvas = h("canvas", { "aria-hidden": "true" });
    const label = h("label", { title: dataset.about }, input, canvas, h("span", { text: dataset.title }));
    return { dataset, input, canvas, label };
  });
  const about = h("p", { class: "about", role: "status" });
  const noise = h("select", {});
  const heldOut = h("select", {});
  const source = h("p", { class: "about source" });
  fill(
    element,
    h("div", { class: "pictures", role: "radiogroup", "aria-label": "Data set" }, ...pictures.map((/** @type {any} */ p) => p.label)),
    about,
    field("Noise", "How far chance moves each sample from its place.", noise),
    field("Held out", "The share of samples kept away from training, to test on what the network has not seen.", heldOut),
    source,
  );
  const paint = oncePerFrame(() => {
    for (const { dataset, canvas } of pictures) paintPicture(canvas, dataset);
  });
  return { pictures, about, source, noise, heldOut, paint };
}

/** @param {ReturnType<typeof render>} parts @param {any} store */
function listen({ pictures, noise, heldOut, paint }, store) {
  for (const { input } of pictures) input.addEventListener("change", () => store.chooseData(input.value));
  noise.addEventListener("change", () => store.edit((/** @type {any} */ e) => { e.data.noise = Number(noise.value); }));
  heldOut.addEventListener("change", () => store.edit((/** @type {any} */ e) => { e.data.test_share = Number(heldOut.value); }));
  const ends = pictures.map((/** @type {any} */ p) => fitCanvas(p.canvas, paint));
  return () => ends.forEach((/** @type {() => void} */ end) => end());
}

/** @param {ReturnType<typeof render>} parts @param {any} store */
function draw({ pictures, about, source, noise, heldOut }, store) {
  const { name, noise: noisy, test_share } = store.experiment.value.data;
  const named = (/** @type {any} */ catalog) => catalog?.datasets.find((/** @type {any} */ dataset) => dataset.name === name);
  for (const { input } of pictures) input.checked = input.value === name;
  say(about, named(store.catalog)?.about ?? "");
  cite(source, named(store.shipped)?.source ?? null); // an address becomes a link: never one from a learner's code
  fillMenu(noise, withOwn(NOISE, noisy).map(percent), String(noisy));
  fillMenu(heldOut, withOwn(HELD_OUT, test_share).map(percent), String(test_share));
}

/** Whose data these are, with the licence they ask to be named. @param {HTMLElement} element @param {{text: string, licence: string, url: string}|null} source */
function cite(element, source) {
  element.hidden = !source;
  if (!source || element.textContent?.includes(source.text)) return;
  const link = h("a", { href: source.url, rel: "noopener", target: "_blank", text: source.text, title: "Opens the page these data come from." });
  fill(element, "Source: ", link, `, ${source.licence}.`);
}

/** @param {number} share */
function percent(share) {
  return { value: String(share), text: `${Number((share * 100).toFixed(2))} %` };
}

/** @param {HTMLCanvasElement} canvas @param {any} dataset */
function paintPicture(canvas, dataset) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const size = canvas.width;
  context.clearRect(0, 0, size, size);
  const { points, image } = dataset.picture;
  if (image) paintImage(context, image, size);
  else if (dataset.kind === "number") paintValues(context, points, size);
  else paintClasses(context, points, size);
}

/** Class 1 as blue circles, class 0 as orange squares. @param {CanvasRenderingContext2D} context @param {number[][]} points @param {number} size */
function paintClasses(context, points, size) {
  const radius = size * (points.length <= 8 ? 0.088 : 0.03);
  const colours = [css("negative"), css("positive")];
  for (const [x, y, kind] of points) {
    const [left, top] = [x * size, y * size];
    context.fillStyle = colours[kind];
    context.beginPath();
    if (kind) context.arc(left, top, radius, 0, 2 * Math.PI);
    else context.rect(left - radius * 0.89, top - radius * 0.89, radius * 1.78, radius * 1.78);
    context.fill();
  }
}

/** A number at each place: the plane between the points takes the colours of those nearby. @param {CanvasRenderingContext2D} context @param {number[][]} points @param {number} size */
function paintValues(context, points, size) {
  const most = Math.max(...points.map((p) => Math.abs(p[2])), 1e-9);
  const r = 24;
  const map = Array.from({ length: r * r }, (_, cell) => {
    const [left, top] = [((cell % r) + 0.5) / r, (Math.floor(cell / r) + 0.5) / r];
    let [sum, weights] = [0, 0];
    for (const [x, y, value] of points) {
      const weight = 1 / ((x - left) ** 2 + (y - top) ** 2 + 1e-3) ** 2;
      sum += weight * value;
      weights += weight;
    }
    return Math.round(127.5 + (127.5 * sum) / weights / most);
  });
  paintMap(context, map, r, 0, 0, size);
}

/** Pixels 0…16, in ink. @param {CanvasRenderingContext2D} context @param {number[][]} image @param {number} size */
function paintImage(context, image, size) {
  const side = Math.floor((size * 0.78) / image.length);
  const margin = Math.round((size - side * image.length) / 2);
  context.fillStyle = css("ink");
  image.forEach((row, i) => row.forEach((value, j) => {
    context.globalAlpha = value / 16;
    context.fillRect(margin + j * side, margin + i * side, side, side);
  }));
  context.globalAlpha = 1;
}
