// The map: ŷ, or the class that is read, over two columns as colour, the samples on it; a click picks the nearest.
import { effect, signal } from "@preact/signals-core";
import { css, tableColour } from "./colour.js";
import { classesOf } from "./classes.js";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { makeAxes } from "./map/axes.js";
import { drawLegend, entriesOf } from "./map/legend.js";
import { drawn, nearest, planeOf } from "./map/plane.js";
import { paintPicture, paintScene, sceneOf } from "./map/scene.js";
import { makeToggles } from "./map/toggles.js";
import { captionOf, labelOf, noteOf, rampOf } from "./map/words.js";

const GRACE = 90; // milliseconds: on its way from one neuron to the next the pointer is on none
const BESIDE = { entries: 9, letters: 5, most: 11 }; // a legend fits beside the map up to so many entries, of so many letters, or with a smaller map of more

/** @param {HTMLElement} element @param {any} store @param {(text: string) => void} caption told what the map shows @returns {() => void} */
export function mountMap(element, store, caption) {
  const axes = makeAxes(store);
  const toggles = makeToggles(store);
  const parts = render(element, axes.axes, toggles.element);
  /** @type {any} */
  let pictures = null; // the newest state with maps: some come without
  const neuron = lingering(store.hovered);

  const redraw = oncePerFrame(() => {
    if (!parts.canvas.width) return;
    const { value: state } = store.state;
    if (state?.maps) pictures = state;
    const scene = sceneOf(store, pictures, neuron.value);
    const known = store.catalog.datasets.find((/** @type {any} */ one) => one.name === store.experiment.value.data.name);
    paint(parts.canvas, scene, known);
    describe(scene, known);
  });

  /** Axes, legend and the words for those who do not see the map; these change at pauses only. */
  function describe(/** @type {import("./map/scene.js").Scene|null} */ scene, /** @type {any} */ known) {
    const data = scene?.data ?? null;
    const plane = data && planeOf(data);
    parts.root.classList.toggle("named", axes.draw(plane, data, known?.columns?.length === 2 ? known.columns : ["", ""]));
    toggles.draw(data);
    say(parts.note, noteOf(scene));
    say(parts.waiting, scene ? "" : store.python.value.phase === "failed" ? "Python did not start, so there is no map." : "Here, when Python has started: the network’s answer for every pair of inputs.");
    caption(scene && store.first.value && !neuron.value ? "ŷ, made beforehand" : captionOf(scene, store.experiment.value));
    const wrong = Boolean(scene?.state.right?.values.includes(0) || (scene?.tests && scene.state.right_test?.values.includes(0)));
    const entries = data || known ? entriesOf(data ?? { ...known, y_range: null }, Boolean(scene?.tests), wrong) : [];
    drawLegend(parts.legend, entries, data ?? known ?? {}, store.theme.value);
    parts.root.dataset.legend = placeOf(entries);
    parts.ramp.hidden = !scene || (scene.ground.sure ? true : entries.length > BESIDE.entries - 3);
    parts.colours.style.background = `linear-gradient(${[255, 224, 192, 160, 128, 96, 64, 32, 0].map(tableColour).join()})`;
    if (!scene) return parts.canvas.setAttribute("aria-label", "Map of the output: not there yet.");
    const [high, low] = rampOf(scene, store.experiment.value, store.catalog);
    say(parts.ramp.firstChild, high);
    say(parts.ramp.lastChild, low);
    if (store.running.value && parts.canvas.dataset.said) return;
    parts.canvas.dataset.said = "yes";
    parts.canvas.setAttribute("aria-label", labelOf(scene, /** @type {any} */ (plane), store.experiment.value));
  }

  const tests = () => Boolean(store.view.value.showTest);
  parts.canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const data = store.data.value;
    if (data?.domain) store.pick(nearest(data, tests(), event.offsetX / parts.canvas.clientWidth, event.offsetY / parts.canvas.clientHeight));
  });
  parts.canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const data = store.data.value;
    if (!step || !data) return;
    event.preventDefault();
    const samples = data.x.shape[1]; // the held-out ones follow them
    const all = samples + (tests() ? data.x_test.shape[1] : 0);
    const { sample, held } = store.picked.value;
    const next = ((held ? samples + sample : sample) + step + all) % all;
    store.pick(next < samples ? { sample: next, held: false } : { sample: next - samples, held: true });
  });

  parts.canvas.width = 0; // not known yet, so there is nothing to draw on
  const ends = [
    neuron.end,
    effect(() => {
      void [store.state.value, store.data.value, store.picked.value, store.theme.value, store.running.value, store.view.value];
      void [store.python.value, store.experiment.value, store.projector.value, neuron.value, store.first.value];
      redraw();
    }),
    fitCanvas(parts.canvas, redraw),
  ];
  return () => {
    for (const end of ends) end();
    fill(element);
  };
}

/** @param {HTMLElement} element @param {any[]} axes @param {HTMLElement} toggles */
function render(element, [across, up], toggles) {
  const canvas = h("canvas", { class: "map-canvas", role: "img", tabindex: "0", title: "Click to pick the nearest sample; arrow keys go from sample to sample." });
  const legend = h("ul", { class: "legend", "aria-label": "Legend" });
  const colours = h("span", { class: "ramp-colours" });
  const ramp = h("div", { class: "ramp", title: "What the colours mean." }, h("span"), colours, h("span"));
  const waiting = h("p", { class: "map-waiting" });
  const note = h("p", { class: "map-note" });
  const root = h("div", { class: "map" },
    h("div", { class: "map-up" }, up.high, h("div", { class: "map-up-name" }, up.name, up.menu), up.low),
    canvas,
    h("div", { class: "map-side" }, legend, ramp),
    h("div", { class: "map-across" }, across.low, across.name, across.menu, across.high),
    toggles, note, waiting);
  fill(element, root);
  return { root, canvas, legend, ramp, colours, waiting, note };
}

/** @param {HTMLCanvasElement} canvas @param {import("./map/scene.js").Scene|null} scene @param {any} known */
function paint(canvas, scene, known) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const size = canvas.clientWidth;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  context.setTransform(canvas.width / size, 0, 0, canvas.height / size, 0, 0);
  if (scene) paintScene(context, scene, size, rem);
  else paintPicture(context, known, size, rem);
}

/** The legend stands beside the map, beside a smaller one, or below it. @param {import("./map/legend.js").Entry[]} entries */
function placeOf(entries) {
  const longest = Math.max(0, ...entries.filter(({ hollow, wrong }) => !hollow && !wrong).map(({ text }) => text.length));
  if (entries.length > BESIDE.entries || longest > BESIDE.most) return "below";
  return longest > BESIDE.letters ? "wide" : "beside";
}

/** A signal's value, that outlasts its going away for a moment: nothing flickers. @param {any} source */
function lingering(source) {
  const shown = signal(source.peek());
  let waiting = 0;
  const end = effect(() => {
    const next = source.value;
    clearTimeout(waiting);
    if (next) shown.value = next;
    else waiting = window.setTimeout(() => (shown.value = null), GRACE);
  });
  return {
    get value() {
      return shown.value;
    },
    end: () => {
      end();
      clearTimeout(waiting);
    },
  };
}
