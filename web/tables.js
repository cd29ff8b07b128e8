// Tables of one's own too long for an address: the latest few of this visit, and one over a reload.

import { forget, recall, remember } from "./storage.js";
import { fingerprint } from "./url.js";

const MOST = 3; // of a visit, for the ways back and forth

/** @type {string[]} the latest first */
let tables = [];

/** @param {string} text @returns {boolean} whether the browser keeps it over a reload */
export function keepTable(text) {
  tables = [text, ...tables.filter((one) => one !== text)].slice(0, MOST);
  if (remember("table", text)) return true;
  forget("table"); // an older one is not this one
  return false;
}

/** @param {string} mark a fingerprint @returns {string|null} */
export function keptTable(mark) {
  return [...tables, recall("table", "")].find((text) => fingerprint(text) === mark) ?? null;
}
