// Which columns the table of predictions has, for each kind of data.

import { classesOf } from "../classes.js";
import { h, say } from "../dom.js";
import { columnOf, gauge, numbersColumns, outputOf, picture, readClass, sureGauge, verdict, wantedClass } from "./cells.js";

/** @typedef {{line: HTMLTableRowElement, cells: any[]}} Row */
/** @typedef {{data: any, all: boolean, kind: string, wide: boolean, columns: import("./cells.js").Column[]}} Columns wide: the columns of the data do not all fit */

const FIT = { columns: 4, letters: 12 }; // so many columns with names of so many letters in all fit beside the prediction

/** @param {any} data @param {boolean} all shall all columns of the data be shown, however many? @returns {Columns} */
export function columnsOf(data, all) {
  const names = classesOf(data);
  if (data.image) return { data, all, kind: "images", wide: false, columns: pictureColumns(data, names ?? []) };
  const wide = !fits(data, names ?? []);
  const shown = data.columns.map((/** @type {any} */ _, /** @type {number} */ at) => at).filter((/** @type {number} */ at) => !wide || all || onMap(data, at));
  const own = shown.map((/** @type {number} */ at) => columnOf(data, at));
  if (!names) {
    const [wanted, predicted, bar] = numbersColumns(data);
    return { data, all, kind: "numbers", wide, columns: wide ? [{ ...wanted, class: "first" }, predicted, ...own] : [...own, wanted, predicted, bar] };
  }
  const several = data.outputs.length > 1;
  const right = verdict();
  if (wide) {
    const sure = outputOf(several ? "The largest output: how sure the network is." : "The output that came.", several ? 2 : 3);
    const columns = [{ ...right, class: "verdict first" }, wantedClass(names), several ? readClass(names) : sure, ...own, ...several && all ? [{ ...sure, sign: "", name: "how sure" }] : []];
    return { data, all, kind: "classes", wide, columns };
  }
  const came = several ? readClass(names) : outputOf("The output that came.", 3);
  return { data, all, kind: "classes", wide, columns: [...own, wantedClass(names), came, gauge(names.length), right] };
}

/** A picture and a class: the picture, what was wanted, what was read, how sure. @param {any} data @param {string[]} names */
function pictureColumns(data, names) {
  return [
    picture(data.image),
    { name: "class", sign: "wanted", tip: "What the picture shows.", write: (/** @type {any} */ cell, /** @type {any} */ { wanted }, /** @type {number} */ i) => say(cell, names[wanted.values[i]]) },
    { name: "class", sign: "read", tip: "What the network reads: its largest output.", write: (/** @type {any} */ cell, /** @type {any} */ { read }, /** @type {number} */ i) => say(cell, names[read.values[i]]) },
    sureGauge(),
    { ...outputOf("The largest output.", 2), sign: "", name: "as a number", class: "sure" },
    verdict(),
  ];
}

/** Do all columns of the data fit beside what was wanted and what came? @param {any} data @param {string[]} names of the classes */
function fits(data, names) {
  const longest = (/** @type {string[]} */ texts) => Math.max(0, ...texts.map((text) => text.length));
  const widths = data.columns.map((/** @type {any} */ { name, categories }) => longest([name, ...categories ?? []]));
  const letters = widths.reduce((/** @type {number} */ sum, /** @type {number} */ one) => sum + one, longest(names));
  return data.columns.length <= FIT.columns && letters <= FIT.letters;
}

/** Without a map the first two stand for all. @param {any} data @param {number} at */
function onMap(data, at) {
  return data.axes ? data.axes.includes(at) : at < 2;
}

/** @param {Columns} columns @returns {Row} */
export function makeRow({ columns }) {
  const cells = columns.map((column) => h("td", { class: column.class }));
  return { line: h("tr", {}, ...cells), cells };
}
