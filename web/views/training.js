// The training window: learning rate, batch, loss, epochs and seed; and how fast the page lets a run go.

import { effect } from "@preact/signals-core";
import { fill, h, say } from "./dom.js";
import { field, fillMenu, numberField, withOwn } from "./fields.js";
import { count } from "./format.js";

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const PACES = [{ value: "watch", text: "to watch" }, { value: "full", text: "full speed" }];
const PULL = 0.003; // a regularization rate to begin with
const BATCHES = [1, 2, 5, 10, 20, 32, 50, 100, 200, 500];

/** @param {HTMLElement} element @param {any} store */
export function mountTraining(element, store) {
  const parts = render(element, store);
  listen(parts, store);
  let data = store.experiment.peek().data.name;
  const ends = [
    effect(() => draw(parts, store.catalog, store.experiment.value, store.data.value)),
    effect(() => fillMenu(parts.pace, PACES, store.pace.value)),
    effect(() => {
      const { name } = store.experiment.value.data;
      if (name === data) return;
      data = name;
      for (const typed of [parts.rate, parts.epochs, parts.seed, parts.pull]) typed.forget(); // what was refused was meant for the data before
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** @param {HTMLElement} element @param {any} store */
function render(element, store) {
  const { rules } = store.catalog;
  const change = (/** @type {string} */ name) => (/** @type {number} */ value) =>
    store.edit((/** @type {any} */ e) => { e.training[name] = value; });

  const rates = h("select", { "aria-label": "Usual learning rates", title: "Pick one of the usual learning rates." });
  const rate = numberField({
    label: "Learning rate", tip: "How large a step each update takes: type a number, or pick one.",
    rule: rules["training.learning_rate"], show: String, take: change("learning_rate"),
    box: (input) => h("div", { class: "with-menu" }, input, rates),
  });
  const batch = h("select", {});
  const loss = h("select", {});
  const epochs = numberField({
    label: "Epochs", tip: "How many times training goes through all samples.",
    rule: rules["training.epochs"], show: count, take: change("epochs"),
  });
  const again = h("button", { type: "button", "aria-label": "New random seed", title: "Takes a new random seed: other first weights, another run." }, "↻");
  const seed = numberField({
    label: "Seed", tip: "Where chance begins: the same seed gives the same run, always.",
    rule: rules.seed, show: String,
    take: (value) => store.edit((/** @type {any} */ e) => { e.seed = value; }),
    box: (input) => h("div", { class: "with-button" }, input, again),
  });
  const pace = h("select", {});
  const optimizer = h("select", {});
  const schedule = h("select", {});
  const init = h("select", {});
  const regularization = h("select", {});
  const pull = numberField({
    label: "… its rate", tip: "How hard the weights are pulled towards 0.",
    rule: rules["training.regularization_rate"], show: String, take: change("regularization_rate"),
  });
  const about = h("p", { class: "about" });
  fill(
    element,
    rate.row, rate.note,
    field("Optimizer", "How a gradient becomes a step.", optimizer),
    field("Batch", "How many samples each update looks at. A change holds from the next epoch on.", batch),
    field("Loss", "How wrong an output is, as a number: training makes its mean small.", loss),
    epochs.row, epochs.note,
    seed.row, seed.note,
    h("details", { class: "more-settings" },
      h("summary", { title: "First weights, regularization, how the learning rate changes, how fast a run goes." }, "More settings", about),
      field("Schedule", "How the learning rate changes during the run.", schedule),
      field("Regularization", "Pulls the weights towards 0, so that the network does not follow every sample.", regularization),
      pull.row, pull.note,
      field("First weights", "What the weights are drawn from before training.", init),
      field("Pace", "To watch: a run takes some five seconds. Full speed: as fast as Python can.", pace)),
  );
  return { rate, rates, batch, loss, epochs, seed, again, pace, optimizer, schedule, init, regularization, pull, about };
}

/** @param {ReturnType<typeof render>} parts @param {any} store */
function listen({ rates, batch, loss, again, pace, optimizer, schedule, init, regularization }, store) {
  const edit = (/** @type {(e: any) => void} */ change) => store.edit(change);
  rates.addEventListener("change", () => edit((e) => { e.training.learning_rate = Number(rates.value); }));
  batch.addEventListener("change", () => edit((e) => { e.training.batch = batch.value === "all" ? "all" : Number(batch.value); }));
  loss.addEventListener("change", () => store.setLoss(loss.value));
  optimizer.addEventListener("change", () => store.set(["training", "optimizer"], optimizer.value));
  schedule.addEventListener("change", () => store.set(["training", "schedule"], schedule.value));
  init.addEventListener("change", () => store.set(["init"], init.value));
  regularization.addEventListener("change", () => edit((e) => {
    e.training.regularization = regularization.value;
    if (regularization.value !== "none" && !(e.training.regularization_rate > 0)) e.training.regularization_rate = PULL; // else nothing would happen
  }));
  pace.addEventListener("change", () => { store.pace.value = pace.value; });
  again.addEventListener("click", () => edit((e) => { e.seed = crypto.getRandomValues(new Uint32Array(1))[0] % 10000; }));
}

/** @param {ReturnType<typeof render>} parts @param {any} catalog @param {any} experiment @param {any} data */
function draw({ rate, rates, batch, loss, epochs, seed, optimizer, schedule, init, regularization, pull, about }, catalog, experiment, data) {
  const { training } = experiment;
  const known = catalog.datasets.find((/** @type {any} */ d) => d.name === experiment.data.name);
  const dataset = data?.name === experiment.data.name ? { ...known, kind: data.kind, outputs: data.outputs } : known; // a table of one's own is not in the catalog
  choose(optimizer, catalog.optimizers, training.optimizer);
  choose(schedule, catalog.schedules, training.schedule);
  choose(init, catalog.inits, experiment.init);
  choose(regularization, catalog.regularizations, training.regularization);
  pull.set(training.regularization_rate);
  pull.row.hidden = pull.note.hidden = training.regularization === "none";
  say(about, unusual(catalog, experiment));
  rate.set(training.learning_rate);
  fillMenu(rates, withOwn(RATES, training.learning_rate).map(choice), String(training.learning_rate));
  fillMenu(batch, batches(training.batch, data?.name === dataset.name ? data.x.shape[1] : null, dataset.rows), String(training.batch));
  fillMenu(loss, catalog.losses.map((/** @type {any} */ l) => lossChoice(l, dataset)), experiment.loss);
  epochs.set(training.epochs);
  seed.set(experiment.seed);
}

/** A menu of the catalog's choices; what the chosen one does is its tooltip. @param {HTMLSelectElement} select @param {any[]} rows @param {string} name */
function choose(select, rows, name) {
  fillMenu(select, rows.map((row) => ({ value: row.name, text: row.title, title: row.about })), name);
  select.title = rows.find((row) => row.name === name)?.about ?? "";
}

/** What the folded settings hold that is not usual. @param {any} catalog @param {any} experiment */
function unusual(catalog, { training, init }) {
  const told = [[catalog.schedules, training.schedule, "constant"], [catalog.regularizations, training.regularization, "none"], [catalog.inits, init, "randn"]];
  return told.filter(([, name, usual]) => name !== usual).map(([rows, name]) => rows.find((/** @type {any} */ row) => row.name === name)?.title ?? name).join(", ");
}

/** "all 4", then the sizes below that. @param {number|"all"} own @param {number|null} samples known once Python has made the data @param {number} rows */
function batches(own, samples, rows) {
  const below = BATCHES.filter((size) => size < (samples ?? rows));
  const sizes = own === "all" ? below : withOwn(below, own);
  return [{ value: "all", text: samples === null ? "all" : `all ${count(samples)}` }, ...sizes.map(choice)];
}

/** A loss that these data cannot use says why, in the menu itself. @param {any} loss @param {any} dataset */
function lossChoice(loss, dataset) {
  let why = "";
  if (!loss.kinds.includes(dataset.kind)) why = dataset.kind === "number" ? "needs classes" : "needs numbers";
  else if (dataset.outputs.length < 2 && loss.outputs.every((/** @type {string} */ name) => name === "softmax")) why = "needs two outputs";
  return why
    ? { value: loss.name, text: `${loss.title} (${why})`, disabled: true, title: `These data cannot use ${loss.title}: it ${why}.` }
    : { value: loss.name, text: loss.title };
}

/** @param {number} value */
function choice(value) {
  return { value: String(value), text: Number.isInteger(value) ? count(value) : String(value) };
}
