// The map's legend: each sign is a mark, painted as on the map.
import { fill, h } from "../dom.js";
import { look, paintMarks } from "./marks.js";

/** @param {HTMLElement} element @param {{kind: string, samples: number, tests: boolean, wrong: boolean, theme: string}} what tests: some are held out; wrong: some are read wrongly */
export function drawLegend(element, { kind, samples, tests, wrong, theme }) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const scale = window.devicePixelRatio || 1;
  const key = [kind, samples, tests, wrong, theme, rem, scale].join();
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  const filled = look(kind, samples, rem);
  const hollow = { ...filled, hollow: true };
  const sign = (/** @type {string} */ text, /** @type {import("./marks.js").Look} */ style, /** @type {{value: number, wrong?: boolean}} */ mark, shown = true) => {
    const canvas = h("canvas", { width: rem * scale, height: rem * scale, "aria-hidden": "true" });
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    paintMarks(context, [{ x: rem / 2, y: rem / 2, ...mark }], style);
    return h("li", { class: shown ? null : "unshown" }, canvas, h("span", { text }));
  };
  fill(element,
    ...kind === "classes" ? [sign("y = 1", filled, { value: 1 }), sign("y = 0", filled, { value: 0 })] : [sign("sample", filled, { value: 1 })],
    ...tests ? [sign("held out", hollow, { value: 1 })] : [],
    ...kind === "classes" ? [sign("wrong", filled, { value: 1, wrong: true }, wrong)] : []); // its place is kept: nothing moves when one is wrong
}
