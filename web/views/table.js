// The predictions: every sample with what was wanted, what came out, and whether that is right.

import { effect } from "@preact/signals-core";
import { fill, h, say } from "./dom.js";
import { oncePerFrame } from "./draw.js";
import { count } from "./format.js";
import { columnsOf, makeRow } from "./table/columns.js";
import { samplesOf } from "./table/samples.js";

/** @typedef {import("./table/columns.js").Row} Row */
/** @typedef {import("./table/cells.js").Table} Table */
/** @typedef {import("./table/columns.js").Columns} Columns */

const FEW = 8; // up to so many samples all are shown and nothing scrolls
const PAUSE = 100; // milliseconds between two drawings while training

/** @param {HTMLElement} element @param {any} store */
export function mountTable(element, store) {
  const parts = render(element);
  const view = { held: false, wrongOnly: false, all: false };
  /** @type {Row[]} */
  let rows = [];
  /** @type {Columns|null} */
  let columns = null;
  let last = 0;
  let waiting = 0;
  let followed = store.picked.peek(); // the pick that the rows show
  let following = false; // it is new: its row comes into view

  const frame = oncePerFrame(() => {
    last = performance.now();
    draw();
  });
  /** At once when a person did something, ten times a second while training. */
  function mark() {
    const wait = store.running.peek() ? last + PAUSE - performance.now() : 0;
    if (wait <= 0) frame();
    else waiting ||= window.setTimeout(() => { waiting = 0; frame(); }, wait);
  }

  function draw() {
    const data = store.data.peek();
    const list = samplesOf(data, store.state.peek(), view.held);
    element.classList.toggle("empty", !list);
    if (!list) return;
    if (columns?.data !== data || columns?.all !== view.all) {
      columns = columnsOf(data, view.all);
      element.dataset.kind = columns.kind;
      element.classList.toggle("wide", columns.wide);
      fill(parts.heads, ...columns.columns.map(({ sign, name, tip, class: kind, width }) =>
        h("th", { scope: "col", title: tip, class: kind, style: width ? { minWidth: `calc(${width}ch + 0.6rem)` } : null }, sign && h("span", { class: "sign", text: sign }), h("span", { class: "unseen", text: ` ${name}` }))));
      fill(parts.body);
      rows = [];
    }
    drawTools(parts, data, store.state.peek(), view, list.count);
    parts.columns.hidden = !columns.wide || data.columns.length <= 2;
    say(parts.columns, view.all ? "Show two columns" : `Show all ${count(data.columns.length)} columns`);
    drawRows(list);
  }

  /** Only the rows in view exist; the space above and below them stands for the rest. @param {Table} table */
  function drawRows(table) {
    const { scroller, body, above, below } = parts;
    const shown = view.wrongOnly && table.right ? wrong(table.right) : null;
    const total = shown ? shown.length : table.count;
    const picked = Boolean(followed.held) === view.held ? followed.sample : -1;
    const all = total <= FEW;
    const height = rowHeight(element);
    scroller.classList.toggle("scrolls", table.count > FEW);
    const focused = /** @type {HTMLElement|null} */ (document.activeElement?.closest("tr"));
    const sample = focused?.dataset.sample;
    const first = all ? 0 : Math.max(0, Math.floor(scroller.scrollTop / height) - 2);
    const many = all ? total : Math.min(total - first, Math.ceil(scroller.clientHeight / height) + 5);
    while (rows.length < many) rows.push(makeRow(/** @type {Columns} */ (columns)));
    if (body.children.length !== Math.max(0, many)) fill(body, ...rows.slice(0, Math.max(0, many)).map((row) => row.line));
    above.style.height = `${first * height}px`;
    below.style.height = `${Math.max(0, total - first - many) * height}px`;
    above.hidden = first === 0;
    below.hidden = first + many >= total;
    parts.table.setAttribute("aria-rowcount", String(total + 1));
    parts.none.hidden = total > 0;
    for (let at = 0; at < many; at++) {
      const i = shown ? shown[first + at] : first + at;
      const row = rows[at];
      row.line.setAttribute("aria-rowindex", String(first + at + 2));
      row.line.dataset.sample = String(i);
      row.line.setAttribute("aria-selected", String(i === picked));
      row.line.tabIndex = i === picked || (at === 0 && !visible(picked, shown, first, many)) ? 0 : -1;
      /** @type {Columns} */ (columns).columns.forEach((column, place) => column.write(row.cells[place], table, i));
    }
    // the lines have moved on to other samples: the focus stays with the sample, not with the line
    if (focused && body.contains(focused) && focused.dataset.sample !== sample) lineOf(sample)?.focus({ preventScroll: true });
    if (following) bringIntoView(shown ? shown.indexOf(picked) : picked, height);
    following = false;
  }

  /** What was picked in another window is shown here as well: its list, and its row in view. */
  function follow() {
    const { sample, held } = store.picked.value;
    if (sample === followed.sample && held === followed.held) return;
    followed = { sample, held };
    view.held = Boolean(held);
    following = true;
  }

  /** @param {number} at the row's place in the list; −1 if it is not listed @param {number} height of a row */
  function bringIntoView(at, height) {
    const { scroller, heads } = parts;
    if (at < 0) return;
    const last = (at + 1) * height - (scroller.clientHeight - heads.offsetHeight);
    scroller.scrollTop = Math.min(at * height, Math.max(last, scroller.scrollTop));
  }

  parts.scroller.addEventListener("scroll", frame, { passive: true });
  parts.training.addEventListener("click", () => { view.held = false; toTop(); });
  parts.held.addEventListener("click", () => { view.held = true; toTop(); });
  parts.wrong.addEventListener("click", () => { view.wrongOnly = !view.wrongOnly; toTop(); });
  parts.columns.addEventListener("click", () => { view.all = !view.all; parts.scroller.scrollLeft = 0; frame(); });
  function toTop() {
    parts.scroller.scrollTop = 0;
    frame();
  }

  parts.body.addEventListener("click", (/** @type {MouseEvent} */ event) => pick(lineAt(event)));
  parts.body.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const line = lineAt(event);
    if (event.key === "Enter" || event.key === " ") pick(line);
    else if (event.key === "ArrowDown") walk(line?.nextElementSibling);
    else if (event.key === "ArrowUp") walk(line?.previousElementSibling);
    else return;
    event.preventDefault();
  });
  /** @param {HTMLElement|null|undefined} line */
  function pick(line) {
    if (line) store.pick({ sample: Number(line.dataset.sample), held: view.held });
  }
  /** The next row is picked, put into view and focused, whichever line of the table shows it then. @param {any} line */
  function walk(line) {
    if (!line) return;
    const sample = line.dataset.sample;
    pick(line);
    line.scrollIntoView({ block: "nearest" });
    draw();
    lineOf(sample)?.focus({ preventScroll: true });
  }
  /** @param {string|undefined} sample */
  function lineOf(sample) {
    return rows.find(({ line }) => line.isConnected && line.dataset.sample === sample)?.line;
  }

  const sizes = new ResizeObserver(frame);
  sizes.observe(parts.scroller);
  const ends = [
    effect(() => {
      const data = store.data.value;
      if (data && data.x_test.shape[1] === 0) view.held = false;
      if (data && (data.kind === "number" || data.x.shape[1] <= FEW)) view.wrongOnly = false; // what cannot be chosen must not be on
      parts.scroller.scrollTop = 0;
      frame();
    }),
    effect(() => {
      store.state.value;
      mark();
    }),
    effect(() => {
      follow();
      store.running.value; // the last state of a run is drawn, however soon it came
      frame();
    }),
    effect(() => {
      store.theme.value;
      store.projector.value;
      columns = null; // pictures of digits are painted in ink
      frame();
    }),
    () => sizes.disconnect(),
    () => clearTimeout(waiting),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {HTMLElement} element */
function render(element) {
  const training = h("button", { type: "button", class: "toggle", "aria-pressed": "true", title: "Lists the samples the network learns from." });
  const held = h("button", { type: "button", class: "toggle", "aria-pressed": "false", title: "Lists the samples kept away from training." });
  const wrongOnly = h("button", { type: "button", class: "toggle", "aria-pressed": "false", title: "Lists only the samples that are read wrongly." });
  const tools = h("div", { class: "tools", role: "group", "aria-label": "Which samples" }, h("span", { class: "pair" }, training, held), wrongOnly);
  const heads = h("tr", {});
  const above = h("tbody", { class: "space", "aria-hidden": "true", hidden: true });
  const body = h("tbody", {});
  const below = h("tbody", { class: "space", "aria-hidden": "true", hidden: true });
  const table = h("table", { role: "grid", "aria-label": "Predictions, sample by sample" }, h("thead", {}, heads), above, body, below);
  const columns = h("button", { type: "button", class: "toggle columns", title: "The columns of the data: those on the map, or all of them.", hidden: true });
  const none = h("p", { class: "none", text: "None of these samples is wrong.", hidden: true });
  const scroller = h("div", { class: "rows" }, table, none);
  fill(element, tools, scroller, columns, h("p", { class: "nothing", text: "Each sample will stand here, with the output that was wanted and the one that came." }));
  return { training, held, wrong: wrongOnly, columns, tools, heads, above, body, below, table, none, scroller };
}

/** @param {any} parts @param {any} data @param {any} state @param {{held: boolean, wrongOnly: boolean}} view @param {number} shown */
function drawTools(parts, data, state, view, shown) {
  const tests = data.x_test.shape[1];
  const classes = data.kind === "classes";
  const samples = data.x.shape[1];
  parts.tools.hidden = tests === 0 && samples <= FEW;
  say(parts.training, `training ${count(samples)}`);
  say(parts.held, `held out ${count(tests)}`);
  parts.held.hidden = tests === 0;
  parts.training.setAttribute("aria-pressed", String(!view.held));
  parts.held.setAttribute("aria-pressed", String(view.held));
  parts.wrong.hidden = !classes;
  parts.wrong.setAttribute("aria-pressed", String(view.wrongOnly));
  const right = view.held ? state.right_test_count : state.right_count;
  say(parts.wrong, right === null ? "wrong only" : `wrong ${count(shown - right)}`);
}

/** @param {{values: ArrayLike<number>}} right */
function wrong({ values }) {
  const list = [];
  for (let i = 0; i < values.length; i++) if (!values[i]) list.push(i);
  return list;
}

/** @param {number} sample @param {number[]|null} shown @param {number} first @param {number} many */
function visible(sample, shown, first, many) {
  const at = shown ? shown.indexOf(sample) : sample;
  return at >= first && at < first + many;
}

/** In pixels; rows have one height, so that the place of each is known. @param {HTMLElement} element */
function rowHeight(element) {
  return Number.parseFloat(getComputedStyle(element).getPropertyValue("--row")) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** @param {Event} event @returns {HTMLElement|null} */
function lineAt(event) {
  return /** @type {HTMLElement} */ (event.target).closest("tr");
}
