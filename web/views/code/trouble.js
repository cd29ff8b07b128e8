// What went wrong, in words: code that was not accepted, and Python that no longer answers.

import { h, say } from "../dom.js";

/** @param {(file: string, line: number|null) => void} goTo */
export function makeTrouble(goTo) {
  const where = h("button", { type: "button", class: "link", title: "Shows the line." });
  const sentence = h("span", { class: "message" });
  const python = h("pre", { tabindex: "0", "aria-label": "What Python says" });
  const details = h("details", {}, h("summary", { text: "What Python says" }), python);
  const element = h("div", { id: "code-error", class: "trouble", hidden: true }, h("p", { role: "status" }, where, sentence), details);
  let shown = /** @type {any} */ (null);
  where.addEventListener("click", () => shown && goTo(shown.file, shown.line));

  /** @param {any} error */
  function draw(error) {
    element.hidden = !error;
    if (error !== shown) details.open = false;
    shown = error;
    where.hidden = !error?.file;
    say(where, error?.file ? `${error.file}${error.line ? `, line ${error.line}` : ""}` : "");
    say(sentence, error ? error.message : "");
    details.hidden = !error?.python;
    say(python, error?.python ?? "");
  }
  return { element, draw };
}

/** The page's notices say it aloud; here it stands where the hand is. @param {() => void} stop */
export function makeHanging(stop) {
  const sentence = h("span", { class: "message" });
  const element = h(
    "div", { id: "hanging", class: "trouble", hidden: true }, h("p", {}, sentence),
    h("button", { type: "button", text: "Stop it", title: "Ends what Python is doing. The network is then as it was before.", onclick: stop }));

  /** @param {null | {seconds: number}} hanging */
  function draw(hanging) {
    element.hidden = !hanging;
    if (!hanging) return;
    const seconds = Math.round(hanging.seconds);
    say(sentence, `Python has not answered for ${seconds} ${seconds === 1 ? "second" : "seconds"}. Your code may be in an endless loop.`);
  }
  return { element, draw };
}
