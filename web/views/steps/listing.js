// The lines of the file around the one that runs: its function's first line, then the nearest; lines that ran can be clicked.

import { fill, h } from "../dom.js";

/**
 * Which lines to show: the line of "def", then those around the present one. Pure.
 * @param {string[]} lines the file @param {{line: number, source: string}} step @param {number} most lines in all
 * @returns {{numbers: number[], indent: number, last: number}} numbers count from 1; indent: what the function is set in by; last: the statement's last line
 */
function linesAround(lines, { line: told, source }, most) {
  const line = Math.min(Math.max(1, Math.trunc(told)), lines.length); // Python tells it, and a learner's code may forge that
  const last = Math.min(lines.length, line + source.trimEnd().split("\n").length - 1);
  let head = line;
  while (head > 1 && !(/^\s*(async )?def /.test(lines[head - 1]) && (head === line || indentOf(lines[head - 1]) < indentOf(lines[line - 1])))) head--;
  const indent = indentOf(lines[head - 1]);
  let end = head;
  while (end < lines.length && (!lines[end].trim() || indentOf(lines[end]) > indent)) end++;
  while (end > last && !lines[end - 1].trim()) end--;
  const many = most - 1; // one is the head
  const before = Math.max(0, Math.floor((many - (last - line + 1)) / 2));
  const start = Math.max(head + 1, Math.min(line - before, end - many + 1));
  const numbers = [head, ...Array.from({ length: many }, (_, i) => start + i)].filter((number) => number <= lines.length);
  return { numbers, indent, last };
}

/** @param {string} [text] */
function indentOf(text = "") {
  return text.length - text.trimStart().length;
}

/**
 * @param {HTMLElement} element an ol
 * @param {{text: string, steps: any[], at: number, most: number, jump: (line: number) => void, titles?: string[]}} listing
 *   titles: of the present line, and of the others that can be clicked
 */
export function drawListing(element, { text, steps, at, most, jump, titles = ["This line runs now.", "Goes to the next time this line runs."] }) {
  const step = steps[at];
  const lines = text.split("\n");
  const { numbers, indent, last } = linesAround(lines, step, most);
  const ran = new Set(steps.filter(({ file }) => file === step.file).map(({ line }) => line));
  fill(element, ...numbers.map((number, place) => {
    const full = lines[number - 1];
    const code = full.slice(Math.min(indent, indentOf(full)));
    const here = number >= step.line && number <= last;
    const apart = place === 1 && number > numbers[0] + 1; // lines between are left out
    const parts = [h("span", { class: "steps-line-number", text: String(number) }), h("code", {}, ...coloured(code))];
    const current = number === step.line ? "step" : null;
    return h(
      "li", { class: [here && "here", apart && "apart"].filter(Boolean).join(" ") || null, "data-line": number },
      ran.has(number)
        ? h("button", { type: "button", "aria-current": current, title: titles[current ? 0 : 1], onclick: () => jump(number) }, ...parts)
        : h("span", { "aria-current": current }, ...parts),
    );
  }));
}

const WORDS = "and|as|assert|async|await|break|class|continue|def|del|elif|else|except|False|finally|for|from|global|if|import|in|is|lambda|None|nonlocal|not|or|pass|raise|return|True|try|while|with|yield";
const PYTHON = new RegExp(`(?<comment>#.*|^\\s*"""[^"]*(?:""")?)|(?<string>[fr]?(?:"(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|[^'\\\\])*'))|(?<name>(?<=\\bdef |\\bclass )\\w+)|(?<keyword>\\b(?:${WORDS}|self)\\b)|(?<number>\\b\\d[\\d.]*(?:e-?\\d+)?\\b)`, "g");

/** Enough colour for a line: the classes are those of the code window. @param {string} code */
function coloured(code) {
  /** @type {(Node|string)[]} */
  const parts = [];
  let from = 0;
  for (const found of code.matchAll(PYTHON)) {
    const [kind] = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined) ?? [""];
    parts.push(code.slice(from, found.index), h("span", { class: `code-${kind}`, text: found[0] }));
    from = found.index + found[0].length;
  }
  return [...parts, code.slice(from)];
}
