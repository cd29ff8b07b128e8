// The Python editor that the code window and the exercises share: highlighting, indentation, undo, messages at a line.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers, WidgetType } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { h } from "./dom.js";

// Colours are in style/code.css, so that they follow the theme.
const highlight = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.self], class: "code-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.escape], class: "code-string" },
  { tag: [tags.comment, tags.docString], class: "code-comment" },
  { tag: [tags.number, tags.bool, tags.null], class: "code-number" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "code-name" },
]));

// A string that stands alone is a docstring: it explains, so it is coloured as a comment.
const python = pythonLanguage.configure({ props: [styleTags({ "ExpressionStatement/String": tags.docString })] });

/** Python as it is shown everywhere: also for views that are not made by makeEditor, such as a comparison. */
const pythonLook = [lineNumbers(), python, highlight];

/** What the page itself puts in is no change by the learner. */
const byPage = Annotation.define();

/**
 * @typedef {object} Options
 * @property {string} label what the text is, for screen readers
 * @property {boolean} [readOnly]
 * @property {(text: string) => void} [onChange] after each change that the learner makes
 */

/**
 * Everything but the text: for views that hold several files, each with its own EditorState.
 * @param {Options} options
 */
export function editorSetup({ label, readOnly = false, onChange }) {
  if (readOnly) {
    const about = { tabindex: "0", "aria-label": `${label}, read only`, "aria-readonly": "true" };
    return [pythonLook, marks, EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of(about)];
  }
  // CodeMirror lets Tab leave the editor for two seconds after Escape
  const about = { tabindex: "0", "aria-label": label, "aria-description": "Tab indents. To leave with Tab, press Escape first." };
  return [
    pythonLook,
    marks,
    history(),
    bracketMatching(),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ ...about, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((t) => t.annotation(byPage))) onChange?.(update.state.doc.toString());
    }),
  ];
}

/** @param {Element} parent @param {Options & {text: string}} options */
export function makeEditor(parent, { text, ...options }) {
  const fresh = (/** @type {string} */ doc) => EditorState.create({ doc, extensions: editorSetup(options) });
  const view = new EditorView({ parent, state: fresh(text) });
  return {
    view,
    text: () => view.state.doc.toString(),

    /** Another text, with a history of its own. @param {string} doc */
    set(doc) {
      view.setState(fresh(doc));
    },

    /** Another text in place of this one, which undo brings back. @param {string} doc */
    replace(doc) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: doc }, selection: { anchor: 0 }, annotations: byPage.of(true) });
    },

    /** Marks a line and says why below it. See markLine. @param {number} line @param {string} [message] @param {string} [details] */
    mark(line, message, details) {
      markLine(view, line, message, details);
    },

    clearMarks() {
      clearMarks(view);
    },
  };
}

/** @typedef {import("@codemirror/state").Range<Decoration>} Mark */

/** @type {import("@codemirror/state").StateEffectType<Mark[]>} */
const addMark = StateEffect.define();
/** @type {import("@codemirror/state").StateEffectType<null>} */
const removeMarks = StateEffect.define();

/** The marked lines; they move along with what is typed. */
const marks = StateField.define({
  create: () => Decoration.none,
  update(set, transaction) {
    let marked = set.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(removeMarks)) marked = Decoration.none;
      if (effect.is(addMark)) marked = marked.update({ add: effect.value, sort: true });
    }
    return marked;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @param {EditorView} view made with editorSetup
 * @param {number} line from 1; one past the end marks the last
 * @param {string} [message] a sentence below the line; without one the line is only coloured
 * @param {string} [details] Python's own lines, folded away below the sentence
 */
function markLine(view, line, message = "", details = "") {
  const { doc } = view.state;
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const add = [Decoration.line({ class: "marked-line" }).range(from)];
  if (message) add.push(Decoration.widget({ widget: new Note(message, details), block: true, side: 1 }).range(to));
  view.dispatch({ effects: [addMark.of(add), EditorView.scrollIntoView(from, { y: "nearest", yMargin: 24 })] });
}

/** @param {EditorView} view */
export function clearMarks(view) {
  view.dispatch({ effects: removeMarks.of(null) });
}

/** The sentence below a marked line. */
class Note extends WidgetType {
  constructor(/** @type {string} */ message, /** @type {string} */ details) {
    super();
    this.message = message;
    this.details = details;
  }

  eq(/** @type {Note} */ other) {
    return other.message === this.message && other.details === this.details;
  }

  toDOM(/** @type {EditorView} */ view) {
    const own = h("details", { ontoggle: () => view.requestMeasure() }, h("summary", { text: "Python’s own words" }), h("pre", { text: this.details }));
    return h("div", { class: "line-note", role: "note" }, h("p", { text: this.message }), this.details && own);
  }

  ignoreEvent() {
    return true;
  }
}
