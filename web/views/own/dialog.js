// One's own data: a window with three ways to bring them. Whichever is used, Python gets a table as text.

import { effect, signal, untracked } from "@preact/signals-core";
import { fill, h } from "../dom.js";
import { textToPoints, textToTruth } from "./csv.js";
import { makePaint } from "./paint.js";
import { makeTable } from "./table.js";
import { tabs } from "./tabs.js";
import { makeTruth } from "./truth.js";

/** @typedef {{text: string, wanted?: string, features?: string[]|"all", missing?: string, scale?: boolean, test_share?: number}} OwnData */
/** @typedef {ReturnType<typeof createOwn>} Own */
/** @typedef {{element: HTMLElement, show: (data: OwnData|null) => boolean, opened?: () => void}} Way show: fills it with these data, false when they are none of its kind */

/** @param {any} store */
export function createOwn(store) {
  /** The own data last in use: the experiment's part, and what Python made of it. */
  const last = signal(/** @type {any} */ (null));
  const isTable = signal(true); // neither painted nor a truth table
  let wanted = /** @type {OwnData|null} */ (null);
  let seen = wanted; // what the dialog was last filled with
  effect(() => {
    const experiment = store.experiment.value.data;
    const data = store.data.value;
    if (experiment.name !== "own" || data?.name !== "own") return;
    if (experiment.text !== wanted?.text) isTable.value = textToPoints(experiment.text) === null && textToTruth(experiment.text) === null;
    wanted = { ...experiment };
    if (untracked(() => last.value) !== data) last.value = data;
  });

  const use = async (/** @type {OwnData} */ data) => {
    const taken = await store.openOwn(data);
    if (taken !== false) dialog.close();
    return taken !== false;
  };
  const table = makeTable(store, use);
  const truth = makeTruth(use);
  const paint = makePaint(store, use);
  const ways = [
    { name: "table", title: "Table", tip: "Paste a table or take one from a file (CSV).", way: /** @type {Way} */ (table) },
    { name: "truth", title: "Truth table", tip: "Set the output for every combination of zeros and ones.", way: /** @type {Way} */ (truth) },
    { name: "paint", title: "Paint", tip: "Paint points of several classes on a plane.", way: /** @type {Way} */ (paint) },
  ];
  const bar = tabs("own", "Ways to bring data", ways.map(({ way, ...one }) => ({ ...one, element: way.element })), (name) => ways.find((one) => one.name === name)?.way.opened?.());

  const dialog = h("dialog", { id: "own-dialog", "aria-labelledby": "own-title" });
  fill(
    dialog,
    h("form", { method: "dialog" }, h("h2", { id: "own-title", text: "Your own data" }), h("button", { class: "quiet", text: "✕", "aria-label": "Close", title: "Close: the experiment stays as it is." })),
    h("p", { class: "muted", text: "Python reads the table here, in this page; nothing is uploaded." }),
    bar.element, ...ways.map(({ way }) => way.element),
    h("p", { class: "own-drop", "aria-hidden": "true", text: "Let go: the file is read here, in this page." }),
  );
  dialog.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const beside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
    if (event.target === dialog && beside) dialog.close();
  });
  listenToFiles(dialog, (file) => {
    bar.select("table");
    table.read(file);
  });

  return { dialog, last, isTable, open, use: () => (wanted ? store.openOwn(wanted) : undefined) };

  /** With the data last in use, to change them; what was begun since then stays. */
  function open() {
    dialog.showModal();
    if (wanted === seen) return;
    seen = wanted;
    const fitting = ways.slice().reverse().find(({ way }) => way.show(wanted)); // painted points and truth tables are tables too
    bar.select(fitting?.name ?? "table");
  }
}

/** A file may be let go anywhere on the window. @param {HTMLElement} dialog @param {(file: File) => void} take */
function listenToFiles(dialog, take) {
  const hasFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  dialog.addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    dialog.classList.add("dropping");
  });
  dialog.addEventListener("dragleave", (event) => {
    if (!dialog.contains(/** @type {Node|null} */ (event.relatedTarget))) dialog.classList.remove("dropping");
  });
  dialog.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    dialog.classList.remove("dropping");
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  });
}
