// The bench's page: window.bench prepares a workload on an engine and runs it for some time, each in a worker.

import { ask, ours, readBuild, startLab } from "./ours.js";

const SITE = new URL("../chalknet/", location.href).href;
const build = await readBuild(SITE);

/** Somebody else's engine: a worker that measure.js answers in. @param {string} script */
function theirs(script) {
  const worker = new Worker(script);
  /** @param {any} message @returns {Promise<any>} */
  const asked = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.failed)) : resolve(data));
    worker.onerror = (event) => reject(new Error(event.message || `${script} could not be loaded`));
    worker.postMessage(message);
  });
  return {
    prepare: (/** @type {any} */ workload) => asked({ workload }),
    run: (/** @type {number} */ seconds) => asked({ seconds }),
  };
}

const makers = /** @type {Record<string, () => any>} */ ({
  plain: () => ours(build, true),
  compiled: () => ours(build, false),
  nnts: () => theirs("nnts_worker.js"),
  tfjs_cpu: () => theirs("tfjs_cpu_worker.js"),
  tfjs_wasm: () => theirs("tfjs_wasm_worker.js"),
  convnetjs: () => theirs("convnetjs_worker.js"),
});
/** @type {Record<string, any>} */
const engines = {};

/** @type {Promise<any> | null} */
let lab = null;

Object.assign(window, {
  bench: {
    version: build.version,
    prepare: (/** @type {string} */ engine, /** @type {string} */ workload) => (engines[engine] ??= makers[engine]()).prepare(JSON.parse(workload)),
    run: (/** @type {string} */ engine, /** @type {number} */ seconds) => engines[engine].run(seconds),
    /** A call to Python: {ms, answer without its arrays}. @param {string} name @param {any} args */
    async call(name, args) {
      const python = await (lab ??= startLab(build));
      const start = performance.now();
      const answer = await ask(python, name, args);
      const ms = performance.now() - start;
      return { ms, answer: JSON.parse(JSON.stringify(answer, (_, value) => (ArrayBuffer.isView(value) ? null : value))) };
    },
  },
});
