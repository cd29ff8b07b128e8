// The heads over the columns: how many neurons, which activation, which shapes; and the layers' own − and +.
import { h, say } from "../dom.js";
import { count } from "../format.js";
import { layerName } from "./structure.js";

export const FORMS = ["whole", "full", "medium", "small"]; // from many words to few: the first that fits side by side is taken

/** @param {HTMLElement} element @param {any} store @param {(place: DOMRect) => void} choose opens the choice of inputs */
export function mountHeads(element, store, choose) {
  const inputs = inputsHead(choose);
  const output = layerHead(store);
  const layers = layersControl(store);
  /** @type {any[]} */
  const hidden = [];
  /** @type {any[]} */
  let slots = [];

  return { update, measure, place, height };

  /** Texts and menus follow the experiment; heads are kept, so that the keyboard's focus is. */
  function update(/** @type {any} */ structure) {
    const { neurons: most } = store.catalog.limits;
    say(inputs.size, `${structure.inputs.length} × ${count(structure.samples)}`);
    inputs.choose.hidden = structure.features.length === 0; // an image is taken whole
    const wanted = structure.layers.length - 1;
    while (hidden.length < wanted) hidden.push(layerHead(store));
    const spare = hidden.splice(wanted);
    if (spare.some((head) => head.element.contains(document.activeElement))) layers.add.focus();
    hidden.forEach((head, index) => head.update(structure, index, most));
    output.update(structure, wanted, most);
    layers.update(structure, store.catalog.limits.layers);
    slots = [inputs, ...hidden, layers, output];
    for (const head of spare) head.element.remove();
    slots.forEach((head, index) => {
      if (element.children[index] !== head.element) element.insertBefore(head.element, element.children[index] ?? null);
    });
  }

  /** How wide the heads are in one of the FORMS. @param {string} form */
  function measure(form) {
    element.dataset.fit = form;
    return slots.map((head) => head.element.offsetWidth);
  }

  function place(/** @type {number[]} */ centres) {
    slots.forEach((head, index) => (head.element.style.left = `${centres[index]}px`));
  }

  function height() {
    return Math.max(...slots.map((head) => head.element.offsetTop + head.element.offsetHeight));
  }
}

function inputsHead(/** @type {(place: DOMRect) => void} */ open) {
  const size = h("span");
  const choose = h("button", {
    type: "button", class: "choose", text: "choose ▾", "aria-haspopup": "dialog", "aria-label": "Choose the inputs",
    title: "Choose what the network gets as its inputs.", onclick: () => open(choose.getBoundingClientRect()),
  });
  const element = h("div", { class: "head", title: "What goes in: inputs × samples, one sample a column." },
    h("div", { class: "head-line" }, h("b", { text: "Inputs" })),
    h("div", { class: "head-line" }, choose, h("span", {}, size, h("span", { class: "long", text: " samples" }))));
  return { element, size, choose };
}

function layerHead(/** @type {any} */ store) {
  let at = 0;
  const title = h("b");
  const neurons = h("span");
  const word = h("span", { class: "long" });
  const fewer = h("button", { type: "button", text: "−", onclick: () => press(fewer, more, () => store.removeNeuron(at)) });
  const more = h("button", { type: "button", text: "+", onclick: () => press(more, fewer, () => store.addNeuron(at)) });
  const stepper = h("span", { class: "stepper" }, fewer, more);
  const remove = h("button", { type: "button", class: "remove", text: "✕", onclick: () => store.removeLayer(at) });
  const menu = h("select", { onchange: () => store.setActivation(at, menu.value) });
  const weights = h("span", { class: "shape" });
  const biases = h("span", { class: "shape long" });
  const element = h("div", { class: "head", role: "group" },
    h("div", { class: "head-line" }, title, h("span", { class: "head-count" }, neurons, word), stepper, remove),
    h("div", { class: "head-line" }, h("span", { class: "menu" }, menu), weights, biases));

  function update(/** @type {any} */ structure, /** @type {number} */ index, /** @type {number} */ most) {
    const layer = structure.layers[index];
    const name = layerName(structure, index);
    const isOutput = layer.kind === "output";
    at = index;
    element.dataset.kind = layer.kind;
    element.setAttribute("aria-label", isOutput ? "Output layer" : name);
    say(title, isOutput ? "Output" : "Hidden");
    say(neurons, String(layer.neurons));
    say(word, layer.neurons === 1 ? " neuron" : " neurons");
    stepper.hidden = remove.hidden = isOutput; // the data says how many outputs there are
    enable(remove, true, `Remove ${name === "hidden layer" ? "the hidden layer" : name}.`, "");
    enable(fewer, layer.neurons > 1, `Remove a neuron from the ${name}.`, "A layer has at least one neuron.");
    enable(more, layer.neurons < most, `Add a neuron to the ${name}.`, `A layer has at most ${most} neurons.`);
    const choices = store.catalog.activations.filter((/** @type {any} */ one) => (isOutput ? one.output : one.hidden) && (one.name !== "softmax" || layer.neurons > 1));
    if ([...menu.options].map((one) => one.value).join() !== choices.map((/** @type {any} */ one) => one.name).join()) {
      menu.replaceChildren(...choices.map((/** @type {any} */ one) => h("option", { value: one.name, text: one.title })));
    }
    menu.value = layer.activation;
    const explained = isOutput ? "Activation of the output: what the last sum is turned into." : `Activation of the ${name}: what each neuron turns its sum into.`;
    menu.setAttribute("aria-label", isOutput ? "Activation of the output" : `Activation of the ${name}`);
    menu.title = explained;
    say(weights, `W ${layer.neurons}×${layer.inputs}`);
    weights.title = `W, the weights: ${layer.neurons} neurons × ${layer.inputs} inputs.`;
    say(biases, `b ${layer.neurons}×1`);
    biases.title = "b, the biases: one for each neuron.";
    biases.classList.toggle("longest", isOutput);
  }
  return { element, update };
}

/** − and "+ layer", standing between the last hidden layer and the output. */
function layersControl(/** @type {any} */ store) {
  const remove = h("button", { type: "button", text: "−", "aria-label": "Remove a layer", onclick: () => press(remove, add, () => store.removeLayer()) });
  const add = h("button", { type: "button", "aria-label": "Add a layer", onclick: () => press(add, remove, () => store.addLayer()) }, "+", h("span", { class: "layer-word", text: " layer" }));
  const element = h("div", { class: "head head-layers" }, h("span", { class: "stepper" }, remove, add), h("span", { class: "short", text: "layer" }));
  function update(/** @type {any} */ structure, /** @type {number} */ most) {
    enable(remove, structure.layers.length > 1, "Remove the last hidden layer.", "There is no hidden layer to remove.");
    enable(add, structure.layers.length < most, "Add a hidden layer before the output.", `A network has at most ${most} layers.`);
  }
  return { element, add, update };
}

/** @param {any} button @param {boolean} can @param {string} title @param {string} reason why it cannot */
function enable(button, can, title, reason) {
  button.disabled = !can;
  button.title = can ? title : reason;
  if (button.childElementCount === 0) button.setAttribute("aria-label", title.replace(/\.$/, ""));
}

/** Acts; when the button has reached its limit, the focus goes to its neighbour instead of being lost. */
function press(/** @type {any} */ button, /** @type {any} */ neighbour, /** @type {() => void} */ act) {
  const focused = document.activeElement === button;
  act();
  if (focused && button.disabled) neighbour.focus();
}
