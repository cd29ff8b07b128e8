// The map as a picture for a slide: with its axes and its legend, as sharp as one likes.
import { classesOf } from "../classes.js";
import { css, tableColour } from "../colour.js";
import { count } from "../format.js";
import { sampleName } from "../table/samples.js";
import { look, paintMarks } from "./marks.js";
import { entriesOf } from "./legend.js";
import { planeOf } from "./plane.js";
import { paintScene, sceneOf } from "./scene.js";
import { captionOf, rampOf } from "./words.js";

const REM = 16;
const SIDE = 400; // of the map, in pixels at scale 1
const EDGE = { left: 60, top: 44, bottom: 32, right: 20 };
const LINE = 20; // from one line of the caption to the next

/** Is there a map to be saved? @param {any} store */
export function hasMap(store) {
  return Boolean(store.data.value?.domain && store.state.value?.maps);
}

/**
 * @param {any} store @param {number} [scale] pixels of the picture for one of the page @returns {Promise<Blob>} a PNG
 * @throws {Error} with a sentence, where there is no map
 */
export async function mapPicture(store, scale = 3) {
  const scene = sceneOf(store, store.state.value, null);
  if (!scene) throw new Error("There is no map to save: these data are not drawn over two columns, or Python has not started yet.");
  const experiment = store.experiment.value;
  const { data } = scene;
  const legend = legendOf(scene);
  const ramp = scene.ground.sure ? null : rampOf(scene, experiment, store.catalog);
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const font = (/** @type {string} */ weight = "") => (context.font = `${weight} 15px ${css("sans")}`.trim());
  font();
  const side = Math.max(...legend.map(({ text }) => context.measureText(text).width + 26), ramp ? 90 : 0) + 24;
  const width = EDGE.left + SIDE + side + EDGE.right;
  const others = data.columns.length > 2 ? `, the others as in ${sampleName(scene.picked)}` : "";
  const caption = linesOf(context, `${captionOf(scene, experiment)}${others}, epoch ${count(scene.state.epoch)}`, EDGE.left + SIDE - EDGE.right);
  const height = EDGE.top + SIDE + EDGE.bottom + caption.length * LINE;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  context.fillStyle = css("panel");
  context.fillRect(0, 0, width, height);

  context.save();
  context.translate(EDGE.left, EDGE.top);
  context.beginPath();
  context.rect(0, 0, SIDE, SIDE);
  context.clip();
  paintScene(context, { ...scene, picked: { sample: Infinity, held: false } }, SIDE, REM * 1.4); // nobody on a slide picked one
  context.restore();

  font();
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {CanvasTextAlign} */ align, colour = "ink") => {
    context.textAlign = align;
    context.fillStyle = css(colour);
    context.fillText(text, x, y);
  };
  const { names, ends } = planeOf(data);
  const [bottom, right] = [EDGE.top + SIDE, EDGE.left + SIDE];
  write(ends[0][0], EDGE.left, bottom + 20, "left", "muted");
  write(ends[0][1], right, bottom + 20, "right", "muted");
  write(`${names[0]} →`, EDGE.left + SIDE / 2, bottom + 20, "center");
  write(ends[1][0], EDGE.left - 8, bottom, "right", "muted");
  write(ends[1][1], EDGE.left - 8, EDGE.top + 13, "right", "muted");
  write(`${names[1]} ↑`, EDGE.left, EDGE.top - 14, "left");
  caption.forEach((line, at) => write(line, right, bottom + 42 + at * LINE, "right", "muted"));

  const looks = look({ classes: classesOf(data)?.length ?? 0, range: data.y_range }, 20, REM);
  legend.forEach(({ text, value, hollow = false, wrong }, at) => {
    const y = EDGE.top + 12 + at * 24;
    paintMarks(context, [{ x: right + 28, y, value, wrong }], { ...looks, hollow });
    write(text, right + 42, y + 5, "left");
  });
  if (ramp) paintRamp(context, right + 20, bottom, ramp, write);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The browser could not make a picture of the map."))), "image/png"));
}

/** A text in lines that fit. @param {CanvasRenderingContext2D} context @param {string} text @param {number} width @returns {string[]} */
function linesOf(context, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** What the signs mean, without those that are not on the map. @param {import("./scene.js").Scene} scene */
function legendOf({ data, state, tests }) {
  const wrong = Boolean(state.right?.values.includes(0) || (tests && state.right_test?.values.includes(0)));
  return entriesOf(data, tests, wrong).filter(({ shown = true }) => shown);
}

/** @param {CanvasRenderingContext2D} context @param {number} left @param {number} bottom @param {[string, string]} ends @param {(text: string, x: number, y: number, align: CanvasTextAlign) => void} write */
function paintRamp(context, left, bottom, [high, low], write) {
  const colours = context.createLinearGradient(0, bottom - 110, 0, bottom - 22);
  for (let at = 0; at <= 8; at++) colours.addColorStop(at / 8, tableColour(255 - at * 32));
  context.fillStyle = colours;
  context.fillRect(left, bottom - 110, 14, 88);
  write(high, left, bottom - 118, "left");
  write(low, left, bottom - 4, "left");
}
