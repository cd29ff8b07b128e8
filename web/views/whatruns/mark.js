// Beside the tabs: a small mark where the step runs as plain NumPy. What it says when pressed is why.

import { h } from "../dom.js";
import { plainWords } from "./words.js";

/** @param {() => void} show */
export function makeMark(show) {
  const button = h("button", { id: "plain-mark", type: "button", class: "toggle", text: "plain NumPy", hidden: true, onclick: show });
  const element = h("div", { role: "status" }, button);

  /** @param {string|null} why */
  function draw(why) {
    button.hidden = why === null;
    if (why === null) return;
    button.title = `${plainWords(why)} Shows what runs.`;
    button.setAttribute("aria-label", `plain NumPy. ${button.title}`);
  }
  return { element, draw };
}
