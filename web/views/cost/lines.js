// What the chart draws: the present run in ink, what lies ahead of a moment gone back to faintly, kept runs grey and dashed;
// before Python is there, faintly too, what its first run will be.

/**
 * @typedef {{key: string, name: string, costs: number[], from: number, stroke: string, width: number, dash: number[], alpha: number}} Line
 *   from: drawn from this epoch on; stroke: the name of a colour
 */

/** Costs and the one after them: there may be a million, so they are joined once. @type {WeakMap<number[], number[]>} */
const ended = new WeakMap();

const AHEAD = 0.35; // how much of the ink what lies ahead has
const HELD = [5, 4];

/** One kind of dashes for each kept run. */
const DASHES = [
  [6, 4], [2, 3], [12, 4], [8, 3, 2, 3], [3, 6], [16, 3], [10, 3, 2, 3, 2, 3], [5, 2], [2, 2, 2, 6], [16, 4, 4, 4], [1, 5], [6, 2, 6, 8],
];

/** @param {number} index */
export function dashOf(index) {
  return DASHES[index % DASHES.length];
}

/**
 * From the back to the front. At rest each ends with the network as it is (or was left): its cost measured, as the header
 * tells it.
 * The costs before are those of training, which has passed by: in batches the network learns while they are summed.
 * @param {any} store @returns {Line[]}
 */
export function linesOf(store) {
  const { train, test } = store.costs.value;
  const state = store.state.value;
  const past = store.past.value;
  // on the way through time the costs come later; and while it trains, a million costs are not copied for each picture
  const now = !store.running.value && state?.epoch === train.length ? state : null;
  const [training, tested] = [ending(train, now?.cost), ending(test, now?.test_cost)];
  const usual = { from: 0, alpha: 1 };
  const held = { stroke: "positive", width: 1.6, dash: HELD };
  const kept = store.drawnRuns.value.map((/** @type {import("../../runs.js").Kept} */ run) => ({
    ...usual, key: `run ${run.id}`, name: run.name, costs: ending(run.costs.train, run.cost), width: 1.5, dash: dashOf(run.dash), stroke: store.lit.value === run.id ? "ink" : "muted",
  }));
  return [
    ...kept,
    { ...usual, key: "first", name: "to come", costs: store.first.value?.curve ?? [], stroke: "ink", width: 2, dash: [], alpha: AHEAD },
    { ...held, key: "test ahead", name: "", costs: past ? ending(past.costs.test, past.testCost) : [], from: Math.max(0, tested.length - 1), alpha: AHEAD },
    { key: "train ahead", name: "", costs: past ? ending(past.costs.train, past.cost) : [], from: Math.max(0, training.length - 1), stroke: "ink", width: 2, dash: [], alpha: AHEAD },
    { ...usual, ...held, key: "test", name: "held out", costs: tested },
    { ...usual, key: "train", name: "training", costs: training, stroke: "ink", width: 2, dash: [] },
  ];
}

/** @param {number[]} costs @param {number|null|undefined} last @returns {number[]} */
function ending(costs, last) {
  if (costs.length === 0 || typeof last !== "number") return costs;
  const made = ended.get(costs);
  if (made?.length === costs.length + 1 && made[costs.length] === last) return made;
  const whole = costs.concat(last);
  ended.set(costs, whole);
  return whole;
}
