// The data window: which samples the network learns from, how noisy they are, how many are held out; and one's own data.

import { effect, signal } from "@preact/signals-core";
import { mountChooser } from "./data/chooser.js";
import { cite } from "./data/source.js";
import { fill, h, say } from "./dom.js";
import { field, fillMenu, withOwn } from "./fields.js";
import { count } from "./format.js";
import { createOwn } from "./own/dialog.js";

const NOISE = [0, 0.05, 0.1, 0.2, 0.3, 0.5];
const HELD_OUT = [0, 0.1, 0.2, 0.3, 0.5];
const MISSING = [{ value: "drop", text: "leave row out" }, { value: "fill", text: "fill in" }];
const INVITATION = "A table, a truth table, or points you paint. Python reads it here, in this page; nothing is uploaded.";
const SCALED = "Brings every number column to mean 0 and standard deviation 1 of the training rows: else the column with the largest numbers would outweigh the others.";

/** @param {HTMLElement} element @param {any} store */
export function mountData(element, store) {
  /** The group whose pictures are shown. @type {import("@preact/signals-core").Signal<string>} */
  const group = signal("made up");
  const own = createOwn(store);
  const parts = render(element);
  const stop = mountChooser(parts.chooser, store, group, own, parts.about);
  listen(parts, store);
  const ends = [stop, effect(() => draw(parts, store, group.value, own.isTable.value))];
  return () => ends.forEach((end) => end());
}

/** @param {HTMLElement} element */
function render(element) {
  const chooser = h("div", { class: "chooser" });
  const about = h("p", { class: "about", role: "status" });
  const noise = h("select", {});
  const heldOut = h("select", {});
  const again = h("button", { type: "button", "aria-label": "New points", text: "↻ New" });
  const scale = h("input", { type: "checkbox" });
  const missing = h("select", {});
  const parts = {
    chooser, about, noise, heldOut, again, scale, missing,
    againRow: field("Points", "", again),
    scaleRow: field("Scale", SCALED, scale),
    missingRow: field("Missing cells", "Where a cell of a row is empty: the row is left out, or the cell gets the mean of all rows, or the most frequent category.", missing),
    source: h("p", { class: "about source" }),
    notes: h("details", { class: "about notes" }),
  };
  fill(
    element, chooser,
    h("div", { class: "knobs" },
      field("Noise", "How far chance moves each sample from its place.", noise),
      field("Held out", "The share of samples kept away from training, to test on what the network has not seen.", heldOut),
      parts.againRow),
    parts.scaleRow, parts.missingRow, parts.source, parts.notes,
  );
  return parts;
}

/** @param {ReturnType<typeof render>} parts @param {any} store */
function listen({ noise, heldOut, again, scale, missing }, store) {
  const edit = (/** @type {(data: any) => void} */ change) => store.edit((/** @type {any} */ e) => change(e.data));
  noise.addEventListener("change", () => edit((data) => { data.noise = Number(noise.value); }));
  heldOut.addEventListener("change", () => edit((data) => { data.test_share = Number(heldOut.value); }));
  scale.addEventListener("change", () => edit((data) => { data.scale = scale.checked; }));
  missing.addEventListener("change", () => edit((data) => { data.missing = missing.value; }));
  again.addEventListener("click", () => store.edit((/** @type {any} */ e) => { e.seed = crypto.getRandomValues(new Uint32Array(1))[0] % 10000; }));
}

/** @param {ReturnType<typeof render>} parts @param {any} store @param {string} shown the group whose pictures are shown @param {boolean} ownTable are one's own data a table, neither painted nor a truth table? */
function draw(parts, store, shown, ownTable) {
  const { name, noise, test_share, scale, missing, wanted } = store.experiment.value.data;
  const named = (/** @type {any} */ catalog) => catalog?.datasets.find((/** @type {any} */ dataset) => dataset.name === name);
  const known = named(store.catalog);
  const own = name === "own";
  const data = store.data.value?.name === name ? store.data.value : null;
  const group = own ? "own" : known?.group ?? "made up";
  const about = own ? (data ? `What is ${wanted}? ${count(data.x.shape[1] + data.x_test.shape[1])} rows.` : "") : known?.about ?? "";
  say(parts.about, group === shown ? about : shown === "own" ? INVITATION : `Now: ${known?.title ?? "your own data"}. Pick one of these to change to it.`);
  cite(parts.source, named(store.shipped)?.source ?? null); // an address becomes a link: never one from a learner's code
  list(parts.notes, data?.notes ?? []);
  fillMenu(parts.noise, withOwn(NOISE, noise).map(percent), String(noise));
  fillMenu(parts.heldOut, withOwn(HELD_OUT, test_share).map(percent), String(test_share));
  nameAgain(parts, group !== "made up");
  parts.scaleRow.hidden = own ? !ownTable : typeof scale !== "boolean";
  parts.scale.checked = scale === true;
  parts.missingRow.hidden = !own || !ownTable;
  fillMenu(parts.missing, MISSING, missing ?? "drop");
}

/** Another seed makes other points; of a table it holds out other rows. @param {ReturnType<typeof render>} parts @param {boolean} table */
function nameAgain({ again, againRow }, table) {
  say(/** @type {Element} */ (againRow.firstElementChild), table ? "Split" : "Points");
  again.setAttribute("aria-label", table ? "New split" : "New points");
  againRow.title = table
    ? "Takes a new random seed: other rows are held out, and the first weights are others too."
    : "Takes a new random seed: other points of the same kind, and other first weights.";
}

/** What became of the table, folded away. @param {HTMLElement} element @param {string[]} sentences */
function list(element, sentences) {
  element.hidden = sentences.length === 0;
  if (element.dataset.said === sentences.join("\n")) return;
  element.dataset.said = sentences.join("\n");
  const summary = h("summary", { title: "What Python found in it, what was left out or filled in.", text: `How the table was read (${sentences.length})` });
  fill(element, summary, ...sentences.map((text) => h("p", { text })));
}

/** @param {number} share */
function percent(share) {
  return { value: String(share), text: `${Number((share * 100).toFixed(2))} %` };
}
