// Keeps one Python running, says when it does not answer, and has a second one ready while a learner's code runs:
// then an endless loop costs a click and no waiting.

import { whenIdle } from "../idle.js";
import { createLab } from "./client.js";

const SLOW = 3000; // ms without an answer before the page says so

/** @typedef {ReturnType<typeof createKeeper>} Keeper */

/**
 * @param {Parameters<typeof createLab>[0]} options
 * @param {(seconds: number) => void} onSlow told every second while an answer is overdue, and 0 when it has come
 */
export function createKeeper(options, onSlow) {
  let lab = createLab(options);
  /** @type {{lab: typeof lab, ready: Promise<void>} | null} */
  let spare = null;
  let waitingFor = ""; // the call that is under way

  return {
    /** The name of the call that is not answered yet. */
    overdue: () => waitingFor,

    start: () => lab.start(),

    /** @param {string} name @param {any} [args] @param {Uint8Array} [numbers] */
    async call(name, args, numbers) {
      const asked = performance.now();
      waitingFor = name;
      let slow = false;
      const timer = setInterval(() => {
        const waited = performance.now() - asked;
        if (waited < SLOW) return;
        slow = true;
        onSlow(Math.round(waited / 1000));
      }, 500);
      try {
        return await lab.call(name, args, numbers);
      } finally {
        clearInterval(timer);
        if (waitingFor === name) waitingFor = "";
        if (slow) onSlow(0);
      }
    },

    /** What only a learner's code needs comes as soon as the page rests. Who needs it earlier asks by himself, and says what goes wrong. */
    bringLate() {
      whenIdle(() => lab.bringLate().catch(({ message }) => console.warn(message)), 2000);
    },

    /** Start a second Python in the background, from the bytes in memory. */
    prepareSpare() {
      if (spare) return;
      const second = createLab({ ...options, onBoot: () => {} });
      const made = { lab: second, ready: second.start() };
      spare = made;
      made.ready.then(
        () => second.bringLate().catch(() => {}), // whoever needs it asks again
        () => spare === made && (spare = null),
      );
    },

    /** End the one that hangs; the spare takes its place. Whoever waits for the old one is told that it is no more. */
    async replace() {
      lab.stop();
      const next = spare ?? { lab: createLab({ ...options, onBoot: () => {} }), ready: null };
      spare = null;
      lab = next.lab;
      await (next.ready ?? next.lab.start());
    },
  };
}
