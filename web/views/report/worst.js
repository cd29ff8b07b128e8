// The worst mistakes: pictures, or rows of a table; a click on one picks that sample in all windows.

import { classesOf } from "../classes.js";
import { h } from "../dom.js";
import { measured, placesOf, significant } from "../format.js";
import { columnOf, paintPixels, writeClass } from "../table/cells.js";
import { sampleName, samplesOf } from "../table/samples.js";

const COLUMNS = 5; // of the data: more do not help to see what went wrong

/** @typedef {{sample: number, held: boolean, loss: number}} Mistake */

/** @param {{worst: Mistake[]}} answer @param {any} data @param {any} state @param {(place: {sample: number, held: boolean}) => void} pick */
export function worstOf({ worst }, data, state, pick) {
  const lists = [samplesOf(data, state, false), samplesOf(data, state, true)];
  const known = worst.map((one) => ({ ...one, list: lists[Number(one.held)] })).filter(({ list, sample }) => list && sample < list.count);
  const title = h("h3", { text: data.kind === "number" ? "The largest errors" : "The worst mistakes" });
  if (!known.length) return h("section", {}, title, h("p", { class: "muted", text: "There are none: every sample is read right." }));
  const say = h("p", { class: "muted", text: `${data.kind === "number" ? "Farthest off first" : "Largest loss first: the network was surest of something wrong"}. A click picks the sample in all windows.` });
  return h("section", {}, title, say, data.image ? pictures(known, data, pick) : rows(known, data, pick));
}

/** @param {any[]} known @param {any} data @param {(place: any) => void} pick */
function pictures(known, data, pick) {
  const names = classesOf(data) ?? [];
  const [high, wide] = data.image;
  return h("ul", { class: "mistakes" }, ...known.map((one) => {
    const { list, sample, held } = one;
    const wanted = names[list.wanted.values[sample]];
    const read = names[list.read.values[sample]];
    const canvas = h("canvas", { width: wide, height: high, "aria-hidden": "true" });
    paintPixels(canvas, list.x.values, sample, list.count, high, wide);
    return h("li", {}, h("button", {
      type: "button", title: `Picks ${sampleName(one)}.`, "aria-label": `${sampleName(one)}: a ${wanted}, read as ${read}`,
      onclick: () => pick({ sample, held }),
    }, canvas, h("span", {}, h("b", { text: wanted }), " read as ", h("b", { text: read })), h("span", { class: "muted", text: held ? "held out" : "training" })));
  }));
}

/** @param {any[]} known @param {any} data @param {(place: any) => void} pick */
function rows(known, data, pick) {
  const names = classesOf(data);
  const columns = data.columns.slice(0, COLUMNS).map((/** @type {any} */ _, /** @type {number} */ at) => columnOf(data, at));
  const places = names ? 0 : placesOf(data.y_range);
  const heads = ["sample", "wanted", names ? "read" : "predicted", names ? "loss" : "off by", ...columns.map((/** @type {import("../table/cells.js").Column} */ { sign }) => sign ?? "")];
  return h("div", { class: "confusion scrolls", tabindex: "0", role: "group", "aria-label": "Worst samples" }, h("table", { class: "mistaken" },
    h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col", text })))),
    h("tbody", {}, ...known.map((one) => {
      const { list, sample, held, loss } = one;
      const name = sampleName(one);
      const cells = [h("td", { class: "name" }), h("td", { class: "name" })];
      if (names) [list.wanted, list.read].forEach(({ values }, at) => writeClass(cells[at], names, values[sample]));
      else [list.y, list.outputs].forEach(({ values }, at) => cells[at].append(measured(values[sample], places)));
      const line = h("tr", {},
        h("th", { scope: "row" }, h("button", { type: "button", class: "quiet", text: name, title: `Picks ${name}.`, onclick: () => pick({ sample, held }) })),
        ...cells, h("td", { text: names ? significant(loss, 2) : measured(loss, places) }));
      for (const column of columns) {
        const cell = h("td", { class: column.class });
        column.write(cell, list, sample);
        line.append(cell);
      }
      return line;
    }))));
}
