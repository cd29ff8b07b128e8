// The steps window: one training step, line by line. The line in its code, its matrices as a worked equation, a picked cell's own sum.

import { effect } from "@preact/signals-core";
import { fill, h, say } from "./dom.js";
import { oncePerFrame } from "./draw.js";
import { structureOf } from "./network/structure.js";
import { makeBar } from "./steps/bar.js";
import { equationWords, mathOf } from "./steps/equation.js";
import { drawItem, fit, itemsOf, matricesOf, pickable } from "./steps/grids.js";
import { drawListing } from "./steps/listing.js";
import { nextOfLine, nextPhase, previousPhase } from "./steps/moves.js";
import { drawSum, elementwise, explain } from "./steps/sum.js";
import { cellText, viewOfArray } from "./steps/tree.js";
import { layerWords, meaningOf, roles } from "./steps/words.js";

/** @param {HTMLElement} element @param {any} store @returns {() => void} ends the view */
export function mountSteps(element, store) {
  const bar = makeBar({ goTo, undo: () => wait(store.undo), again: () => wait(store.traceStep) });
  const parts = render(element, bar.element, () => wait(store.traceStep));
  /** @type {any} */
  let drawn = null; // {steps, at, rows, columns, grids, main, picked, setting}: what stands on the page
  let busy = false; // Python is doing a step

  const redraw = oncePerFrame(() => {
    const trace = store.trace.value;
    const open = Boolean(trace?.steps.length);
    if (open === parts.body.hidden) turn(open);
    allow();
    if (!open || !parts.root.clientWidth) {
      if (!open) drawn = null;
      return;
    }
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = { width: parts.worked.clientWidth / rem - 2, height: parts.root.clientHeight / rem };
    const { row, ...most } = fit(rowOf(trace), room);
    const same = drawn && drawn.steps === trace.steps && drawn.at === trace.at && drawn.most.rows === most.rows && drawn.most.columns === most.columns;
    if (same) return;
    const place = drawn?.steps === trace.steps && drawn.at === trace.at ? drawn.picked : null; // only the room has changed
    const focus = focusNow();
    draw(trace, row, most, room);
    if (place) pick(place.row, place.column);
    focus();
  });

  listen();
  const watcher = new ResizeObserver(redraw);
  watcher.observe(parts.root);
  const end = effect(() => {
    // reading them here makes this view hear of every change
    void [store.trace.value, store.running.value, store.python.value, store.projector.value];
    redraw();
  });
  return () => {
    end();
    watcher.disconnect();
    fill(element);
  };

  function goTo(/** @type {number} */ index) {
    const { steps, at } = store.trace.value;
    const to = Math.max(0, Math.min(steps.length - 1, index));
    if (to !== at) store.goTo(to);
  }

  async function wait(/** @type {() => any} */ action) {
    busy = true;
    allow();
    try {
      await action();
    } finally {
      busy = false;
      allow();
    }
  }

  /** The empty state, or the steps; the keyboard's focus comes along. @param {boolean} open */
  function turn(open) {
    const inside = parts.root.contains(document.activeElement);
    parts.body.hidden = !open;
    parts.empty.hidden = open;
    if (inside) (open ? bar.next : parts.start).focus();
  }

  function allow() {
    const reason = reasonAgainst(store, busy);
    parts.start.disabled = Boolean(reason) && !busy; // while it works it keeps the focus
    parts.start.title = reason || "Does one training step and shows every line of it.";
    say(parts.reason, reason);
    bar.allow(reason);
  }

  /** @param {any} trace @param {any[]} row @param {{rows: number, columns: number}} most @param {{width: number, height: number}} room in rem */
  function draw(trace, row, most, room) {
    const { steps, arrays, at } = trace;
    const step = steps[at];
    const { equation } = step;
    const main = pickable(row, equation, arrays);
    const pieces = row.map((item) => drawItem(item, most, item === main));
    const grids = pieces.map((piece) => piece.grid).filter((grid) => grid !== null);
    drawn = { steps, at, step, arrays, most, grids, main: grids.find((grid) => grid.item === main) ?? null, picked: null, setting: settingOf(store, trace) };
    bar.update(trace);
    drawListing(parts.listing, {
      text: sourceOf(store, step.file), steps, at, most: linesFor(room),
      jump: (line) => goTo(nextOfLine(steps, at, step.file, line)),
    });
    const { structure } = drawn.setting;
    say(parts.where, [step.file, step.function, step.layer === null ? "" : layerWords(structure, step.layer)].filter(Boolean).join(" · "));
    fill(parts.symbols, ...(equation ? [mathOf(equation, arrays)] : [h("span", { class: "muted", text: withoutEquation(step) })]));
    fill(parts.grids, ...pieces.map((piece) => piece.element));
    parts.worked.scrollTop = parts.worked.scrollLeft = 0;
    say(parts.told, `Line ${step.line} of ${step.file}: ${equation ? equationWords(equation, arrays) : step.source}.`);
    if (drawn.main) pick(drawn.main.rows[0], drawn.main.columns[0]);
    else fill(parts.sum);
  }

  /** Shows how one cell came about, and which cells took part. @param {number} row @param {number} column */
  function pick(row, column) {
    const { main, grids, step, arrays, setting, picked } = drawn;
    const view = main.item.view;
    const key = `${row},${column}`;
    if (!main.cells.has(key)) return;
    for (const grid of grids) for (const cell of grid.cells.values()) cell.classList.remove("picked", "took");
    mark(main.cells.get(picked ? `${picked.row},${picked.column}` : key), false);
    mark(main.cells.get(key), true);
    drawn.picked = { row, column };
    if (!view.scalar) main.cells.get(key).classList.add("picked");
    const { equation } = step;
    const { tokens, touched } = equation ? explain(equation.value, row, column, { arrays, isElementwise: elementwise(store.catalog) }) : { tokens: [], touched: [] };
    for (const touch of touched) {
      const grid = grids.find((/** @type {any} */ one) => one.item.nodes.includes(touch.node));
      if (grid !== main && !grid?.item.view.scalar) grid?.cells.get(`${touch.row},${touch.column}`)?.classList.add("took");
    }
    const isResult = main.item.result || !equation;
    drawSum(parts.sum, {
      name: isResult ? view.name : "", index: view.scalar ? "" : view.flat ? `[${column}]` : `[${row}, ${column}]`, tokens,
      result: isResult ? { text: cellText(view, row, column), value: view.at(row, column) } : null,
      meaning: view.scalar ? "" : meaningOf(view, row, column, setting),
    });
  }

  function mark(/** @type {HTMLElement} */ cell, /** @type {boolean} */ chosen) {
    if (!cell.hasAttribute("aria-selected")) return; // a single number is not chosen among others
    cell.tabIndex = chosen ? 0 : -1;
    cell.setAttribute("aria-selected", String(chosen));
  }

  /** A person picks: the neuron and the sample are picked in the other windows as well. @param {number} row @param {number} column */
  function pickByHand(row, column) {
    pick(row, column);
    const { step, main, setting } = drawn;
    const known = roles(main.item.view, setting);
    const layer = known.rows === "neuron" ? step.layer : known.rows === "output" ? setting.structure.layers.length - 1 : null;
    if (layer === null && known.columns !== "sample") return;
    store.pick({ ...(layer === null ? {} : { neuron: { layer, index: row } }), ...(known.columns === "sample" && setting.all ? { sample: column } : {}) });
  }

  /** Remembers what has the focus; afterwards the same thing of the new line gets it. */
  function focusNow() {
    const active = document.activeElement;
    if (parts.listing.contains(active)) return () => (parts.listing.querySelector("button[aria-current]") ?? bar.next).focus();
    if (!parts.grids.contains(active)) return () => {};
    return () => (parts.grids.querySelector("td[tabindex='0']") ?? bar.next).focus();
  }

  function listen() {
    parts.grids.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const cell = /** @type {HTMLElement} */ (event.target).closest("td[aria-selected]");
      if (!(cell instanceof HTMLElement)) return;
      pickByHand(Number(cell.dataset.row), Number(cell.dataset.column));
      cell.focus();
    });
    parts.grids.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const step = ARROWS[event.key];
      if (!step || !drawn?.picked || !(/** @type {HTMLElement} */ (event.target).closest("td[aria-selected]"))) return;
      event.preventDefault();
      event.stopPropagation(); // here arrows move among cells, elsewhere among lines
      const { rows, columns } = drawn.main;
      const row = rows[rows.indexOf(drawn.picked.row) + step[0]] ?? drawn.picked.row;
      const column = columns[columns.indexOf(drawn.picked.column) + step[1]] ?? drawn.picked.column;
      pickByHand(row, column);
      drawn.main.cells.get(`${row},${column}`).focus();
    });
    parts.body.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const trace = store.trace.value;
      const move = MOVES[event.key];
      if (!trace || !move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      goTo(move(trace));
    });
  }
}

const ARROWS = /** @type {Record<string, [number, number]>} */ ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });

/** @type {Record<string, (trace: any) => number>} */
const MOVES = {
  ArrowRight: ({ at }) => at + 1, n: ({ at }) => at + 1,
  ArrowLeft: ({ at }) => at - 1, p: ({ at }) => at - 1,
  PageDown: ({ steps, at }) => nextPhase(steps, at),
  PageUp: ({ steps, at }) => previousPhase(steps, at),
  Home: () => 0,
  End: ({ steps }) => steps.length - 1,
};

/** @param {any} trace */
function rowOf({ steps, arrays, at }) {
  const step = steps[at];
  return step.equation ? itemsOf(step.equation, arrays) : matricesOf(step, arrays);
}

/** The text that ran. @param {any} store @param {string} file @returns {string} */
function sourceOf(store, file) {
  const edited = store.code.value.phase === "running" ? store.edits.value[file] : undefined;
  return store.sources?.(file) ?? edited ?? store.lesson[file] ?? "";
}

/** How many lines of code leave room for the matrices. @param {{width: number, height: number}} room in rem */
function linesFor({ width, height }) {
  if (height < 17) return 3;
  return width < 38 || height < 22 ? 4 : height < 26 ? 5 : 6;
}

/** What the names of a matrix's rows and columns depend on. @param {any} store @param {any} trace */
function settingOf(store, { steps, arrays, at }) {
  const data = store.data.value;
  const find = (/** @type {string} */ name) => {
    for (const step of steps) for (const one of step.matrices) if (one.name === name && typeof one.array === "number") return viewOfArray(arrays[one.array], name);
    return null;
  };
  const x = find("x") ?? find("A1");
  const structure = structureOf(store.experiment.value, data, store.catalog);
  return { structure, layer: steps[at].layer, samples: x?.columns ?? 0, all: x?.columns === data?.x.shape[1], x };
}

/** Why no step can be taken now. @param {any} store @param {boolean} busy */
function reasonAgainst(store, busy) {
  const { phase } = store.python.value;
  if (phase === "failed") return "Python did not start, so nothing can run.";
  if (phase !== "ready") return "As soon as Python has started.";
  if (store.running.value) return "Training is running. Pause it first.";
  return busy ? "One moment: Python is doing the step." : "";
}

/** @param {any} step */
function withoutEquation(step) {
  if (!step.matrices.length) return "This line has no matrices.";
  return step.matrices.some((/** @type {any} */ one) => one.changed) ? "What this line changed" : "The matrices at this line";
}

/** @param {HTMLElement} element @param {HTMLElement} bar @param {() => void} step */
function render(element, bar, step) {
  const reason = h("p", { class: "muted", id: "steps-reason" });
  const start = h("button", { type: "button", id: "steps-start", "aria-describedby": "steps-reason", onclick: step, text: "Step through one training step" });
  const empty = h(
    "div", { class: "steps-empty" },
    h("p", { text: "Here one training step passes line by line: each line as it runs, its matrices as NumPy has them, and how every single number came about." }),
    start, reason,
  );
  const listing = h("ol", { class: "steps-listing", "aria-label": "The code around the line that runs" });
  const where = h("p", { class: "steps-where" });
  const symbols = h("div", { class: "steps-symbols" });
  const grids = h("div", { class: "steps-grids" });
  const worked = h("div", { class: "steps-worked", role: "group", "aria-label": "The line with its numbers", tabindex: "0" }, symbols, grids);
  const sum = h("p", { id: "sum", "aria-live": "polite" });
  const told = h("p", { class: "unseen", role: "status" });
  const body = h("div", { class: "steps-body", hidden: true }, bar, h("div", { class: "steps-code" }, listing, where), worked, sum, told);
  const root = h("div", { class: "steps" }, empty, body);
  fill(element, root);
  return { root, empty, start, reason, body, listing, where, symbols, worked, grids, sum, told };
}
