// What each answer of Python must hold. The worker runs code of learners, which may forge messages: what is not as it
// should be is refused here, before any view draws it.

// A kind is a word (several: any of them), a table of fields, or [kind]: a list of such.
const EXPERIMENT = {
  data: { name: "text", noise: "number", test_share: "number", features: "list text" },
  layers: [{ neurons: "number", activation: "text" }],
  init: "text",
  loss: "text",
  training: {
    optimizer: "text", learning_rate: "number", schedule: "text", batch: "number text", epochs: "number", regularization: "text",
    regularization_rate: "number",
  },
  seed: "number",
};
const DATA = {
  name: "text", title: "text", kind: "text", inputs: ["text"], outputs: ["text"], classes: "list null", domain: "list null", image: "list null",
  columns: [{ name: "text", categories: "list null" }], axes: "list null", axes_offered: ["number"], y_range: "list null",
  features: [{ id: "text", title: "text", on: "boolean" }], notes: ["text"], shown: "array null", shown_test: "array null",
  x: "array", y: "array", x_test: "array", y_test: "array", wanted: "array null", wanted_test: "array null",
};
const STATE = {
  epoch: "number", step: "number", steps_into_epoch: "number", steps_per_epoch: "number", undo: "number",
  cost: "number null", test_cost: "number null", costs_from: "number", costs: "array", test_costs: "array",
  weights: [{ W: "array", b: "array" }], outputs: "array", outputs_test: "array",
  read: "array null", right: "array null", right_count: "number null",
  read_test: "array null", right_test: "array null", right_test_count: "number null",
  learning_rate: "number", history: ["number"], winner: "array null", sure: "array null",
  maps: "list null", input_maps: "array null", weight_pictures: "array null", finished: "boolean", stopped: "text null",
  engine: { compiled: "boolean", why: "text null", rate: "number null" },
};
const CHOICE = { name: "text", title: "text", about: "text" };
const CATALOG = {
  activations: [{ name: "text", letter: "text", title: "text", hidden: "boolean", output: "boolean", range: "list null" }],
  losses: [{ name: "text", title: "text", outputs: ["text"], kinds: ["text"] }],
  datasets: [{ name: "text", title: "text", about: "text", kind: "text", picture: "object", experiment: EXPERIMENT, group: "text", columns: ["text"], classes: "list null", features: "list" }],
  optimizers: [CHOICE], schedules: [CHOICE], inits: [CHOICE], regularizations: [CHOICE],
  rules: "object", limits: { layers: "number", neurons: "number" },
};
const OPENED = { experiment: EXPERIMENT, problems: [{ message: "text" }], data: DATA, state: STATE };
const STEP = {
  file: "text", line: "number", function: "text", layer: "number null", phase: "text null", source: "text",
  matrices: [{ name: "text", changed: "boolean" }], equation: "object null",
};
const OPERATIONS = 2000;
const OPERATION = {
  number: "number", name: "text null", formula: ["text number"], shape: "text", phase: "text null", layer: "number null", asked: "number",
  kernel: "number null", lines: [{ file: "text", line: "number", source: "text" }],
};
const SEEDS = {
  count: "number", epoch: "number", epochs: "number", finished: "boolean", curves: "array", epochs_shown: "list array", note: "text null",
};
const OF_ALL_SEEDS = { succeeded: "array", rule: "text", share: "number", summary: "text", reasons: [{ seed: "number", sentence: "text" }] };
const AXIS = { title: "text", low: "number", high: "number" };
const FAULT = { what: "text", sentence: "text", size: "text", name: "text null", layer: "number null", file: "text null", line: "number null" };

const ANSWERS = /** @type {Record<string, any>} */ ({
  open: OPENED, reset: OPENED, restore: { ...OPENED, catalog: CATALOG }, load_code: { ...OPENED, catalog: CATALOG },
  train: STATE, step: STATE, state: STATE, undo: { state: STATE },
  trace: { steps: [STEP], arrays: ["array"], state: STATE },
  gradcheck: { agrees: "boolean", checked: "number", faults: [FAULT] },
  check_exercise: { solved: "boolean", sentence: "text", line: "number null", python: "text null" },
  look_at: { sums: ["array"], activations: ["array"] },
  read_drawing: { image: "array", outputs: "array", read: "number", activations: ["array"] },
  costs: { costs: "array", test_costs: "array" }, saved: { text: "text", data: "array" },
  view: { data: DATA, state: STATE }, set_weight: { state: STATE }, rewind: { state: STATE, arrived: "boolean" },
  neurons_at_work: { layers: ["object"], neurons: ["list"], sentences: ["text"] },
  what_runs: { compiled: "boolean", why: "text null", rate: "number null", operations: [OPERATION], kernels: "number null", bytes: "number null", milliseconds: "number null" },
  report: { classes: "list null", confusion: "array null", confusion_test: "array null", accuracy: "array list null", accuracy_test: "array list null", worst: [{ sample: "number", held: "boolean", loss: "number" }] },
  read_table: { text: "text", rows: "number", columns: [{ name: "text", kind: "text" }], notes: ["text"] },
  try_table: { notes: ["text"], problem: "text null" },
  open_file: OPENED, export: { name: "text", mime: "text", data: "array" },
  seeds_begin: SEEDS, seeds_more: SEEDS,
  surface: { colours: "array", low: "number null", high: "number null", x: AXIS, y: AXIS, path: "array", epochs: "array", now: "array" },
});

const KINDS = /** @type {Record<string, (value: any) => boolean>} */ ({
  number: Number.isFinite,
  text: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  list: Array.isArray,
  array: (value) => Array.isArray(value?.shape) && ArrayBuffer.isView(value.values),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
});

/**
 * The answer, if it is as it should be. A failure of the lesson's code is an answer too, cut to a length that can be read.
 * @param {string} call @param {any} answer
 * @throws {TypeError} that names the field
 */
export function checked(call, answer) {
  if (!KINDS.object(answer)) throw new TypeError(`The answer to ${call} is not an object.`);
  if (answer.error) answer.error = failure(answer.error);
  if (answer.prints) answer.prints = prints(answer.prints);
  if (call === "read_drawing" && answer.empty === true) return answer;
  if (ANSWERS[call] !== undefined && typeof answer.problem === "string") return { problem: cut(answer.problem, 400) }; // of a table or a file
  // a failure is told alone, or with what there is up to there, as in a trace
  const fields = Object.entries(ANSWERS[call]).filter(([name]) => (!answer.error || name in answer) && !(call === "open" && answer.kept && name === "data" && answer.data === null));
  demand(answer, Object.fromEntries(fields), `The answer to ${call}`);
  for (const told of [answer, answer.engine, answer.state?.engine]) if (told?.why) told.why = cut(told.why, 400);
  if (call === "what_runs") answer.operations.length = Math.min(answer.operations.length, OPERATIONS); // more than any network has
  if (call.startsWith("seeds_") && answer.finished) demand(answer, OF_ALL_SEEDS, "What came of all seeds");
  return answer;
}

/** @param {any} value @param {any} kind @param {string} at */
function demand(value, kind, at) {
  const name = typeof kind === "string" ? kind : Array.isArray(kind) ? "list" : "object";
  if (!name.split(" ").some((one) => KINDS[one](value))) throw new TypeError(`${at} should be ${name.replaceAll(" ", " or ")}.`);
  if (Array.isArray(kind)) value.forEach((/** @type {any} */ part, /** @type {number} */ index) => demand(part, kind[0], `${at}, ${index}`));
  else if (name === "object" && typeof kind === "object") for (const [field, inner] of Object.entries(kind)) demand(value[field], inner, `${at}, ${field}`);
}

/** How code failed, see explain.py. @param {any} error */
function failure({ type, message, python, file, line }) {
  const whole = Number.isInteger(line) && line > 0;
  return {
    type: cut(type, 100), message: cut(message, 400), python: cut(python, 2000),
    file: typeof file === "string" ? cut(file, 100) : null, line: whole ? line : null,
  };
}

/** What a learner's code printed: the last lines, and how many before them were left out, see printed.py. @param {any} said */
function prints({ text, left_out }) {
  return { text: cut(text, 12_000), left_out: Number.isSafeInteger(left_out) && left_out > 0 ? left_out : 0 };
}

/** @param {any} text @param {number} most characters */
function cut(text, most) {
  const whole = typeof text === "string" ? text : "";
  return whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
}
