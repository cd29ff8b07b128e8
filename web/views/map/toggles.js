// Two small choices below the map, as in TensorFlow Playground: the held-out samples, and the output as a yes or a no.
import { h } from "../dom.js";

/** @param {any} store */
export function makeToggles(store) {
  const test = toggle("Show test data", "Shows the samples that are held out, as hollow marks.", (on) => store.setView({ showTest: on }));
  const discretize = toggle("Discretize output", "Draws what is decided, not how sure the network is.", (on) => store.setView({ discretize: on }));
  const element = h("div", { class: "map-toggles", role: "group", "aria-label": "What the map shows" }, test.label, discretize.label);
  return { element, draw };

  /** @param {any} data */
  function draw(data) {
    const { showTest, discretize: plain } = store.view.value;
    element.hidden = !data;
    test.label.hidden = !data?.x_test.shape[1];
    test.input.checked = showTest;
    discretize.input.checked = plain;
  }
}

/** @param {string} text @param {string} tip @param {(on: boolean) => void} take */
function toggle(text, tip, take) {
  const input = h("input", { type: "checkbox", onchange: () => take(input.checked) });
  return { input, label: h("label", { title: tip }, input, text) };
}
