// What the address bar says, read: an experiment for Python to check, what the page shows, and what nobody understands.

import { fromPlayground } from "./playground.js";
import { keptTable } from "./tables.js";
import { decode, decodeView } from "./url.js";

/** @param {string} hash @param {any} catalog @returns {{raw: any, view: import("./url.js").View, complaints: string[]}} */
export function readAddress(hash, catalog) {
  const theirs = fromPlayground(hash);
  if (theirs) return theirs;
  const complaints = /** @type {string[]} */ ([]);
  const complain = (/** @type {string} */ sentence) => void complaints.push(sentence);
  const raw = withTable(decode(hash, catalog, complain), hash, complain);
  return { raw, view: decodeView(hash, complain), complaints };
}

/** A table too long for an address is there if this browser has kept the very same. @param {any} raw @param {string} hash @param {(sentence: string) => void} complain */
function withTable(raw, hash, complain) {
  const mark = new URLSearchParams(hash.replace(/^#/, "")).get("kept_table");
  if (mark === null || raw.data?.name !== "own" || raw.data.text !== undefined) return raw;
  const text = keptTable(mark);
  if (text !== null) return { ...raw, data: { ...raw.data, text } };
  complain("This address speaks of a table that is too long to be in it, and that this browser has not kept. Ask for the experiment as a file, and open that.");
  return {};
}
