// The experiment in the address bar: what differs from the data set's own suggestion, readable, one row a field.
// What an address means is Python's to judge; here it is only spelled out.

/**
 * @typedef {{neurons: number, activation: string}} LayerSpec
 * @typedef {{name: string, noise: number, test_share: number, features: "all"|string[], scale?: boolean, text?: string, wanted?: string, missing?: string}} DataSpec
 * @typedef {{version: number, seed: number, data: DataSpec, layers: LayerSpec[], init: string, loss: string,
 *   training: {optimizer: string, learning_rate: number, schedule: string, batch: number|"all", epochs: number, regularization: string, regularization_rate: number}}} Experiment
 * @typedef {{discretize: boolean, showTest: boolean, hide: string[]}} View
 * @typedef {{name: string, letter: string}} Activation
 */

/** Each row: the name in the address, where it lives in the experiment, how it is written and read. */
export const FIELDS = /** @type {const} */ ([
  { name: "table", path: ["data", "text"], kind: "word" },
  { name: "wanted", path: ["data", "wanted"], kind: "word" },
  { name: "features", path: ["data", "features"], kind: "list" },
  { name: "missing", path: ["data", "missing"], kind: "word" },
  { name: "scale", path: ["data", "scale"], kind: "boolean" },
  { name: "noise", path: ["data", "noise"], kind: "number" },
  { name: "test_share", path: ["data", "test_share"], kind: "number" },
  { name: "layers", path: ["layers"], kind: "layers" },
  { name: "init", path: ["init"], kind: "word" },
  { name: "loss", path: ["loss"], kind: "word" },
  { name: "optimizer", path: ["training", "optimizer"], kind: "word" },
  { name: "learning_rate", path: ["training", "learning_rate"], kind: "number" },
  { name: "schedule", path: ["training", "schedule"], kind: "word" },
  { name: "regularization", path: ["training", "regularization"], kind: "word" },
  { name: "regularization_rate", path: ["training", "regularization_rate"], kind: "number" },
  { name: "batch", path: ["training", "batch"], kind: "number" },
  { name: "epochs", path: ["training", "epochs"], kind: "number" },
  { name: "seed", path: ["seed"], kind: "number" },
]);

const OWN = "own"; // the data set that is a table of one's own
const ELSEWHERE = ["code", "discretize", "show_test", "hide", "kept_table"]; // read by share.js, decodeView and address.js
const LONGEST = 6000; // characters that a table may take in an address

/** Windows that an address can hide. */
export const WINDOWS = ["data", "training", "runs", "network", "code", "output", "cost"];

/**
 * @param {Experiment} experiment
 * @param {any} catalog
 * @returns {string} such as "data=circle&layers=4t-2t-1s&learning_rate=0.03"; empty for the article's own example
 */
export function encode(experiment, catalog) {
  const own = experiment.data.name === OWN; // what suits a table of one's own only Python knows: all is written
  const usual = new Map(own ? [] : spelled(suggested(experiment.data.name, catalog), catalog).map(({ name, text }) => [name, text]));
  const parts = experiment.data.name === catalog.datasets[0].name ? [] : [`data=${encodeURIComponent(experiment.data.name)}`];
  for (const { name, text } of spelled(experiment, catalog)) {
    if (usual.get(name) === text) continue;
    if (name === "table" && tooLong(text)) parts.push(`kept_table=${fingerprint(text)}`); // it travels as a file; this browser has kept it
    else parts.push(`${name}=${encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2C", ",")}`);
  }
  return parts.join("&");
}

/** Does a table not fit into an address? @param {string} text */
export function tooLong(text) {
  return text.length > LONGEST || encodeURIComponent(text.toWellFormed()).length > LONGEST;
}

/** By this a table is known again (FNV-1a). @param {string} text */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

/** The fields of an experiment but for the name of its data, in the words of the address. @param {Experiment} experiment @param {any} catalog @returns {{name: string, text: string}[]} */
export function spelled(experiment, catalog) {
  return FIELDS.filter(({ path }) => get(experiment, path) !== undefined).map(({ name, path, kind }) => ({ name, text: write(get(experiment, path), kind, catalog) }));
}

/** What the page shows and hides, as far as it is not usual. @param {View} view @returns {string} */
export function encodeView({ discretize, showTest, hide }) {
  return [discretize && "discretize=true", !showTest && "show_test=false", hide.length > 0 && `hide=${hide.join(",")}`].filter(Boolean).join("&");
}

/** @param {string} hash @param {(sentence: string) => void} [complain] @returns {View} */
export function decodeView(hash, complain = () => {}) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const asked = (given.get("hide") ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  const unknown = asked.filter((one) => !WINDOWS.includes(one));
  if (unknown.length) complain(`hide can name ${WINDOWS.join(", ")}. Got ${JSON.stringify(short(unknown[0]))} instead.`);
  for (const name of ["discretize", "show_test"]) {
    const text = given.get(name);
    if (text !== null && text !== "true" && text !== "false") complain(`${name} must be true or false. Got ${JSON.stringify(short(text))} instead.`);
  }
  return { discretize: given.get("discretize") === "true", showTest: given.get("show_test") !== "false", hide: WINDOWS.filter((one) => asked.includes(one)) };
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
    if (ELSEWHERE.includes(name)) continue;
    const value = field && read(field.name === "table" ? text : text.trim(), field.kind, catalog);
    if (name === "data") put(raw, ["data", "name"], text);
    else if (!field) complain(`${short(name)} is not known. An address can say: data, ${[...FIELDS.map((row) => row.name), ...ELSEWHERE].join(", ")}.`);
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
  if (kind === "list") return Array.isArray(value) ? value.map(apart).join(",") : value;
  if (kind !== "layers") return String(value);
  const word = (/** @type {string} */ name) => lettered(catalog).find((row) => row.name === name)?.letter ?? `:${name}`;
  return value.map((/** @type {LayerSpec} */ { neurons, activation }) => `${neurons}${word(activation)}`).join("-");
}

/** A name in a list: a comma of its own does not part it. @param {string} name */
function apart(name) {
  return name.replaceAll("%", "%25").replaceAll(",", "%2C");
}

/** @param {string} text @param {string} kind @param {any} catalog */
function read(text, kind, catalog) {
  if (kind === "layers") return readLayers(text, catalog);
  if (kind === "list") return text === "all" ? text : text.split(",").map((one) => one.trim().replaceAll("%2C", ",").replaceAll("%25", "%")).filter(Boolean);
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
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

/**
 * Python names a field by its place in the experiment; here it has the name that addresses use, and what holds now is said.
 * @param {{message: string}} problem @param {Experiment} experiment @param {any} catalog
 */
export function inWords({ message }, experiment, catalog) {
  const layer = /^layers\[(\d)\]\.(neurons|activation) /.exec(message);
  const field = FIELDS.find(({ name, path }) => message.startsWith(`${path.join(".")} must`) || message.startsWith(`${name} must`));
  let text = message.replace(/^data\.name /, "data ");
  let now = message.startsWith("data.name ") ? JSON.stringify(experiment.data.name) : "";
  if (layer) {
    const { neurons, activation } = experiment.layers[Number(layer[1])] ?? {};
    text = `The ${layer[2] === "neurons" ? "number of neurons" : "activation"} of layer ${Number(layer[1]) + 1} ${message.slice(layer[0].length)}`;
    now = JSON.stringify(layer[2] === "neurons" ? neurons : activation) ?? "";
  } else if (field) {
    text = message.replace(field.path.join("."), field.name);
    const value = get(experiment, field.path);
    now = field.name === "table" || value === undefined ? "" : field.kind === "layers" ? write(value, field.kind, catalog) : typeof value === "string" ? JSON.stringify(value) : String(value);
  }
  return now ? text.replace(/ instead\.$/, ` instead, so it is ${now}.`).replace(/ It is empty\.$/, ` It is left empty, so ${now} holds.`) : text;
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
export function get(object, path) {
  return path.reduce((value, key) => value?.[key], object);
}

/** @param {any} object @param {readonly string[]} path @param {any} value */
export function put(object, path, value) {
  path.slice(0, -1).reduce((inner, key) => (inner[key] ??= {}), object)[path[path.length - 1]] = value;
}
