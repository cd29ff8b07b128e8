// The comparison with the original: what was taken out stands above what came in, in the same editor.

import { getChunks, unifiedMergeView } from "@codemirror/merge";

/** @param {string} before @param {{fold?: boolean}} [options] fold: long unchanged parts are folded away */
export function comparison(before, { fold = false } = {}) {
  return unifiedMergeView({ original: before, mergeControls: false, ...(fold ? { collapseUnchanged: { margin: 3, minSize: 4 } } : {}) });
}

/** Where the first difference begins. @param {import("@codemirror/state").EditorState} state @returns {number|null} */
export function firstChange(state) {
  const [first] = getChunks(state)?.chunks ?? [];
  return first ? Math.min(first.fromB, state.doc.length) : null;
}

/** How much differs, in words. @param {import("@codemirror/state").EditorState} state @param {string} before */
export function difference(state, before) {
  let taken = 0;
  let added = 0;
  const old = state.toText(before);
  const lines = (/** @type {any} */ doc, /** @type {number} */ from, /** @type {number} */ to) => (from === to ? 0 : doc.lineAt(Math.min(to - 1, doc.length)).number - doc.lineAt(from).number + 1);
  for (const { fromA, toA, fromB, toB } of getChunks(state)?.chunks ?? []) {
    taken += lines(old, fromA, toA);
    added += lines(state.doc, fromB, toB);
  }
  return `${count(taken)} taken out, ${count(added)} put in.`;
}

/** @param {number} lines */
function count(lines) {
  return lines === 1 ? "1 line" : `${lines} lines`;
}
