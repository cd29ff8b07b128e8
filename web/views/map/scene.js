// What the map shows and how it is painted, on the page and for a slide: the ground, the samples on it, a ring around the picked one.
import { classesOf } from "../classes.js";
import { css } from "../colour.js";
import { groundOf, paintGround } from "./ground.js";
import { look, paintMarks, ring } from "./marks.js";
import { drawn, marksOf } from "./plane.js";

/** @typedef {{data: any, state: any, ground: import("./ground.js").Ground, picked: {sample: number, held: boolean}, tests: boolean, neuron: {layer: number, index: number}|null}} Scene tests: held-out samples are shown */

/**
 * Null until Python has sent what it takes.
 * @param {any} store @param {any} pictures the state whose maps are shown: the newest that has some @param {{layer: number, index: number}|null} neuron
 * @returns {Scene|null}
 */
export function sceneOf(store, pictures, neuron) {
  const { value: data } = store.data;
  const { value: state } = store.state;
  if (!data?.domain || !state) return null;
  const ground = groundOf(pictures, classesOf(data)?.length ?? 0, neuron);
  if (!ground) return null;
  return { data, state, ground, neuron, picked: store.picked.value, tests: store.view.value.showTest && data.x_test.shape[1] > 0 };
}

/** How the samples of these data look. @param {any} data @param {number} rem */
export function looksOf(data, rem) {
  const own = look({ classes: classesOf(data)?.length ?? 0, range: data.y_range }, data.x.shape[1], rem);
  return { own, held: { ...own, hollow: true } };
}

/** @param {CanvasRenderingContext2D} context in pixels of the page @param {Scene} scene @param {number} size @param {number} rem */
export function paintScene(context, { data, state, ground, picked, tests }, size, rem) {
  paintGround(context, ground, size);
  const looks = looksOf(data, rem);
  const paint = (/** @type {boolean} */ held, /** @type {number[]} */ samples) => {
    const marks = marksOf(data, state, held, samples, size);
    paintMarks(context, marks, held ? looks.held : looks.own);
    return marks;
  };
  paint(false, drawn(data.x.shape[1]));
  if (tests) paint(true, drawn(data.x_test.shape[1]));
  if (picked.sample >= (picked.held ? data.x_test : data.x).shape[1]) return;
  ring(context, marksOf(data, state, picked.held, [picked.sample], size)[0], looks.own);
  paint(picked.held, [picked.sample]);
}

/** Before Python has sent anything: the catalog's small picture of the data. @param {CanvasRenderingContext2D} context @param {any} known of the catalog @param {number} size @param {number} rem */
export function paintPicture(context, known, size, rem) {
  const points = known?.picture?.points ?? [];
  const classes = known?.kind === "number" ? 0 : known?.classes?.length ?? 2;
  const marks = points.map((/** @type {number[]} */ [x, y, value]) => ({ x: x * size, y: y * size, value }));
  context.fillStyle = css("middle");
  context.fillRect(0, 0, size, size);
  paintMarks(context, marks, look({ classes }, points.length, rem));
}
