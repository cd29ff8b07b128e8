// Many seeds at once: the same experiment from 100 beginnings, as a sheaf of curves; how many succeed, and why the others do not.

import { effect, signal } from "@preact/signals-core";
import { css } from "./colour.js";
import { drawFrame } from "./cost/frame.js";
import { reach } from "./cost/scale.js";
import { makeDialog } from "./dialog.js";
import { fill, h, say } from "./dom.js";
import { fitCanvas, oncePerFrame } from "./draw.js";
import { count } from "./format.js";

export const SEEDS = 100;
const SLICE = 0.2; // seconds of training between two pictures
const LISTED = 30; // failing seeds told one by one

/** @param {any} store */
export function seedsDialog(store) {
  const parts = render();
  const answer = signal(/** @type {any} */ (null));
  const logarithmic = signal(false);
  let asked = 0; // a newer opening ends the loop of an older one

  const draw = oncePerFrame(() => drawSheaf(parts.canvas, answer.peek(), logarithmic.peek()));
  fitCanvas(parts.canvas, draw);
  parts.scale.addEventListener("click", () => (logarithmic.value = !logarithmic.value));
  effect(() => parts.scale.setAttribute("aria-pressed", String(logarithmic.value)));
  effect(() => {
    answer.value;
    logarithmic.value;
    store.theme.value;
    store.projector.value;
    draw();
  });
  effect(() => tell(parts, answer.value, openSeed));
  return { dialog: parts.dialog, open };

  /** Trains them, slice by slice, until they are done or the dialog is closed. */
  async function open() {
    const mine = ++asked;
    answer.value = null;
    say(parts.status, `Preparing ${SEEDS} networks …`);
    parts.dialog.showModal();
    let next = await store.ask("seeds_begin", { count: SEEDS });
    while (next && mine === asked && parts.dialog.open) {
      answer.value = next;
      if (next.finished) return;
      next = await store.ask("seeds_more", { seconds: SLICE });
    }
    if (!next && mine === asked) say(parts.status, "The seeds could not be trained: the message on the page says why. Close this and try again.");
  }

  /** @param {number} seed */
  function openSeed(seed) {
    parts.dialog.close();
    store.edit((/** @type {any} */ experiment) => { experiment.seed = seed; });
  }
}

function render() {
  const status = h("p", { class: "seeds-summary", role: "status" });
  const progress = h("progress", { class: "seeds-progress", max: 1, value: 0, "aria-label": "Training the seeds" });
  const good = h("span", { class: "good" });
  const share = h("div", { class: "seeds-share", role: "img", hidden: true }, good);
  const canvas = h("canvas", { class: "seeds-sheaf", role: "img", "aria-label": "No curves yet." });
  const scale = h("button", { type: "button", class: "toggle", text: "log", "aria-pressed": "false", "aria-label": "log scale of the seeds", title: "Draws the costs on a logarithmic scale, where small costs can be told apart." });
  const key = (/** @type {string} */ name, /** @type {string} */ text) => h("span", { class: `seeds-key ${name}`, text });
  const keys = h("p", { class: "seeds-keys" }, key("good", "succeeds"), key("bad", "fails"), h("span", { class: "seeds-axis", text: "cost by epoch" }), scale);
  const rule = h("p", { class: "muted" });
  const reasons = h("ul", { class: "seeds-reasons" });
  const dialog = makeDialog("seeds-dialog", `${SEEDS} seeds`,
    h("p", { class: "muted", text: "A seed decides the first weights (and the shuffles, and the samples of data made up here). All are trained together by Python, with the settings as they are." }),
    status, progress, share, keys, canvas, rule, reasons);
  return { dialog, status, progress, good, share, canvas, scale, rule, reasons };
}

/** @param {ReturnType<typeof render>} parts @param {any} answer @param {(seed: number) => void} openSeed */
function tell(parts, answer, openSeed) {
  const done = Boolean(answer?.finished);
  parts.progress.hidden = done;
  parts.share.hidden = parts.rule.hidden = !done;
  fill(parts.reasons);
  if (!answer) return parts.progress.removeAttribute("value");
  if (!done) {
    parts.progress.value = answer.epoch / answer.epochs;
    say(parts.status, answer.epoch < answer.epochs ? `Epoch ${count(answer.epoch)} of ${count(answer.epochs)}, ${answer.count} networks at once.` : "Looking at what became of each seed …");
    return undefined;
  }
  say(parts.status, answer.summary);
  say(parts.rule, [answer.rule, answer.note].filter(Boolean).join(" "));
  parts.good.style.width = `${(100 * answer.share) / answer.count}%`;
  parts.share.setAttribute("aria-label", `${answer.share} of ${answer.count} seeds succeed`);
  const told = answer.reasons.slice(0, LISTED);
  const more = answer.reasons.length - told.length;
  return fill(parts.reasons, ...told.map((/** @type {any} */ one) => reason(one, openSeed)), ...(more > 0 ? [h("li", { class: "muted", text: `… and ${more} more.` })] : []));
}

/** @param {{seed: number, sentence: string}} one @param {(seed: number) => void} openSeed */
function reason({ seed, sentence }, openSeed) {
  return h("li", {},
    h("b", { text: `Seed ${seed}` }), h("span", { text: sentence }),
    h("button", { type: "button", class: "toggle", text: "Open", "aria-label": `Open seed ${seed}`, title: "Takes this seed for the experiment and closes this.", onclick: () => openSeed(seed) }));
}

/** All curves on one canvas: those that fail on top, since there are fewer. @param {HTMLCanvasElement} canvas @param {any} answer @param {boolean} logarithmic */
function drawSheaf(canvas, answer, logarithmic) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.reset();
  if (!answer || answer.epochs_shown.length === 0 || !canvas.clientWidth) return;
  const scale = canvas.width / canvas.clientWidth;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  context.scale(scale, scale);
  const { curves, epochs_shown: epochs, succeeded } = answer;
  const [low, high] = reach(curves.values);
  const frame = drawFrame(context, {
    box: { x: 3 * rem, y: 0.6 * rem, width: canvas.clientWidth - 4.5 * rem, height: canvas.clientHeight - 2.3 * rem }, rem,
    low, high, reached: epochs[epochs.length - 1], target: answer.epochs, logarithmic,
  });
  context.lineWidth = rem / 16;
  const wanted = succeeded ? [1, 0] : [undefined];
  for (const success of wanted) {
    const styles = success === undefined ? ["muted", 0.5, []] : success ? ["positive", 0.45, []] : ["negative", 0.9, [0.3 * rem, 0.2 * rem]];
    context.strokeStyle = css(/** @type {string} */ (styles[0]));
    context.globalAlpha = /** @type {number} */ (styles[1]);
    context.setLineDash(/** @type {number[]} */ (styles[2]));
    for (let row = 0; row < answer.count; row++) {
      if (success !== undefined && succeeded.values[row] !== success) continue;
      frame.curve(epochs, (index) => curves.values[row * epochs.length + index]);
    }
  }
  canvas.setAttribute("aria-label", `${answer.count} curves of cost by epoch, from ${count(0)} to ${count(epochs[epochs.length - 1])}.`);
}
