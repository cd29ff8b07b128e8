// The files as editors, one each, made when it is first shown: each keeps its place, its selection and its undo history.

import { diff } from "@codemirror/merge";
import { Compartment, Prec, StateEffect } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { h } from "../dom.js";
import { makeEditor } from "../editor.js";
import { comparison, difference, firstChange } from "./compare.js";
import { original, OWN } from "./names.js";
import { markRunning, runningLine } from "./running.js";

const PAUSE = 150; // ms after the last key until the store hears of it
const STARTS = /** @type {Record<string, string>} */ ({ "layer.py": "class Layer" }); // seen first, near the top

/** @typedef {{file: string, line: number, sentence: string}} Mark */

/**
 * @param {HTMLElement} host
 * @param {Record<string, string>} lesson
 * @param {{write: (name: string, text: string) => void, run: () => void}} told
 */
export function makeFiles(host, lesson, { write, run }) {
  const made = /** @type {Map<string, ReturnType<typeof make>>} */ (new Map());
  let edits = /** @type {Record<string, string>} */ ({});
  let marks = /** @type {Mark[]} */ ([]);
  let running = /** @type {null | {file: string, line: number}} */ (null);
  let shown = "";
  let typing = /** @type {null | {name: string, timer: number}} */ (null);

  const wanted = (/** @type {string} */ name) => (edits[name] ?? original(lesson, name)).replace(/\r\n?/g, "\n");
  const here = () => /** @type {ReturnType<typeof make>} */ (made.get(shown));

  /** @param {string} name */
  function make(name) {
    const element = h("div", { class: "editor" });
    const editor = makeEditor(element, { text: wanted(name), label: name, onChange: () => typed(name) });
    const { view } = editor;
    const comparing = new Compartment();
    view.dispatch({ effects: StateEffect.appendConfig.of([Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])), comparing.of([]), runningLine]) });
    return { element, editor, view, comparing, compared: false, marked: /** @type {Mark[]} */ ([]), top: /** @type {number|null} */ (null) };
  }

  /** @param {string} name */
  function show(name) {
    if (name === shown) return;
    const typed = host.contains(document.activeElement);
    leave();
    const file = made.get(name) ?? make(name);
    made.set(name, file);
    shown = name;
    host.replaceChildren(file.element);
    if (file.top !== null) file.view.scrollDOM.scrollTop = file.top;
    else begin(file);
    file.view.requestMeasure();
    drawMarks();
    drawRunning(true);
    if (typed) file.view.focus();
  }

  /** At the line where the lesson begins. The editor alone moves: scrollIntoView would take the whole page along. @param {ReturnType<typeof make>} file */
  function begin({ editor, view }) {
    const start = editor.text().indexOf(STARTS[shown]);
    if (start <= 0) return;
    view.requestMeasure({
      read: () => view.lineBlockAt(start).top,
      write: (top) => { view.scrollDOM.scrollTop = top; },
    });
  }

  /** The place is kept. */
  function leave() {
    flush();
    if (shown) here().top = here().view.scrollDOM.scrollTop;
    shown = "";
  }

  /** @param {string} name */
  function typed(name) {
    const same = made.get(name)?.editor.text() === wanted(name);
    if (same && typing?.name !== name) return; // the store's own text, put in by adopt
    clearTimeout(typing?.timer);
    typing = same ? null : { name, timer: window.setTimeout(flush, PAUSE) };
  }

  /** What has been typed goes to the store. */
  function flush() {
    if (!typing) return;
    const { name, timer } = typing;
    clearTimeout(timer);
    typing = null;
    const text = made.get(name)?.editor.text();
    if (text !== undefined && text !== wanted(name)) write(name, text);
  }

  /** The store has other texts: only what differs is changed, so that the place stays and undo brings it back. @param {Record<string, string>} texts */
  function adopt(texts) {
    edits = texts;
    for (const [name, { editor, view }] of made) {
      const text = wanted(name);
      if (typing?.name === name || editor.text() === text) continue;
      if (name === OWN && editor.text() === "") continue; // emptied by hand: it stays empty
      view.dispatch({ changes: diff(editor.text(), text).map(({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, insert: text.slice(fromB, toB) })) });
    }
    for (const [name, file] of made) if (file.compared && !(name in edits)) compare(false, file, name);
  }

  /** @param {boolean} on @param {ReturnType<typeof make>} [file] @param {string} [name] */
  function compare(on, file = here(), name = shown) {
    file.compared = on;
    file.view.dispatch({ effects: file.comparing.reconfigure(on ? comparison(original(lesson, name)) : []) });
    const first = on ? firstChange(file.view.state) : null;
    if (first !== null) file.view.dispatch({ effects: EditorView.scrollIntoView(first, { y: "start", yMargin: 72 }) });
  }

  /** @param {Mark[]} list lines to mark, each with its sentence below it */
  function mark(list) {
    marks = list;
    if (shown) drawMarks();
  }

  /** Marking scrolls nowhere; reveal does. */
  function drawMarks() {
    const file = here();
    if (file.marked === marks) return;
    const { editor, view, marked } = file;
    file.marked = marks;
    const lines = byLine(marks.filter(({ file: name }) => name === shown));
    if (lines.size === 0 && !marked.some(({ file: name }) => name === shown)) return;
    const place = view.scrollSnapshot();
    editor.clearMarks();
    for (const [line, sentences] of lines) editor.mark(line, [...sentences].join(" "));
    view.dispatch({ effects: place });
  }

  /** @param {number} line of the shown file @param {boolean} go whether the cursor goes along */
  function reveal(line, go) {
    const { view } = here();
    const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 40 }), ...(go ? { selection: { anchor: from } } : {}) });
    if (go) view.focus();
  }

  /** The line that runs. @param {null | {file: string, line: number}} step @param {boolean} moved */
  function follow(step, moved) {
    running = step;
    drawRunning(moved);
  }

  /** @param {boolean} moved */
  function drawRunning(moved) {
    for (const [name, { view }] of made) markRunning(view, running?.file === name ? running.line : null, moved && name === shown);
  }

  return {
    show, leave, flush, adopt, mark, reveal, follow, compare,
    shown: () => shown,
    /** Typed, but not yet told: a file that is taken back is not written again. */
    forget() {
      clearTimeout(typing?.timer);
      typing = null;
    },
    focus: () => here().view.focus(),
    /** In words, while the shown file is compared. */
    compared: () => (here().compared ? difference(here().view.state, original(lesson, shown)) : ""),
    destroy() {
      flush();
      for (const { view } of made.values()) view.destroy();
    },
  };
}

/** What is to be said at each line. @param {Mark[]} marks @returns {Map<number, Set<string>>} */
function byLine(marks) {
  const lines = new Map();
  for (const { line, sentence } of marks) lines.set(line, (lines.get(line) ?? new Set()).add(sentence));
  return lines;
}
