// The header: train, step, reset; where the run stands; and while Python loads, how far it is.

import { effect } from "@preact/signals-core";
import { h, say } from "./dom.js";
import { count, megabytes, significant } from "./format.js";

const LONG = 1500; // ms in which Python usually starts: till then a bar that moves by itself would only take the time that it shows

/** @param {{controls: Element, readouts: Element, dataMenu: Element}} places @param {any} store */
export function mountHeader({ controls, readouts, dataMenu }, store) {
  const parts = render(store);
  controls.append(parts.train, parts.step, parts.reset);
  dataMenu.append(parts.data);
  readouts.append(parts.progress, parts.numbers);
  effect(() => drawControls(parts, store));
  effect(() => drawProgress(parts, store.python.value, promised(store.running.value, store.wished.value)));
  effect(() => {
    if (store.python.value.phase !== "starting") return;
    const timer = setTimeout(() => parts.bar.removeAttribute("value"), LONG);
    return () => clearTimeout(timer);
  });
  effect(() => drawNumbers(parts, store));
}

/** @param {any} store */
function render(store) {
  const number = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ title) => {
    const value = h("strong", { id });
    const box = h("div", { class: "number", title }, h("span", { text: label }), value);
    return { box, value };
  };
  const epoch = number("epoch", "Epoch", "How often the network has seen all training data");
  const cost = number("cost-now", "Cost", "How wrong the network is now: the mean loss over the training data");
  const test = number("test-cost-now", "Test cost", "The same for the held-out data, which the network never trains on");
  const right = number("right", "Right", "Training samples that the network answers rightly");
  const rightTest = number("right-test", "Right, held out", "Held-out samples, never trained on, that the network answers rightly");
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Loading Python" });
  const text = h("span", { class: "waits" });
  return {
    train: h("button", { id: "train", class: "primary", type: "button", onclick: () => (store.running.value ? store.pause() : store.train()) }),
    step: h("button", { id: "step", type: "button", text: "One step", title: "One update of the weights: one batch forward and back", onclick: store.step }),
    reset: h("button", { id: "reset", type: "button", text: "Reset", title: "The same experiment again, with the untrained weights of its seed", onclick: store.reset }),
    data: h("select", { "aria-label": "Data", title: "The data to learn", onchange: (/** @type {any} */ event) => store.chooseData(event.target.value) },
      ...store.catalog.datasets.map((/** @type {any} */ set) => h("option", { value: set.name, text: set.title }))),
    progress: h("div", { class: "progress" }, bar, text),
    numbers: h("div", { class: "numbers" }, epoch.box, cost.box, test.box, right.box, rightTest.box),
    bar, text, epoch, cost, test, right, rightTest,
  };
}

/** @param {any} parts @param {any} store */
function drawControls(parts, store) {
  const running = store.running.value;
  const ready = store.python.value.phase === "ready";
  const failed = store.python.value.phase === "failed";
  say(parts.train, running ? (ready ? "❙❙ Pause" : "Waiting …") : "▶ Train");
  parts.train.setAttribute("aria-label", running ? "Pause" : "Train");
  parts.train.title = running ? "Stop here; Train goes on from here" : "Train the network: watch the cost fall";
  parts.train.disabled = failed;
  parts.step.disabled = failed || running;
  parts.reset.disabled = !ready;
  parts.data.value = store.experiment.value.data.name;
}

/** What was asked for before Python is ready, and starts then. @param {boolean} running @param {number} steps */
function promised(running, steps) {
  if (running) return "Training starts as soon as Python is ready";
  if (steps === 0) return "";
  return steps === 1 ? "One step follows as soon as Python is ready" : `${count(steps)} steps follow as soon as Python is ready`;
}

/** @param {any} parts @param {{phase: string, text: string, loaded: number, total: number}} python @param {string} promise */
function drawProgress(parts, { phase, text, loaded, total }, promise) {
  parts.progress.hidden = phase === "ready";
  parts.numbers.hidden = phase !== "ready";
  parts.bar.hidden = phase === "failed";
  if (phase === "loading" && total) parts.bar.value = loaded / total;
  const size = phase === "loading" && total ? `, ${megabytes(loaded)} of ${megabytes(total)}` : "";
  say(parts.text, promise && phase !== "failed" ? promise : `${text}${size}`);
}

/** @param {any} parts @param {any} store */
function drawNumbers(parts, store) {
  const state = store.state.value;
  const data = store.data.value;
  if (!state || !data) return;
  const partway = state.steps_into_epoch > 0 && !store.running.value ? ` + ${count(state.steps_into_epoch)}/${count(state.steps_per_epoch)}` : "";
  say(parts.epoch.value, `${count(state.epoch)}${partway}`);
  say(parts.cost.value, state.cost === null ? "not a number" : significant(state.cost));
  parts.test.box.hidden = state.test_cost === null;
  if (state.test_cost !== null) say(parts.test.value, significant(state.test_cost));
  drawRight(parts.right, state.right_count, data.x.shape[1]);
  drawRight(parts.rightTest, state.right_test_count, data.x_test.shape[1]);
}

/** @param {{box: any, value: any}} number @param {number|null} right @param {number} of */
function drawRight({ box, value }, right, of) {
  box.hidden = right === null || of === 0;
  say(value, of < 10_000 ? `${count(right ?? 0)} / ${count(of)}` : `${(((right ?? 0) / of) * 100).toFixed(1)} %`); // longer ones do not fit
  value.classList.toggle("all", right === of);
}
