// What a learner's code has printed, the last lines of it. A print in feedforward comes with every step of a training.

import { signal } from "@preact/signals-core";

export const [LINES, LETTERS] = [200, 10_000]; // kept, as in printed.py

/**
 * @typedef {{page: number, leftOut: number, lines: string[]}} Prints page: counts how often it was cleared; leftOut: lines
 *   before these; lines: the last is not ended yet, and empty if nothing of it has come
 */

export function createPrints() {
  const prints = signal(/** @type {Prints} */ ({ page: 0, leftOut: 0, lines: [""] }));
  return { prints, hearPrints, clearPrints };

  /** @param {{text: string, left_out: number}} said of an answer of Python */
  function hearPrints(said) {
    prints.value = joined(prints.peek(), said);
  }

  function clearPrints() {
    prints.value = { page: prints.peek().page + 1, leftOut: 0, lines: [""] };
  }
}

/** @param {Prints} before @param {{text: string, left_out: number}} said @returns {Prints} */
export function joined({ page, leftOut, lines: old }, { text, left_out: between }) {
  const gone = between > 0 ? old.length - 1 + between : 0; // what was there came before all that is left out
  const begun = between > 0 ? "" : old[old.length - 1];
  const [first, ...others] = text.split("\n");
  const all = [...(between > 0 ? [] : old.slice(0, -1)), tail(begun + first), ...others.map(tail)];
  const more = surplus(all);
  return { page, leftOut: leftOut + gone + more, lines: all.slice(more) };
}

/** How many of the first lines are too many. @param {string[]} lines */
function surplus(lines) {
  const last = lines.length - 1;
  let from = lines.length;
  let letters = 0;
  while (from > 0 && last - from < LINES) {
    letters += lines[from - 1].length + 1;
    if (letters > LETTERS + 2 && from < last) break; // the last one stays, however long
    from -= 1;
  }
  return from;
}

/** Of a line too long its end. @param {string} line */
function tail(line) {
  return line.length > LETTERS ? `…${line.slice(-LETTERS)}` : line;
}
