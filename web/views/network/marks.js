// Neurons that do not work as they should: a small sign on each, and the words for it.

/** Python's word for it → what it means, said with the neuron's name. */
const MEANINGS = /** @type {Record<string, string>} */ ({
  dead: "dead: it gives 0 for every sample, so it learns nothing more",
  saturated: "saturated: near its limit for almost every sample, so it learns slowly",
  flat: "flat: it gives nearly the same for every sample",
});

/** What is wrong with a neuron, null where nothing is. @param {any} work Python's answer, or null @param {{layer: number, index: number}} place */
export function flagOf(work, { layer, index }) {
  return work?.neurons?.[layer]?.[index] ?? null;
}

/** @param {string} flag */
export function meaningOf(flag) {
  return MEANINGS[flag] ?? flag;
}

/**
 * A round sign at the upper right corner of a neuron: a cross, a full square, a level line.
 * @param {CanvasRenderingContext2D} context @param {{x: number, y: number, size: number}} box @param {string} flag
 * @param {{ink: string, panel: string}} look @param {number} rem
 */
export function paintFlag(context, box, flag, look, rem) {
  const radius = Math.min(0.42 * rem, box.size * 0.3);
  const x = box.x + box.size - radius * 0.55;
  const y = box.y + radius * 0.55;
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = look.panel;
  context.fill();
  context.strokeStyle = context.fillStyle = look.ink;
  context.lineWidth = Math.max(1, radius * 0.22);
  context.stroke();
  const arm = radius * 0.42;
  if (flag === "saturated") return context.fillRect(x - arm, y - arm, arm * 2, arm * 2);
  context.beginPath();
  context.moveTo(x - arm, flag === "dead" ? y - arm : y);
  context.lineTo(x + arm, flag === "dead" ? y + arm : y);
  if (flag === "dead") {
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
  }
  context.stroke();
}
