// The code window: the Python files that run, to be read and to be changed; beside them the steps, what runs, and the exercises.

import { computed, effect, untracked } from "@preact/signals-core";
import { makeCheck } from "./code/check.js";
import { makeFiles } from "./code/files.js";
import { fileNames } from "./code/names.js";
import { makePrinted } from "./code/printed.js";
import { makeProposed } from "./code/proposed.js";
import { makeStatus, reason } from "./code/status.js";
import { EXERCISES, isFile, makeTabs, STEPS, WHAT_RUNS } from "./code/tabs.js";
import { makeHanging, makeTrouble } from "./code/trouble.js";
import { fill, h } from "./dom.js";
import { mountExercises } from "./exercises.js";
import { mountSteps } from "./steps.js";
import { mountWhatRuns } from "./whatruns.js";
import { makeMark } from "./whatruns/mark.js";

/** @param {HTMLElement} element @param {any} store */
export function mountCode(element, store) {
  const parts = render(element, store);
  store.flush = parts.files.flush; // what is typed just now, for who packs the edits
  parts.files.adopt(store.edits.value);
  parts.show(parts.names[0]);
  const { panels, files } = parts;
  const ends = [
    mountSteps(panels[STEPS], store), mountWhatRuns(panels[WHAT_RUNS], store, parts.openLine), mountExercises(panels[EXERCISES], store),
    ...listen(parts, store), files.destroy,
  ];
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
  const mark = makeMark(() => show(WHAT_RUNS));
  const why = computed(() => /** @type {string|null} */ (store.state.value?.engine?.why ?? null)); // it runs plainly
  const trouble = makeTrouble(goTo);
  const hanging = makeHanging(() => store.stopPython());
  const status = makeStatus({ run, compare, takeBack });
  const printed = makePrinted(store.clearPrints);
  const proposed = makeProposed(store.lesson, { accept: () => store.acceptProposed(), refuse: () => store.refuseProposed() });
  const panel = (/** @type {string} */ name) => h("div", { id: `code-${name}`, class: "panel", role: "tabpanel", "aria-labelledby": `tab-${name}` });
  const panels = { [STEPS]: panel(STEPS), [WHAT_RUNS]: panel(WHAT_RUNS), file: panel("file"), [EXERCISES]: panel(EXERCISES) };
  panels.file.append(trouble.element, host, status.element);
  const usual = h("div", { class: "usual" }, h("div", { class: "tabs" }, tabs.element, h("div", { class: "verdicts" }, check.element, mark.element)), ...Object.values(panels), printed.element);
  fill(element, hanging.element, usual, proposed.element); // Stop must be in reach, whatever else is shown

  /** @param {string} name of a file, or one of the other tabs */
  function show(name) {
    const file = isFile(name);
    if (!file) files.leave(); // while its place can still be read
    for (const [key, panel] of Object.entries(panels)) panel.hidden = key !== (file ? "file" : name);
    printed.allow(name !== EXERCISES);
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

  /** As goTo, and the line is marked, if the text is what runs. @param {string} name @param {number} line */
  function openLine(name, line) {
    goTo(name, line);
    if (!textDiffers(store, name)) files.follow({ file: name, line }, false);
  }

  function drawStatus() {
    const now = { why: why.value, code: store.code.value, edits: store.edits.value, python: store.python.value };
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
  return { names, panels, usual, files, tabs, check, trouble, hanging, printed, proposed, mark, why, show, goTo, openLine, drawStatus };
}

/** @param {ReturnType<typeof render>} parts @param {any} store @returns {(() => void)[]} */
function listen({ usual, files, tabs, check, trouble, hanging, printed, proposed, mark, why, goTo, drawStatus }, store) {
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
    effect(() => mark.draw(why.value)),
    effect(() => printed.draw(store.prints.value)),
    effect(() => {
      const trace = store.trace.value;
      const step = trace?.steps[trace.at] ?? null;
      files.follow(step && textDiffers(store, step.file) ? null : step, trace !== lastTrace);
      lastTrace = trace;
    }),
    effect(() => {
      const { proposed: came } = store.code.value;
      usual.inert = Boolean(came);
      proposed.draw(came, store.edits.value, store.python.value);
    }),
  ];
}

/** Is the text of a file not the one that runs? @param {any} store @param {string} name */
function textDiffers(store, name) {
  return store.code.value.phase === "edited" && name in store.edits.value;
}
