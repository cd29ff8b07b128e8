// The cost window: the curve of training and test cost by epoch, the kept runs beside it, and the slider through time.

import { effect } from "@preact/signals-core";
import { makeChart, drawMark } from "./cost/chart.js";
import { mountKeys } from "./cost/keys.js";
import { linesOf } from "./cost/lines.js";
import { heights, known, longest, powerOf, thin } from "./cost/scale.js";
import { fill, h, say } from "./dom.js";
import { oncePerFrame } from "./draw.js";
import { count, significant } from "./format.js";
import { mountTime } from "./time.js";

/** @param {HTMLElement} element @param {any} store */
export function mountCost(element, store) {
  const parts = render(element);
  const keys = mountKeys(parts.keys);
  const time = mountTime(parts.time, store);
  /** @type {ReturnType<typeof makeChart>|null} */
  let made = null;
  let shape = ""; // of the lines: with others a new chart is made
  let power = 0; // on the linear scale costs are drawn as multiples of 10 ** power

  // drawn at most once a frame, however often it is told
  const redraw = oncePerFrame(() => {
    const lines = linesOf(store);
    const logarithmic = store.logCosts.peek();
    const now = JSON.stringify([lines.map(({ key, dash }) => [key, dash]), logarithmic, store.projector.peek()]);
    if (now !== shape) rebuild(lines, logarithmic);
    shape = now;
    const curves = lines.map(({ costs }) => costs);
    element.classList.toggle("empty", longest(curves) === 0);
    say(parts.first, firstNote(store.first.peek()));
    const at = thin(curves, parts.chart.clientWidth / Math.max(1, curves.filter((costs) => costs.length).length / 3));
    power = powerOf(at.reduce((most, epoch) => Math.max(most, ...curves.map((costs) => known(costs[epoch]))), 0));
    const height = heights(logarithmic, power);
    made?.paint(lines);
    made?.plot.setData(/** @type {any} */ ([at, ...lines.map(({ costs, from }) => at.map((epoch) => (epoch >= from ? height(costs[epoch]) : null)))]));
    tellCursor();
  });

  /** @param {import("./cost/lines.js").Line[]} lines @param {boolean} logarithmic */
  function rebuild(lines, logarithmic) {
    made?.plot.destroy();
    const target = () => store.experiment.peek().training.epochs;
    made = makeChart({ chart: parts.chart, lines, target, power: logarithmic ? null : () => power, pointed: tellCursor, drawn });
  }

  /** @param {any} plot */
  function drawn(plot) {
    if (store.past.peek()) drawMark(plot, store.costs.peek().train.length);
    if (made) time.align(made.across);
  }

  /** What is drawn, or where the pointer is; below it which line is which, and their costs there. */
  function tellCursor() {
    const plot = made?.plot;
    const lines = linesOf(store);
    const at = plot?.data[0][plot.cursor.idx ?? -1] ?? -1;
    const there = at >= 0 && at < longest(lines.map(({ costs }) => costs));
    const { title } = store.catalog.losses.find((/** @type {any} */ l) => l.name === store.experiment.peek().loss);
    say(parts.title, there ? `mean ${title} at epoch ${count(at)}` : `mean ${title} by epoch`);
    keys.show(lines, there ? at : null, duringOf(store.state.peek()));
  }

  /** Arrow keys move the pointer's line as the mouse does. @param {KeyboardEvent} event */
  const move = (event) => {
    const plot = made?.plot;
    const last = (plot?.data[0].length ?? 0) - 1;
    const step = Math.max(1, Math.round(last / 100));
    const by = { ArrowLeft: -step, ArrowRight: step, Home: -Infinity, End: Infinity }[event.key];
    if (!plot || by === undefined || last < 0) return;
    event.preventDefault();
    const to = Math.min(last, Math.max(0, (plot.cursor.idx ?? 0) + by));
    plot.setCursor({ left: plot.valToPos(plot.data[0][to], "x"), top: 0 });
  };

  parts.scale.addEventListener("click", () => (store.logCosts.value = !store.logCosts.value));
  parts.chart.addEventListener("keydown", move);
  parts.chart.addEventListener("blur", () => made?.plot.setCursor({ left: -10, top: -10 }));
  const sizes = new ResizeObserver(() => {
    made?.fit();
    redraw(); // another width, another thinning
  });
  sizes.observe(parts.chart);

  const ends = [
    effect(() => {
      store.projector.value; // the size of the type
      store.theme.value; // its colours
      store.logCosts.value;
      linesOf(store); // reads every signal that the picture is made of
      redraw();
    }),
    effect(() => parts.scale.setAttribute("aria-pressed", String(store.logCosts.value))),
    effect(() => {
      // a picture described in words: not while the curve moves
      if (!store.running.value) parts.chart.setAttribute("aria-label", describe(linesOf(store), store.costs.value.train.length, duringOf(store.state.value)));
    }),
    time.end,
    () => sizes.disconnect(),
    () => made?.plot.destroy(),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {HTMLElement} element */
function render(element) {
  const title = h("span", {});
  const scale = h("button", { type: "button", class: "toggle", "aria-pressed": "false", "aria-label": "log scale", title: "Draws the cost on a logarithmic scale, where small costs can be told apart.", text: "log" });
  const keys = h("div", { class: "lines" });
  const chart = h("div", { class: "chart", role: "img", tabindex: "0", title: "The cost by epoch: point at it, or use the arrow keys, to read one." });
  const time = h("div", { class: "time" });
  const first = h("p", { class: "cost-first" });
  fill(element, h("p", { class: "cost-title" }, title, scale), keys, chart, time, first, h("p", { class: "nothing", text: "The cost of each epoch will be drawn here." }));
  return { title, scale, keys, chart, time, first };
}

/** What the pale curve is, while Python is not there. @param {{curve: number[]}|null} first */
function firstNote(first) {
  return first?.curve.length ? "What this page’s Python is about to do: the article’s run, made when this page was built." : "";
}

/** What the training curve is, where the network learns while its cost is summed. @param {any} state */
function duringOf(state) {
  return state?.steps_per_epoch > 1 ? "training: the mean over the batches of an epoch" : "";
}

/** The curves in one sentence each. @param {import("./cost/lines.js").Line[]} lines @param {number} trained epochs @param {string} during */
function describe(lines, trained, during) {
  const costsOf = (/** @type {string} */ name) => lines.find(({ key }) => key === name)?.costs ?? [];
  const [train, test] = [costsOf("train"), costsOf("test")];
  const kept = lines.filter(({ key, costs }) => key.startsWith("run ") && costs.length);
  const others = kept.map(({ name, costs }) => ` ${name} ended at ${significant(costs[costs.length - 1], 2)}.`).join("");
  const first = costsOf("first");
  if (first.length) return `${firstNote({ curve: first })} It fell from ${significant(first[0], 2)} to ${significant(first[first.length - 1], 2)}.`;
  if (train.length === 0) return `No cost yet: nothing has been trained.${others}`;
  const [begin, last] = [train[0], train[train.length - 1]];
  const way = last < begin ? "fell" : last > begin ? "rose" : "stayed";
  const epochs = trained === 1 ? "1 epoch" : `${count(trained)} epochs`;
  const held = test.length ? `; on held-out samples it is ${significant(test[test.length - 1], 2)}` : "";
  const how = during ? " Each value before the last is the mean over the batches of an epoch." : "";
  return `Cost ${way} from ${significant(begin, 2)} to ${significant(last, 2)} over ${epochs}${held}.${how}${others}`;
}
