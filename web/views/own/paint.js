// The tab for painting: points of up to six classes on a plane, by mouse, finger, pen or keys.

import { effect } from "@preact/signals-core";
import { addShape, classLook } from "../classes.js";
import { css } from "../colour.js";
import { h, say } from "../dom.js";
import { fitCanvas, oncePerFrame } from "../draw.js";
import { LETTERS, pointsToText, SPAN, textToPoints } from "./csv.js";

const CLASSES = LETTERS.length;
const APART = 0.35; // so far apart are the points of one stroke
const REACH = 0.5; // so far the eraser reaches
const MOST = 2000; // points
const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });
const LABEL = "Plane to paint on, from −6 to 6 both ways. By keyboard: arrow keys move the cross, with Shift in small steps; Space sets a point, 1 to 6 or A to F choose the class, Delete erases at the cross, Control and Z undoes.";

/** @typedef {import("./csv.js").Point} Point */

/** @param {any} store @param {(data: import("./dialog.js").OwnData) => Promise<boolean>} use */
export function makePaint(store, use) {
  /** @type {Point[]} */
  let points = [];
  /** @type {Point[][]} */
  let before = []; // what there was before each stroke, to undo it
  let kind = 0; // the class that is painted; -1 erases
  let cross = { x: 0, y: 0, shown: false };
  let stroke = false; // a pointer is down

  const canvas = h("canvas", { class: "paint-canvas", tabindex: "0", role: "application", "aria-label": LABEL, title: "Click or drag to paint points." });
  const choices = Array.from({ length: CLASSES + 1 }, (_, at) => choice(at < CLASSES ? at : -1, (to) => { kind = to; }, () => redraw()));
  const undo = h("button", { type: "button", text: "Undo", title: "Takes the last stroke back.", onclick: undoOne });
  const wipe = h("button", { type: "button", text: "Clear", title: "Takes all points away.", onclick: clear });
  const said = h("p", { class: "muted", role: "status" });
  const take = h("button", { type: "button", class: "primary", text: "Use these points", title: "The network starts anew with these points." });
  const element = h("div", { class: "own-paint" },
    h("div", { class: "paint-board" },
      h("div", { class: "paint-plane" }, canvas),
      h("div", { class: "paint-side" },
        h("div", { class: "paint-classes", role: "radiogroup", "aria-label": "Class to paint" }, ...choices.map(({ label }) => label)),
        h("div", { class: "row" }, undo, wipe))),
    h("div", { class: "own-end" }, said, take));

  const redraw = oncePerFrame(draw);
  take.addEventListener("click", () => use({ text: pointsToText(points), wanted: "class", scale: false, test_share: points.length >= 20 ? 0.2 : 0 }));
  canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    stroke = true;
    cross.shown = false;
    begin();
    touch(placeOf(event), true);
  });
  canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (stroke) touch(placeOf(event), false);
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { stroke = false; });
  canvas.addEventListener("keydown", onKey);
  canvas.addEventListener("focus", redraw);
  canvas.addEventListener("blur", () => {
    cross.shown = false;
    redraw();
  });
  effect(() => {
    void store.theme.value; // the colours
    redraw();
  });
  fitCanvas(canvas, redraw);
  return { element, show, opened: redraw };

  /** @param {import("./dialog.js").OwnData|null} data */
  function show(data) {
    const read = data && textToPoints(data.text);
    if (!read) return false;
    [points, before] = [read, []];
    redraw();
    return true;
  }

  function begin() {
    before.push(points.slice());
    if (before.length > 100) before.shift();
  }

  /** Sets or erases at a place. @param {{x: number, y: number}} place @param {boolean} always also close to the last point */
  function touch({ x, y }, always) {
    if (Math.abs(x) > SPAN || Math.abs(y) > SPAN) return;
    const near = (/** @type {Point} */ point) => Math.hypot(point.x - x, point.y - y);
    if (kind < 0) {
      points = points.filter((point) => near(point) > REACH);
    } else if (points.length < MOST && (always || near(points[points.length - 1]) >= APART)) {
      points = [...points, { x, y, kind }];
    }
    redraw();
  }

  function undoOne() {
    points = before.pop() ?? points;
    redraw();
  }

  function clear() {
    begin();
    points = [];
    redraw();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const key = event.key.toUpperCase();
    const step = KEYS[event.key];
    const chosen = /^[1-6]$/.test(key) ? Number(key) - 1 : key.length === 1 ? LETTERS.indexOf(key) : -1;
    if ((event.ctrlKey || event.metaKey) && key === "Z") undoOne();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (step) move(step, event.shiftKey ? 0.1 : 0.5);
    else if (key === " ") at(kind);
    else if (key === "DELETE" || key === "BACKSPACE") at(-1);
    else if (chosen >= 0) kind = chosen;
    else return;
    event.preventDefault();
    cross.shown = true;
    redraw();
  }

  /** @param {[number, number]} step @param {number} by */
  function move([across, up], by) {
    const inside = (/** @type {number} */ value) => Math.max(-SPAN, Math.min(SPAN, Math.round(value * 10) / 10));
    cross = { x: inside(cross.x + across * by), y: inside(cross.y + up * by), shown: true };
  }

  /** Sets a point where the cross is, or erases there. @param {number} what */
  function at(what) {
    const mine = kind;
    kind = what;
    begin();
    touch(cross, true);
    kind = mine;
  }

  /** @param {PointerEvent} event */
  function placeOf(event) {
    return { x: ((event.offsetX / canvas.clientWidth) * 2 - 1) * SPAN, y: (1 - (event.offsetY / canvas.clientHeight) * 2) * SPAN };
  }

  function draw() {
    const counts = Array.from({ length: CLASSES }, (_, one) => points.filter((point) => point.kind === one).length);
    for (const one of choices) one.update(kind, counts);
    undo.disabled = before.length === 0;
    wipe.disabled = points.length === 0;
    const used = counts.filter(Boolean).length;
    take.disabled = used < 2;
    say(said, points.length >= MOST ? `${MOST} points are as many as there can be.` : used < 2 ? `${points.length ? `${points.length} points of 1 class. ` : ""}Paint points of at least two classes.` : `${points.length} points of ${used} classes.`);
    paint(canvas, points, cross);
  }
}

/** @param {number} kind the class, or -1 for the eraser @param {(kind: number) => void} choose @param {() => void} changed */
function choice(kind, choose, changed) {
  const input = h("input", { type: "radio", name: "paint-class", value: kind });
  const name = kind < 0 ? "Erase" : LETTERS[kind];
  const canvas = h("canvas", { "aria-hidden": "true" });
  const count = h("span", { class: "count" });
  const label = h("label", { title: kind < 0 ? "Erases points; by keyboard, Delete does." : `Paint points of class ${name}; key ${kind + 1}.` }, input, kind < 0 ? "" : canvas, h("span", { text: name }), count);
  input.addEventListener("change", () => {
    choose(kind);
    changed();
  });
  fitCanvas(canvas, changed);
  return { label, update };

  /** @param {number} chosen @param {number[]} counts */
  function update(chosen, counts) {
    input.checked = chosen === kind;
    if (kind < 0) return;
    say(count, counts[kind] ? String(counts[kind]) : "");
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const size = canvas.width;
    context.clearRect(0, 0, size, size);
    context.fill(mark(context, kind, size / 2, size / 2, size * 0.32));
  }
}

/** @param {HTMLCanvasElement} canvas @param {Point[]} points @param {{x: number, y: number, shown: boolean}} cross */
function paint(canvas, points, cross) {
  const context = canvas.getContext("2d");
  const size = canvas.clientWidth;
  if (!context || !size) return;
  context.setTransform(canvas.width / size, 0, 0, canvas.height / size, 0, 0);
  context.clearRect(0, 0, size, size);
  const across = (/** @type {number} */ x) => ((x / SPAN + 1) / 2) * size;
  const down = (/** @type {number} */ y) => ((1 - y / SPAN) / 2) * size;
  context.strokeStyle = css("line");
  context.lineWidth = 1;
  context.beginPath();
  for (let at = -SPAN + 2; at < SPAN; at += 2) {
    context.moveTo(across(at), 0);
    context.lineTo(across(at), size);
    context.moveTo(0, down(at));
    context.lineTo(size, down(at));
  }
  context.stroke();
  context.strokeStyle = css("panel");
  for (const { x, y, kind } of points) {
    const path = mark(context, kind, across(x), down(y), size / 62);
    context.fill(path);
    context.stroke(path);
  }
  if (!cross.shown && !canvas.matches(":focus-visible")) return;
  const [x, y, arm] = [across(cross.x), down(cross.y), size / 26];
  context.strokeStyle = css("ink");
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  context.stroke();
}

/** The shape of a class, its colour ready to fill it. @param {CanvasRenderingContext2D} context @param {number} kind @param {number} x @param {number} y @param {number} radius */
function mark(context, kind, x, y, radius) {
  const { colour, shape } = classLook(kind, CLASSES);
  const path = new Path2D();
  addShape(path, shape, x, y, radius);
  context.fillStyle = css(colour);
  return path;
}
