// The code window: the Python files that run, to be read and to be changed; the steps and the exercises beside them.

import { effect, untracked } from "@preact/signals-core";
import { makeCheck } from "./code/check.js";
import { makeFiles } from "./code/files.js";
import { fileNames } from "./code/names.js";
import { makeProposed } from "./code/proposed.js";
import { makeStatus, reason } from "./code/status.js";
import { EXERCISES, makeTabs, STEPS } from "./code/tabs.js";
import { makeHanging, makeTrouble } from "./code/trouble.js";
import { fill, h } from "./dom.js";
import { mountExercises } from "./exercises.js";
import { mountSteps } from "./steps.js";

/** @param {HTMLElement} element @param {any} store */
export function mountCode(element, store) {
  const parts = render(element, store);
  store.flush = parts.files.flush; // what is typed just now, for who packs the edits
  parts.files.adopt(store.edits.value);
  parts.show(parts.names[0]);
  const ends = [mountSteps(parts.panels[STEPS], store), mountExercises(parts.panels[EXERCISES], store), ...listen(parts, store), parts.files.destroy];
  return () => {
    for (const end of ends) end?.();
  };
}

/** @param {HTMLElement} element @param {any} store */
function render(element, store) {
  const names = fileNames(store.lesson);
  const host = h("div", { class: "editors" });
  const files = makeFiles(host, store.lesson, { write: store.write, run });
  const tabs = makeTabs(names, show);
  const check = makeCheck(goTo);
  const trouble = makeTrouble(goTo);
  const hanging = makeHanging(() => store.stopPython());
  const status = makeStatus({ run, compare, takeBack });
  const proposed = makeProposed(store.lesson, { accept: () => store.acceptProposed(), refuse: () => store.refuseProposed() });
  const panel = (/** @type {string} */ name) => h("div", { id: `code-${name}`, class: "panel", role: "tabpanel", "aria-labelledby": `tab-${name}` });
  const panels = { [STEPS]: panel(STEPS), file: panel("file"), [EXERCISES]: panel(EXERCISES) };
  panels.file.append(trouble.element, host, status.element);
  const usual = h("div", { class: "usual" }, h("div", { class: "tabs" }, tabs.element, check.element), ...Object.values(panels));
  fill(element, hanging.element, usual, proposed.element); // Stop must be in reach, whatever else is shown

  /** @param {string} name of a file, or one of the other two tabs */
  function show(name) {
    const file = name !== STEPS && name !== EXERCISES;
    if (!file) files.leave(); // while its place can still be read
    for (const [key, panel] of Object.entries(panels)) panel.hidden = key !== (file ? "file" : name);
    tabs.select(name);
    if (!file) return;
    panels.file.setAttribute("aria-labelledby", `tab-${name}`);
    files.show(name);
    drawStatus();
  }

  /** To a line, with the cursor. @param {string} name @param {number|null} line @param {boolean} [cursor] */
  function goTo(name, line, cursor = true) {
    if (!names.includes(name)) return;
    show(name);
    if (line) files.reveal(line, cursor);
  }

  function drawStatus() {
    const now = { code: store.code.value, edits: store.edits.value, python: store.python.value };
    if (files.shown()) status.draw({ ...now, name: files.shown(), compared: files.compared() });
  }

  function run() {
    files.flush();
    if (!reason(store.code.value, store.python.value)) store.run();
  }

  /** @param {boolean} on */
  function compare(on) {
    files.compare(on);
    drawStatus();
  }

  /** @param {string} name */
  function takeBack(name) {
    files.forget();
    store.takeBack(name);
    files.focus();
  }
  return { names, panels, usual, files, tabs, check, trouble, hanging, proposed, show, goTo, drawStatus };
}

/** @param {ReturnType<typeof render>} parts @param {any} store @returns {(() => void)[]} */
function listen({ usual, files, tabs, check, trouble, hanging, proposed, goTo, drawStatus }, store) {
  let wrong = /** @type {any} */ (null); // what is marked in the files: the error, or the verdict on the gradients
  let lastTrace = /** @type {any} */ (null);
  return [
    effect(() => {
      tabs.draw(store.edits.value);
      files.adopt(store.edits.value);
      drawStatus();
    }),
    effect(() => {
      const { phase, error: said } = store.code.value;
      const error = phase === "original" ? null : said; // taken back
      const verdict = store.check.value;
      check.draw(verdict);
      trouble.draw(error);
      if (wrong !== (error ?? verdict)) files.mark(error ? [{ ...error, sentence: error.message }] : (verdict?.faults ?? []));
      if (error && wrong !== error) untracked(() => goTo(error.file, error.line, false));
      wrong = error ?? verdict;
    }),
    effect(() => hanging.draw(store.hanging.value)),
    effect(() => {
      const trace = store.trace.value;
      const step = trace?.steps[trace.at] ?? null;
      const other = step && store.code.value.phase === "edited" && step.file in store.edits.value; // the text is not what ran
      files.follow(other ? null : step, trace !== lastTrace);
      lastTrace = trace;
    }),
    effect(() => {
      const { proposed: came } = store.code.value;
      usual.inert = Boolean(came);
      proposed.draw(came, store.edits.value, store.python.value);
    }),
  ];
}
