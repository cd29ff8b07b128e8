// The report: which classes are taken for which, how far numbers are off, and the worst mistakes; a click on one picks it.

import { effect } from "@preact/signals-core";
import { makeDialog } from "./dialog.js";
import { fill, h, say } from "./dom.js";
import { count } from "./format.js";
import { confusionOf, readingOf } from "./report/confusion.js";
import { accuracyOf } from "./report/numbers.js";
import { worstOf } from "./report/worst.js";

/** @param {any} store @returns {{button: HTMLButtonElement, dialog: HTMLDialogElement, end: () => void}} */
export function makeReport(store) {
  const when = h("p", { class: "muted", role: "status" });
  const body = h("div", { class: "report" });
  const dialog = makeDialog("report", "Report", when, body);
  const button = h("button", { id: "report-button", type: "button", class: "toggle", text: "Report", title: "Which samples are taken for what, and the worst mistakes.", onclick: open });
  const end = effect(() => void (button.disabled = !store.state.value || !store.data.value || store.first.value !== null));
  let asked = 0; // opened again, it waits for the newer answer
  return { button, dialog, end };

  async function open() {
    const mine = ++asked;
    say(when, "Python is counting …");
    fill(body);
    dialog.showModal();
    try {
      const answer = await store.report();
      if (mine !== asked) return;
      if (answer) draw(answer);
      else say(when, "There is no report: Python was busy with something else. Close this and ask again.");
    } catch (error) {
      say(when, /** @type {Error} */ (error).message);
    }
  }

  /** As things stood when Python answered: the dialog stays so while training goes on. @param {any} answer */
  function draw(answer) {
    const data = store.data.peek();
    const state = store.state.peek();
    say(when, state.epoch ? `After ${many(state.epoch, "epoch")} of training.` : state.step ? `After ${many(state.step, "step")}, less than an epoch.` : "The network is not trained yet: it answers with the weights it was born with. Train it, then look again.");
    const pick = (/** @type {{sample: number, held: boolean}} */ place) => {
      dialog.close();
      store.pick(place);
    };
    const parts = answer.confusion
      ? [h("p", { text: readingOf(answer) }), h("div", { class: "report-sides" }, ...confusionOf(answer, data))]
      : [accuracyOf(answer, data)];
    fill(body, ...parts, worstOf(answer, data, state, pick));
  }
}

/** @param {number} times @param {string} what */
function many(times, what) {
  return `${count(times)} ${what}${times === 1 ? "" : "s"}`;
}
