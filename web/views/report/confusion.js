// The confusion matrix: each row a wanted class, each column what was read; the share that was read right at the end.

import { classLook, classSign } from "../classes.js";
import { h } from "../dom.js";
import { count } from "../format.js";

const TIES = 3; // as often mixed up as the first pair: so many more are named

/** How to read it, and what stands out. @param {any} answer */
export function readingOf({ classes, confusion, confusion_test }) {
  const how = "Each row is a wanted class, each column what the network read: on the diagonal it is right, beside it two classes are mixed up.";
  const most = mixedUp(sum(confusion, confusion_test));
  if (!most.length) return `${how} No two classes are mixed up.`;
  const [{ wanted, read, times }, ...others] = most;
  const more = others.slice(0, TIES).map((one) => `${classes[one.wanted]} for ${classes[one.read]}`);
  if (others.length > TIES) more.push(`${count(others.length - TIES)} more`);
  const last = more.pop();
  const rest = last === undefined ? "" : `${more.map((one) => `, ${one}`).join("")} and ${last}`;
  return `${how} Most often ${classes[wanted]} is taken for ${classes[read]}${rest}: ${times === 1 ? "once" : `${count(times)} times`}${rest && " each"}.`;
}

/** A table for the samples learnt from, and one for those held out. @param {any} answer @param {any} data */
export function confusionOf({ classes, confusion, confusion_test, accuracy, accuracy_test }, data) {
  const signs = !data.image && classes.length > 2; // those of the map
  const tables = [matrix("Training samples", data.x.shape[1], classes, confusion, accuracy, signs)];
  if (data.x_test.shape[1]) tables.push(matrix("Held-out samples", data.x_test.shape[1], classes, confusion_test, accuracy_test, signs));
  return tables;
}

/** @param {string} title @param {number} samples @param {string[]} classes @param {any} confusion @param {(number|null)[]} accuracy @param {boolean} signs */
function matrix(title, samples, classes, { values }, accuracy, signs) {
  const k = classes.length;
  const right = classes.reduce((sum, _, at) => sum + values[at * k + at], 0);
  const sign = (/** @type {number} */ at) => (signs ? [classSign(classLook(at, k))] : []);
  return h("div", { class: "confusion scrolls", tabindex: "0", role: "group", "aria-label": title },
    h("table", {},
      h("caption", {}, h("b", { text: title }), ` ${count(right)} of ${count(samples)} right, ${percent(right / samples)}`),
      h("thead", {}, h("tr", {},
        h("td", { class: "corner", text: "wanted ↓\nread →" }),
        ...classes.map((name, at) => h("th", { scope: "col", title: `read as ${name}` }, ...sign(at), h("span", { text: name }))),
        h("th", { scope: "col", class: "share", title: "The share of this class that is read right.", text: "right" }))),
      h("tbody", {}, ...classes.map((name, wanted) => {
        const row = Array.from(values.subarray(wanted * k, wanted * k + k));
        const all = row.reduce((sum, one) => sum + one, 0);
        const share = accuracy[wanted];
        return h("tr", {},
          h("th", { scope: "row", title: `wanted: ${name}` }, ...sign(wanted), h("span", { text: name })),
          ...row.map((times, read) => cell(times, all, wanted === read, `wanted ${name}, read as ${classes[read]}`)),
          h("td", { class: "share", text: share === null ? "none" : percent(share) }));
      }))));
}

/** The more of its row is in a cell, the more colour it has. @param {number} times @param {number} all @param {boolean} right @param {string} title */
function cell(times, all, right, title) {
  const amount = times ? 10 + 35 * (times / all) : 0;
  const background = amount ? `color-mix(in srgb, var(--${right ? "positive" : "negative"}) ${amount.toFixed(0)}%, transparent)` : "";
  return h("td", { class: times ? (right ? "right" : "mixed") : "zero", title, style: { background }, text: count(times) });
}

/** The pairs of classes that are mixed up most often; none if none are. @param {{k: number, values: number[]}} confusion */
function mixedUp({ k, values }) {
  let most = [{ wanted: 0, read: 0, times: 0 }];
  for (let wanted = 0; wanted < k; wanted++) {
    for (let read = 0; read < k; read++) {
      const times = values[wanted * k + read];
      if (wanted === read || times < most[0].times) continue;
      if (times > most[0].times) most = [];
      most.push({ wanted, read, times });
    }
  }
  return most[0].times ? most : [];
}

/** @param {any} a @param {any} b */
function sum(a, b) {
  return { k: a.shape[0], values: Array.from(a.values, (/** @type {number} */ one, /** @type {number} */ at) => one + (b?.values[at] ?? 0)) };
}

/** 100 % only where all are right. @param {number} share */
export function percent(share) {
  const shown = share * 100;
  return share === 1 || shown < 99.95 ? `${shown.toFixed(share === 1 || share === 0 ? 0 : 1)} %` : "99.9 %";
}
