// Calls to Python go one after another, in the order of the clicks; training gives way to whatever comes.

import { LabEnded } from "./lab/client.js";
import { started } from "./lab/started.js";

/** @typedef {ReturnType<typeof createTurns>} Turns */

const FATAL = /fatally failed|Maximum call stack size|out of memory|memory access out of bounds|unreachable/i; // after these the interpreter is no more

export const RUNS_CODE = ["load_code", "check_exercise"]; // calls that bring a learner's code along

/** @param {any} store */
export function createTurns(store) {
  /** @type {import("./lab/keeper.js").Keeper | null} */
  let keeper = null;
  let end = Promise.resolve(); // of the queue
  let interruptions = 0;
  let broken = false; // has a learner's code broken the interpreter that runs?
  let era = 0; // counts the workers: what was queued for an ended one is dropped

  return {
    get ready() {
      return keeper !== null;
    },
    get keeper() {
      return /** @type {import("./lab/keeper.js").Keeper} */ (keeper);
    },
    connect: (/** @type {import("./lab/keeper.js").Keeper} */ given) => void (keeper = given),
    /** Does somebody wait behind this turn? @param {number} turn */
    waits: (turn) => turn !== interruptions,
    take,
    ask,
    told,
    /** Must the worker be replaced? Whoever asks does it. */
    takeBroken() {
      const was = broken;
      broken = false;
      return was;
    },
    /** After a worker was ended, nobody waits for its answers any more. */
    clear() {
      era++;
      broken = false;
      end = Promise.resolve();
    },
  };

  /** @param {(turn: number) => Promise<any>} action told its number: while that is the latest, nobody waits */
  function take(action) {
    const turn = ++interruptions;
    const mine = era;
    const result = end.then(() => (mine === era ? action(turn) : undefined)).catch(failed);
    end = result;
    return result;
  }

  /** A fault of the page itself is never silent. @param {any} error */
  function failed(error) {
    console.error(error);
    store.notice("problem", `Something went wrong on this page: ${error?.message ?? error}`);
    store.pause();
  }

  /** The answer to a call, also where it says that a learner's code failed; nothing from a worker that was ended.
   * @param {string} name @param {any} [args] @param {Uint8Array} [numbers] */
  async function told(name, args, numbers) {
    const mine = era;
    try {
      const answer = await keeper?.call(name, args, numbers);
      if (mine !== era) return null;
      if (answer?.prints) store.hearPrints(answer.prints);
      return answer;
    } catch (error) {
      if (mine !== era) return null;
      const { name: kind, message } = /** @type {Error} */ (error);
      const ended = error instanceof LabEnded;
      // how a learner's code fails is told in an answer; what is raised beside that code comes of a broken interpreter
      const breaks = FATAL.test(message) || (kind === "PythonError" && (store.codeRuns() || RUNS_CODE.includes(name)));
      broken ||= breaks;
      const said = error instanceof started.PartError ? `What this needs could not be fetched, so nothing was done. Try again. (${message})` : breaks ? "Python broke down over this, so it is started anew." : `Something went wrong in Python: ${message.trim().split("\n").pop()}`;
      store.notice("problem", ended ? message : said);
      if ((ended || breaks) && store.python.value.phase === "ready") store.stopPython(breaks ? name : "");
      store.pause();
      return null;
    }
  }

  /** The answer, or nothing where the code failed: then that is said, and what was there stays.
   * @param {string} name @param {any} [args] @param {Uint8Array} [numbers] */
  async function ask(name, args, numbers) {
    const answer = await told(name, args, numbers);
    if (!answer?.error) return answer;
    store.pause();
    store.failed(answer.error);
    return null;
  }
}
