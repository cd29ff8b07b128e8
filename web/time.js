// The run as a line in time, which one can go back on. Training from an earlier moment follows the same line again, or parts
// from it; then the run as it had been is kept.

import { effect, signal, untracked } from "@preact/signals-core";
import { inForce } from "./differences.js";
import { count } from "./views/format.js";

const SLICE = 0.05; // seconds of training again, at most, between two looks at where the person has moved on to

/**
 * @typedef {{epoch: number, experiment: import("./url.js").Experiment}} Since from this epoch on these were the settings
 * @typedef {{train: number[], test: number[]}} Costs
 * @typedef {{costs: Costs, settings: Since[], cost: number|null, testCost: number|null, right: number|null, samples: number,
 *   safe: {text: string, data: Uint8Array}|null, note: string}} Run
 */

/** @param {any} store @param {import("./turn.js").Turns} turns */
export function createTime(store, turns) {
  const past = signal(/** @type {Run|null} */ (null)); // the whole run, while the network stands at an earlier moment of it
  let settings = /** @type {Since[]} */ ([]); // that the present run was trained with
  let length = 0; // epochs of it when last looked at
  const heading = signal(/** @type {number|null} */ (null)); // the epoch asked for last, until the network is there
  let going = false; // is somebody on the way there?
  let landing = false; // does a state come from there, not from training?

  effect(() => {
    const { train } = store.costs.value;
    untracked(() => follow(train));
  });

  return { past, heading, rewind, wholeRun, settingsNow, forgetRun, takeUp };

  /** The network as it was at the beginning of an epoch. Of several wishes the latest counts. @param {number} epoch */
  function rewind(epoch) {
    if (store.running.value || !turns.ready) return undefined;
    heading.value = epoch;
    if (going) return undefined;
    going = true;
    return turns.take(travel).finally(() => {
      going = false;
      heading.value = null;
    });
  }

  async function travel() {
    if (!past.value) {
      await store.remember();
      past.value = wholeRun();
    }
    store.trace.value = null;
    while (heading.value !== null) {
      const epoch = heading.value;
      const answer = await turns.ask("rewind", { epoch, seconds: SLICE });
      if (!answer) return;
      land(answer.state);
      if (!answer.arrived || heading.value !== epoch) continue;
      await store.settle();
      if (heading.value === epoch) heading.value = null;
    }
  }

  /** @param {any} state */
  function land(state) {
    landing = true;
    try {
      store.land(state);
    } finally {
      landing = false;
    }
  }

  /** Told whenever costs have come or gone. @param {number[]} train */
  function follow(train) {
    const from = length;
    length = train.length;
    if (!landing && length > from) trained(train, from);
    else if (landing && past.value && length >= past.value.costs.train.length) arrive(past.value);
  }

  /** Epochs were trained: with which settings, and are they those of the past again? @param {number[]} train @param {number} from */
  function trained(train, from) {
    const before = past.value;
    const now = store.experiment.value;
    const earlier = (before?.settings ?? settings).filter((one) => one.epoch < from);
    const last = earlier[earlier.length - 1]?.experiment;
    settings = last === now || (last && inForce(last) === inForce(now)) ? earlier : [...earlier, { epoch: from, experiment: now }];
    if (!before) return;
    const then = before.settings.filter((one) => one.epoch <= from).pop()?.experiment;
    const costs = before.costs.train;
    const again = then && inForce(then) === inForce(now) && train.every((cost, epoch) => epoch < from || epoch >= costs.length || Object.is(cost, costs[epoch]));
    if (!again) {
      past.value = null;
      store.keepRun({ ...before, note: `branched at epoch ${count(from)}` });
    } else if (length >= costs.length) arrive(before);
  }

  /** At the end of the run again: nothing lies ahead any more. @param {Run} before */
  function arrive(before) {
    const later = settings.filter((one) => one.epoch >= before.costs.train.length);
    settings = [...before.settings, ...later];
    past.value = null;
  }

  /** The present run with all that has been trained of it. @returns {Run} */
  function wholeRun() {
    if (past.value) return past.value;
    const { train, test } = store.costs.value;
    const state = store.state.value;
    return {
      costs: { train: train.slice(), test: test.slice() },
      settings: settingsNow(),
      cost: state?.cost ?? null,
      testCost: state?.test_cost ?? null,
      right: state?.right_count ?? null,
      samples: store.data.value?.x.shape[1] ?? 0,
      safe: store.safe,
      note: "",
    };
  }

  /** What the network as it stands was trained with. @returns {Since[]} */
  function settingsNow() {
    return (past.value?.settings ?? settings).filter((one) => one.epoch < length);
  }

  /** A new network begins. */
  function forgetRun() {
    past.value = null;
    settings = [];
    length = 0;
  }

  /** A kept run was put back: it was trained with these settings. @param {Since[]} kept */
  function takeUp(kept) {
    settings = kept;
  }
}
