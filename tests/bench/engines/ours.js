// Our engine as the page runs it: in its own worker behind its own door, asked for slices of training.

import { createLab } from "../../../web/lab/client.js";
import { loadAssets } from "../../../web/lab/assets.js";

const WARM = 0.1; // seconds of training before what is measured
const TRIES = 40; // such slices until it must run compiled: a run begins plainly, then is recorded, then compared
const MANY = 300_000; // epochs, after which a run begins anew: nobody keeps millions of costs

/** What the site's page was built with. @param {string} site its address */
export async function readBuild(site) {
  const page = new DOMParser().parseFromString(await (await fetch(site)).text(), "text/html");
  const build = JSON.parse(page.getElementById("build")?.textContent ?? "");
  for (const asset of build.assets) asset.path = new URL(asset.path, site).href;
  return build;
}

/** A Python of its own. @param {any} build */
export async function startLab(build) {
  const lab = createLab({ assets: await loadAssets(build.assets, () => {}), frame: build.frame });
  await lab.start();
  return lab;
}

/** A call that must be answered. @param {any} lab @param {string} name @param {any} [args] */
export async function ask(lab, name, args) {
  const answer = await lab.call(name, args);
  if (answer.error) throw new Error(answer.error.message);
  return answer;
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
      if (Object.keys(files).length) await ask(lab, "load_code", { files });
      const { problems } = await ask(lab, "open", { experiment });
      if (problems.length) throw new Error(problems[0].message);
      return { cost: (await ask(lab, "reset")).state.cost };
    },
    async run(/** @type {number} */ seconds) {
      const lab = await started;
      const train = (/** @type {number} */ time) => ask(lab, "train", { until: 1e12, seconds: time, since: 1e12, plain });
      let before = await ask(lab, "state", { since: 1e12 });
      if (before.epoch > MANY) await ask(lab, "reset");
      for (let i = 0; i < TRIES; i++) {
        before = await train(WARM);
        if (before.engine.compiled !== plain || before.engine.why) break;
      }
      const start = performance.now();
      const after = await train(seconds);
      const ms = performance.now() - start;
      if (after.stopped) throw new Error(after.stopped);
      if (after.engine.compiled === plain) throw new Error(plain ? "it ran compiled" : after.engine.why ?? "it ran plain");
      const steps = after.step - before.step;
      return { ms, epochs: steps / after.steps_per_epoch, cost: after.cost };
    },
  };
}
