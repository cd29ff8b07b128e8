// The row of tabs: the steps, what runs, the files, the exercises. A file from the menu has a tab while it is open or changed.

import { h, say } from "../dom.js";
import { FIRST, OWN } from "./names.js";

export const STEPS = "steps";
export const EXERCISES = "exercises";
export const WHAT_RUNS = "whatruns";

const OTHERS = /** @type {Record<string, string>} */ ({ [STEPS]: "Steps", [WHAT_RUNS]: "What runs", [EXERCISES]: "Exercises" }); // no files

const ABOUT = /** @type {Record<string, string>} */ ({
  [STEPS]: "One training step of this code, line by line, with every matrix.",
  [WHAT_RUNS]: "What this code comes to while the network trains: every operation of one step, and how fast they run.",
  [EXERCISES]: "Write parts of the network yourself, and have them checked.",
  [OWN]: "A file of your own: your activations and losses.",
});

/** @param {string[]} files @param {(name: string) => void} choose */
export function makeTabs(files, choose) {
  const tabs = [STEPS, WHAT_RUNS, ...files, EXERCISES].map(makeTab);
  const rest = files.filter((name) => !FIRST.includes(name) && name !== OWN);
  const more = h(
    "select", { "aria-label": "Other files", title: "Shows another file of the lesson." },
    h("option", { value: "", text: "more files", disabled: true, hidden: true }),
    ...rest.map((name) => h("option", { value: name, text: name })));
  const row = h("div", { role: "tablist", "aria-label": "Steps, what runs, files, exercises" }, ...tabs.map(({ button }) => button));
  const element = h(
    "div", { class: "tab-row" }, row,
    h("span", { class: "more", hidden: rest.length === 0 }, h("span", { "aria-hidden": "true", text: "more ▾" }), more));
  let shown = "";
  let guest = ""; // the file last opened from the menu
  let changed = /** @type {Record<string, string>} */ ({});

  more.addEventListener("change", () => choose(more.value));
  for (const { name, button } of tabs) button.addEventListener("click", () => choose(name));
  row.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const seen = tabs.filter(({ button }) => !button.hidden);
    const at = seen.findIndex(({ name }) => name === shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: seen.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = seen[(to + seen.length) % seen.length];
    choose(next.name);
    next.button.focus();
  });

  function update() {
    for (const { name, button, note } of tabs) {
      const chosen = name === shown;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      button.hidden = rest.includes(name) && !chosen && name !== guest && !(name in changed);
      button.classList.toggle("changed", name in changed);
      say(note, [name === OWN && "a file of your own", name in changed && "changed"].filter(Boolean).join(", "));
      if (name === OWN) button.classList.toggle("plus", !chosen && !(OWN in changed));
    }
    more.value = rest.includes(shown) ? shown : "";
  }

  return {
    element,
    /** @param {string} name */
    select(name) {
      shown = name;
      if (rest.includes(name)) guest = name;
      update();
      bringIntoView(tabs.find((tab) => tab.name === name)?.button);
    },
    /** @param {Record<string, string>} edits the files that differ from the original */
    draw(edits) {
      changed = edits;
      update();
    },
  };
}

/** Or one of the other tabs? @param {string} name */
export function isFile(name) {
  return !(name in OTHERS);
}

/** @param {string} name */
function makeTab(name) {
  const words = OTHERS[name] ?? name;
  const note = h("span", { class: "unseen" });
  const sign = name === OWN && h("span", { class: "sign", "aria-hidden": "true", text: "+" });
  const panel = isFile(name) ? "code-file" : `code-${name}`;
  const title = ABOUT[name] ?? `${name}, one of the files of the lesson: to read and to change.`;
  const button = h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": panel, title }, sign, h("span", { class: "word", text: words }), note);
  return { name, button, note };
}

/** Sideways only: scrollIntoView would move the page as well. @param {HTMLElement|undefined} button */
function bringIntoView(button) {
  const row = button?.closest(".tab-row");
  if (!button || !row) return;
  const [inside, outside] = [button.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += Math.min(0, inside.left - outside.left) + Math.max(0, inside.right - outside.right);
}
