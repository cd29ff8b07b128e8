// The store: the current experiment, the latest results, and everything a person can do to them.
// Data goes one way round: an action edits the experiment, Python opens it, the answer lands in the signals, views draw.

import { batch, signal } from "@preact/signals-core";
import { createAnswers } from "./ask.js";
import { createEdits } from "./edits.js";
import { createPrints } from "./prints.js";
import { createRuns } from "./runs.js";
import { createTime } from "./time.js";
import { createTraining } from "./training.js";
import { createTurns } from "./turn.js";
import { showFirst } from "./first.js";
import { createSettings, find } from "./settings.js";
import { keepTable } from "./tables.js";
import { FIELDS, get, inWords, put, suggested, tooLong } from "./url.js";

const NOTICES = 4; // sentences shown at once
const LONGEST = 400; // characters of one

/** @typedef {import("./url.js").Experiment} Experiment */

/**
 * @param {{catalog: any, lesson: Record<string, string>, initial: any,
 *   view?: import("./url.js").View, first?: any, onAddress?: (experiment: Experiment, replace: boolean) => void}} options
 *   initial: the raw experiment of the address; view: what the page shows of it; first: the picture made by the build; onAddress: told whenever the experiment has changed
 */
export function createStore({ catalog: given, lesson, initial, view = { discretize: false, showTest: true, hide: [] }, first = null, onAddress = () => {} }) {
  const catalog = signal(given);
  /** @type {any} */
  const store = {
    /** What can be chosen. A learner's own activations come into it when their code runs. */
    get catalog() {
      return catalog.value;
    },
    set catalog(next) {
      catalog.value = next;
    },
    shipped: given, // the catalog of the build: what becomes a link comes from here only
    lesson,
    experiment: signal(/** @type {Experiment} */ (provisional(initial, given))),
    python: signal({ phase: "loading", text: "Loading Python", loaded: 0, total: 0 }),
    hanging: signal(/** @type {{seconds: number}|null} */ (null)),
    first: signal(/** @type {{curve: number[]}|null} */ (null)), // while the data, the state and this curve are the build's, not Python's
    newVersion: signal(false), // does the site have a newer page than this one?
    wished: signal(0), // single steps asked for before Python was ready
    data: signal(/** @type {any} */ (null)),
    state: signal(/** @type {any} */ (null)),
    costs: signal({ train: /** @type {number[]} */ ([]), test: /** @type {number[]} */ ([]) }),
    running: signal(false),
    notices: signal(/** @type {{id: number, kind: "problem"|"info", text: string, about: string}[]} */ ([])),
    // sample: a training sample, or a held-out one
    picked: signal(/** @type {{neuron: {layer: number, index: number}|null, sample: number, held: boolean}} */ ({ neuron: null, sample: 0, held: false })),
    seen: signal(/** @type {any} */ (null)), // what every layer makes of the picked sample: {sample, held, sums, activations}
    hovered: signal(/** @type {{layer: number, index: number}|null} */ (null)), // the neuron, or with layer -1 the input, that is pointed at
    work: signal(/** @type {any} */ (null)), // which neurons do not work any more, says Python
    view: signal(view),
    drawing: signal(/** @type {any} */ (null)),
    trace: signal(/** @type {{steps: any[], arrays: any[], at: number}|null} */ (null)),
    edits: signal(/** @type {Record<string, string>} */ ({})),
    code: signal(/** @type {{phase: "original"|"edited"|"checking"|"running", error: any, proposed: Record<string, string>|null}} */ ({ phase: "original", error: null, proposed: null })),
    check: signal(/** @type {any} */ (null)),
    solved: signal(/** @type {Record<string, true>} */ ({})),
    look: signal("system"), // what was chosen: "system", "light" or "dark"
    theme: signal("light"), // what that comes to now
    projector: signal(false),
    pace: signal("watch"), // "watch": a run takes some seconds; "full": as fast as Python can
    safe: /** @type {{text: string, data: Uint8Array}|null} */ (null), // where the run stood when last looked at
    edit, open, chooseData, pick, draw, clearDrawing, readAgain, dismiss, notice, tell, connect, begin, land, adopt,
    follow: () => onAddress(store.experiment.value, true),
  };
  const turns = createTurns(store);
  Object.assign(store, createSettings(store), createTraining(store, turns), createEdits(store, turns), createAnswers(store, turns), createTime(store, turns), createRuns(store, turns), createPrints());

  let wanted = /** @type {any} */ (initial); // what was asked for last, perhaps not yet answered
  let openings = 0;
  let drawn = /** @type {Uint8Array | null} */ (null); // the ink on the pad
  let drawingBusy = false;
  let lastNotice = 0;
  let kept = ""; // the table of one's own that is looked after
  const endFirst = first ? showFirst(store, first) : () => {};

  return store;

  /** Python is ready. @param {import("./lab/keeper.js").Keeper} keeper */
  async function connect(keeper) {
    turns.connect(keeper);
    const kept = store.codeRuns();
    await turns.take(() => store.loadKept(wanted));
    const asked = wanted; // what was changed meanwhile too
    await open(asked, { replace: true }); // if Train was pressed before, it begins here
    const nothing = store.first.value || !store.state.value;
    if (kept && (turns.takeBroken() || nothing)) {
      await turns.take(store.startAnew);
      await open(wanted === store.experiment.value ? asked : wanted, { replace: true });
      if (store.code.value.error) store.notice("problem", store.code.value.error.message);
    }
    if (store.first.value) nothingOpen();
    if (!store.state.value) store.pause();
    ready();
    keeper.bringLate();
    if (!store.running.value) await turns.take(store.checkGradients);
  }

  function ready() {
    if (store.python.value.phase !== "ready") store.python.value = { ...store.python.value, phase: "ready", text: "Python is ready" };
  }

  /** Python has refused what the first picture shows. */
  function nothingOpen() {
    endFirst();
    batch(() => (store.data.value = store.state.value = null));
  }

  /**
   * Opens an experiment: a whole one, or a raw one from an address or a file.
   * @param {any} raw @param {{replace?: boolean, silent?: boolean}} [options] replace: no new entry in the browser's history; silent: the address stays
   * @returns {Promise<boolean>} whether it was taken
   */
  async function open(raw, { replace = false, silent = false } = {}) {
    wanted = raw;
    let held = false;
    if (!turns.ready) {
      store.experiment.value = /** @type {Experiment} */ (provisional(raw, store.catalog));
      if (!silent) onAddress(store.experiment.value, replace);
      return true;
    }
    const mine = ++openings;
    const trains = store.trains();
    await turns.take(async () => {
      if (mine !== openings) return; // a newer one waits already
      await store.keepPlace();
      const answer = await turns.ask("open", { experiment: raw, tell_data: !store.data.value });
      if (!answer) {
        if (mine === openings) wanted = store.experiment.value; // what was refused is not asked for again
        return;
      }
      held = true;
      const fresh = !answer.kept || !store.data.value;
      const quiet = silent && answer.problems.length === 0;
      adopt(answer, { fresh, latest: mine === openings, replace: quiet ? null : replace || silent || answer.problems.length > 0 });
      tell(answer.problems);
      if (!fresh) return;
      if (store.python.value.phase !== "ready") ready(); // and Train pressed before the first opening is a promise
      else if (store.trains() === trains) store.pause(); // what trained was the network before; or Train was pressed since
      await store.settle();
    });
    store.goOn(); // a setting was changed during training: on with it
    return held;
  }

  /**
   * What Python has open is what the page shows and what the next edit starts from.
   * @param {any} answer of open, restore or load_code
   * @param {{fresh?: boolean, latest?: boolean, replace?: boolean|null}} [options] fresh: a new network; latest: nothing newer
   *   was asked for; replace: how the address follows, null for not at all
   */
  function adopt(answer, { fresh = false, latest = true, replace = true } = {}) {
    if (latest) wanted = answer.experiment;
    batch(() => {
      endFirst();
      if (answer.catalog) store.catalog = answer.catalog;
      store.experiment.value = answer.experiment;
      if (fresh || (answer.data && store.data.value?.name !== answer.data.name)) begin(answer);
      else if (!answer.kept) store.data.value = answer.data;
      land(answer.state);
    });
    if (replace !== null) onAddress(answer.experiment, replace);
    keepOwn(answer.experiment.data);
  }

  /** A table of one's own is there again after a reload. @param {import("./url.js").DataSpec} data */
  function keepOwn({ text }) {
    if (text === undefined || text === kept) return;
    kept = text;
    if (!keepTable(text) && tooLong(text)) notice("info", "This table is too large for the browser to keep: save the experiment as a file (menu Save) to have it again after a reload.");
  }

  /** A new network: nothing of the old one is left on the page. @param {any} answer */
  function begin(answer) {
    store.endRun();
    const sameData = store.data.value?.name === answer.data.name;
    store.data.value = answer.data;
    store.costs.value = { train: [], test: [] };
    store.trace.value = null;
    const { neuron, sample, held } = store.picked.value;
    const samples = (held ? answer.data.x_test : answer.data.x).shape[1];
    const widths = answer.experiment.layers.map((/** @type {any} */ layer) => layer.neurons);
    const stays = neuron && neuron.layer < widths.length && neuron.index < widths[neuron.layer];
    store.picked.value = { neuron: stays ? neuron : null, ...(sameData && sample < samples ? { sample, held } : { sample: 0, held: false }) };
    store.seen.value = null;
    if (!answer.data.image) store.drawing.value = null;
    store.notices.value = [];
  }

  /** A state of the network has come from Python. @param {any} state */
  function land(state) {
    const { train, test } = store.costs.value;
    if (state.costs_from <= train.length) {
      train.length = Math.min(train.length, state.costs_from);
      test.length = Math.min(test.length, state.costs_from);
      for (const cost of state.costs.values) train.push(cost);
      for (const cost of state.test_costs.values) test.push(cost);
    }
    batch(() => {
      store.state.value = state;
      store.costs.value = { train, test };
    });
    if (state.stopped) {
      store.pause();
      notice("problem", state.stopped);
    }
  }

  /** @param {(experiment: Experiment) => void} change @param {{replace?: boolean}} [options] */
  function edit(change, options) {
    const next = provisional(wanted, store.catalog);
    change(next);
    return open(next, options);
  }

  /** The data set with the experiment that suits it; the seed stays. @param {string} name */
  function chooseData(name) {
    store.pause();
    clearDrawing();
    return open({ ...structuredClone(suggested(name, store.catalog)), seed: store.experiment.value.seed });
  }

  /** @param {{neuron?: {layer: number, index: number}|null, sample?: number, held?: boolean}} what */
  function pick(what) {
    const held = what.sample === undefined ? store.picked.value.held : Boolean(what.held);
    store.picked.value = { ...store.picked.value, ...what, held };
    if (what.sample !== undefined && turns.ready) turns.take(store.lookAt).then(store.goOn);
  }

  /** A drawing on the pad; while one is being read the newest waits. @param {Uint8Array} ink */
  async function draw(ink) {
    drawn = ink;
    if (!drawingBusy) await readDrawing();
  }

  async function readDrawing() {
    drawingBusy = true;
    let read = null;
    while (turns.ready && drawn && drawn !== read) {
      read = drawn;
      const answer = await turns.ask("read_drawing", {}, read);
      if (drawn) store.drawing.value = answer && !answer.empty ? answer : null;
    }
    drawingBusy = false;
  }

  /** By the network as it now is. */
  async function readAgain() {
    if (drawn && store.drawing.value && !drawingBusy) await readDrawing();
  }

  function clearDrawing() {
    drawn = null;
    store.drawing.value = null;
  }

  /** What was found wrong in an experiment, and what holds now; it takes the place of what was found before. @param {{message: string, path?: string}[]} problems @param {string} [about] */
  function tell(problems, about = "experiment") {
    store.notices.value = store.notices.value.filter((/** @type {any} */ one) => one.about !== about);
    const before = lastNotice;
    for (const problem of problems.slice(0, NOTICES - 1)) notice("problem", inWords(problem, store.experiment.value, store.shipped));
    if (problems.length >= NOTICES) notice("problem", `… and ${problems.length - NOTICES + 1} more.`);
    store.notices.value = store.notices.value.map((/** @type {any} */ one) => (one.id > before ? { ...one, about } : one));
  }

  /** @param {"problem"|"info"} kind @param {string} text @param {string} [about] of two sentences about the same thing the latest stands */
  function notice(kind, text, about = "") {
    if (text.length > LONGEST) text = `${text.slice(0, LONGEST)} …`;
    const others = store.notices.value.filter((/** @type {any} */ one) => one.text !== text && !(about && one.about === about));
    store.notices.value = [...others, { id: ++lastNotice, kind, text, about }].slice(-NOTICES);
  }

  /** @param {number} id */
  function dismiss(id) {
    store.notices.value = store.notices.value.filter((/** @type {any} */ one) => one.id !== id);
  }
}

/**
 * What the page shows of an address until Python has judged it: the data set's own experiment, and those fields of the
 * address that have the right shape.
 * @param {any} raw @param {any} catalog @returns {Experiment}
 */
function provisional(raw, catalog) {
  const usual = structuredClone(suggested(raw.data?.name, catalog));
  const { neurons, layers: most } = catalog.limits;
  const known = (/** @type {any} */ layer) => layer?.neurons >= 1 && layer.neurons <= neurons && find(catalog.activations, layer.activation);
  if (Array.isArray(raw.layers) && raw.layers.length >= 1 && raw.layers.length <= most && raw.layers.every(known)) usual.layers = structuredClone(raw.layers);
  for (const { name, path } of FIELDS) {
    const [value, otherwise] = [get(raw, path), get(usual, path)];
    const kinds = name === "batch" || name === "features" ? ["number", "string", "object"] : [typeof otherwise];
    if (name === "layers" || (name === "loss" && !find(catalog.losses, value))) continue;
    const own = usual.data.name === "own" && name === "wanted"; // the example says nothing: the last column
    if (value !== undefined && value !== null && (own || (otherwise !== undefined && kinds.includes(typeof value)))) put(usual, path, value);
  }
  return usual;
}
