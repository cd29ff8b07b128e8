// Choosing data: three groups, and the pictures of the one that is open.

import { effect, untracked } from "@preact/signals-core";
import { fill, h } from "../dom.js";
import { fitCanvas, oncePerFrame } from "../draw.js";
import { paintPicture, pictureOf } from "./pictures.js";

/** @typedef {import("@preact/signals-core").Signal<string>} Text */

const GROUPS = [
  { name: "made up", title: "Made up", tip: "Truth tables and points on a plane, made up by a formula." },
  { name: "real", title: "Real", tip: "Measurements and pictures from the world." },
  { name: "own", title: "Your own", tip: "A table, a truth table or painted points of your own." },
];

const ACROSS = 4; // pictures in a row

/**
 * @param {HTMLElement} element @param {any} store @param {Text} group the one that is open
 * @param {import("../own/dialog.js").Own} own @param {HTMLElement} about stands beside the last picture where there is room
 * @returns {() => void}
 */
export function mountChooser(element, store, group, own, about) {
  const groups = GROUPS.map(({ name, title, tip }) => {
    const input = h("input", { type: "radio", name: "data-group", value: name });
    input.addEventListener("change", () => { group.value = name; });
    return { name, input, label: h("label", { title: tip }, input, h("span", { text: title })) };
  });
  const tiles = store.catalog.datasets.filter((/** @type {any} */ dataset) => dataset.name !== "own").map((/** @type {any} */ dataset) => tile(dataset, () => store.chooseData(dataset.name)));
  const mine = tile({ name: "own", group: "own", title: "Yours", about: "Your own data, as you last used them." }, () => own.use());
  const bring = h("button", { type: "button", class: "bring", title: "Opens a window for a table, a truth table or painted points." });
  bring.addEventListener("click", own.open);
  const pictures = h("div", { class: "pictures", role: "radiogroup", "aria-label": "Data set" });
  const beside = h("div", { class: "beside" }, bring, about);
  fill(element, h("div", { class: "groups", role: "radiogroup", "aria-label": "Kinds of data" }, ...groups.map((one) => one.label)), h("div", { class: "gallery" }, pictures, beside));
  document.body.append(own.dialog);

  const all = [...tiles, mine];
  const paint = oncePerFrame(() => {
    for (const { dataset, canvas } of tiles) if (canvas.isConnected) paintPicture(canvas, dataset);
    if (mine.canvas.isConnected) paintPicture(mine.canvas, pictureOf(own.last.peek()));
  });
  let running = ""; // the data in use: their group opens when they change
  const ends = [
    effect(() => {
      const { name } = store.experiment.value.data;
      if (name === running) return;
      running = name;
      group.value = name === "own" ? "own" : tiles.find((/** @type {any} */ t) => t.dataset.name === name)?.dataset.group ?? "made up";
    }),
    effect(() => {
      const shown = group.value;
      const has = own.last.value !== null;
      for (const { name, input } of groups) input.checked = name === shown;
      const seen = all.filter(({ dataset }) => (dataset.group ?? "made up") === shown && (dataset !== mine.dataset || has)).map(({ label }) => label);
      if (seen.length !== pictures.childElementCount || seen[0] !== pictures.firstElementChild) fill(pictures, ...seen); // a focus stays
      pictures.hidden = seen.length === 0;
      const room = ACROSS - (seen.length % ACROSS);
      beside.style.gridColumn = room >= 2 && room < ACROSS ? `span ${room}` : "1 / -1";
      bring.hidden = shown !== "own";
      bring.textContent = has ? "Change …" : "Bring your own …";
      untracked(paint);
    }),
    effect(() => {
      void group.value;
      const { name } = store.experiment.value.data;
      for (const { dataset, input } of all) input.checked = dataset.name === name;
    }),
    effect(() => {
      void [store.theme.value, own.last.value]; // the colours of the pictures
      paint();
    }),
    ...all.map(({ canvas }) => fitCanvas(canvas, () => paint())),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {any} dataset @param {() => void} choose */
function tile(dataset, choose) {
  const input = h("input", { type: "radio", name: "dataset", value: dataset.name });
  input.addEventListener("change", choose);
  const canvas = h("canvas", { "aria-hidden": "true" });
  const label = h("label", { title: dataset.about }, input, canvas, h("span", { text: dataset.title }));
  return { dataset, input, canvas, label };
}
