// Training: slice after slice while Train is on, single steps, and a step told line by line.

import { batch, effect, untracked } from "@preact/signals-core";

const ANSWER = 0.036; // seconds from one answer of Python to the next, a slice of training and a look: a pause waits so long
const SHORT = 0.01; // seconds that a slice takes at least
const [LARGE, LONG] = [0.06, 0.2]; // seconds: where a look takes longer than that, slices are as long as it, up to this
const FRAME = 33; // ms that a slice takes at least, for whoever watches
const FRAMES = 150; // so many slices make a run: about five seconds
const ROUND = 700; // ms between two looks at the neurons at work
const SAFE = 1000; // ms between two looks at where the run stands, while a learner's code runs

/** @param {any} store @param {import("./turn.js").Turns} turns */
export function createTraining(store, turns) {
  let aim = 0; // the epoch that training goes to
  let lookedAt = 0;
  let wentRound = 0;
  let look = 0.016; // seconds that the last look took, its way to the page and back
  let queued = false; // a loop waits for its turn
  let begun = 0; // the epoch that this run began with
  let trains = 0; // how often Train was pressed

  effect(() => {
    if (store.python.value.phase === "ready") untracked(keepPromise);
  });

  return { train, trains: () => trains, pause, step, reset, traceStep, undo, goTo, goOn, settle, remember, lookAt, move };

  function train() {
    if (store.running.value) return;
    store.wished.value = 0; // the run begins with these steps anyway
    trains++;
    store.running.value = true; // before Python is ready this is a promise, kept when it connects
    goOn();
  }

  function pause() {
    aim = 0;
    store.running.value = false;
  }

  /** Training takes its turn (again), if it is on. */
  function goOn() {
    if (!store.running.value || queued || !turns.ready || store.first.value) return; // with the first picture nothing is open yet
    queued = true;
    turns.take(loop);
  }

  /** Slice after slice until the aim, a pause, or another call. @param {number} turn */
  async function loop(turn) {
    queued = false;
    if (!store.state.value) return pause(); // nothing is open
    const { epoch } = store.state.value;
    const { epochs } = store.experiment.value.training;
    if (aim <= epoch) {
      aim = epoch < epochs ? epochs : epoch + epochs; // Train after the end goes on for as long again
      begun = epoch;
    }
    store.trace.value = null;
    while (store.running.value && store.state.value.epoch < aim) {
      if (turns.waits(turn)) return; // who waits starts the loop again, or has paused it
      const began = performance.now();
      const seconds = look > LARGE ? Math.min(LONG, look) : Math.max(SHORT, ANSWER - look);
      const state = await turns.ask("train", { until: nextStop(), seconds, since: known() });
      if (!state) return pause();
      look = Math.max(0, (performance.now() - began) / 1000 - seconds);
      store.land(state);
      if (store.codeRuns() && performance.now() - lookedAt > SAFE) await remember();
      if (performance.now() - wentRound > ROUND) await goRound();
      if (store.pace.value === "watch") await until(began + FRAME);
    }
    pause();
    await settle();
  }

  /** Where the next slice ends: at the aim, or at full view of whoever watches, some epochs on. */
  function nextStop() {
    if (store.pace.value === "full") return aim;
    return Math.min(aim, store.state.value.epoch + Math.max(1, Math.ceil((aim - begun) / FRAMES)));
  }

  /** At rest the maps are drawn finely, and a drawing is read again by the network as it now is. */
  async function settle() {
    const state = await turns.ask("state", { fine: true, since: known(), discretize: store.view.value.discretize });
    if (!state) return;
    store.land(state);
    await remember();
    await lookAt();
    await goRound();
    await store.readAgain();
  }

  /** Which neurons do not work any more? */
  async function goRound() {
    wentRound = performance.now();
    const work = await turns.told("neurons_at_work");
    store.work.value = work && !work.error ? work : null;
  }

  /** What every layer makes of the picked sample. */
  async function lookAt() {
    const { sample, held } = store.picked.value;
    const seen = await turns.ask("look_at", { sample, held });
    if (!seen) return;
    store.seen.value = { sample, held, ...seen };
    if (!sliced()) return;
    const state = await turns.ask("state", { fine: true, since: known() }); // the map goes through the picked sample
    if (state) store.land(state);
  }

  /** Do the maps show two of more columns? Then the others are as in the picked sample. */
  function sliced() {
    const { axes, columns } = store.data.value;
    return axes !== null && columns.length > axes.length;
  }

  /** Where the run stands is kept on this side too, in case the worker must be ended. */
  async function remember() {
    lookedAt = performance.now();
    const saved = await turns.ask("saved");
    if (saved) store.safe = { text: saved.text, data: saved.data.values.slice() };
  }

  /** Before Python is ready this is a promise too. */
  function step() {
    if (store.python.value.phase !== "ready") return void (store.wished.value += 1);
    return move(() => turns.ask("step", { since: known() }));
  }

  /** The steps that were asked for too early. */
  function keepPromise() {
    for (; store.wished.value > 0; store.wished.value -= 1) step();
  }

  function undo() {
    return move(async () => (await turns.ask("undo"))?.state);
  }

  /** One move of the network while training rests. @param {() => Promise<any>} ask gives the state after it */
  function move(ask) {
    if (!turns.ready || store.running.value) return undefined;
    return turns.take(async () => {
      const state = await ask();
      if (!state) return;
      store.trace.value = null;
      store.land(state);
      await settle();
    });
  }

  /** One step, line by line. Where the code fails, the lines up to there are shown. */
  function traceStep() {
    if (!turns.ready || store.running.value) return undefined;
    return turns.take(async () => {
      const told = await turns.told("trace");
      if (!told) return;
      if (told.error) store.failed(told.error);
      if (!told.steps) return;
      batch(() => {
        store.trace.value = told.steps.length ? { steps: told.steps, arrays: told.arrays, at: told.error ? told.steps.length - 1 : 0 } : null;
        store.land(told.state);
      });
      await settle();
    });
  }

  /** To a line of the trace. @param {number} index */
  function goTo(index) {
    const trace = store.trace.value;
    if (trace && index >= 0 && index < trace.steps.length) store.trace.value = { ...trace, at: index };
  }

  function reset() {
    pause();
    if (!turns.ready) return;
    turns.take(async () => {
      await store.keepPlace();
      const answer = await turns.ask("reset");
      if (!answer) return;
      batch(() => {
        store.begin(answer);
        store.land(answer.state);
      });
      await settle();
    });
  }

  /** @param {number} time @returns {Promise<void>} */
  function until(time) {
    return new Promise((resolve) => setTimeout(resolve, Math.max(0, time - performance.now())));
  }

  /** How many costs the page has. */
  function known() {
    return store.costs.value.train.length;
  }
}
