// Which line is which, each with its own dash; and at the pointer, its cost there.

import { fill, h, say, svg } from "../dom.js";
import { significant } from "../format.js";

/** The two are not of the same moment: in batches the network learns while the training samples pass. */
const TIPS = /** @type {Record<string, string>} */ ({
  train: "The mean over the steps of an epoch, each before its own update; at the end the network as it is now.",
  test: "Samples held out, by the network as it was at the beginning of the epoch; at the end as it is now.",
});
const MOST = 5; // kept runs named here: the list of runs names them all

/** A short piece of a line as it is drawn. @param {{stroke: string, width: number, dash: number[], alpha?: number}} line */
export function sampleOf({ stroke, width, dash, alpha = 1 }) {
  return svg("svg", { class: "sample", viewBox: "0 0 26 6", width: 26, height: 6, "aria-hidden": "true" },
    svg("line", { x1: 0, y1: 3, x2: 26, y2: 3, "stroke-width": width, "stroke-dasharray": dash.join(" ") || null, style: { stroke: `var(--${stroke})`, opacity: String(alpha) } }));
}

/** @param {HTMLElement} element */
export function mountKeys(element) {
  let shown = "";
  /** @type {Map<string, HTMLElement>} */
  const costs = new Map();
  return { show };

  /** @param {import("./lines.js").Line[]} lines @param {number|null} at the epoch pointed at @param {string} during what the training curve is, where that must be said */
  function show(lines, at, during) {
    const named = lines.filter((line) => line.name && (line.costs.length || line.key === "train"));
    const kept = named.filter(({ key }) => key.startsWith("run "));
    const left = kept.slice(0, -MOST); // the latest are named
    const drawn = [...named.filter((line) => !kept.includes(line)).reverse(), ...kept.filter((line) => !left.includes(line)).reverse()];
    const now = JSON.stringify([drawn.map(({ key, name, stroke }) => [key, name, stroke]), left.length, during]);
    if (now !== shown) {
      shown = now;
      costs.clear();
      fill(element, ...drawn.map(key), ...(left.length ? [h("span", { class: "more", text: `+ ${left.length} more`, title: "The list of runs names them all." })] : []), ...(during ? [h("p", { class: "during", text: during })] : []));
    }
    for (const { key, costs: values } of drawn) say(/** @type {HTMLElement} */ (costs.get(key)), at !== null && at < values.length ? significant(values[at]) : "");
  }

  /** @param {import("./lines.js").Line} line */
  function key(line) {
    const cost = h("b", {});
    costs.set(line.key, cost);
    return h("span", { class: "key", "data-line": line.key, title: TIPS[line.key] ?? line.name }, sampleOf(line), h("span", { class: "key-name", text: line.name }), cost);
  }
}
