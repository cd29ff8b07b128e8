// An address of TensorFlow Playground, such as #activation=tanh&batchSize=10&dataset=circle&networkShape=4,2,
// as an experiment here. What is not said has Playground's own default.

import { FEATURES, NAMES } from "./playground/names.js";
import { WINDOWS } from "./url.js";

/** @typedef {{raw: any, view: {discretize: boolean, showTest: boolean, hide: string[]}, complaints: string[]}} Played */

/**
 * @param {string} hash the part behind "#", or any text at all
 * @returns {Played|null} null when it is not one of Playground's
 */
export function fromPlayground(hash) {
  const said = new Map(new URLSearchParams(hash.replace(/^#/, "")));
  for (const [name, text] of said) if (text.trim() === "" && name !== "networkShape") said.delete(name); // as Playground reads them
  if (!isPlaygrounds(said)) return null;
  /** @type {string[]} */
  const complaints = [];
  const complain = (/** @type {string} */ text) => void complaints.push(text);
  for (const name of said.keys()) if (!known(name)) complain(`${short(name)} is not known in an address of Playground: it is passed over.`);

  const number = (/** @type {string} */ name, /** @type {number} */ usual) => readNumber(said, name, usual, complain);
  const yes = (/** @type {string} */ name, usual = false) => readYes(said, name, usual, complain);
  const word = (/** @type {string} */ name, /** @type {string} */ usual) => readWord(said, name, usual, complain);

  const problem = word("problem", "classification");
  const numbers = problem === "regression";
  const name = numbers ? word("regDataset", "reg-plane") : word("dataset", "circle");
  const activation = word("activation", "tanh");
  const regularization = word("regularization", "none");
  const seed = readSeed(said, complain);
  const raw = {
    ...(seed === null ? {} : { seed }),
    data: {
      name,
      noise: number("noise", 0) / 100,
      test_share: Number((1 - number("percTrainData", 50) / 100).toFixed(4)),
      features: readFeatures(yes, complain),
    },
    layers: [
      ...readShape(said, complain).map((neurons) => ({ neurons, activation })),
      { neurons: 1, activation: numbers ? "linear" : "sigmoid" }, // the output's own, for these losses
    ],
    init: yes("initZero") ? "zeros" : "xavier",
    loss: numbers ? "squared_error" : "logloss",
    training: {
      optimizer: "gradient_descent",
      learning_rate: number("learningRate", 0.03),
      schedule: "constant",
      batch: number("batchSize", 10),
      regularization,
      regularization_rate: number("regularizationRate", 0),
    },
  };
  tellHidden(said, yes, complain);
  return { raw, view: { discretize: yes("discretize"), showTest: yes("showTestData"), hide: [] }, complaints };
}

/**
 * By names that only Playground's addresses have. An address of ours that says data or layers never is one.
 * @param {Map<string, string>} said
 */
function isPlaygrounds(said) {
  if (said.has("data") || said.has("layers")) return false;
  return [...said.keys()].some((name) => OWN.includes(name) || name.endsWith("_hide"));
}

const SHARED = ["noise", "seed", "discretize", "regularization", "tutorial"]; // ours may say these as well
const OWN = [
  ...[...Object.keys(NAMES), ...Object.keys(FEATURES)].filter((name) => !SHARED.includes(name)),
  "batchSize", "learningRate", "regularizationRate", "networkShape", "showTestData", "percTrainData", "initZero",
  "collectStats", "hideText", // these two say nothing about the experiment
];

/** @param {string} name */
function known(name) {
  return OWN.includes(name) || SHARED.includes(name) || name.endsWith("_hide");
}

/** @typedef {(text: string) => void} Complain */

/** @param {Map<string, string>} said @param {string} name @param {number} usual @param {(text: string) => void} complain */
function readNumber(said, name, usual, complain) {
  const text = said.get(name)?.trim();
  if (text === undefined) return usual;
  if (/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text)) return Number(text);
  complain(`${name} must be a number. Got “${short(text)}” instead, so it is ${usual}.`);
  return usual;
}

/** @param {Map<string, string>} said @param {string} name @param {boolean} usual @param {Complain} complain */
function readYes(said, name, usual, complain) {
  const text = said.get(name) ?? String(usual);
  if (text === "true" || text === "false") return text === "true";
  complain(`${short(name)} must be true or false. Got “${short(text)}” instead, so it is ${usual}.`);
  return usual;
}

/** What Playground calls a thing to what it is called here. @param {Map<string, string>} said @param {string} name @param {string} usual @param {Complain} complain */
function readWord(said, name, usual, complain) {
  const names = NAMES[name];
  const text = said.get(name) ?? usual;
  if (Object.hasOwn(names, text)) return names[text];
  complain(`${name} must be one of ${Object.keys(names).join(", ")}. Got “${short(text)}” instead, so it is ${usual}.`);
  return names[usual];
}

/** "4,2": the neurons of the hidden layers; none is possible. @param {Map<string, string>} said @param {Complain} complain @returns {number[]} */
function readShape(said, complain) {
  const text = said.get("networkShape") ?? "4,2";
  if (text.trim() === "") return [];
  if (/^\s*\d{1,4}\s*(,\s*\d{1,4}\s*)*$/.test(text)) return text.split(",").map(Number);
  complain(`networkShape must be numbers of neurons such as 4,2. Got “${short(text)}” instead, so it is 4,2.`);
  return [4, 2];
}

/** @param {(name: string, usual?: boolean) => boolean} yes @param {Complain} complain */
function readFeatures(yes, complain) {
  const on = Object.keys(FEATURES).filter((name) => yes(name, name === "x" || name === "y"));
  for (const name of on) if (!FEATURES[name]) complain(`${name} is no input here: pick sin x₁ or sin x₂ in the network instead.`);
  const features = on.map((name) => FEATURES[name]).filter((id) => id !== null);
  if (features.length > 0) return features;
  complain("This address picks no input that there is here, so x₁ and x₂ are taken.");
  return ["x1", "x2"];
}

/**
 * Playground's seeds are texts, usually "0.71864". A whole number stays what it is; of any other the first digits count.
 * @param {Map<string, string>} said @param {Complain} complain @returns {number|null}
 */
function readSeed(said, complain) {
  const text = said.get("seed")?.trim() ?? "";
  if (text === "") return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (/^0?\.\d+$/.test(text)) return Math.floor(Number(text) * 1e5);
  complain(`The seed “${short(text)}” is not a number as they are here, so the usual one is taken.`);
  return null;
}

/** There single controls are hidden, here whole windows. @param {Map<string, string>} said @param {(name: string) => boolean} yes @param {Complain} complain */
function tellHidden(said, yes, complain) {
  const hidden = [...said.keys()].filter((name) => name.endsWith("_hide") && yes(name));
  if (hidden.length > 0) complain(`${hidden.map(short).join(", ")}: a single control cannot be hidden here, a window can: hide=${WINDOWS.join(",")}.`);
}

/** @param {string} text */
function short(text) {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
