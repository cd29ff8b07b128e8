// The pad: a digit drawn with mouse, finger, pen or keys, read by the network while it is drawn.
import { effect } from "@preact/signals-core";
import { css } from "./colour.js";
import { fill, h } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";

const N = 64; // the ink is N × N points
const PEN = 1 / 9; // its width, as a share of the pad
const PAUSE = 60; // milliseconds between two readings while drawing
const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
const LABEL = "Drawing pad: draw a digit with mouse, finger or pen. By keyboard: arrow keys move the pen, Space puts it down or lifts it, Delete clears.";

/** @typedef {{x: number, y: number}} Point 0…1 from the left and the top */

/** @param {HTMLElement} element @param {any} store */
export function mountPad(element, store) {
  const canvas = h("canvas", { class: "pad-canvas", tabindex: "0", role: "application", "aria-label": LABEL });
  const wipe = h("button", { type: "button", class: "pad-clear", text: "Clear", title: "Wipe the pad and go back to the sample.", onclick: clear });
  const hint = h("span", { class: "pad-hint", "aria-hidden": "true", text: "a digit, 0 to 9" });
  fill(element, h("div", { class: "pad-head" }, h("b", { text: "Draw your own" }), wipe), h("div", { class: "pad-paper" }, canvas, hint));

  /** @type {Point[][]} */
  let strokes = [];
  let ink = new Uint8Array(N * N);
  let pen = { x: 0.5, y: 0.25, down: false, shown: false }; // the keyboard's
  let drawing = false; // a pointer is down
  let sent = -Infinity;

  const redraw = oncePerFrame(() => {
    hint.hidden = strokes.length > 0 || pen.shown;
    wipe.disabled = strokes.length === 0;
    paint(canvas, strokes, pen);
  });

  /** The newest ink goes to Python, not more often than it helps. */
  const send = oncePerFrame(() => {
    if (strokes.length === 0) return;
    if (performance.now() - sent < PAUSE) return send();
    sent = performance.now();
    store.draw(ink.slice());
  });

  function begin(/** @type {Point} */ point) {
    strokes.push([point]);
    spread(ink, point, point);
    changed();
  }

  function extend(/** @type {Point} */ point) {
    const stroke = strokes[strokes.length - 1];
    if (!stroke) return begin(point);
    spread(ink, stroke[stroke.length - 1], point);
    stroke.push(point);
    changed();
  }

  function changed() {
    redraw();
    send();
  }

  function wipeOff() {
    strokes = [];
    ink = new Uint8Array(N * N);
    pen.down = false;
    redraw();
  }

  function clear() {
    wipeOff();
    if (store.drawing.peek()) store.clearDrawing();
  }

  const at = (/** @type {PointerEvent} */ event) => ({ x: event.offsetX / canvas.clientWidth, y: event.offsetY / canvas.clientHeight });
  canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    pen.shown = false;
    begin(at(event));
  });
  canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!drawing) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) extend(at(one));
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (drawing = false));
  canvas.addEventListener("blur", () => {
    pen = { ...pen, down: false, shown: false };
    redraw();
  });
  canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = KEYS[event.key];
    if (!step && ![" ", "Delete", "Backspace", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === " ") {
      pen.down = !pen.down;
      if (pen.down) begin({ x: pen.x, y: pen.y });
    } else if (!step) {
      clear();
    } else {
      pen.x = Math.min(0.95, Math.max(0.05, pen.x + step[0] / 20));
      pen.y = Math.min(0.95, Math.max(0.05, pen.y + step[1] / 20));
      if (pen.down) extend({ x: pen.x, y: pen.y });
    }
    pen.shown = true;
    redraw();
  });

  let had = false; // the store had a drawing
  const ends = [
    effect(() => {
      const has = Boolean(store.drawing.value);
      if (had && !has) wipeOff();
      had = has;
    }),
    effect(() => {
      if (store.python.value.phase === "ready" && strokes.length) send(); // drawn before Python was there
    }),
    effect(() => {
      void store.theme.value;
      redraw();
    }),
    fitCanvas(canvas, redraw),
  ];
  return { clear, end: () => ends.forEach((end) => end()) };
}

/** Strokes as round lines in ink, and the keyboard's pen as a ring. */
function paint(/** @type {HTMLCanvasElement} */ canvas, /** @type {Point[][]} */ strokes, /** @type {{x: number, y: number, down: boolean, shown: boolean}} */ pen) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const size = canvas.clientWidth;
  context.setTransform(canvas.width / size, 0, 0, canvas.height / size, 0, 0);
  context.clearRect(0, 0, size, size);
  context.strokeStyle = css("ink");
  context.lineCap = context.lineJoin = "round";
  context.lineWidth = size * PEN;
  context.beginPath();
  for (const [first, ...rest] of strokes) {
    context.moveTo(first.x * size, first.y * size);
    for (const { x, y } of rest.length ? rest : [first]) context.lineTo(x * size, y * size);
  }
  context.stroke();
  if (!pen.shown) return;
  context.beginPath();
  context.arc(pen.x * size, pen.y * size, (size * PEN) / 2 + 2, 0, 7);
  context.lineWidth = pen.down ? 3 : 1.5;
  context.strokeStyle = css("positive");
  context.stroke();
}

/** Inks every point within the pen's reach of the line from a to b. */
function spread(/** @type {Uint8Array} */ ink, /** @type {Point} */ a, /** @type {Point} */ b) {
  const radius = (PEN / 2) * N;
  const [ax, ay, bx, by] = [a.x * N, a.y * N, b.x * N, b.y * N];
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const low = (/** @type {number} */ one, /** @type {number} */ two) => Math.max(0, Math.floor(Math.min(one, two) - radius - 1));
  const high = (/** @type {number} */ one, /** @type {number} */ two) => Math.min(N - 1, Math.ceil(Math.max(one, two) + radius + 1));
  for (let y = low(ay, by); y <= high(ay, by); y++) {
    for (let x = low(ax, bx); x <= high(ax, bx); x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const along = length ? Math.min(1, Math.max(0, (px * (bx - ax) + py * (by - ay)) / length)) : 0;
      const distance = Math.hypot(px - along * (bx - ax), py - along * (by - ay));
      const amount = Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - distance)));
      if (amount > ink[y * N + x]) ink[y * N + x] = amount;
    }
  }
}
