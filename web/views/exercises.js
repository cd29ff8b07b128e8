// The exercises: a list with what is solved, and the chosen one with its task, an editor, a check, a hint and the answer.

import { effect, untracked } from "@preact/signals-core";
import files from "exercises";
import { recall, remember } from "../storage.js";
import { fill, h, say } from "./dom.js";
import { makeEditor } from "./editor.js";
import { prose, takeApart } from "./exercises/text.js";
import { fillMenu } from "./fields.js";

/** @param {HTMLElement} element @param {any} store */
export function mountExercises(element, store) {
  const texts = Object.fromEntries(files.map((file) => [file.name, file.text]));
  const exercises = files.map(takeApart);
  if (!exercises.length) return fill(element, h("p", { class: "exercises-none", text: "This page was built without exercises." }));
  store.solved.value = { ...recallSolved(), ...store.solved.value };

  const parts = render(element, exercises);
  const now = { exercise: exercises[0], editor: makeEditor(parts.own, { text: "", label: "Your code" }), checking: false };
  const asked = new Set(); // whose answer has been asked for

  /** @param {import("./exercises/text.js").Exercise} exercise */
  function choose(exercise) {
    now.exercise = exercise;
    remember("exercise", exercise.name);
    now.editor.view.destroy();
    now.editor = makeEditor(parts.own, {
      text: recall(`exercise.${exercise.name}`, exercise.start),
      label: `Your code: ${exercise.title}`,
      onChange: (text) => {
        remember(`exercise.${exercise.name}`, text);
        if (parts.result.dataset.kind === "right") tell();
      },
    });
    say(parts.title, exercise.title);
    say(parts.where, `${exercise.file}, ${exercise.function}`);
    fill(parts.task, ...prose(exercise.task));
    fill(parts.hint, ...prose(exercise.hint));
    unfold(parts.hintButton, parts.hint, false);
    parts.question.hidden = true;
    showAnswer(false);
    tell();
    parts.exercise.scrollTop = 0;
    drawList(parts, exercises, now.exercise, untracked(() => store.solved.value));
  }

  async function check() {
    if (now.checking) return;
    now.editor.clearMarks();
    const { phase } = store.python.value;
    if (phase !== "ready") {
      return tell({ kind: "waits", sentence: phase === "failed" ? "Python could not start, so nothing can be checked." : "Python is still starting. Check again in a moment." });
    }
    const { exercise } = now;
    const text = now.editor.text();
    setChecking(true);
    tell({ kind: "waits", sentence: "Checking…" });
    let answer;
    try {
      answer = await store.checkExercise(texts[exercise.name], text);
    } catch (error) {
      answer = { solved: false, sentence: /** @type {Error} */ (error).message, line: null, python: null };
    }
    setChecking(false);
    if (answer.solved) {
      store.solved.value = { ...store.solved.value, [exercise.name]: true };
      remember("solved", JSON.stringify(store.solved.value));
    }
    if (exercise !== now.exercise) return;
    if (now.editor.text() !== text) return tell({ kind: "changed", sentence: "Your code was changed meanwhile: check it again." });
    if (answer.line) now.editor.mark(answer.line); // perhaps another one: the exercise was left and opened again
    tell({ kind: answer.solved ? "right" : "wrong", ...answer });
    parts.next.hidden = !answer.solved || !following();
    showBelow();
  }

  /** @param {boolean} on */
  function setChecking(on) {
    now.checking = on;
    parts.check.setAttribute("aria-disabled", String(on));
  }

  /** @param {{kind: string, sentence: string, line?: number|null, python?: string|null, printed?: string}} [result] */
  function tell({ kind, sentence, line, python, printed } = { kind: "", sentence: "" }) {
    parts.result.dataset.kind = kind;
    fill(parts.sentence, ...prose(line ? `Line ${line}: ${sentence}` : sentence));
    fill(
      parts.python,
      ...(python ? [h("details", {}, h("summary", { text: "Python’s own words" }), h("pre", { tabindex: "0", text: python }))] : []),
      ...(printed ? [h("details", { open: true }, h("summary", { text: "Your code printed" }), h("pre", { tabindex: "0", text: printed }))] : []),
    );
    parts.next.hidden = true;
    showBelow();
  }

  /** What is said below the editor is seen, also in a small pane. */
  function showBelow() {
    if (parts.says.offsetHeight > 0) parts.exercise.scrollTop = parts.exercise.scrollHeight;
  }

  /** @param {boolean} on */
  function showAnswer(on) {
    unfold(parts.answerButton, parts.answer, on);
    fill(parts.shown);
    if (on) makeEditor(parts.shown, { text: now.exercise.answer, label: "The answer", readOnly: true });
  }

  /** @param {string} text which undo can take out again */
  function put(text) {
    now.editor.replace(text);
    remember(`exercise.${now.exercise.name}`, text);
    now.editor.clearMarks();
    tell();
    now.editor.view.focus();
  }

  /** The next one that is not solved yet, from the first again after the last. */
  function following() {
    const from = exercises.indexOf(now.exercise) + 1;
    return [...exercises.slice(from), ...exercises.slice(0, from)].find(({ name }) => !store.solved.value[name]);
  }

  parts.buttons.forEach((button, i) => button.addEventListener("click", () => choose(exercises[i])));
  parts.menu.addEventListener("change", () => choose(exercises.find(({ name }) => name === parts.menu.value) ?? exercises[0]));
  parts.check.addEventListener("click", check);
  parts.own.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    check();
  }, true);
  parts.hintButton.addEventListener("click", () => {
    unfold(parts.hintButton, parts.hint, parts.hint.hidden);
    parts.hint.scrollIntoView({ block: "nearest" });
  });
  parts.answerButton.addEventListener("click", () => {
    if (!parts.answer.hidden || asked.has(now.exercise.name) || store.solved.value[now.exercise.name]) return showAnswer(parts.answer.hidden);
    parts.question.hidden = false;
    parts.yes.focus();
  });
  parts.yes.addEventListener("click", () => {
    asked.add(now.exercise.name);
    parts.question.hidden = true;
    showAnswer(true);
    parts.answerButton.focus();
  });
  parts.no.addEventListener("click", () => {
    parts.question.hidden = true;
    parts.answerButton.focus();
  });
  parts.take.addEventListener("click", () => put(now.exercise.answer));
  parts.over.addEventListener("click", () => put(now.exercise.start));
  parts.next.addEventListener("click", () => {
    const next = following();
    if (!next) return;
    choose(next);
    now.editor.view.focus();
  });

  const kept = recall("exercise", "");
  choose(exercises.find((/** @type {any} */ e) => e.name === kept) ?? exercises[0]);
  const ends = [
    effect(() => drawList(parts, exercises, now.exercise, store.solved.value)),
    effect(() => {
      if (store.python.value.phase === "ready" && parts.result.dataset.kind === "waits" && !now.checking) untracked(() => tell());
    }),
  ];
  return () => {
    for (const end of ends) end();
    now.editor.view.destroy();
  };
}

/** @param {HTMLElement} element @param {import("./exercises/text.js").Exercise[]} exercises */
function render(element, exercises) {
  const button = (/** @type {string} */ text, /** @type {string} */ title, props = {}) => h("button", { type: "button", title, text, ...props });
  const buttons = exercises.map(({ title }) =>
    h("button", { type: "button", title: `Opens the exercise “${title}”.` }, h("span", { class: "done", "aria-hidden": "true" }), h("span", { text: title }), h("span", { class: "unseen" })));
  const count = h("p", { class: "count" });
  const menu = h("select", { "aria-label": "Exercise", title: "Opens another exercise." });
  const title = h("h3", { id: "exercise-title" });
  const where = h("p", { class: "where", title: "Where in the lesson this code stands." });
  const task = h("p", { class: "task" });

  const own = h("div", { class: "own" });
  const shown = h("div", { class: "shown" });
  const take = button("Put it into the editor", "Replaces your code by the answer; undo brings yours back.");
  const answer = h("div", { class: "answer", role: "group", "aria-label": "Answer", id: "exercise-answer" }, h("div", { class: "row" }, h("p", { text: "The answer" }), take), shown);

  const hint = h("p", { class: "hint", id: "exercise-hint" });
  const yes = button("Show it", "Shows the answer beside your code.");
  const no = button("Not yet", "Leaves the answer hidden.");
  const question = h("div", { class: "question row", role: "group", "aria-label": "Show the answer?" }, h("p", { text: "Show the answer?" }), yes, no);
  const sentence = h("p", { class: "sentence", role: "status" });
  const next = button("Next exercise", "Opens the next exercise that is not solved yet.", { class: "next" });
  const python = h("div", { class: "python" });
  const result = h("div", { class: "result" }, sentence, next, python);

  const check = button("Check", "Runs your code and says whether it is right (Ctrl or ⌘ with Enter).", { class: "run" });
  const hintButton = button("Hint", "Shows what may help.", { "aria-controls": hint.id });
  const answerButton = button("Answer", "Shows the answer, after a question.", { "aria-controls": answer.id });
  const over = button("Start over", "Puts back the code that the exercise began with; undo brings yours back.", { class: "quiet" });
  const list = h("nav", { class: "list", "aria-label": "Exercises" }, count, menu, h("ol", {}, ...buttons.map((button) => h("li", {}, button))));
  const says = h("div", { class: "says" }, hint, question, result);
  const exercise = h(
    "section", { class: "exercise", "aria-labelledby": title.id },
    h("div", { class: "exercise-head" }, title, where),
    task,
    h("div", { class: "texts" }, own, answer),
    says,
    h("div", { class: "actions" }, check, hintButton, answerButton, over),
  );
  fill(element, h("div", { class: "exercises" }, h("div", { class: "sides" }, list, exercise)));
  return { exercise, says, buttons, count, menu, title, where, task, own, answer, shown, take, hint, question, yes, no, result, sentence, next, python, check, hintButton, answerButton, over };
}

/** @param {ReturnType<typeof render>} parts @param {import("./exercises/text.js").Exercise[]} exercises @param {import("./exercises/text.js").Exercise} chosen @param {Record<string, true>} solved */
function drawList({ buttons, count, menu }, exercises, chosen, solved) {
  exercises.forEach((exercise, i) => {
    const [mark, , unseen] = buttons[i].children;
    const done = exercise.name in solved;
    say(mark, done ? "✓" : String(i + 1));
    say(unseen, done ? ", solved" : "");
    buttons[i].classList.toggle("solved", done);
    if (exercise === chosen) buttons[i].setAttribute("aria-current", "true");
    else buttons[i].removeAttribute("aria-current");
  });
  keepInSight(buttons[exercises.indexOf(chosen)]);
  fillMenu(menu, exercises.map(({ name, title }, i) => ({ value: name, text: `${name in solved ? "✓" : i + 1} ${title}` })), chosen.name);
  say(count, `${exercises.filter(({ name }) => name in solved).length} of ${exercises.length} solved`);
}

/** Scrolls the list only, never the page. @param {HTMLElement} button */
function keepInSight(button) {
  const list = /** @type {HTMLElement} */ (button.closest("ol"));
  const [inside, outside] = [button.getBoundingClientRect(), list.getBoundingClientRect()];
  list.scrollTop += Math.min(0, inside.top - outside.top) + Math.max(0, inside.bottom - outside.bottom);
}

/** @param {HTMLElement} button @param {HTMLElement} part @param {boolean} open */
function unfold(button, part, open) {
  button.setAttribute("aria-expanded", String(open));
  part.hidden = !open;
}

/** @returns {Record<string, true>} */
function recallSolved() {
  try {
    return JSON.parse(recall("solved", "{}"));
  } catch {
    return {};
  }
}
