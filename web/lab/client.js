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

import { trustedFrame } from "../trusted.js";
import { checked } from "./answers.js";
import { unpack } from "./message.js";

const PATIENCE = 90_000; // ms from the worker's start to "ready" before the page says that something is wrong

const MOST_SAID = 400; // characters of what went wrong

/** A call to a worker that is no more. */
export class LabEnded extends Error {}

/**
 * @param {{assets: Record<string, ArrayBuffer>, frame: string, onBoot?: (text: string) => void}} options
 *   assets: the bytes by name, kept here so that a new worker can start from memory; frame: the frame's document
 */
export function createLab({ assets, frame, onBoot = () => {} }) {
  /** @type {Map<number, {call: string, resolve: (answer: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  let lastId = 0;
  /** @type {HTMLIFrameElement | null} */
  let room = null;
  /** @type {MessagePort | null} */
  let port = null;
  let unhear = () => {}; // what the frame says is heard as long as it is there

  /** Makes the frame and the worker. @returns {Promise<void>} when Python answers */
  function start() {
    return new Promise((resolve, reject) => {
      const channel = new MessageChannel();
      const element = makeFrame(frame);
      const fail = (/** @type {string} */ reason) => {
        settled();
        stop(reason);
        reject(new Error(reason));
      };
      let ready = false;
      const timer = setTimeout(() => fail("Python did not start within a minute and a half. Reload the page; if it happens again, try another browser."), PATIENCE);
      const heard = (/** @type {MessageEvent} */ event) => {
        if (event.source !== element.contentWindow || typeof event.data?.failed !== "string") return;
        if (ready) stop(`Python has stopped by itself (${event.data.failed.slice(0, MOST_SAID)}).`);
        else fail(event.data.failed);
      };
      const settled = () => clearTimeout(timer);
      window.addEventListener("message", heard);
      unhear = () => window.removeEventListener("message", heard);
      channel.port1.onmessage = ({ data }) => {
        if (typeof data?.boot === "string") return onBoot(data.boot);
        if (typeof data?.failed === "string") return fail(data.failed);
        if (data?.ready !== true) return undefined;
        settled();
        ready = true;
        channel.port1.onmessage = receive;
        port = channel.port1;
        return resolve();
      };
      element.addEventListener("load", () => {
        const { "worker.js": script, ...rest } = assets;
        element.contentWindow?.postMessage({ script, assets: rest }, "*", [channel.port2]); // copies: the bytes stay here
      }, { once: true });
      room = element;
      document.body.append(element);
    });
  }

  /** @param {MessageEvent} event */
  function receive({ data }) {
    const asked = waiting.get(data?.id);
    if (!asked) return;
    waiting.delete(data.id);
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
  function call(name, args = {}, numbers) {
    return new Promise((resolve, reject) => {
      if (!port) return reject(new LabEnded("Python is not running."));
      const id = ++lastId;
      waiting.set(id, { call: name, resolve, reject });
      return port.postMessage({ id, call: name, args: JSON.stringify(args), numbers });
    });
  }

  /** Ends the worker; whoever waits for it is told. @param {string} [reason] */
  function stop(reason = "Python was stopped.") {
    unhear();
    room?.remove();
    port?.close();
    room = port = null;
    for (const { reject } of waiting.values()) reject(new LabEnded(reason));
    waiting.clear();
  }

  return { start, stop, call };
}

/** An error crosses whole. @param {any} error */
function crossed(error) {
  const text = (/** @type {any} */ part, /** @type {number} */ most) => String(part).slice(0, most);
  return Object.assign(new Error(text(error?.message, MOST_SAID)), { name: text(error?.name, 100), stack: text(error?.stack, 10_000) });
}

/** @param {string} text the frame's document, made by the build */
function makeFrame(text) {
  const element = document.createElement("iframe");
  element.hidden = true;
  element.title = "Python";
  element.setAttribute("sandbox", "allow-scripts");
  element.srcdoc = trustedFrame(text);
  return element;
}
