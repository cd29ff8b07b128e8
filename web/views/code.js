// The code window: the Python files that run, highlighted, the three a student should read first in front.

import { pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { fill, h } from "./dom.js";

const FIRST = ["layer.py", "network.py", "functions.py"];

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

/** @param {HTMLElement} element @param {any} store */
export function mountCode(element, store) {
  const parts = render(element, store.lesson);
  listen(parts);
  parts.show(parts.names[0]);
  return () => parts.view.destroy();
}

/** @param {HTMLElement} element @param {Record<string, string>} lesson */
function render(element, lesson) {
  const names = [...FIRST.filter((name) => name in lesson), ...Object.keys(lesson).filter((name) => !FIRST.includes(name)).sort()];
  const tabs = names.slice(0, FIRST.length).map((name) =>
    h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "code-file", "data-name": name, title: `Shows ${name}, one of the files of the lesson.`, text: name }));
  const rest = names.slice(FIRST.length);
  const more = h(
    "select", { class: "more", "aria-label": "Other files", title: "Shows another file of the lesson.", hidden: rest.length === 0 },
    h("option", { value: "", text: "more", disabled: true, hidden: true }),
    ...rest.map((name) => h("option", { value: name, text: name })),
  );
  const panel = h("div", { class: "file", id: "code-file", role: "tabpanel" });
  fill(
    element,
    h(
      "div", { class: "tabs" },
      h("div", { role: "tablist", "aria-label": "Files" }, ...tabs),
      more,
      h("p", { class: "which", text: "This is the file that is running." }),
    ),
    panel,
  );
  const view = new EditorView({ parent: panel });
  const states = new Map(names.map((name) => [name, { state: open(name, lesson[name]), top: 0 }]));
  let shown = "";

  /** Each file keeps the place where it was left. @param {string} name */
  function show(name) {
    const leaving = states.get(shown);
    if (leaving) Object.assign(leaving, { state: view.state, top: view.scrollDOM.scrollTop });
    const coming = /** @type {{state: EditorState, top: number}} */ (states.get(name));
    view.setState(coming.state);
    view.requestMeasure({ read: () => null, write: () => { view.scrollDOM.scrollTop = coming.top; } });
    shown = name;
    for (const tab of tabs) {
      const chosen = tab.dataset.name === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen || (rest.includes(name) && tab === tabs[0]) ? 0 : -1;
    }
    more.value = rest.includes(name) ? name : "";
    more.classList.toggle("chosen", rest.includes(name));
    panel.setAttribute("aria-label", name);
  }
  return { names, tabs, more, view, show };
}

/** @param {ReturnType<typeof render>} parts */
function listen({ tabs, more, show }) {
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => show(tab.dataset.name));
    tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
      if (!next) return;
      event.preventDefault();
      show(next.dataset.name);
      next.focus();
    });
  });
  more.addEventListener("change", () => show(more.value));
}

/** Read only; what may be typed into stands in a compartment. @param {string} name @param {string} text */
function open(name, text) {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      python,
      highlight,
      writing.of([EditorState.readOnly.of(true), EditorView.editable.of(false)]),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `${name}, read only`, "aria-readonly": "true" }),
    ],
  });
}

const writing = new Compartment();
