// The bar below the file: whether this is what runs, and what can be done with a change: Run, Compare, Take back.

import { h, say } from "../dom.js";
import { plainWords } from "../whatruns/words.js";
import { list, OWN } from "./names.js";

const RUN = "Puts this code in place of the code that runs; the network keeps its weights (Ctrl+Enter)";

/**
 * @param {{run: () => void, compare: (on: boolean) => void, takeBack: (name: string) => void}} actions
 */
export function makeStatus({ run, compare, takeBack }) {
  const sentence = h("p", { class: "sentence", role: "status" });
  const runs = h("button", { id: "run-code", type: "button", class: "run", text: "Run", "aria-keyshortcuts": "Control+Enter", onclick: run });
  const compares = h("button", { id: "compare-code", type: "button", text: "Compare", title: "Shows what differs from the original." });
  const takes = h("button", { id: "take-back", type: "button", text: "Take back", title: "Makes this file what it was before your changes." });
  const question = h("p", { class: "sentence", id: "take-back-question" });
  const yes = h("button", { type: "button", text: "Yes", "aria-describedby": "take-back-question", title: "Takes your changes back." });
  const no = h("button", { type: "button", text: "No", "aria-describedby": "take-back-question", title: "Keeps your changes." });
  const usual = h("div", { class: "row" }, sentence, h("div", { class: "buttons" }, compares, takes, runs));
  const asking = h("div", { class: "row", role: "group", "aria-labelledby": "take-back-question", hidden: true }, question, h("div", { class: "buttons" }, yes, no));
  const element = h("div", { class: "code-bar" }, usual, asking);
  let shown = "";

  /** @param {boolean} on */
  function ask(on) {
    asking.hidden = !on;
    usual.hidden = on;
  }
  compares.addEventListener("click", () => compare(compares.getAttribute("aria-pressed") !== "true"));
  takes.addEventListener("click", () => {
    say(question, shown === OWN ? `Throw away what you wrote in ${OWN}?` : `Take back your changes to ${shown}?`);
    ask(true);
    no.focus();
  });
  no.addEventListener("click", () => {
    ask(false);
    takes.focus();
  });
  yes.addEventListener("click", () => {
    ask(false);
    takeBack(shown);
  });
  asking.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && no.click());

  /**
   * @param {{name: string, code: {phase: string, error: any}, edits: Record<string, string>, python: {phase: string}, compared: string, why: string|null}} now
   *   compared: what differs, in words, while the comparison shows; why: it runs as plain NumPy, because …
   */
  function draw({ name, code, edits, python, compared, why: plain }) {
    if (name !== shown || !(name in edits)) ask(false);
    shown = name;
    const why = reason(code, python);
    runs.hidden = code.phase === "original";
    runs.setAttribute("aria-disabled", String(why !== ""));
    runs.title = why ? `${why}.` : RUN;
    takes.hidden = !(name in edits);
    compares.hidden = takes.hidden || name === OWN;
    compares.setAttribute("aria-pressed", String(compared !== ""));
    const slowly = plain && !code.error && (code.phase === "running" || code.phase === "original") ? ` ${plainWords(plain)}` : "";
    say(sentence, compared || status(name, code, edits, python) + slowly);
  }
  return { element, draw };
}

/** Why Run can do nothing now, or nothing. @param {{phase: string}} code @param {{phase: string}} python */
export function reason({ phase }, python) {
  if (python.phase === "failed") return "Python could not start";
  if (python.phase !== "ready") return "Python is still starting";
  if (phase === "checking") return "Python is loading your code";
  return phase === "running" ? "This code is running already" : "";
}

/** @param {string} name @param {{phase: string, error: any}} code @param {Record<string, string>} edits @param {{phase: string}} python */
function status(name, { phase, error }, edits, python) {
  const changed = Object.keys(edits);
  const others = changed.filter((other) => other !== name);
  if (phase === "original" && python.phase === "failed") return "Python could not start: nothing is running.";
  if (phase === "original" && python.phase !== "ready") return "This is the file that will run.";
  if (phase === "original") return name === OWN ? "Nothing of your own is running yet." : "This is the file that is running.";
  if (phase === "checking") return "Python is loading your code …";
  if (phase === "running" && error) return "Your code failed while it ran: the network has its last good weights.";
  if (phase === "running") return name in edits ? "Your code is running." : `Your code is running, in ${list(others)}.`;
  if (error) return "Not accepted: the last version that worked is running.";
  if (changed.length === 0) return "Taken back, not run yet.";
  const waiting = python.phase === "ready" ? "not run yet" : `not run yet: ${reason({ phase }, python)}`;
  return name in edits ? `Changed, ${waiting}.` : `${list(others)} changed, ${waiting}.`;
}
