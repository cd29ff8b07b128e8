// The map's legend: each sign is a mark, painted as on the map.
import { className, classesOf } from "../classes.js";
import { fill, h } from "../dom.js";
import { look, paintMarks } from "./marks.js";

/** @typedef {{text: string, name: string, value: number, hollow?: boolean, wrong?: boolean, shown?: boolean}} Entry name: of the whole, where the text may be cut; shown false: only its place is kept */

/**
 * What the legend says. Of two classes the 1 comes first, as in the truth table of a true sentence.
 * @param {any} data @param {boolean} tests held-out samples are shown @param {boolean} wrong some are read wrongly
 * @returns {Entry[]}
 */
export function entriesOf(data, tests, wrong) {
  const names = classesOf(data);
  const signs = (names ?? ["sample"]).map((name, value) => ({ text: names ? className(name) : name, name: names ? `class ${name}` : name, value: names ? value : middle(data) }));
  if (names?.length === 2) signs.reverse();
  const some = names?.length === 2 ? 1 : names ? 0 : middle(data);
  return [
    ...signs,
    ...tests ? [{ text: "held out", name: "held-out sample", value: some, hollow: true }] : [],
    ...names ? [{ text: "wrong", name: "read wrongly", value: some, wrong: true, shown: wrong }] : [], // its place is kept: nothing moves when one is wrong
  ];
}

/** A number whose colour can be seen. @param {any} data */
function middle(data) {
  const [low, high] = data?.y_range ?? [-1, 1];
  return low + (high - low) * 0.94;
}

/** @param {HTMLElement} element @param {Entry[]} entries @param {any} data @param {string} theme */
export function drawLegend(element, entries, data, theme) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const scale = window.devicePixelRatio || 1;
  const key = JSON.stringify([entries, data.x?.shape[1] ?? 0, data.y_range, theme, rem, scale]);
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  const filled = look({ classes: classesOf(data)?.length ?? 0, range: data.y_range }, data.x?.shape[1] ?? 0, rem);
  const radius = Math.max(filled.radius, rem * 0.27); // what names a shape is large enough to know it
  fill(element, ...entries.map(({ text, name, value, hollow = false, wrong, shown = true }) => {
    const canvas = h("canvas", { width: rem * scale, height: rem * scale, "aria-hidden": "true" });
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    paintMarks(context, [{ x: rem / 2, y: rem / 2, value, wrong }], { ...filled, radius, hollow });
    return h("li", { class: shown ? null : "unshown", title: text === name ? null : name }, canvas, h("span", { text }));
  }));
}
