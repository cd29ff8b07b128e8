// The chart as a picture for a slide.

import { css } from "../colour.js";
import { significant } from "../format.js";
import { drawFrame } from "./frame.js";
import { linesOf } from "./lines.js";
import { longest, reach, thin } from "./scale.js";

const REM = 22; // pixels: what is read from the back of a room
const [WIDTH, HEIGHT] = [960, 540];

/** The cost chart as a PNG: every line, named, with the cost it came to. @param {any} store @param {number} [scale] pixels for each of its own @returns {Promise<Blob>} */
export function chartPicture(store, scale = 2) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH * scale, HEIGHT * scale];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(scale, scale);
  context.fillStyle = css("panel");
  context.fillRect(0, 0, WIDTH, HEIGHT);
  drawChart(context, store);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser could not make the picture."))), "image/png"));
}

/** @param {CanvasRenderingContext2D} context @param {any} store */
function drawChart(context, store) {
  const lines = linesOf(store);
  const curves = lines.map(({ costs }) => costs);
  const { loss, training } = store.experiment.value;
  const { title } = store.catalog.losses.find((/** @type {any} */ one) => one.name === loss);
  context.textBaseline = "alphabetic";
  context.fillStyle = css("ink");
  context.font = `600 ${REM}px ${css("sans")}`;
  context.fillText(`Mean ${title} by epoch`, REM, 1.7 * REM);
  const top = drawKeys(context, lines) + 0.8 * REM;
  const epochs = thin(curves, WIDTH);
  const [low, high] = reach(epochs.flatMap((epoch) => curves.map((curve) => curve[epoch])));
  const frame = drawFrame(context, {
    box: { x: 4 * REM, y: top, width: WIDTH - 6 * REM, height: HEIGHT - top - 2 * REM }, rem: REM,
    low, high, reached: longest(curves) - 1, target: training.epochs, logarithmic: store.logCosts.value,
  });
  context.lineJoin = "round";
  for (const { costs: curve, from, stroke, width, dash, alpha } of lines) {
    context.strokeStyle = css(stroke);
    context.globalAlpha = alpha;
    context.lineWidth = 1.6 * width;
    context.setLineDash(dash.map((part) => 1.6 * part));
    const seen = epochs.filter((epoch) => epoch >= from && epoch < curve.length);
    frame.curve(seen, (index) => curve[seen[index]]);
  }
}

/** Which line is which, in rows below the title. Tells where they end. @param {CanvasRenderingContext2D} context @param {import("./lines.js").Line[]} lines */
function drawKeys(context, lines) {
  context.font = `${0.75 * REM}px ${css("sans")}`;
  let [x, y] = [REM, 2.9 * REM];
  for (const { name, costs, stroke, width, dash } of lines.toReversed()) {
    if (!name || costs.length === 0) continue;
    const text = `${name} ${significant(costs[costs.length - 1])}`;
    const wide = 2.4 * REM + context.measureText(text).width;
    if (x + wide > WIDTH - REM) [x, y] = [REM, y + 1.2 * REM];
    context.strokeStyle = css(stroke);
    context.lineWidth = 1.6 * width;
    context.setLineDash(dash.map((part) => 1.6 * part));
    context.beginPath();
    context.moveTo(x, y - 0.25 * REM);
    context.lineTo(x + 1.6 * REM, y - 0.25 * REM);
    context.stroke();
    context.fillStyle = css("muted");
    context.fillText(text, x + 2 * REM, y);
    x += wide + 0.6 * REM;
  }
  context.setLineDash([]);
  return y;
}
