// The words on the drawing: an input's name, a neuron's bias, the names and numbers of many outputs.
import { fixed } from "../format.js";
import { valueOf } from "../table/samples.js";

export function paintLabels(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ plan, /** @type {any} */ { structure, state, drawing, sample }, /** @type {any} */ look) {
  const plain = `${look.small}px ${look.family}`;
  plan.columns.forEach((/** @type {any} */ column, /** @type {number} */ index) => {
    const layer = index - 1;
    column.boxes.forEach((/** @type {any} */ box, /** @type {number} */ at) => {
      context.font = plain;
      context.textBaseline = "top";
      const bias = state?.weights[layer]?.b.values[at];
      if (column.after) return paintAfter(context, column, box, structure, at, look, numberOf(state && sample, drawing, at));
      if (column.before) return paintBefore(context, column, box, structure.inputs[at], look);
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

/** Inputs with long names, or many: the name at the left of each. */
function paintBefore(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {any} */ box, /** @type {string} */ name, /** @type {any} */ look) {
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillStyle = look.muted;
  const gap = look.small * 0.6;
  context.fillText(cut(context, name, column.before - gap), box.x - gap, box.y + box.size / 2);
}

/** Many outputs: name and number at the right of each, in one line or in two. */
function paintAfter(/** @type {CanvasRenderingContext2D} */ context, /** @type {any} */ column, /** @type {any} */ box, /** @type {any} */ structure, /** @type {number} */ at, /** @type {any} */ look, /** @type {any} */ number) {
  const middle = box.y + box.size / 2;
  const x = box.x + box.size + look.small * 0.6;
  const line = column.lines === 2 ? look.small * 0.65 : 0;
  const room = column.after - look.small * 0.6 - (line ? 0 : look.small * 3.4);
  context.textAlign = "left";
  context.textBaseline = "middle";
  if (number?.read) context.font = `700 ${context.font}`;
  context.fillStyle = look.ink;
  context.fillText(cut(context, structure.outputs[at] ?? String(at), room), x, middle - line);
  if (!number) return;
  context.fillStyle = number.read ? look.ink : look.muted;
  context.fillText(fixed(number.value), line ? x : x + room + look.small * 0.6, middle + line);
}

/** As much of a text as fits, with … where some is left out. @param {CanvasRenderingContext2D} context @param {string} text @param {number} room */
function cut(context, text, room) {
  if (context.measureText(text).width <= room + 0.5) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return `${text.slice(0, length).trimEnd()}…`;
}
