// Our engine as the page runs it: in its own worker behind its own door, asked for slices of training.

import { createLab } from "../../../web/lab/client.js";
import { createParts } from "../../../web/lab/parts.js";
import { openRoom } from "../../../web/lab/room.js";

const WARM = 0.1; // seconds of training before what is measured
const TRIES = 40; // of such slices until it must run compiled: a run begins plainly, then is recorded, then compared
const MANY = 300_000; // epochs, after which a run begins anew: nobody keeps millions of costs

/** What the site's page was built with. @param {string} site its address */
export async function readBuild(site) {
  const page = new DOMParser().parseFromString(await (await fetch(site)).text(), "text/html");
  const read = (/** @type {string} */ id) => JSON.parse(page.getElementById(id)?.textContent ?? "");
  const { assets, frame } = read("parts");
  const list = assets.map((/** @type {any} */ part) => ({ ...part, path: new URL(part.path, site).href }));
  return { version: read("build").version, parts: createParts(list), frame };
}

/** A Python of its own, started as the page starts it. @param {Awaited<ReturnType<typeof readBuild>>} build */
export async function startLab({ parts, frame }) {
  const lab = createLab({ open: (route) => openRoom(parts, frame, route) });
  await lab.start();
  return lab;
}

/** A call that must be answered. @param {any} lab @param {string} name @param {any} [args] */
export async function ask(lab, name, args) {
  const answer = await lab.call(name, args);
  if (answer.error) throw new Error(answer.error.message);
  return answer;
}

/** A learner's code has two seconds to load, too few where the machine is busy: then again. @param {any} lab @param {any} files */
async function load(lab, files) {
  for (let i = 0; i < TRIES; i++) {
    const { error } = await lab.call("load_code", { files });
    if (!error) return;
    if (error.type !== "TooLong") throw new Error(error.message);
  }
}

/**
 * @param {any} build @param {boolean} plain by NumPy's calls, or compiled
 * Timed by the page's clock, the whole answer included: maps, costs, what the page draws. It shuffles each epoch and
 * keeps the cost of every one.
 */
export function ours(build, plain) {
  /** @type {Promise<any> | null} */
  let started = null;

  return {
    async prepare(/** @type {any} */ { experiment, files }) {
      started ??= startLab(build);
      const lab = await started;
      if (Object.keys(files).length) await load(lab, files);
      const { problems } = await ask(lab, "open", { experiment });
      if (problems.length) throw new Error(problems[0].message);
      return { cost: (await ask(lab, "reset")).state.cost };
    },
    async run(/** @type {number} */ seconds) {
      const lab = await started;
      const train = (/** @type {number} */ time) => ask(lab, "train", { until: 1e12, seconds: time, since: 1e12, plain });
      let before = await ask(lab, "state", { since: 1e12 });
      if (before.epoch > MANY) await ask(lab, "reset");
      const isSo = (/** @type {any} */ state) => state.engine.compiled !== plain;
      for (let i = 0; i < TRIES; i++) {
        before = await train(WARM);
        if (isSo(before) || before.engine.why) break;
      }
      const start = performance.now();
      const after = await train(seconds);
      const ms = performance.now() - start;
      if (after.stopped) throw new Error(after.stopped);
      if (!isSo(before) || !isSo(after)) throw new Error(plain ? "it ran compiled" : after.engine.why ?? before.engine.why ?? "it ran plain");
      const steps = after.step - before.step;
      return { ms, epochs: steps / after.steps_per_epoch, cost: after.cost };
    },
  };
}
