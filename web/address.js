// What the address bar says, read: an experiment for Python to check, what the page shows, and what nobody understands.

import { fromPlayground } from "./playground.js";
import { recall } from "./storage.js";
import { decode, decodeView } from "./url.js";

/** @param {string} hash @param {any} catalog @returns {{raw: any, view: import("./url.js").View, complaints: string[]}} */
export function readAddress(hash, catalog) {
  const theirs = fromPlayground(hash);
  if (theirs) return theirs;
  const complaints = /** @type {string[]} */ ([]);
  const complain = (/** @type {string} */ sentence) => void complaints.push(sentence);
  const raw = withTable(decode(hash, catalog, complain), complain);
  return { raw, view: decodeView(hash, complain), complaints };
}

/** A table too long for an address is the one that this browser kept. @param {any} raw @param {(sentence: string) => void} complain */
function withTable(raw, complain) {
  if (raw.data?.name !== "own" || raw.data.text !== undefined) return raw;
  const kept = recall("table", "");
  if (kept) return { ...raw, data: { ...raw.data, text: kept } };
  if (Object.keys(raw.data).length === 1) return raw; // data=own alone: the example
  complain("This address speaks of a table that is not in it, because it was too long. Ask for the experiment as a file, and open that.");
  return {};
}
