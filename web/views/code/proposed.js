// Code that came along in a link or a file: shown over everything, to be read first. It runs only when the person says so.

import { EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars } from "@codemirror/view";
import { fill, h, say } from "../dom.js";
import { editorSetup } from "../editor.js";
import { comparison } from "./compare.js";
import { list } from "./names.js";
import { reason } from "./status.js";

/** @param {Record<string, string>} lesson @param {{accept: () => void, refuse: () => void}} answers */
export function makeProposed(lesson, { accept, refuse }) {
  const title = h("p", { id: "proposed-title", role: "status" });
  const texts = h("div", { class: "texts" });
  const fold = h("button", { type: "button", text: "Every line", title: "Shows also the lines that are as they were.", onclick: () => show(fold.getAttribute("aria-pressed") !== "true") });
  const runs = h("button", { id: "accept-code", type: "button", class: "run", text: "Run it", onclick: () => runs.getAttribute("aria-disabled") !== "true" && accept() });
  const keep = h("button", { id: "refuse-code", type: "button", text: "Keep mine", title: "The code that came along is thrown away.", onclick: refuse });
  const element = h(
    "section", { id: "proposed", class: "proposed", "aria-labelledby": "proposed-title", hidden: true },
    h("div", { class: "says" }, title), texts, h("div", { class: "code-bar" }, h("div", { class: "row" }, h("div", { class: "sentence" }, fold), h("div", { class: "buttons" }, keep, runs))));
  let views = /** @type {EditorView[]} */ ([]);
  let files = /** @type {null | Record<string, string>} */ (null);

  /** @param {boolean} all unchanged lines too */
  function show(all) {
    for (const view of views) view.destroy();
    views = [];
    fold.setAttribute("aria-pressed", String(all));
    fill(texts, ...Object.entries(files ?? {}).map(([name, text]) => {
      const part = h("div", { class: "came" }, h("h3", { text: name in lesson ? name : `${name}, a new file` }));
      views.push(view(part, name, text, all));
      return part;
    }));
  }

  /** @param {Element} parent @param {string} name @param {string} text @param {boolean} all */
  function view(parent, name, text, all) {
    const compare = name in lesson ? comparison(lesson[name], { fold: !all }) : [];
    const setup = [editorSetup({ label: `${name} as it came`, readOnly: true }), highlightSpecialChars(), compare];
    return new EditorView({ parent, state: EditorState.create({ doc: text, extensions: setup }) });
  }

  /** @param {null | Record<string, string>} proposed @param {Record<string, string>} edits the person's own @param {{phase: string}} python */
  function draw(proposed, edits, python) {
    const why = proposed ? reason({ phase: "edited" }, python) : "";
    runs.setAttribute("aria-disabled", String(why !== ""));
    runs.title = why ? `${why}.` : "Puts this code in place of the code that runs.";
    say(title, proposed ? sentence(proposed, edits) : "");
    if (proposed === files) return;
    files = proposed;
    element.hidden = !files;
    fold.hidden = !Object.keys(files ?? {}).some((name) => name in lesson);
    show(false);
  }
  return { element, draw };
}

/** What came, and what of the person's own it takes the place of. @param {Record<string, string>} files @param {Record<string, string>} edits */
function sentence(files, edits) {
  const came = `This link or file brings changed code for ${list(Object.keys(files))}. Read it first: it runs only when you say so.`;
  const own = Object.keys(edits).filter((name) => edits[name] !== files[name]);
  return own.length ? `${came} Your own changes to ${list(own)} will then be put aside.` : came;
}
