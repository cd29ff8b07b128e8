// "Your code printed": the last lines, below whatever tab is open. Text only. While training goes on it is drawn now and then,
// so that neither the page nor a screen reader is flooded.

import { h, say } from "../dom.js";
import { count } from "../format.js";

const PAUSE = 250; // ms between two drawings

/** @typedef {import("../../prints.js").Prints} Prints */

/** @param {() => void} clear */
export function makePrinted(clear) {
  const title = "What your code prints when it is loaded, and in every step of the training. What it prints while the page only looks at the network, for a map say, is left out.";
  const leftOut = h("span", { class: "muted" });
  const clears = h("button", { type: "button", class: "toggle", text: "Clear", title: "Empties this list; what is printed from now on will stand here.", onclick: clear });
  const lines = h("pre", { role: "log", tabindex: "0", "aria-labelledby": "printed-title" });
  const element = h("section", { id: "printed", hidden: true, "aria-labelledby": "printed-title" },
    h("div", { class: "printed-head" }, h("h3", { id: "printed-title", title, text: "Your code printed" }), leftOut, clears), lines);

  let now = /** @type {Prints|null} */ (null);
  let drawn = /** @type {Prints|null} */ (null);
  let wanted = true; // by the tab that is open
  let drawnAt = -Infinity;
  let timer = 0;

  /** @param {Prints} prints */
  function draw(prints) {
    now = prints;
    if (prints.page !== drawn?.page) paint(); // cleared: at once
    else if (!timer) timer = window.setTimeout(paint, Math.max(0, drawnAt + PAUSE - performance.now()));
  }

  /** Each line is a text of its own: only what is new is put in, so only that is read aloud. */
  function paint() {
    clearTimeout(timer);
    timer = 0;
    if (!now) return;
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 8;
    if (drawn?.page !== now.page) lines.replaceChildren();
    for (let gone = now.leftOut - (drawn?.page === now.page ? drawn.leftOut : 0); gone > 0 && lines.firstChild; gone -= 1) lines.firstChild.remove();
    const last = now.lines.length - 1;
    now.lines.forEach((line, at) => {
      const text = at < last ? `${line}\n` : line;
      const node = /** @type {Text|undefined} */ (lines.childNodes[at]);
      if (!node) return void (text && lines.append(text));
      if (node.data !== text) node.data = text;
    });
    drawn = now;
    drawnAt = performance.now();
    say(leftOut, now.leftOut > 0 ? `${count(now.leftOut)} earlier ${now.leftOut === 1 ? "line" : "lines"} left out` : "");
    show();
    if (atEnd) lines.scrollTop = lines.scrollHeight;
  }

  function show() {
    element.hidden = !(wanted && lines.firstChild);
  }

  return {
    element, draw,
    /** Not beside what has its own. @param {boolean} on */
    allow(on) {
      wanted = on;
      show();
      lines.scrollTop = lines.scrollHeight;
    },
  };
}
