// The page's side of the door to Python: one sandboxed frame with one worker, one port, calls answered by number.
//
// | call                           | answer                                                                 |
// | open({experiment, tell_data})  | the experiment as understood, its problems, the state; the data if they are new or asked for |
// | reset()                        | the same for the present experiment, with a new network                |
// | train({until, seconds, since}) | one slice of training: the state after it (costs from `since` on)      |
// | step({since}), undo()          | the state after one update; the state before the last one              |
// | state({fine, since, discretize}) | the present state; fine: maps of a higher resolution; discretize: in two colours |
// | trace()                        | one update, told line by line with every matrix                        |
// | load_code({files})             | as open: the edited files run from now on; or the error, and nothing has changed |
// | gradcheck()                    | are the derivatives right? what is wrong, where, and the likely cause  |
// | check_exercise({exercise, code}) | is it solved? what is wrong                                          |
// | look_at({sample, held})         | what every layer makes of one sample                                   |
// | read_drawing(), ink beside     | the 8×8 image made of a drawing, and what the network reads in it      |
// | view({axes})                   | the data and the state, with maps over two other columns               |
// | set_weight({layer, neuron, input, value}) | the state with this weight (no input: bias) set by hand     |
// | rewind({epoch, seconds})       | the state at the beginning of an epoch of this run; has it arrived there yet? |
// | neurons_at_work()              | which neurons do not work any more, in sentences                       |
// | what_runs()                    | every operation of one training step as it is compiled, with the lines it came from; or why not |
// | report()                       | which classes are taken for which, and the worst mistakes              |
// | surface({…})                   | the cost over two weights, or along the path of the training           |
// | seeds_begin({count}), seeds_more({seconds}) | the same experiment from many seeds, as far as it has come |
// | read_table(), bytes beside     | what there is in a table of one's own; or, in a sentence, what is wrong with it |
// | try_table({features, wanted, missing}), bytes beside | what would come of this choice            |
// | open_file(), bytes beside      | as open, from a file that was saved                                    |
// | export({kind})                 | the trained network as a file                                          |
// | costs()                        | every cost so far                                                      |
// | saved()                        | where the run stands: a text, and bytes                                |
// | restore({experiment, text}), the bytes beside | as open, with the run where it stood                    |
//
// Training is asked for slice by slice, so a pause is simply not asking again: it takes no longer than one slice.

import { checked } from "./answers.js";
import { NEED_LATE } from "./late.js";
import { unpack } from "./message.js";

const MOST_SAID = 400; // characters of what went wrong

/** A call to a worker that is no more. */
export class LabEnded extends Error {}

/** How Python is started; after a failure of the quick way never again by that. @type {import("./room.js").Route} */
let route = "snapshot";

/**
 * @param {{open: (route: import("./room.js").Route) => import("./room.js").Room, onBoot?: (text: string) => void}} options
 *   open: begins a start, see room.js
 */
export function createLab({ open, onBoot = () => {} }) {
  /** @type {Map<number, {call: string, resolve: (answer: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  let lastId = 0;
  /** @type {import("./room.js").Room | null} */
  let room = null;
  let running = false;
  /** @type {Promise<void> | null} what only a learner's code needs, see late.js */
  let late = null;

  /** Makes the frame and the worker. @returns {Promise<void>} when Python answers */
  async function start() {
    const tried = route;
    try {
      await attempt();
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (tried !== "snapshot" || error instanceof LabEnded) throw error;
      route = "compiled";
      console.warn(`Python did not wake up from its snapshot, so it starts the slower way. ${message}`);
      await attempt();
    }
  }

  async function attempt() {
    const opened = (room = open(route));
    opened.onBoot(onBoot);
    try {
      await opened.ready;
    } catch (error) {
      opened.close();
      if (room !== opened) throw new LabEnded("Python was stopped.");
      room = null;
      throw error;
    }
    if (room !== opened) throw new LabEnded("Python was stopped.");
    running = true;
    if (opened.route === "compiled") opened.allGiven();
    opened.port.onmessage = receive;
    opened.ended.then((reason) => room === opened && stop(`Python has stopped by itself (${reason.slice(0, MOST_SAID)}).`));
  }

  async function bringLate() {
    if (room?.route !== "snapshot") return;
    const bringing = (late ??= giveLate(room));
    await bringing.catch((error) => {
      late = null;
      throw error;
    });
  }

  /** Until the worker has it: it goes another way than the calls. @param {import("./room.js").Room} given */
  async function giveLate(given) {
    await given.give("late");
    await new Promise((resolve, reject) => {
      if (room !== given) return reject(new LabEnded("Python is not running."));
      waiting.set(++lastId, { call: "", resolve, reject });
      return given.port.postMessage({ id: lastId, awaits: "late" });
    });
    given.allGiven();
  }

  /** @param {MessageEvent} event */
  function receive({ data }) {
    const asked = waiting.get(data?.id);
    if (!asked) return;
    waiting.delete(data.id);
    if (asked.call === "" && !data.error) return asked.resolve(undefined); // what is late has come; no other call is answered so
    if (data.error) return asked.reject(crossed(data.error));
    try {
      asked.resolve(checked(asked.call, unpack(data.text, data.buffer)));
    } catch (error) {
      asked.reject(/** @type {Error} */ (error));
    }
  }

  /**
   * @param {string} name @param {any} [args] plain values @param {Uint8Array} [numbers] what JSON cannot carry
   * @returns {Promise<any>}
   */
  async function call(name, args = {}, numbers) {
    if (NEED_LATE.has(name)) await bringLate();
    return new Promise((resolve, reject) => {
      if (!room || !running) return reject(new LabEnded("Python is not running."));
      const id = ++lastId;
      waiting.set(id, { call: name, resolve, reject });
      return room.port.postMessage({ id, call: name, args: JSON.stringify(args), numbers });
    });
  }

  /** Ends the worker; whoever waits for it is told. @param {string} [reason] */
  function stop(reason = "Python was stopped.") {
    const closing = room;
    room = null;
    running = false;
    closing?.close();
    for (const { reject } of waiting.values()) reject(new LabEnded(reason));
    waiting.clear();
  }

  return { start, stop, call, bringLate };
}

/** An error crosses whole. @param {any} error */
function crossed(error) {
  const text = (/** @type {any} */ part, /** @type {number} */ most) => String(part).slice(0, most);
  return Object.assign(new Error(String(error?.message).slice(-MOST_SAID)), { name: text(error?.name, 100), stack: text(error?.stack, 10_000) });
}
