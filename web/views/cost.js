// The cost window: the curve of training and test cost by epoch, on canvas by uPlot.

import { effect } from "@preact/signals-core";
import uPlot from "uplot";
import { css } from "./colour.js";
import { fill, h, say } from "./dom.js";
import { oncePerFrame } from "./draw.js";
import { count, significant } from "./format.js";

/** @param {HTMLElement} element @param {any} store */
export function mountCost(element, store) {
  const parts = render(element);
  /** @type {uPlot|null} */
  let plot = null;
  let logarithmic = false;
  let power = 0; // on the linear scale costs are drawn as multiples of 10 ** power

  // drawn at most once a frame, however often it is told
  const redraw = oncePerFrame(() => {
    const { train, test } = store.costs.peek();
    element.classList.toggle("empty", train.length === 0);
    parts.held.hidden = test.length === 0;
    const at = thin(train, test, parts.chart.clientWidth);
    power = powerOf(at.reduce((most, epoch) => Math.max(most, known(train[epoch]), known(test[epoch])), 0));
    plot?.setData([at, at.map((epoch) => forScale(train[epoch])), at.map((epoch) => forScale(test[epoch]))]);
    tellCursor();
  });

  /** uPlot's own ticks end at about 1e17: it is given small numbers, a multiple or the logarithm. None of nothing: a gap. @param {number|undefined} cost */
  const forScale = (cost) => {
    if (cost === undefined || !Number.isFinite(cost) || (logarithmic && cost <= 0)) return null;
    return logarithmic ? Math.log10(cost) : cost / 10 ** power;
  };

  /** Made anew when sizes of type or the kind of scale change: uPlot takes these only at its birth. */
  const rebuild = () => {
    plot?.destroy();
    const target = () => store.experiment.peek().training.epochs;
    plot = new uPlot(options(parts.chart, target, logarithmic ? null : () => power, tellCursor), [[], [], []], parts.chart);
    redraw();
  };

  /** What is drawn, or where the pointer is; below it which line is which, and their costs there. */
  const tellCursor = () => {
    const { train, test } = store.costs.peek();
    const at = plot?.data[0][plot.cursor.idx ?? -1] ?? -1;
    const there = at >= 0 && at < train.length;
    const { title } = store.catalog.losses.find((/** @type {any} */ l) => l.name === store.experiment.peek().loss);
    say(parts.title, there ? `mean ${title} at epoch ${count(at)}` : `mean ${title} by epoch`);
    say(parts.trainCost, there ? significant(train[at]) : "");
    say(parts.testCost, there && at < test.length ? significant(test[at]) : "");
  };

  /** Arrow keys move the pointer's line as the mouse does. @param {KeyboardEvent} event */
  const move = (event) => {
    const last = (plot?.data[0].length ?? 0) - 1;
    const step = Math.max(1, Math.round(last / 100));
    const by = { ArrowLeft: -step, ArrowRight: step, Home: -Infinity, End: Infinity }[event.key];
    if (!plot || by === undefined || last < 0) return;
    event.preventDefault();
    const to = Math.min(last, Math.max(0, (plot.cursor.idx ?? 0) + by));
    plot.setCursor({ left: plot.valToPos(plot.data[0][to], "x"), top: 0 });
  };

  parts.scale.addEventListener("click", () => {
    logarithmic = !logarithmic;
    parts.scale.setAttribute("aria-pressed", String(logarithmic));
    rebuild();
  });
  parts.chart.addEventListener("keydown", move);
  parts.chart.addEventListener("blur", () => plot?.setCursor({ left: -10, top: -10 }));
  const sizes = new ResizeObserver(() => {
    plot?.setSize(sizeOf(parts.chart));
    redraw(); // another width, another thinning
  });
  sizes.observe(parts.chart);

  const ends = [
    effect(() => {
      store.projector.value; // the size of the type
      rebuild();
    }),
    effect(() => {
      store.theme.value; // its colours
      store.costs.value;
      redraw();
    }),
    effect(() => {
      store.experiment.value; // its loss is in the title
      tellCursor();
    }),
    effect(() => {
      // a picture described in words: not while the curve moves
      if (!store.running.value) parts.chart.setAttribute("aria-label", describe(store.costs.value));
    }),
    () => sizes.disconnect(),
    () => plot?.destroy(),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {HTMLElement} element */
function render(element) {
  const title = h("span", {});
  const scale = h("button", { type: "button", class: "toggle", "aria-pressed": "false", "aria-label": "log scale", title: "Draws the cost on a logarithmic scale, where small costs can be told apart.", text: "log" });
  const trainCost = h("b", {});
  const testCost = h("b", {});
  const held = h("span", { class: "key test", hidden: true }, "held out ", testCost);
  const chart = h("div", { class: "chart", role: "img", tabindex: "0", title: "The cost by epoch: point at it, or use the arrow keys, to read one." });
  fill(
    element,
    h("p", { class: "cost-title" }, title, scale),
    h("p", { class: "lines" }, h("span", { class: "key train" }, "training ", trainCost), held),
    chart,
    h("p", { class: "nothing", text: "The cost of each epoch will be drawn here." }),
  );
  return { title, scale, trainCost, testCost, held, chart };
}

/**
 * @param {HTMLElement} chart @param {() => number} target the epoch where training will end
 * @param {(() => number)|null} power costs come as multiples of 10 ** power, or as logarithms when it is null
 * @param {() => void} pointed
 * @returns {uPlot.Options}
 */
function options(chart, target, power, pointed) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const font = `${Math.round(0.6875 * rem)}px ${css("sans")}`;
  const axis = { stroke: () => css("muted"), font, ticks: { show: false } };
  const hairline = { stroke: () => css("line"), width: 1 };
  const alone = { show: (/** @type {uPlot} */ u) => u.data[0].length === 1, size: 5 };
  return {
    ...sizeOf(chart),
    padding: [0.5 * rem, (u) => Math.max(rem, 0.24 * rem * count(u.scales.x.max ?? 0).length), 0, 0], // half of the last label
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: (u, low, high) => [0, span(high ?? 0, target())] },
      y: { range: (u, low, high) => (power ? [0, ceiling(Math.max(1, high ?? 0))] : decades(low ?? -0.5, high ?? -0.5)) },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 1.5 * rem, gap: 0.4 * rem, space: 3.6 * rem, values: (u, at) => at.map((epoch) => (Number.isInteger(epoch) ? count(epoch) : "")) },
      {
        ...axis, grid: hairline, gap: 0.4 * rem, space: 2.2 * rem, ...(power ? {} : { incrs: [1, 2, 5, 10, 20, 50, 100, 200] }),
        size: (u, texts) => rem * Math.max(2.3, 0.6 + 0.4 * Math.max(0, ...(texts ?? []).map((text) => text.length))),
        values: (u, at) => (power ? labels(at, power()) : at.map(decade)),
      },
    ],
    series: [
      {},
      { stroke: () => css("ink"), width: 2, pxAlign: 0, points: alone },
      { stroke: () => css("positive"), width: 1.6, dash: [5, 4], pxAlign: 0, points: alone },
    ],
    hooks: { setCursor: [pointed] },
  };
}

/** @param {HTMLElement} chart */
function sizeOf(chart) {
  return { width: Math.max(60, chart.clientWidth), height: Math.max(60, chart.clientHeight) };
}

/**
 * The epochs to draw: of a long run the lowest and the highest cost of each column of pixels. uPlot would thin as well,
 * but to whole pixels, which turns a smooth curve into stairs; so it is never given enough points to begin.
 * @param {number[]} train @param {number[]} test @param {number} columns
 */
function thin(train, test, columns) {
  const n = train.length;
  if (n <= 2 * columns) return Array.from(train, (_, epoch) => epoch);
  const kept = new Set([0]);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * n) / columns);
    const to = Math.floor(((column + 1) * n) / columns);
    for (const costs of test.length ? [train, test] : [train]) {
      let [low, high] = [from, from];
      for (let epoch = from; epoch < to; epoch++) {
        if (costs[epoch] < costs[low]) low = epoch;
        if (costs[epoch] > costs[high]) high = epoch;
      }
      kept.add(low).add(high);
    }
  }
  return [...kept.add(n - 1)].sort((a, b) => a - b);
}

/**
 * Where the axis of epochs ends: at the next round number, so that it stands still while the curve grows, and never
 * beyond the end of training while that is ahead.
 * @param {number} reached @param {number} target
 */
function span(reached, target) {
  const round = ceiling(Math.max(reached, 9));
  return reached <= target ? Math.min(round, target) : round;
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. @param {number|null} value */
function ceiling(value) {
  if (!value || !(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * /** @type {number} */ ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value * 0.999999) ?? 10);
}

/** A cost that can be drawn, else 0. @param {number|undefined} cost */
function known(cost) {
  return cost !== undefined && Number.isFinite(cost) ? cost : 0;
}

/** The power of ten just below, so that the cost is 1 to 10 times it. @param {number} cost */
function powerOf(cost) {
  return cost > 0 ? Math.max(-300, Math.floor(Math.log10(cost))) : 0; // far smaller ones have no reciprocal
}

/** Whole powers of ten around these logarithms. @param {number} low @param {number} high @returns {[number, number]} */
function decades(low, high) {
  const [from, to] = [Math.floor(low + 1e-9), Math.ceil(high - 1e-9)];
  return from < to ? [from, to] : [from - 1, to + 1];
}

/** The labels of multiples: all with as many places as the longest, or short where zeros would fill them. @param {number[]} values @param {number} power */
function labels(values, power) {
  if (power < -4 || power > 4) return values.map((value) => short(value, power));
  const costs = values.map((value) => Number(`${value}e${power}`));
  const places = Math.max(...costs.map((cost) => (String(cost).split(".")[1] ?? "").length));
  return costs.map((cost) => cost.toFixed(places));
}

/** value × 10 ** power as "2e12", as text: the number may be too large for a number. @param {number} value @param {number} power */
function short(value, power) {
  if (value === 0) return "0";
  const [digits, more] = value.toExponential().split("e");
  return `${digits}e${power + Number(more)}`.replace("-", "−");
}

/** The label of 10 ** power. @param {number} power */
function decade(power) {
  return power >= -4 && power <= 4 ? String(Number(`1e${power}`)) : short(1, power);
}

/** The curve in one sentence. @param {{train: number[], test: number[]}} costs */
function describe({ train, test }) {
  if (train.length === 0) return "No cost yet: nothing has been trained.";
  const first = train[0];
  const last = train[train.length - 1];
  const way = last < first ? "fell" : last > first ? "rose" : "stayed";
  const epochs = train.length === 1 ? "1 epoch" : `${count(train.length)} epochs`;
  const held = test.length ? `; on held-out samples it is ${significant(test[test.length - 1], 2)}` : "";
  return `Cost ${way} from ${significant(first, 2)} to ${significant(last, 2)} over ${epochs}${held}.`;
}
