// The output: a map over two inputs, or an image with its ten outputs and a pad, above the table of predictions.
import { computed, effect, untracked } from "@preact/signals-core";
import { mountDigit } from "./digit.js";
import { fill, h, say } from "./dom.js";
import { mountMap } from "./map.js";

/** What kind of data is drawn how. @type {Record<string, {caption: string, mount: (element: HTMLElement, store: any) => () => void}>} */
const DRAWINGS = {
  map: { caption: "ŷ over the inputs", mount: mountMap },
  image: { caption: "one image, ten outputs", mount: mountDigit },
  words: { caption: "", mount: mountWords },
};

/** @param {HTMLElement} element @param {any} store @returns {() => void} ends the view */
export function mountOutput(element, store) {
  const caption = h("p", { class: "output-caption" });
  const stage = h("div", { class: "output-stage" });
  fill(element, caption, stage, h("div", { id: "predictions" }));

  const kind = computed(() => kindOf(store.data.value, store.experiment.value, store.catalog));
  let unmount = () => {};
  const end = effect(() => {
    const drawing = DRAWINGS[kind.value];
    unmount();
    stage.dataset.kind = kind.value;
    say(caption, drawing.caption);
    unmount = untracked(() => drawing.mount(stage, store));
  });
  return () => {
    end();
    unmount();
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
  const inputs = store.data.peek()?.inputs.length;
  fill(element, h("p", { class: "output-words", text: `A map needs two inputs. These data have ${inputs}: read the predictions below, sample by sample.` }));
  return () => fill(element);
}
