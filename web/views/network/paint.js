// Paints the network on its canvas: curves first, then the neurons' pictures, then their labels.
import { atlas, css, indexOf, paintInk, tableColour } from "../colour.js";
import { fixed } from "../format.js";
import { valueOf } from "../table/samples.js";
import { STRONGEST } from "./plan.js";

const pictures = atlas();

/** @param {HTMLCanvasElement} canvas @param {any} plan @param {any} scene */
export function paintNetwork(canvas, plan, scene) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  const look = {
    ink: css("ink"), muted: css("muted"), line: css("control"), middle: css("middle"),
    positive: css("positive"), negative: css("negative"), paper: css("paper"),
    family: css("sans"), small: plan.rem * 0.6875, marked: css("marked"),
  };
  if (scene.working !== null) paintWorking(context, plan.columns[scene.working + 1], plan.rem, look);
  for (let layer = 0; layer < plan.columns.length - 1; layer++) paintGap(context, plan, scene, look, layer);
  paintTiles(context, plan, scene, look);
  paintLabels(context, plan, scene, look);
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
function paintGap(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ { structure, state, neuron, working }, /** @type {any} */ look, /** @type {number} */ layer) {
  const from = plan.columns[layer];
  const to = plan.columns[layer + 1];
  const { inputs, neurons } = structure.layers[layer];
  const W = state?.weights[layer].W;
  const least = W ? threshold(W) : 0;
  const many = inputs * neurons;
  const widest = plan.rem * (many <= 24 ? 0.5 : many <= 64 ? 0.3 : 0.16);
  const every = W ? 1 : Math.max(1, Math.ceil(many / STRONGEST));
  /** @type {Map<string, {path: Path2D, width: number, strong: boolean, negative: boolean}>} */
  const strokes = new Map();
  for (let i = 0; i < many; i += every) {
    const target = Math.floor(i / inputs);
    const source = i % inputs;
    const weight = W ? W.values[i] : 0;
    const own = neuron && ((neuron.layer === layer && neuron.index === target) || (neuron.layer === layer - 1 && neuron.index === source));
    if (W && Math.abs(weight) < least && !own) continue;
    const size = Math.abs(weight);
    const width = W ? Math.max(0.5, Math.round(widest * 1.6 * 2 * (size / (size + 2.5))) / 2) : 1;
    const strong = working === null ? !neuron || own : working === layer && (neuron?.layer !== layer || own);
    const key = `${strong ? 1 : 0}${weight < 0 ? "-" : "+"}${width}`;
    let stroke = strokes.get(key);
    if (!stroke) strokes.set(key, (stroke = { path: new Path2D(), width, strong, negative: weight < 0 }));
    curve(stroke.path, from, to, source, target, inputs);
  }
  const ordered = [...strokes.values()].sort((a, b) => Number(a.strong) - Number(b.strong) || a.width - b.width);
  for (const { path, width, strong, negative } of ordered) {
    context.globalAlpha = strong ? (many > 64 ? 0.55 : many > 24 ? 0.7 : 0.8) : 0.17;
    context.strokeStyle = W ? (negative ? look.negative : look.positive) : look.line;
    context.lineWidth = width;
    context.setLineDash(negative ? [Math.max(3, width * 0.85), Math.max(2, width * 0.5)] : []);
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function curve(/** @type {Path2D} */ path, /** @type {any} */ from, /** @type {any} */ to, /** @type {number} */ source, /** @type {number} */ target, /** @type {number} */ inputs) {
  // a picture is one box for all inputs: its curves leave at the height of their row of pixels
  const whole = from.boxes.length === 1 && inputs > 1;
  const a = from.boxes[whole ? 0 : source];
  const b = to.boxes[target];
  const x1 = from.right;
  const y1 = a.y + a.size * (whole ? (source + 0.5) / inputs : a.port);
  const x2 = to.left;
  const y2 = b.y + b.size * b.port;
  const bend = (x2 - x1) * 0.5;
  path.moveTo(x1, y1);
  path.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
}

/** @type {WeakMap<any, number>} */
const thresholds = new WeakMap();

/** The size from which a weight belongs to the strongest. Which curves to draw is a question of drawing only. */
function threshold(/** @type {any} */ W) {
  if (W.values.length <= STRONGEST) return 0;
  let least = thresholds.get(W);
  if (least === undefined) {
    const sizes = Float64Array.from(W.values, Math.abs).sort();
    least = sizes[sizes.length - STRONGEST];
    thresholds.set(W, least);
  }
  return least;
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

function paintInputs(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {any} */ { structure, state, sample, drawing, example }) {
  const [first] = column.boxes;
  if (structure.image) {
    const [side] = structure.image;
    if (drawing?.image) paintInk(context, drawing.image.values, side, first.x, first.y, first.size);
    else if (sample) paintInk(context, sample.x.values, side, first.x, first.y, first.size, { offset: sample.sample, stride: sample.count });
    else if (example) paintInk(context, example, side, first.x, first.y, first.size);
  } else if (state?.input_maps) {
    paintMaps(context, column, state.input_maps);
  }
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
  column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ index) => {
    context.fillStyle = tableColour(indexOf(values[index], range ?? [-most, most]));
    context.fillRect(box.x, box.y, box.size, box.size);
  });
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

function paintLabels(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ { structure, state, drawing, sample }, /** @type {any} */ look) {
  context.font = `${look.small}px ${look.family}`;
  context.textBaseline = "top";
  plan.columns.forEach((/** @type {any} */ column, /** @type {number} */ index) => {
    const layer = index - 1;
    column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ at) => {
      const bias = state?.weights[layer]?.b.values[at];
      if (column.beside) return paintBeside(context, box, structure, at, look, numberOf(state && sample, drawing, at));
      if (!column.label) return;
      const y = box.y + box.size + look.small * 0.55;
      context.textAlign = "center";
      context.fillStyle = look.muted;
      const name = index === 0 ? (structure.image ? "" : structure.inputs[at]) : column.kind === "output" ? "ŷ" : "";
      const told = bias === undefined ? "" : `b ${fixed(bias)}`;
      context.fillText([name, told].filter(Boolean).join("   "), box.x + box.size / 2, y);
    });
  });
}

function numberOf(/** @type {any} */ sample, /** @type {any} */ drawing, /** @type {number} */ at) {
  if (drawing?.outputs) return { value: drawing.outputs.values[at], read: drawing.read === at };
  if (!sample) return null;
  return { value: valueOf(sample.outputs, at, sample.sample), read: sample.read?.values[sample.sample] === at };
}

/** Many outputs: name and number at the right of each. */
function paintBeside(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ box, /** @type {any} */ structure, /** @type {number} */ at, /** @type {any} */ look, /** @type {any} */ number) {
  const y = box.y + box.size / 2 - look.small * 0.5;
  const x = box.x + box.size + look.small * 0.6;
  context.textAlign = "left";
  context.font = `${number?.read ? "700 " : ""}${look.small}px ${look.family}`;
  context.fillStyle = look.ink;
  context.fillText(structure.outputs[at] ?? String(at), x, y);
  if (!number) return;
  context.fillStyle = number.read ? look.ink : look.muted;
  context.fillText(fixed(number.value), x + look.small * 1.4, y);
}
