// The text of an exercise, taken apart. The format is told at the head of py/chalknet/exercises.py.

import { h } from "../dom.js";

/** @typedef {{name: string, title: string, file: string, function: string, task: string, hint: string, start: string, answer: string}} Exercise */

/** @param {{name: string, text: string}} file @returns {Exercise} */
export function takeApart({ name, text }) {
  const [head, ...sections] = text.split(/^== */m);
  const found = Object.fromEntries(sections.map((section) => {
    const end = section.indexOf("\n");
    return [section.slice(0, end).trim(), section.slice(end + 1).trimEnd()];
  }));
  for (const line of head.split("\n")) {
    const [, word, words] = line.match(/^(\w+): *(.*)$/) ?? [];
    if (word) found[word] = words.trim();
  }
  const { title = name, file = "", function: place = "", task = "", hint = "", start = "", answer = "" } = found;
  return { name, title, file, function: place, task, hint, start, answer };
}

/** A sentence in which words between `backticks` are code. @param {string} text @returns {(Node|string)[]} */
export function prose(text) {
  return text.trim().replace(/\s+/g, " ").split("`").map((part, i) => (i % 2 ? h("code", { text: part }) : part));
}
