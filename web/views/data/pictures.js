// The small picture of a data set: its points, its classes by colour and shape, its numbers as a map, or an image.

import { addShape, classLook } from "../classes.js";
import { css, paintMap } from "../colour.js";

const POINTS = 70; // at most, as in the pictures of the build

/** @typedef {{kind: string, classes?: string[]|null, picture?: {points?: number[][], image?: number[][]}}} Pictured */

/** @param {HTMLCanvasElement} canvas @param {Pictured|null} dataset */
export function paintPicture(canvas, dataset) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const size = canvas.width;
  context.clearRect(0, 0, size, size);
  const { points = [], image } = dataset?.picture ?? {};
  if (image) paintImage(context, image, size);
  else if (points.length === 0) paintTable(context, size);
  else if (dataset?.kind === "number") paintValues(context, points, size);
  else paintClasses(context, points, dataset?.classes?.length ?? 2, size);
}

/** The same of data as Python sent them: some of the points, by the two columns of the map. @param {any} data @returns {Pictured|null} */
export function pictureOf(data) {
  if (!data) return null;
  const { axes, domain } = data;
  const shown = data.shown ?? data.x;
  if (!axes || !domain) return { kind: data.kind, classes: data.classes };
  const samples = shown.shape[1];
  const all = Math.min(samples, POINTS);
  const some = Array.from({ length: all }, (_, i) => Math.floor((i * samples) / all));
  const share = (/** @type {number} */ axis, /** @type {number} */ at) => {
    const [low, high] = domain[axis];
    return (shown.values[axes[axis] * samples + at] - low) / (high - low || 1);
  };
  const [low, high] = data.y_range ?? [-1, 1];
  const value = (/** @type {number} */ at) =>
    data.wanted ? data.wanted.values[at] : ((data.y.values[at] - low) / (high - low || 1)) * 2 - 1;
  return { kind: data.kind, classes: data.classes, picture: { points: some.map((at) => [share(0, at), 1 - share(1, at), value(at)]) } };
}

/** A shape and a colour for each class. @param {CanvasRenderingContext2D} context @param {number[][]} points @param {number} classes @param {number} size */
function paintClasses(context, points, classes, size) {
  const radius = size * (points.length <= 16 ? 0.088 : 0.03);
  for (const [x, y, kind] of points) {
    const { colour, shape } = classLook(kind, classes);
    const path = new Path2D();
    addShape(path, shape, x * size, y * size, radius);
    context.fillStyle = css(colour);
    context.fill(path);
  }
}

/** A number at each place: the plane between the points takes the colours of those nearby. @param {CanvasRenderingContext2D} context @param {number[][]} points @param {number} size */
function paintValues(context, points, size) {
  const most = Math.max(...points.map((p) => Math.abs(p[2])), 1e-9);
  const r = 24;
  const map = Array.from({ length: r * r }, (_, cell) => {
    const [left, top] = [((cell % r) + 0.5) / r, (Math.floor(cell / r) + 0.5) / r];
    let [sum, weights] = [0, 0];
    for (const [x, y, value] of points) {
      const weight = 1 / ((x - left) ** 2 + (y - top) ** 2 + 1e-3) ** 2;
      sum += weight * value;
      weights += weight;
    }
    return Math.round(127.5 + (127.5 * sum) / weights / most);
  });
  paintMap(context, map, r, 0, 0, size);
}

/** Pixels 0…16, in ink. @param {CanvasRenderingContext2D} context @param {number[][]} image @param {number} size */
function paintImage(context, image, size) {
  const side = Math.floor((size * 0.78) / image.length);
  const margin = Math.round((size - side * image.length) / 2);
  context.fillStyle = css("ink");
  image.forEach((row, i) => row.forEach((value, j) => {
    context.globalAlpha = value / 16;
    context.fillRect(margin + j * side, margin + i * side, side, side);
  }));
  context.globalAlpha = 1;
}

/** Lines of a table, where there are no two columns to draw. @param {CanvasRenderingContext2D} context @param {number} size */
function paintTable(context, size) {
  context.fillStyle = css("muted");
  const line = Math.max(1, Math.round(size * 0.03));
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 3; column++) {
      context.globalAlpha = row === 0 ? 1 : 0.5;
      context.fillRect(size * (0.2 + column * 0.22), size * (0.26 + row * 0.15), size * 0.16, line * (row === 0 ? 2 : 1));
    }
  }
  context.globalAlpha = 1;
}
