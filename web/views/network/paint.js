// Paints the network: curves first, then the neurons' pictures, then their labels.
import { atlas, css, indexOf, paintInk, tableColour } from "../colour.js";
import { valueOf } from "../table/samples.js";
import { drawn, trace, widthOf } from "./curves.js";
import { paintLabels } from "./labels.js";
import { flagOf, paintFlag } from "./marks.js";

const pictures = atlas();
const FULL = 2.5; // standard deviations that take the full colour, where an input has no map

/** On a canvas as large as its box. @param {HTMLCanvasElement} canvas @param {any} plan @param {any} scene */
export function paintNetwork(canvas, plan, scene) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  paintScene(context, plan, scene);
}

/** @param {CanvasRenderingContext2D} context @param {any} plan @param {any} scene */
export function paintScene(context, plan, scene) {
  const look = {
    ink: css("ink"), muted: css("muted"), line: css("control"), middle: css("middle"),
    positive: css("positive"), negative: css("negative"), paper: css("paper"), panel: css("panel"),
    family: css("sans"), small: plan.rem * 0.6875, marked: css("marked"),
  };
  if (scene.working !== null) paintWorking(context, plan.columns[scene.working + 1], plan.rem, look);
  for (let layer = 0; layer < plan.columns.length - 1; layer++) paintGap(context, plan, scene, look, layer);
  if (scene.edge) paintEdge(context, plan, scene, look);
  paintTiles(context, plan, scene, look);
  paintLabels(context, plan, scene, look);
  paintFlags(context, plan, scene, look);
}

/** The layer that the line of the steps works on, marked as the line is in the code: the same colour, the same bar. */
function paintWorking(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {number} */ rem, /** @type {any} */ look) {
  if (!column) return;
  const [first, last] = [column.boxes[0], column.boxes[column.boxes.length - 1]];
  const edge = rem * 0.5;
  const left = Math.min(...column.boxes.map((/** @type {any} */ box) => box.x)) - edge;
  const top = first.y - edge;
  const width = column.width + edge * 2;
  const height = last.y + last.size + column.label - top + edge * 0.6;
  context.fillStyle = look.marked;
  context.fillRect(left, top, width, height);
  context.fillStyle = look.ink;
  context.fillRect(left, top, 3, height);
}

/** The curves into one layer, gathered by width and sign: a few strokes instead of hundreds. */
function paintGap(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ scene, /** @type {any} */ look, /** @type {number} */ layer) {
  const { structure, state, neuron, working } = scene;
  const { inputs, neurons } = structure.layers[layer];
  const many = inputs * neurons;
  /** @type {Map<string, {path: Path2D, width: number, strong: boolean, negative: boolean}>} */
  const strokes = new Map();
  for (const { edge, weight, own } of drawn(scene, layer)) {
    const width = state ? widthOf(weight, many, plan.rem) : 1;
    const strong = working === null ? !neuron || own : working === layer && (neuron?.layer !== layer || own);
    const key = `${strong ? 1 : 0}${weight < 0 ? "-" : "+"}${width}`;
    let stroke = strokes.get(key);
    if (!stroke) strokes.set(key, (stroke = { path: new Path2D(), width, strong, negative: weight < 0 }));
    trace(stroke.path, plan, structure, edge);
  }
  const ordered = [...strokes.values()].sort((a, b) => Number(a.strong) - Number(b.strong) || a.width - b.width);
  for (const { path, width, strong, negative } of ordered) {
    context.globalAlpha = strong ? (many > 64 ? 0.55 : many > 24 ? 0.7 : 0.8) : 0.17;
    context.strokeStyle = state ? (negative ? look.negative : look.positive) : look.line;
    context.lineWidth = width;
    context.setLineDash(dashes(negative, width));
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The weight under the pointer: its whole colour, in a casing of ink. */
function paintEdge(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ { structure, state, edge }, /** @type {any} */ look) {
  const W = state?.weights[edge.layer].W;
  if (!W) return;
  const { inputs, neurons } = structure.layers[edge.layer];
  const weight = W.values[edge.neuron * inputs + edge.input];
  const width = Math.max(2, widthOf(weight, inputs * neurons, plan.rem));
  const path = new Path2D();
  trace(path, plan, structure, edge);
  for (const [colour, wide] of /** @type {[string, number][]} */ ([[look.ink, width + 3], [look.panel, width + 1], [weight < 0 ? look.negative : look.positive, width]])) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.setLineDash(wide === width ? dashes(weight < 0, width) : []);
    context.stroke(path);
  }
  context.setLineDash([]);
}

/** @param {boolean} negative @param {number} width */
function dashes(negative, width) {
  return negative ? [Math.max(3, width * 0.85), Math.max(2, width * 0.5)] : [];
}

function paintTiles(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ scene, /** @type {any} */ look) {
  context.save();
  const outline = new Path2D();
  for (const column of plan.columns) {
    for (const { x, y, size } of column.boxes) outline.roundRect(x, y, size, size, Math.min(6, size * 0.18) * (plan.rem / 16));
  }
  context.fillStyle = look.middle;
  context.fill(outline);
  context.clip(outline);
  paintInputs(context, plan.columns[0], scene);
  scene.structure.layers.forEach((/** @type {any} */ _, /** @type {number} */ layer) => paintLayer(context, plan.columns[layer + 1], scene, layer));
  context.restore();
  context.globalAlpha = 0.16;
  context.strokeStyle = look.ink;
  context.lineWidth = 1;
  context.stroke(outline);
  context.globalAlpha = 1;
}

/** An image; or over the two axes what each input is there; or, for inputs that are not on the axes, the picked sample's own values. */
function paintInputs(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {any} */ { structure, state, sample, drawing, example }) {
  const [first] = column.boxes;
  if (structure.image) {
    const [side] = structure.image;
    if (drawing?.image) paintInk(context, drawing.image.values, side, first.x, first.y, first.size);
    else if (sample) paintInk(context, sample.x.values, side, first.x, first.y, first.size, { offset: sample.sample, stride: sample.count });
    else if (example) paintInk(context, example, side, first.x, first.y, first.size);
    return;
  }
  const maps = state?.input_maps?.shape[0] === column.boxes.length ? state.input_maps : null;
  if (maps) paintMaps(context, column, maps);
  if (sample?.x.shape[0] !== column.boxes.length) return;
  column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ at) => {
    if (!maps || level(maps, at)) paintValue(context, box, valueOf(sample.x, at, sample.sample), [-FULL, FULL]);
  });
}

/** Two inputs: what each neuron says over them. Images: the first layer's weights; later what each makes of the sample or the drawing. */
function paintLayer(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {any} */ scene, /** @type {number} */ layer) {
  const { structure, state, maps, catalog } = scene;
  if (!state) return;
  const own = maps?.[layer];
  if (own && own.shape[0] === column.boxes.length) return paintMaps(context, column, own);
  if (layer === 0 && state.weight_pictures) return paintMaps(context, column, state.weight_pictures, false);
  const values = activationsOf(scene, layer);
  if (!values) return;
  const { activation, kind } = structure.layers[layer];
  const range = catalog.activations.find((/** @type {any} */ one) => one.name === activation)?.range;
  // where an activation has no bounds, the layer's own largest value takes the full colour
  const most = kind === "output" ? 1 : Math.max(1e-9, ...values.map(Math.abs));
  // an output is told in its own unit: of a number the colours go from the lowest to the highest
  const scale = (kind === "output" && structure.range) || (range ?? [-most, most]);
  column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ index) => paintValue(context, box, values[index], scale));
}

function paintValue(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ box, /** @type {number} */ value, /** @type {[number, number]} */ range) {
  context.fillStyle = tableColour(indexOf(value, range));
  context.fillRect(box.x, box.y, box.size, box.size);
}

/** Is a map the same all over? Then its input is not on the axes, and stays as it is in the picked sample. @param {any} maps @param {number} at */
function level(maps, at) {
  const cells = maps.shape[1] ** 2;
  const map = maps.values.subarray(at * cells, (at + 1) * cells);
  return map.every((/** @type {number} */ one) => one === map[0]);
}

/** A layer's outputs for the drawing if there is one, else for the picked sample. @returns {number[]|null} */
function activationsOf(/** @type {any} */ { structure, sample, seen, drawing }, /** @type {number} */ layer) {
  const { neurons, kind } = structure.layers[layer];
  const drawn = drawing?.activations?.[layer]?.values;
  if (drawn?.length === neurons) return Array.from(drawn);
  if (kind === "output") return sample && Array.from({ length: neurons }, (_, index) => valueOf(sample.outputs, index, sample.sample));
  return seen && Array.from(seen.activations[layer].values);
}

function paintMaps(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {any} */ maps, smooth = true) {
  const r = maps.shape[1];
  pictures.load(maps.values, r, column.boxes.length);
  column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ index) => pictures.paint(context, index, box.x, box.y, box.size, smooth));
}

function paintFlags(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ { work }, /** @type {any} */ look) {
  if (!work) return;
  plan.columns.slice(1).forEach((/** @type {any} */ column, /** @type {number} */ layer) => {
    column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ index) => {
      const flag = flagOf(work, { layer, index });
      if (flag) paintFlag(context, box, flag, look, plan.rem);
    });
  });
}
