// A weight or a bias in a small field: read, typed over, refused in a sentence when it is no number.
import { h } from "../dom.js";
import { capital, fixed, got } from "../format.js";

const LARGEST = 1e6;
const STEP = 0.1; // by the keys up and down
const QUOTED = 30; // of a refused entry so many characters are repeated
const TIP = "Type another number and press Enter; the keys up and down change it by 0.1.";

/**
 * Enter or leaving the field takes what was typed; Escape leaves it as it was.
 * @param {{name: string, take: (value: number) => any, say: (sentence: string) => void, done?: () => void}} options
 *   name: what it is, "weight from x₁"; say: shows a sentence, or "" to take it away; done: told when Enter was accepted
 */
export function valueField({ name, take, say, done }) {
  let value = NaN;
  let shown = ""; // what the field held when nothing had been typed yet
  let given = 0; // numbers that Python has not answered yet: until then older ones must not come back
  let latest = NaN;
  const label = capital(name);
  const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", class: "value", "aria-label": label });

  input.addEventListener("focus", () => {
    show(exact(value));
    input.select();
  });
  input.addEventListener("blur", () => show(fixed(value)));
  input.addEventListener("input", () => say(""));
  input.addEventListener("change", commit);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (event.key === "Enter" && commit()) done?.();
    if (event.key === "Escape") back();
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // among neurons these keys move
    back();
    if (Number.isFinite(value)) give(value + step);
  });
  return { input, set, commit };

  /** What it is now. While somebody types, the field is left in peace. @param {number} next @param {string} locked why it cannot be changed, or "" */
  function set(next, locked) {
    if (input.disabled !== Boolean(locked)) input.disabled = Boolean(locked);
    input.title = locked || `${label}: ${exact(next)}. ${TIP}`;
    latest = next;
    if (given || (Object.is(value, next) && shown)) return;
    follow();
  }

  function follow() {
    const typing = document.activeElement === input;
    const touched = input.value !== shown;
    value = latest;
    if (!typing || !touched) show(typing ? exact(value) : fixed(value));
  }

  /** @returns {boolean} whether the entry stands: taken, or as it was */
  function commit() {
    const text = input.value.trim();
    if (input.value === shown) return true;
    const typed = parse(text);
    if (Math.abs(typed) <= LARGEST) {
      say("");
      give(typed);
      return true;
    }
    show(document.activeElement === input ? exact(value) : fixed(value));
    say(`The ${name} must be a number such as −0.5, from −1,000,000 to 1,000,000. ${got(text, QUOTED)}, so ${fixed(value)} stays.`);
    return false;
  }

  async function give(/** @type {number} */ next) {
    value = next;
    show(document.activeElement === input ? exact(next) : fixed(next));
    given++;
    try {
      await take(next);
    } finally {
      given--;
    }
    if (!given && !Object.is(value, latest)) follow(); // Python did not take it: what it has stays
  }

  function back() {
    show(exact(value));
    say("");
  }

  function show(/** @type {string} */ text) {
    input.value = shown = text;
  }
}

/** With all the digits that matter, a real minus sign. @param {number} value */
function exact(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))).replaceAll("-", "−") : fixed(value);
}

/** "−0,5" and "1e-3" too; NaN when it is no number. @param {string} text */
function parse(text) {
  const tidy = text.replaceAll("−", "-").replace(/^([^.,]*\d),(\d[^.,]*)$/, "$1.$2");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(tidy) ? Number(tidy) : NaN;
}
