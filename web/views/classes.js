// What stands for a class everywhere: a colour and a shape. Of two classes, 1 is a blue circle and 0 an orange square.

import { svg } from "./dom.js";

/** Shapes around (0, 0), about as large as a circle of radius 1. @type {Record<string, string>} */
const SHAPES = {
  circle: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  square: "M-.88-.88H.88V.88H-.88Z",
  triangle: "M0-1.2L1.14.8H-1.14Z",
  diamond: "M0-1.25L1.05 0L0 1.25L-1.05 0Z",
  plus: "M-.42-1.15H.42V-.42H1.15V.42H.42V1.15H-.42V.42H-1.15V-.42H-.42Z",
  star: "M0-1.32L.39-.54L1.26-.41L.63.2L.78 1.07L0 .66L-.78 1.07L-.63.2L-1.26-.41L-.39-.54Z",
  hexagon: "M.55-1L1.12 0L.55 1H-.55L-1.12 0L-.55-1Z",
  down: "M0 1.2L-1.14-.8H1.14Z",
  hourglass: "M-1-1.05H1L.3 0L1 1.05H-1L-.3 0Z",
  half: "M-1.2.6A1.2 1.2 0 0 1 1.2.6Z",
};
const IN_TURN = Object.keys(SHAPES);

/** @typedef {{colour: string, shape: string}} ClassLook colour: a name of tokens.css */

/**
 * From the eleventh class on colours come again, with another shape.
 * @param {number} index @param {number} count how many classes there are @returns {ClassLook}
 */
export function classLook(index, count) {
  if (count <= 2) return index ? { colour: "positive", shape: "circle" } : { colour: "negative", shape: "square" };
  return { colour: `class-${index % 10}`, shape: IN_TURN[(index + 3 * Math.floor(index / 10)) % IN_TURN.length] };
}

/** @type {Map<string, Path2D>} */
const paths = new Map();

/** Puts a shape into a path. @param {Path2D} path @param {string} shape @param {number} x @param {number} y @param {number} radius */
export function addShape(path, shape, x, y, radius) {
  let one = paths.get(shape);
  if (!one) paths.set(shape, (one = new Path2D(SHAPES[shape])));
  path.addPath(one, { a: radius, b: 0, c: 0, d: radius, e: x, f: y });
}

/** The sign of a class in text: its shape in its colour. @param {ClassLook} look */
export function classSign({ colour, shape }) {
  return svg("svg", { class: "class-sign", viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true", "data-shape": shape },
    svg("path", { d: SHAPES[shape], style: { fill: `var(--${colour})` } }));
}

/** The names of the classes; null where the wanted is a number. @param {any} data @returns {string[]|null} */
export function classesOf(data) {
  if (data.kind === "number") return null;
  return data.classes ?? (data.outputs.length > 1 ? data.outputs : ["0", "1"]);
}

/** "y = 1" for a class that is only a number, else its name. @param {string} name */
export function className(name) {
  return /^[−-]?\d{1,4}(\.\d{1,2})?$/.test(name) ? `y = ${name}` : name;
}
