// The map: ŷ over the two inputs as colour, the samples on it, held-out ones hollow, wrong ones crossed; a click picks the nearest.
import { effect } from "@preact/signals-core";
import { css, paintMap, tableColour } from "./colour.js";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { brief, count } from "./format.js";
import { drawLegend } from "./map/legend.js";
import { look, paintMarks, ring } from "./map/marks.js";
import { sampleName } from "./table/samples.js";

/** @param {HTMLElement} element @param {any} store @returns {() => void} */
export function mountMap(element, store) {
  const parts = render(element);
  /** @type {any} */
  let last = null; // the newest maps: some states come without
  const redraw = oncePerFrame(() => {
    const { value: data } = store.data;
    const { value: state } = store.state;
    if (state?.maps) last = state.maps[state.maps.length - 1];
    const scene = data && state && last ? { data, state, map: last, picked: store.picked.value } : null;
    paint(parts.canvas, scene, pictureOf(store));
    describe(parts, store, scene);
  });

  parts.canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const data = store.data.value;
    if (data) store.pick(nearest(data, event.offsetX / parts.canvas.clientWidth, event.offsetY / parts.canvas.clientHeight));
  });
  parts.canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const data = store.data.value;
    if (!step || !data) return;
    event.preventDefault();
    const samples = data.x.shape[1]; // the held-out ones follow them
    const all = samples + data.x_test.shape[1];
    const { sample, held } = store.picked.value;
    const next = ((held ? samples + sample : sample) + step + all) % all;
    store.pick(next < samples ? { sample: next, held: false } : { sample: next - samples, held: true });
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
  const { data, state, map, picked } = scene;
  context.imageSmoothingQuality = "high";
  paintMap(context, map.values, map.shape[1], 0, 0, size);
  const styles = look(data.kind, data.x.shape[1], rem);
  const hollow = { ...styles, hollow: true };
  const own = marks(data, data.x, data.y, state.right, size);
  const held = marks(data, data.x_test, data.y_test, state.right_test, size);
  paintMarks(context, own, styles);
  paintMarks(context, held, hollow);
  const mark = (picked.held ? held : own)[picked.sample];
  if (!mark) return;
  ring(context, mark, styles);
  paintMarks(context, [mark], picked.held ? hollow : styles);
}

/** @returns {import("./map/marks.js").Mark[]} */
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

/** The sample nearest to a place on the map, of both kinds; across and down are 0…1. */
function nearest(/** @type {any} */ data, /** @type {number} */ across, /** @type {number} */ down) {
  let best = { sample: 0, held: false };
  let least = Infinity;
  for (const held of [false, true]) {
    const [x, y] = held ? [data.x_test, data.y_test] : [data.x, data.y];
    marks(data, x, y, null, 1).forEach((mark, sample) => {
      const distance = (mark.x - across) ** 2 + (mark.y - down) ** 2;
      if (distance < least) [best, least] = [{ sample, held }, distance];
    });
  }
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
  drawLegend(parts.legend, { kind, samples: scene?.data.x.shape[1] ?? 0, tests: Boolean(scene?.data.x_test.shape[1]), wrong, theme: store.theme.value });
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
  const tests = data.x_test.shape[1];
  const right = state.right_count === null ? "" : `, ${count(state.right_count)} of them read right`;
  parts.canvas.setAttribute("aria-label", `Map of the output over ${data.inputs.join(" and ")} from ${low} to ${high}, with ${count(all)} samples${right}${tests ? `, and ${count(tests)} held out` : ""}. Picked: ${sampleName(scene.picked)}.`);
}

