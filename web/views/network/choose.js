// Which inputs the network gets: all that the data offer, as small maps or by name, to tick. Python makes what they come to.
import { effect } from "@preact/signals-core";
import { paintMap } from "../colour.js";
import { fill, h, say } from "../dom.js";
import { openAt } from "./place.js";

/** What the inputs of a plane are good for. */
const ABOUT = /** @type {Record<string, string>} */ ({
  x1: "How far to the right a sample lies.",
  x2: "How far up a sample lies.",
  x1_squared: "Large at the left and at the right: together with x₂² it tells how far out a sample lies.",
  x2_squared: "Large at the top and at the bottom: together with x₁² it tells how far out a sample lies.",
  x1_x2: "Positive where both numbers have one sign, negative where they differ: it tells XOR’s quarters apart.",
  sin_x1: "A wave from left to right.",
  sin_x2: "A wave from bottom to top.",
});
const ONE = "At least one input stays on.";

/** @param {HTMLElement} element @param {any} store */
export function mountChoose(element, store) {
  const list = h("div", { class: "choose-list" });
  const tools = h("div", { class: "choose-tools" },
    h("button", { type: "button", text: "All", title: "Every input is on.", onclick: () => take(() => true) }));
  const note = h("p", { class: "muted", role: "status" });
  const popover = h("div", { id: "choose-inputs", class: "network-popover", popover: "auto", role: "dialog", "aria-label": "Inputs of the network" }, list, tools, note);
  element.append(popover);
  /** @type {{id: string, title: string, input: HTMLInputElement, canvas: any}[]} */
  let rows = [];
  let waiting = 0; // ticks that Python has not answered yet: its older answers must not undo newer ticks

  const end = effect(() => {
    const data = store.data.value;
    void store.theme.value;
    if (data && !waiting) show(data);
  });
  return { open, end };

  /** @param {DOMRect} place of the button */
  function open(place) {
    openAt(popover, place);
    (rows.find((row) => row.input.checked) ?? rows[0])?.input.focus();
  }

  /** @param {any} data */
  function show(data) {
    const offered = data.features ?? [];
    const key = JSON.stringify(offered.map((/** @type {any} */ one) => [one.id, one.title]));
    const maps = mapsOf(data, offered.length);
    if (popover.dataset.key !== key) build(data, offered, key, maps);
    rows.forEach((row, at) => {
      row.input.checked = offered[at].on;
      if (row.canvas && maps) paint(row.canvas, maps, at);
    });
    limit();
    if (!offered.length && popover.matches(":popover-open")) popover.hidePopover();
  }

  /** @param {any} data @param {any[]} offered @param {string} key @param {any} maps */
  function build(data, offered, key, maps) {
    popover.dataset.key = key;
    list.dataset.kind = maps ? "maps" : "names";
    tools.hidden = offered.length < 4;
    rows = offered.map(({ id, title }) => {
      const input = h("input", { type: "checkbox", onchange: () => take((row) => row.input.checked) });
      const canvas = maps ? h("canvas", { width: maps.shape[1], height: maps.shape[1], "aria-hidden": "true" }) : null;
      return { id, title, input, canvas, label: h("label", { title: aboutOf(data, id) }, input, canvas, h("span", { text: title })) };
    });
    fill(list, ...rows.map((/** @type {any} */ row) => row.label));
  }

  /** The ticks as they are, or all, are what the network gets. @param {(row: any) => boolean} on */
  async function take(on) {
    const chosen = rows.filter(on);
    if (!chosen.length) return;
    for (const row of rows) row.input.checked = chosen.includes(row);
    limit();
    waiting++;
    try {
      await store.setFeatures(chosen.length === rows.length ? "all" : chosen.map((row) => row.id));
    } finally {
      waiting--;
    }
    if (!waiting && store.data.peek()) show(store.data.peek());
  }

  /** The last one cannot be taken away. */
  function limit() {
    const on = rows.filter((row) => row.input.checked);
    for (const row of rows) {
      row.input.disabled = on.length === 1 && row === on[0];
      row.input.title = row.input.disabled ? ONE : "";
    }
    say(note, on.length === 1 ? `${ONE} Each change begins a new network.` : "Each change begins a new network.");
  }
}

/** Python's small maps of all that is offered, if these data have them. @param {any} data @param {number} count */
function mapsOf({ feature_maps: maps }, count) {
  const fits = count > 0 && maps?.shape?.[0] === count && maps.values.length === count * maps.shape[1] ** 2;
  return fits ? maps : null;
}

function paint(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ maps, /** @type {number} */ at) {
  const r = maps.shape[1];
  const context = canvas.getContext("2d");
  if (context) paintMap(context, maps.values, r, 0, 0, r, { offset: at * r * r });
}

/** One sentence on an input. @param {any} data @param {string} id */
function aboutOf(data, id) {
  const column = data.columns?.find((/** @type {any} */ one) => one.name === id);
  if (!column) return ABOUT[id] ?? "";
  const { categories } = column;
  if (!categories) return `The column ${id}: a number.`;
  if (categories.length <= 2) return `The column ${id}: ${categories.join(" or ")}, as one input that is 0 or 1.`;
  return `The column ${id}: one of ${categories.length} words, each an input that is 0 or 1.`;
}
