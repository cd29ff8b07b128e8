// The bench's side of a worker that trains by somebody else's engine: makes the engine, times it by its own clock.

const CHUNK = 5; // ms between two looks at the clock, about

/**
 * @param {(workload: any) => any} make gives {step, outputs, end}: one update of the weights by the next batch, telling
 *   how many samples it had; what is answered to every sample; and how to free it all, if that takes anything
 */
export function serve(make) {
  /** @type {any} */
  let engine = null;
  /** @type {any} */
  let workload = null;
  self.onmessage = async ({ data }) => {
    try {
      if (data.workload) {
        engine?.end?.();
        workload = data.workload;
        engine = await make(workload);
        self.postMessage({ prepared: true, cost: cost(await engine.outputs(), workload) });
      } else {
        const { ms, samples } = measure(engine, data.seconds);
        self.postMessage({ ms, epochs: samples / workload.x.length, cost: cost(await engine.outputs(), workload) });
      }
    } catch (error) {
      self.postMessage({ failed: String(/** @type {any} */ (error)?.message ?? error) });
    }
  };
}

/** Updates until the time is up. @param {any} engine @param {number} seconds */
function measure(engine, seconds) {
  let [samples, chunk] = [0, 1];
  const start = performance.now();
  let now = start;
  while (now < start + 1000 * seconds) {
    const before = now;
    for (let i = 0; i < chunk; i++) samples += engine.step();
    now = performance.now();
    if (now - before < CHUNK) chunk *= 2;
  }
  return { ms: now - start, samples };
}

/** The mean loss: shows that an engine learns. @param {number[][]} outputs @param {any} workload */
export function cost(outputs, { y, loss }) {
  const one = {
    squared_error: (/** @type {number} */ a, /** @type {number} */ t) => (a - t) ** 2,
    logloss: (/** @type {number} */ a, /** @type {number} */ t) => -(t * Math.log(a) + (1 - t) * Math.log(1 - a)),
    cross_entropy: (/** @type {number} */ a, /** @type {number} */ t) => (t ? -t * Math.log(a) : 0),
  }[/** @type {"logloss"} */ (loss)];
  return outputs.reduce((sum, row, i) => row.reduce((total, a, j) => total + one(a, y[i][j]), sum), 0) / outputs.length;
}
