// The list of runs: the present one, and those that were kept, with what differed from the run before.

import { effect, untracked } from "@preact/signals-core";
import { dashOf } from "./cost/lines.js";
import { sampleOf } from "./cost/keys.js";
import { fill, h, say, svg } from "./dom.js";
import { count, significant } from "./format.js";
import { LONGEST_NAME } from "../runs.js";
import { SEEDS, seedsDialog } from "./seeds.js";
import { surfaceDialog } from "./surface.js";

/** The pictures on the buttons, 16 × 16. */
const PICTURES = {
  shown: "M1.5 8Q8 1.5 14.5 8Q8 14.5 1.5 8ZM8 5.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4",
  hidden: "M1.5 8Q8 1.5 14.5 8Q8 14.5 1.5 8ZM2.5 14L13.5 2",
  pin: "M5 2h6M6 2v4.5L3.5 9.5h9L10 6.5V2M8 9.5V14",
  back: "M6.5 3L2.5 7l4 4M2.5 7h7a4 4 0 0 1 0 7H8",
  remove: "M3.5 3.5l9 9M12.5 3.5l-9 9",
};

/** @param {HTMLElement} element @param {any} store */
export function mountRuns(element, store) {
  const parts = render(element, store);
  const naming = nameFields(store, drawRows);
  const ends = [
    effect(() => {
      const none = store.runs.value.length === 0;
      parts.nothing.hidden = !none;
      parts.list.hidden = none; // the present run alone is the header's
      store.experiment.value;
      if (!none && !store.running.value) untracked(() => drawPresent(parts.present, store));
    }),
    effect(() => drawNumbers(parts.present, store.state.value, store.data.value)),
    effect(drawRows),
    effect(() => {
      const waits = store.python.value.phase !== "ready" || !store.state.value;
      parts.seeds.disabled = parts.surface.disabled = waits;
    }),
    () => parts.dialogs.forEach((dialog) => dialog.remove()),
  ];
  return () => ends.forEach((end) => end());

  function drawRows() {
    const ready = store.python.value.phase === "ready";
    keepFocus(parts.list, () => {
      const rows = store.runs.value.map((/** @type {any} */ run) => row(run, store, ready, naming.of(run)));
      fill(parts.list, parts.present.row, ...rows.reverse());
    });
  }
}

/**
 * A run's name is a button; pressed, it is a field: Enter or leaving it keeps what was typed, Escape the name before.
 * @param {any} store @param {() => void} redraw
 */
function nameFields(store, redraw) {
  let open = /** @type {{id: number, field: any}|null} */ (null); // the one that is typed in: it stays when the list is made anew
  return { of };

  /** @param {import("../runs.js").Kept} run */
  function of({ id, name }) {
    if (open?.id === id) return open.field;
    const begin = () => {
      open = { id, field: fieldOf(id, name) };
      untracked(redraw);
      open.field.focus();
      open.field.select();
    };
    return h("button", { type: "button", class: "run-name", text: name, title: `${name}: click to give it another name.`, "aria-label": `Rename ${name}`, "data-button": `Rename ${id}`, onclick: begin });
  }

  /** @param {number} id @param {string} name */
  function fieldOf(id, name) {
    const end = (/** @type {boolean} */ keeps) => {
      if (open?.field !== field) return;
      open = null;
      if (keeps) store.renameRun(id, field.value);
      untracked(redraw);
    };
    const field = h("input", { type: "text", class: "run-name", value: name, maxlength: LONGEST_NAME, autocomplete: "off", spellcheck: "false", "aria-label": `Name of ${name}`, title: "Enter keeps the name, Escape the one before.", "data-button": `Rename ${id}` });
    field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.isComposing || !["Enter", "Tab", "Escape"].includes(event.key)) return; // Enter may end the writing of one sign
      if (event.key !== "Tab") event.preventDefault(); // or Enter would press the button that is there now
      end(event.key !== "Escape");
    });
    // after the click that leaves it: else the list would be made anew under the pointer
    const left = () => setTimeout(() => document.activeElement !== field && end(true));
    field.addEventListener("blur", () => document.addEventListener("pointerup", left, { once: true }));
    return field;
  }
}

/** @param {HTMLElement} element @param {any} store */
function render(element, store) {
  const seedsOf = seedsDialog(store);
  const surfaceOf = surfaceDialog(store);
  const seeds = h("button", { id: "many-seeds", type: "button", class: "toggle", text: `${SEEDS} seeds`, title: `Trains this experiment from ${SEEDS} seeds at once, and shows how many succeed.`, onclick: seedsOf.open });
  const surface = h("button", { id: "cost-surface", type: "button", class: "toggle", text: "Surface", title: "Draws the cost as a landscape over two directions, with the path of this run on it.", onclick: surfaceOf.open });
  const nothing = h("p", { class: "nothing", text: "A run stays here when a new network begins: to compare, or to return to." });
  const present = presentRow();
  const list = h("ul", { class: "run-list" }, present.row);
  fill(element, h("p", { class: "runs-tools" }, seeds, surface), nothing, list);
  document.body.append(seedsOf.dialog, surfaceOf.dialog);
  return { nothing, list, present, seeds, surface, dialogs: [seedsOf.dialog, surfaceOf.dialog] };
}

function presentRow() {
  const right = h("span", { class: "run-right" });
  const cost = h("span", { class: "run-cost" });
  const differs = h("span", { class: "run-differs" });
  const row = h("li", { class: "run present" },
    h("div", { class: "run-head" }, sampleOf({ stroke: "ink", width: 2, dash: [] }), h("span", { class: "run-name", text: "Now" }), right, cost),
    h("div", { class: "run-foot" }, differs));
  return { row, right, cost, differs };
}

/** @param {ReturnType<typeof presentRow>} present @param {any} store */
function drawPresent({ differs }, store) {
  say(differs, store.differsNow().join(", ") || "the same settings");
  differs.title = differs.textContent;
}

/** @param {ReturnType<typeof presentRow>} present @param {any} state @param {any} data */
function drawNumbers({ right, cost }, state, data) {
  say(right, state && data ? rightOf(state.right_count, data.x.shape[1]) : "");
  say(cost, state?.cost == null ? "" : significant(state.cost));
}

/** @param {import("../runs.js").Kept} run @param {any} store @param {boolean} ready @param {HTMLElement} named its name, as a button or a field */
function row(run, store, ready, named) {
  const { id, name, hidden, pinned } = run;
  const here = store.comparable(run);
  const words = [...run.differs, run.note].filter(Boolean).join(", ") || "the same settings";
  const other = "Other data or another loss: it is not drawn over this chart.";
  const lit = (/** @type {number|null} */ value) => () => (store.lit.value = value);
  const button = (/** @type {string} */ what, /** @type {keyof typeof PICTURES} */ picture, /** @type {string} */ tip, /** @type {any} */ more) =>
    h("button", { type: "button", class: "icon", "aria-label": `${what} ${name}`, title: tip, "data-button": `${what} ${id}`, ...more },
      svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, svg("path", { d: PICTURES[picture] })));
  return h("li", { class: `run${here && !hidden ? "" : " undrawn"}`, "data-run": id, title: here ? null : other, onmouseenter: lit(id), onmouseleave: lit(null), onfocusin: lit(id), onfocusout: lit(null) },
    h("div", { class: "run-head" },
      sampleOf({ stroke: "muted", width: 1.5, dash: dashOf(run.dash) }),
      named, h("span", { class: "run-right", text: rightOf(run.right, run.samples) }),
      h("span", { class: "run-cost", text: run.cost === null ? "" : significant(run.cost) })),
    h("div", { class: "run-foot" },
      h("span", { class: "run-differs", text: words, title: words }),
      h("span", { class: "run-buttons" },
        button("Hide", hidden ? "hidden" : "shown", hidden ? "Draws its curve again." : "Takes its curve out of the chart.", { "aria-pressed": String(hidden), onclick: () => store.hideRun(id, !hidden) }),
        button("Pin", "pin", pinned ? "Lets it go again when the list is full." : "Keeps it in the list, however many runs follow.", { "aria-pressed": String(pinned), onclick: () => store.pinRun(id, !pinned) }),
        button("Return to", "back", run.safe ? "Its network, settings and costs again; the present run is kept." : "Python could not tell where this run stood.", { disabled: !ready || !run.safe, onclick: () => store.returnTo(id) }),
        button("Remove", "remove", "Takes it out of the list.", { onclick: () => store.removeRun(id) }))));
}

/** @param {number|null} right @param {number} samples */
function rightOf(right, samples) {
  return right === null || samples === 0 ? "" : `${count(right)}/${count(samples)}`;
}

/** A new list, and the keyboard stays on the button that it was on. @param {HTMLElement} list @param {() => void} change */
function keepFocus(list, change) {
  const held = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.button : undefined;
  change();
  const again = /** @type {HTMLElement|undefined} */ ([...list.querySelectorAll("[data-button]")].find((one) => /** @type {HTMLElement} */ (one).dataset.button === held));
  if (held) again?.focus();
}
