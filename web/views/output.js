// The output: a map over two columns, or an image with its outputs and a pad, above the table of predictions.
import { computed, effect, untracked } from "@preact/signals-core";
import { mountDigit } from "./digit.js";
import { fill, h, say } from "./dom.js";
import { mountMap } from "./map.js";
import { makeReport } from "./report.js";

/** What kind of data is drawn how. @type {Record<string, (element: HTMLElement, store: any, caption: (text: string) => void) => () => void>} */
const DRAWINGS = { map: mountMap, image: mountDigit, words: mountWords };

/** @param {HTMLElement} element @param {any} store @returns {() => void} ends the view */
export function mountOutput(element, store) {
  const caption = h("p", { class: "output-caption" });
  const stage = h("div", { class: "output-stage" });
  const report = makeReport(store);
  fill(element, h("div", { class: "output-head" }, caption, report.button), stage, h("div", { id: "predictions" }), report.dialog);

  const kind = computed(() => kindOf(store.data.value, store.experiment.value, store.catalog));
  let unmount = () => {};
  const end = effect(() => {
    const mount = DRAWINGS[kind.value];
    unmount();
    stage.dataset.kind = kind.value;
    say(caption, "");
    unmount = untracked(() => mount(stage, store, (text) => say(caption, text)));
  });
  return () => {
    end();
    unmount();
    report.end();
    fill(element);
  };
}

/** From the data, or before they are here from what the catalog knows of them. */
function kindOf(/** @type {any} */ data, /** @type {any} */ experiment, /** @type {any} */ catalog) {
  if (data) return data.image ? "image" : data.domain ? "map" : "words";
  const picture = catalog.datasets.find((/** @type {any} */ one) => one.name === experiment.data.name)?.picture;
  return picture?.image ? "image" : "map";
}

function mountWords(/** @type {HTMLElement} */ element, /** @type {any} */ store) {
  const numbers = store.data.peek()?.axes_offered.length;
  fill(element, h("p", { class: "output-words", text: `A map needs two columns of numbers. These data have ${numbers ? "one" : "none"}: read the predictions below, sample by sample.` }));
  return () => fill(element);
}
