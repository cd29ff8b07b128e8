// The network as a picture for a slide: drawn anew at a size of its own, the heads as text on the canvas.
import { css } from "../colour.js";
import { count, significant } from "../format.js";
import { paintScene } from "./paint.js";
import { planNetwork } from "./plan.js";
import { sceneOf } from "./scene.js";
import { structureOf } from "./structure.js";
import { widestNames } from "./widths.js";

const REM = 16;
const WIDTH = 960;
const HEIGHT = 540; // a slide's shape
const FOOT = 34; // for the line that says what it is

/**
 * @param {any} store @param {number} [scale] device pixels a pixel, at least 2
 * @returns {Promise<Blob>} a PNG with its background
 */
export async function networkPicture(store, scale = 2) {
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const structure = structureOf(store.experiment.value, store.data.value, store.catalog);
  const heads = headsOf(structure, store.catalog);
  context.font = font(14, 400);
  const widths = heads.map((lines) => Math.max(...lines.map((line) => context.measureText(line).width)) + REM);
  // the control for layers is not in a picture
  const plan = planNetwork(structure, {
    rem: REM, room: WIDTH, heads: [...widths.slice(0, -1), 0, widths[widths.length - 1]],
    gap: REM, height: HEIGHT - FOOT, top: REM * 3.6, names: widestNames(structure, REM),
  });
  const fine = Math.max(2, scale);
  canvas.width = Math.round(plan.width * fine);
  canvas.height = Math.round(HEIGHT * fine);
  context.setTransform(fine, 0, 0, fine, 0, 0);
  context.fillStyle = css("paper");
  context.fillRect(0, 0, plan.width, HEIGHT);
  paintScene(context, plan, { ...sceneOf(store, structure), neuron: null, working: null });
  const places = plan.heads.toSpliced(plan.heads.length - 2, 1);
  heads.forEach((lines, at) => paintHead(context, lines, places[at]));
  paintFoot(context, footOf(store), plan.width);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser could not make a picture of the network."))), "image/png");
  });
}

/** Title and shapes of each column, as they stand over it on the page. @param {any} structure @param {any} catalog @returns {string[][]} */
function headsOf({ inputs, samples, layers }, catalog) {
  const title = (/** @type {string} */ name) => catalog.activations.find((/** @type {any} */ one) => one.name === name)?.title ?? name;
  const number = (/** @type {number} */ neurons) => `${neurons} ${neurons === 1 ? "neuron" : "neurons"}`;
  return [
    ["Inputs", `${inputs.length} × ${count(samples)} samples`],
    ...layers.map((/** @type {any} */ layer) => [layer.kind === "output" ? "Output" : "Hidden", `${number(layer.neurons)}, ${title(layer.activation)}`, `W ${layer.neurons}×${layer.inputs}   b ${layer.neurons}×1`]),
  ];
}

/** "XOR: epoch 1,500, cost 0.0298" @param {any} store */
function footOf(store) {
  const { name } = store.experiment.value.data;
  const title = store.data.value?.title ?? store.catalog.datasets.find((/** @type {any} */ one) => one.name === name)?.title ?? name;
  const state = store.state.value;
  return state ? `${title}: epoch ${count(state.epoch)}, cost ${state.cost === null ? "none" : significant(state.cost)}` : title;
}

function paintHead(/** @type {CanvasRenderingContext2D} */ context, /** @type {string[]} */ lines, /** @type {number} */ centre) {
  context.textAlign = "center";
  context.textBaseline = "top";
  lines.forEach((line, at) => {
    context.font = font(at ? 12.5 : 14, at ? 400 : 600);
    context.fillStyle = css(at ? "muted" : "ink");
    context.fillText(line, centre, REM * 0.8 + at * 18);
  });
}

function paintFoot(/** @type {CanvasRenderingContext2D} */ context, /** @type {string} */ text, /** @type {number} */ width) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.font = font(12.5, 400);
  context.fillStyle = css("muted");
  context.fillText(text, REM, HEIGHT - FOOT / 2);
  context.textAlign = "right";
  context.fillText("Chalknet", width - REM, HEIGHT - FOOT / 2);
}

/** @param {number} size @param {number} weight */
function font(size, weight) {
  return `${weight} ${size}px ${css("sans")}`;
}
