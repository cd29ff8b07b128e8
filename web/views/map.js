// The map: ŷ over the two inputs as colour, the samples on it, wrong ones crossed; a click picks the nearest sample.
import { effect } from "@preact/signals-core";
import { css, indexOf, paintMap, tableColour } from "./colour.js";
import { fill, h, say, svg } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { brief, count } from "./format.js";

/** @param {HTMLElement} element @param {any} store @returns {() => void} */
export function mountMap(element, store) {
  const parts = render(element);
  /** @type {any} */
  let last = null; // the newest maps: some states come without
  const redraw = oncePerFrame(() => {
    const { value: data } = store.data;
    const { value: state } = store.state;
    if (state?.maps) last = state.maps[state.maps.length - 1];
    const scene = data && state && last ? { data, state, map: last, sample: store.picked.value.sample } : null;
    paint(parts.canvas, scene, pictureOf(store));
    describe(parts, store, scene);
  });

  parts.canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const data = store.data.value;
    if (data) store.pick({ sample: nearest(data, event.offsetX / parts.canvas.clientWidth, event.offsetY / parts.canvas.clientHeight) });
  });
  parts.canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const data = store.data.value;
    if (!step || !data) return;
    event.preventDefault();
    const all = data.x.shape[1];
    store.pick({ sample: (store.picked.value.sample + step + all) % all });
  });

  const ends = [
    effect(() => {
      void [store.state.value, store.data.value, store.picked.value, store.theme.value, store.running.value];
      void [store.python.value, store.experiment.value, store.projector.value];
      redraw();
    }),
    fitCanvas(parts.canvas, redraw),
  ];
  return () => {
    for (const end of ends) end();
    fill(element);
  };
}

function render(/** @type {HTMLElement} */ element) {
  const canvas = h("canvas", { class: "map-canvas", role: "img", tabindex: "0", title: "Click to pick the nearest sample; arrow keys go from sample to sample." });
  const [low1, name1, high1, low2, name2, high2] = Array.from({ length: 6 }, () => h("span"));
  const legend = h("ul", { class: "legend", "aria-label": "Legend" });
  const colours = h("span", { class: "ramp-colours" });
  const ramp = h("div", { class: "ramp", title: "The colours of ŷ." }, h("span"), colours, h("span"));
  const waiting = h("p", { class: "map-waiting" });
  const root = h("div", { class: "map" },
    h("div", { class: "map-up", "aria-hidden": "true" }, high2, name2, low2),
    canvas,
    h("div", { class: "map-side" }, legend, ramp),
    h("div", { class: "map-across", "aria-hidden": "true" }, low1, name1, high1),
    waiting);
  fill(element, root);
  return { root, canvas, low1, name1, high1, low2, name2, high2, legend, ramp, colours, waiting };
}

/** The catalog's small picture of these data: shown until Python sends the real ones. */
function pictureOf(/** @type {any} */ store) {
  const known = store.catalog.datasets.find((/** @type {any} */ one) => one.name === store.experiment.value.data.name);
  return { kind: known?.kind, points: known?.picture?.points ?? [] };
}

function paint(/** @type {HTMLCanvasElement} */ canvas, /** @type {any} */ scene, /** @type {any} */ picture) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const size = canvas.clientWidth;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  context.setTransform(canvas.width / size, 0, 0, canvas.height / size, 0, 0);
  context.fillStyle = css("middle");
  context.fillRect(0, 0, size, size);
  if (!scene) return paintMarks(context, picture.points.map((/** @type {number[]} */ [x, y, value]) => ({ x: x * size, y: y * size, value })), look(picture.kind, picture.points.length, rem));
  const { data, state, map, sample } = scene;
  context.imageSmoothingQuality = "high";
  paintMap(context, map.values, map.shape[1], 0, 0, size);
  const styles = look(data.kind, data.x.shape[1], rem);
  paintMarks(context, marks(data, data.x_test, data.y_test, state.right_test, size), { ...styles, hollow: true });
  const own = marks(data, data.x, data.y, state.right, size);
  paintMarks(context, own, styles);
  if (!own[sample]) return;
  ring(context, own[sample], styles);
  paintMarks(context, [own[sample]], styles);
}

/** @typedef {{x: number, y: number, value: number, wrong?: boolean}} Mark */

/** How marks look: many are small. @param {string} kind @param {number} all @param {number} rem */
function look(kind, all, rem) {
  const radius = rem * (all <= 20 ? 0.4 : all <= 120 ? 0.26 : 0.18);
  return { kind, radius, line: rem * (all <= 20 ? 0.11 : 0.07), hollow: false };
}

/** @returns {Mark[]} */
function marks(/** @type {any} */ data, /** @type {any} */ x, /** @type {any} */ y, /** @type {any} */ right, /** @type {number} */ size) {
  const [low, high] = data.domain;
  const all = x.shape[1];
  return Array.from({ length: all }, (_, at) => ({
    x: ((x.values[at] - low) / (high - low)) * size,
    y: (1 - (x.values[all + at] - low) / (high - low)) * size,
    value: y.values[at],
    wrong: right ? right.values[at] === 0 : false,
  }));
}

/** One path a look: circles for 1, squares for 0, numbers as circles in the colour of their value; wrong ones outlined in ink. */
function paintMarks(/** @type {CanvasRenderingContext2D} */ context, /** @type {Mark[]} */ all, /** @type {ReturnType<typeof look>} */ { kind, radius: full, line, hollow }) {
  const radius = hollow ? full * 0.85 : full; // what is held out is lighter and smaller
  /** @type {Map<string, {path: Path2D, colour: string, wrong: boolean}>} */
  const paths = new Map();
  const crosses = new Path2D();
  const ends = { positive: css("positive"), negative: css("negative"), panel: css("panel"), ink: css("ink") };
  for (const { x, y, value, wrong = false } of all) {
    const square = kind === "classes" && value <= 0.5;
    const colour = kind === "classes" ? (square ? ends.negative : ends.positive) : tableColour(Math.round(indexOf(value, [-1, 1]) / 16) * 16);
    const key = `${colour}${wrong}`;
    let one = paths.get(key);
    if (!one) paths.set(key, (one = { path: new Path2D(), colour, wrong }));
    if (square) {
      one.path.rect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76);
    } else {
      one.path.moveTo(x + radius, y);
      one.path.arc(x, y, radius, 0, 7);
    }
    if (!wrong || radius < 4.5) continue;
    const arm = radius * 0.62;
    crosses.moveTo(x - arm, y - arm);
    crosses.lineTo(x + arm, y + arm);
    crosses.moveTo(x + arm, y - arm);
    crosses.lineTo(x - arm, y + arm);
  }
  for (const { path, colour, wrong } of [...paths.values()].sort((a, b) => Number(a.wrong) - Number(b.wrong))) {
    context.strokeStyle = wrong || kind === "number" ? ends.ink : ends.panel;
    context.lineWidth = hollow || kind === "number" ? line * 0.8 : line;
    context.fillStyle = colour;
    context.globalAlpha = hollow ? 0.45 : 1;
    context.fill(path);
    context.globalAlpha = wrong ? 1 : kind === "number" ? 0.6 : hollow ? 0.75 : 1;
    context.stroke(path);
    context.globalAlpha = 1;
  }
  context.strokeStyle = ends.panel;
  context.lineWidth = line;
  context.stroke(crosses);
}

/** Around the picked sample. */
function ring(/** @type {CanvasRenderingContext2D} */ context, /** @type {Mark} */ { x, y }, /** @type {{radius: number, line: number}} */ { radius, line }) {
  const around = radius + line * 2.4;
  for (const [colour, width] of /** @type {[string, number][]} */ ([["panel", line * 2.6], ["ink", line * 1.3]])) {
    context.beginPath();
    context.arc(x, y, around, 0, 7);
    context.lineWidth = width;
    context.strokeStyle = css(colour);
    context.stroke();
  }
}

/** The sample nearest to a place on the map; across and down are 0…1. */
function nearest(/** @type {any} */ data, /** @type {number} */ across, /** @type {number} */ down) {
  let best = 0;
  let least = Infinity;
  marks(data, data.x, data.y, null, 1).forEach(({ x, y }, at) => {
    const distance = (x - across) ** 2 + (y - down) ** 2;
    if (distance < least) [best, least] = [at, distance];
  });
  return best;
}

/** Axes, legend and the words for those who do not see the map; the words change at pauses only. */
function describe(/** @type {any} */ parts, /** @type {any} */ store, /** @type {any} */ scene) {
  const known = store.catalog.datasets.find((/** @type {any} */ one) => one.name === store.experiment.value.data.name);
  const inputs = scene?.data.inputs ?? known?.inputs ?? ["", ""];
  const [low, high] = scene ? scene.data.domain.map(brief) : ["", ""];
  say(parts.low1, low);
  say(parts.high1, high);
  say(parts.low2, low);
  say(parts.high2, high);
  say(parts.name1, `${inputs[0]} →`);
  say(parts.name2, `${inputs[1]} ↑`);
  say(parts.waiting, scene ? "" : store.python.value.phase === "failed" ? "Python did not start, so there is no map." : "Here, when Python has started: the network’s answer ŷ for every pair of inputs.");
  parts.ramp.hidden = !scene;
  parts.colours.style.background = `linear-gradient(${[255, 224, 192, 160, 128, 96, 64, 32, 0].map(tableColour).join()})`;
  const kind = scene?.data.kind ?? known?.kind;
  const wrong = Boolean(scene?.state.right?.values.includes(0) || scene?.state.right_test?.values.includes(0));
  legend(parts.legend, kind, Boolean(scene?.data.x_test.shape[1]), wrong);
  if (!scene || (store.running.value && parts.canvas.hasAttribute("aria-label"))) {
    if (!scene) parts.canvas.setAttribute("aria-label", "Map of the output: not there yet.");
    return;
  }
  const { data, state } = scene;
  const { layers } = store.experiment.value;
  const range = store.catalog.activations.find((/** @type {any} */ one) => one.name === layers[layers.length - 1].activation)?.range;
  say(parts.ramp.firstChild, range ? `ŷ ${brief(range[1])}` : "ŷ > 0");
  say(parts.ramp.lastChild, range ? `ŷ ${brief(range[0])}` : "ŷ < 0");
  const all = data.x.shape[1];
  const right = state.right_count === null ? "" : `, ${count(state.right_count)} of them read right`;
  parts.canvas.setAttribute("aria-label", `Map of the output over ${data.inputs.join(" and ")} from ${low} to ${high}, with ${count(all)} samples${right}. Picked: sample ${count(scene.sample + 1)}.`);
}

function legend(/** @type {HTMLElement} */ element, /** @type {string} */ kind, /** @type {boolean} */ tests, /** @type {boolean} */ wrong) {
  const key = [kind, tests, wrong].join();
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  const rows = kind === "classes"
    ? [sign("circle", "positive", "y = 1"), sign("square", "negative", "y = 0")]
    : [sign("circle", "ramp", "sample")];
  if (tests) rows.push(sign("circle", "hollow", "held out"));
  if (kind === "classes") rows.push(sign("wrong", wrong ? "wrong" : "none", "wrong"));
  fill(element, ...rows);
}

function sign(/** @type {string} */ shape, /** @type {string} */ role, /** @type {string} */ text) {
  const drawn = {
    circle: () => svg("circle", { cx: 6, cy: 6, r: 4.4 }),
    square: () => svg("rect", { x: 2, y: 2, width: 8, height: 8 }),
    wrong: () => svg("path", { d: "M1.6 6a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0 -8.8 0M3 3l6 6M9 3l-6 6" }),
  }[shape];
  return h("li", { class: `sign-${role}` }, svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, .../** @type {any} */ (drawn ? [drawn()] : []) ), h("span", { text }));
}
