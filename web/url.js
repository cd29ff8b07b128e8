// The experiment in the address bar: what differs from the data set's own suggestion, readable, one row a field.
// What an address means is Python's to judge; here it is only spelled out.

/**
 * @typedef {{neurons: number, activation: string}} LayerSpec
 * @typedef {{version: number, seed: number, data: {name: string, noise: number, test_share: number}, layers: LayerSpec[],
 *   loss: string, training: {optimizer: string, learning_rate: number, batch: number|"all", epochs: number}}} Experiment
 * @typedef {{name: string, letter: string}} Activation
 */

/** Each row: the name in the address, where it lives in the experiment, how it is written and read. */
const FIELDS = /** @type {const} */ ([
  { name: "noise", path: ["data", "noise"], kind: "number" },
  { name: "test_share", path: ["data", "test_share"], kind: "number" },
  { name: "layers", path: ["layers"], kind: "layers" },
  { name: "loss", path: ["loss"], kind: "word" },
  { name: "learning_rate", path: ["training", "learning_rate"], kind: "number" },
  { name: "batch", path: ["training", "batch"], kind: "number" },
  { name: "epochs", path: ["training", "epochs"], kind: "number" },
  { name: "seed", path: ["seed"], kind: "number" },
]);

/**
 * @param {Experiment} experiment
 * @param {any} catalog
 * @returns {string} such as "data=circle&layers=4t-2t-1s&learning_rate=0.03"; empty for the article's own example
 */
export function encode(experiment, catalog) {
  const usual = suggested(experiment.data.name, catalog);
  const parts = experiment.data.name === catalog.datasets[0].name ? [] : [`data=${encodeURIComponent(experiment.data.name)}`];
  for (const { name, path, kind } of FIELDS) {
    const text = write(get(experiment, path), kind, catalog);
    if (text !== write(get(usual, path), kind, catalog)) parts.push(`${name}=${encodeURIComponent(text).replaceAll("%3A", ":")}`);
  }
  return parts.join("&");
}

/**
 * @param {string} hash the part behind "#", or any text at all
 * @param {any} catalog
 * @param {(sentence: string) => void} [complain] told what the address says that no experiment has
 * @returns {any} a raw experiment for Python to check: what could not be read stays as the text it was
 */
export function decode(hash, catalog, complain = () => {}) {
  /** @type {any} */
  const raw = {};
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    const field = FIELDS.find((row) => row.name === name);
    if (name === "code") continue; // a learner's files: share.js reads them
    const value = field && read(text.trim(), field.kind, catalog);
    if (name === "data") put(raw, ["data", "name"], text);
    else if (!field) complain(`${short(name)} is not known. An address can say: data, ${FIELDS.map((row) => row.name).join(", ")}.`);
    else if (field.kind === "layers" && typeof value === "string") complain(`layers must be written like 4t-2t-1s: for each layer its neurons and a letter (${letters(catalog)}), or a colon and the name of your own activation. Got ${JSON.stringify(short(text))} instead.`);
    else put(raw, field.path, value);
  }
  return raw;
}

/** The data set's own experiment. @param {string} name @param {any} catalog @returns {Experiment} */
export function suggested(name, catalog) {
  return (catalog.datasets.find((/** @type {any} */ set) => set.name === name) ?? catalog.datasets[0]).experiment;
}

/** @param {any} value @param {string} kind @param {any} catalog */
function write(value, kind, catalog) {
  if (kind !== "layers") return String(value);
  const word = (/** @type {string} */ name) => lettered(catalog).find((row) => row.name === name)?.letter ?? `:${name}`;
  return value.map((/** @type {LayerSpec} */ { neurons, activation }) => `${neurons}${word(activation)}`).join("-");
}

/** @param {string} text @param {string} kind @param {any} catalog */
function read(text, kind, catalog) {
  if (kind === "layers") return readLayers(text, catalog);
  if (kind === "number" && /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text)) return Number(text);
  return text;
}

/** "4t-2t-1s" or "4tanh-2tanh-1sigmoid"; "3:relu6-1s" with one of the learner's own. @param {string} text @param {any} catalog */
function readLayers(text, catalog) {
  const layers = [];
  for (const part of text.split("-")) {
    const match = /^(\d{1,6})(:?)([A-Za-z_]\w*)$/.exec(part);
    if (!match) return text;
    const [, neurons, colon, word] = match;
    layers.push({ neurons: Number(neurons), activation: colon ? word : activationOf(word, catalog) });
  }
  return layers;
}

/** Without a colon: a letter or a name. What is not known is kept for Python to judge: the learner's code may bring it. @param {string} word @param {any} catalog */
function activationOf(word, catalog) {
  const rows = /** @type {Activation[]} */ (catalog.activations);
  const small = word.toLowerCase();
  const found =
    lettered(catalog).find(({ letter }) => letter === word) ?? // as write() writes it, whatever a learner's own is called
    rows.find(({ name }) => name === word) ??
    lettered(catalog).find(({ letter }) => letter === small) ??
    rows.find(({ name }) => name.toLowerCase() === small);
  return found?.name ?? word;
}

/** The activations that have a letter: a learner's own have none. @param {any} catalog @returns {Activation[]} */
function lettered(catalog) {
  return catalog.activations.filter((/** @type {Activation} */ { letter, name }) => letter !== name);
}

/** Python names a field by its place in the experiment; here it has the name that addresses use. @param {string} sentence */
export function inAddress(sentence) {
  const field = FIELDS.find(({ path }) => sentence.startsWith(`${path.join(".")} `));
  return field ? field.name + sentence.slice(field.path.join(".").length) : sentence.replace(/^data\.name /, "data ");
}

/** @param {any} catalog */
function letters(catalog) {
  return lettered(catalog).map(({ letter, name }) => `${letter} ${name}`).join(", ");
}

/** @param {string} text */
function short(text) {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** @param {any} object @param {readonly string[]} path */
function get(object, path) {
  return path.reduce((value, key) => value[key], object);
}

/** @param {any} object @param {readonly string[]} path @param {any} value */
function put(object, path, value) {
  path.slice(0, -1).reduce((inner, key) => (inner[key] ??= {}), object)[path[path.length - 1]] = value;
}
