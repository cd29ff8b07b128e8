// The runs that were kept. When a new network begins, the run that ends stays in the list: its curve, its settings, and where
// it stood, so that one can return to it.

import { computed, signal } from "@preact/signals-core";
import { differences, inForce, sameData } from "./differences.js";
import { count } from "./views/format.js";

export const MOST = 12; // runs in the list, and as many kinds of dashes
export const LONGEST_NAME = 40; // characters
const FEWEST = 2; // epochs that make a curve

/**
 * @typedef {import("./time.js").Run & {id: number, name: string, experiment: import("./url.js").Experiment, differs: string[],
 *   hidden: boolean, pinned: boolean, dash: number}} Kept
 */

/** @param {any} store @param {import("./turn.js").Turns} turns */
export function createRuns(store, turns) {
  const runs = signal(/** @type {Kept[]} */ ([])); // the oldest first
  const lit = signal(/** @type {number|null} */ (null)); // the one pointed at in the list
  const logCosts = signal(false); // is the chart's scale logarithmic?
  const drawnRuns = computed(() => runs.value.filter((run) => !run.hidden && comparable(run)));
  let last = 0;

  return { runs, drawnRuns, comparable, lit, logCosts, keepPlace, endRun, keepRun, hideRun, pinRun, renameRun, removeRun, returnTo, differsNow };

  /** The same data and the same loss: then one chart tells something about both. @param {Kept} run */
  function comparable({ experiment }) {
    const now = store.experiment.value;
    return sameData(experiment, now) && experiment.loss === now.loss;
  }

  /** Before a new network is asked for: where the present run stands, to be kept with it. */
  async function keepPlace() {
    if (store.costs.value.train.length > 0 && !store.past.value) await store.remember();
  }

  /** Called when a new network is about to take the place of the present one. */
  function endRun() {
    keepRun(store.wholeRun());
    store.forgetRun();
  }

  /** @param {import("./time.js").Run} run */
  function keepRun(run) {
    if (run.costs.train.length < FEWEST || run.settings.length === 0) return;
    const experiment = run.settings[run.settings.length - 1].experiment;
    const made = { ...run, experiment };
    if (runs.value.some((kept) => goesOn(kept, made))) return; // it is there already
    const others = runs.value.filter((kept) => kept.pinned || !goesOn(made, kept));
    const earlier = runs.value.find((kept) => !others.includes(kept)); // its name goes on too, if it was given
    const oldest = others.length < MOST ? null : others.find((kept) => !kept.pinned);
    if (oldest === undefined) {
      store.notice("info", `All ${MOST} runs in the list are pinned, so the last one was not kept: unpin or remove one of them.`);
      return;
    }
    const room = others.filter((kept) => kept !== oldest);
    const dash = Array.from({ length: MOST }, (_, index) => index).find((index) => room.every((kept) => kept.dash !== index)) ?? 0;
    last += 1;
    list([...room, { ...made, id: last, name: earlier && earlier.name !== `Run ${earlier.id}` ? earlier.name : `Run ${last}`, differs: [], hidden: false, pinned: false, dash }]);
  }

  /** @param {Kept[]} kept */
  function list(kept) {
    runs.value = kept.map((run, index) => ({ ...run, differs: told(kept[index - 1] ?? null, run.settings) }));
    if (!kept.some((run) => run.id === lit.value)) lit.value = null;
  }

  /** What the present experiment has that the latest kept run has not. @returns {string[]} */
  function differsNow() {
    const latest = runs.value[runs.value.length - 1] ?? null;
    const settings = store.settingsNow();
    const now = store.experiment.value;
    const changed = settings.length === 0 || inForce(settings[settings.length - 1].experiment) !== inForce(now);
    return told(latest, changed ? [...settings, { epoch: store.costs.value.train.length, experiment: now }] : settings);
  }

  /** @param {Kept|null} before @param {import("./time.js").Since[]} settings */
  function told(before, settings) {
    const [begun, ...changes] = settings;
    const later = changes.flatMap(({ epoch, experiment }, index) =>
      differences(settings[index].experiment, experiment, store.shipped).map((text) => `${text} at epoch ${count(epoch)}`));
    return [...differences(before?.experiment ?? null, begun.experiment, store.shipped), ...later];
  }

  /** @param {number} id @param {boolean} hidden */
  function hideRun(id, hidden) {
    change(id, { hidden });
  }

  /** @param {number} id @param {boolean} pinned */
  function pinRun(id, pinned) {
    change(id, { pinned });
  }

  /** Without a name it is called by its number again. @param {number} id @param {string} name */
  function renameRun(id, name) {
    const tidy = [...name.replace(/\s+/g, " ").trim()].slice(0, LONGEST_NAME).join("");
    change(id, { name: tidy || `Run ${id}` });
  }

  /** @param {number} id @param {Partial<Kept>} what */
  function change(id, what) {
    runs.value = runs.value.map((run) => (run.id === id ? { ...run, ...what } : run));
  }

  /** @param {number} id */
  function removeRun(id) {
    list(runs.value.filter((run) => run.id !== id));
  }

  /** The network, the settings and the costs of a kept run take the place of the present ones, which are kept. @param {number} id */
  function returnTo(id) {
    const run = runs.value.find((one) => one.id === id);
    if (!run?.safe || !turns.ready) return undefined;
    const { experiment, settings, safe } = run;
    store.pause();
    return turns.take(async () => {
      await keepPlace();
      const answer = await turns.ask("restore", { experiment, text: safe.text }, safe.data);
      if (!answer) return;
      store.adopt(answer, { fresh: true, replace: false });
      store.takeUp(settings);
      store.tell(answer.problems);
      await store.settle();
    });
  }
}

/** Does a run go on where another has stopped (or is it the very same)? @param {{costs: any, experiment: any}} long @param {{costs: any, experiment: any}} short */
function goesOn(long, short) {
  const [a, b] = [long.costs.train, short.costs.train];
  const first = b.every((/** @type {number} */ cost, /** @type {number} */ epoch) => Object.is(cost, a[epoch]));
  return first && inForce(long.experiment) === inForce(short.experiment);
}
