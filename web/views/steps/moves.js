// Where one can go in a trace: lines, phases, and the next time a line runs. Pure.

export const PHASES = ["feedforward", "cost", "backprop", "update"];

/** The next line of a phase, from the start again when there is none ahead. @param {any[]} steps @param {number} at @param {string} phase */
export function nextOfPhase(steps, at, phase) {
  return ahead(steps, at, (step) => step.phase === phase);
}

/** The next time that a line of a file runs; where it is now if it never runs. @param {any[]} steps @param {number} at @param {string} file @param {number} line */
export function nextOfLine(steps, at, file, line) {
  return ahead(steps, at, (step) => step.file === file && step.line === line);
}

function ahead(/** @type {any[]} */ steps, /** @type {number} */ at, /** @type {(step: any) => boolean} */ fits) {
  const next = steps.findIndex((step, index) => index > at && fits(step));
  if (next >= 0) return next;
  const first = steps.findIndex(fits);
  return first >= 0 ? first : at;
}

/** Where the phase changes next; the last line if it does not. @param {any[]} steps @param {number} at */
export function nextPhase(steps, at) {
  const next = steps.findIndex((step, index) => index > at && step.phase !== steps[at].phase);
  return next >= 0 ? next : steps.length - 1;
}

/** Where this phase began; from there, where the one before began. @param {any[]} steps @param {number} at */
export function previousPhase(steps, at) {
  const start = startOfPhase(steps, at);
  return start < at || start === 0 ? start : startOfPhase(steps, start - 1);
}

function startOfPhase(/** @type {any[]} */ steps, /** @type {number} */ at) {
  let start = at;
  while (start > 0 && steps[start - 1].phase === steps[at].phase) start--;
  return start;
}

/** How much of each phase has run: phases take turns, since each layer is updated when its turn in backprop comes. @param {any[]} steps @param {number} at */
export function progressOf(steps, at) {
  return PHASES.map((phase) => {
    const all = steps.filter((step) => step.phase === phase).length;
    const done = steps.filter((step, index) => index <= at && step.phase === phase).length;
    return { phase, all, share: all ? done / all : 0 };
  });
}
