// One row of the left column: a label and its control, a menu or a number to type.

import { h, say } from "./dom.js";
import { got } from "./format.js";

/** @typedef {{value: string, text: string, disabled?: boolean, title?: string}} Choice */

const QUOTED = 40; // of a refused entry so many characters are repeated

let made = 0;

/**
 * @param {string} label @param {string} tip one sentence, shown as tooltip
 * @param {HTMLElement} control the input or select the label belongs to
 * @param {HTMLElement} [box] what stands at the right, when the control sits inside something
 * @returns {HTMLElement}
 */
export function field(label, tip, control, box = control) {
  control.id ||= `field-${++made}`;
  return h("div", { class: "field", title: tip }, h("label", { for: control.id, text: label }), box);
}

/** Fills a menu, but only when its choices changed: an open menu is left in peace. @param {HTMLSelectElement} select @param {Choice[]} choices @param {string} value */
export function fillMenu(select, choices, value) {
  const key = JSON.stringify(choices);
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(
      ...choices.map(({ value, text, disabled, title }) => h("option", { value, text, disabled, title })),
    );
  }
  if (select.value !== value) select.value = value;
}

/** The usual numbers, and the experiment's own among them. @param {number[]} usual @param {number} own @returns {number[]} */
export function withOwn(usual, own) {
  return usual.includes(own) ? usual : [...usual, own].sort((a, b) => a - b);
}

/**
 * A number to type. Enter or leaving the field takes it; a bad entry is refused in a sentence and the number before stays.
 * @param {object} options
 * @param {string} options.label @param {string} options.tip
 * @param {{kind: string, low: number, high: number}} options.rule from the catalog; kind "whole" or "number"
 * @param {(value: number) => string} options.show
 * @param {(value: number) => void} options.take
 * @param {(input: HTMLInputElement) => HTMLElement} [options.box] puts the input beside something
 */
export function numberField({ label, tip, rule, show, take, box }) {
  const whole = rule.kind === "whole";
  const note = h("p", { class: "field-note", role: "status", id: `field-note-${++made}` });
  const input = h("input", {
    type: "text", inputmode: whole ? "numeric" : "decimal", autocomplete: "off", spellcheck: "false",
    "aria-describedby": note.id,
  });
  const row = field(label, tip, input, box ? box(input) : input);
  let shown = "";

  /** The experiment's value. Once it is another, the sentence about a refused entry says nothing true any more. @param {number} value */
  function set(value) {
    const text = show(value);
    if (text !== shown) forget();
    else if (document.activeElement === input) return;
    input.value = shown = text;
  }

  function forget() {
    say(note, "");
  }

  input.addEventListener("change", () => {
    const text = input.value.trim();
    const value = parse(text, whole);
    input.value = shown;
    if (value >= rule.low && value <= rule.high) {
      forget();
      take(value);
      return;
    }
    const range = `a ${whole ? "whole " : ""}number from ${plain(rule.low, whole)} to ${plain(rule.high, whole)}`;
    say(note, `${label} is ${range}. ${got(text, QUOTED)}, so ${shown} stays.`);
  });
  input.addEventListener("input", forget);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    input.value = shown;
    forget();
  });
  return { row, note, input, set, forget };
}

/**
 * What was typed as a number, NaN when it is none. A comma parts thousands in whole numbers, "1,500", and is the decimal
 * comma in others: "0,5".
 * @param {string} text @param {boolean} whole
 */
function parse(text, whole) {
  const tidy = (whole ? text.replace(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, "") : text.replace(/^([^.,]*\d),(\d[^.,]*)$/, "$1.$2")).replace("−", "-");
  if (!(whole ? /^\d+$/ : /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i).test(tidy)) return NaN;
  return Number(tidy);
}

/** A limit, never as "1e-6"; thousands are parted only where a comma is read so. @param {number} value @param {boolean} whole */
function plain(value, whole) {
  return new Intl.NumberFormat("en", { maximumFractionDigits: 10, useGrouping: whole }).format(value);
}
