// The worker: boots Pyodide and NumPy from parts it is handed, then answers the page's calls, one by one.
// It asks for nothing and fetches nothing. The calls are listed at the head of client.js.

import "./prepare.js";
import { boot, lessonOf } from "./boot.js";
import { NEED_LATE } from "./late.js";
import { machine } from "./machine.js";
import { stripGlobals } from "./strip.js";
import { createShelf } from "./shelf.js";
import { fromTree, writeTree } from "./tree.js";

/** @typedef {(call: string, args: string, numbers?: Uint8Array) => {text: string, buffer: ArrayBuffer}} Answer */

self.onmessage = async (event) => {
  const { port, route } = event.data;
  const parts = createShelf();
  self.onmessage = ({ data }) => parts.put(data);
  try {
    const { answer, lateHere } = await start(parts, route, port);
    port.onmessage = (/** @type {MessageEvent} */ { data }) => {
      if (data.awaits) lateHere.then(() => port.postMessage({ id: data.id, arrived: true }));
      else respond(port, data, answer);
    };
    port.postMessage({ ready: true });
  } catch (error) {
    port.postMessage({ failed: String(/** @type {any} */ (error)?.message ?? error) });
  }
};

/**
 * @param {import("./boot.js").Parts} parts @param {import("./room.js").Route} route @param {MessagePort} port
 * @returns {Promise<{answer: Answer, lateHere: Promise<void>}>} how a call is answered; when what comes after the start has come
 */
async function start(parts, route, port) {
  const { pyodide, exports, takeLate } = await boot(parts, route, (text) => port.postMessage({ boot: text }));
  const door = pyodide.globals.get("door");
  if (route === "snapshot") writeTree(pyodide.FS, "/home/pyodide", await lessonOf(parts));
  door.compile_with(machine(exports));
  stripGlobals();

  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let late;
  let wrong = "The rest of Python has not arrived. Check the connection and reload the page.";
  let taken = route !== "snapshot";
  /** Called by Python at the first import of something not loaded (make/late.py). Returns what is wrong, if something is. */
  const bring = () => {
    if (!late && !taken) return wrong;
    if (late && !taken) takeLate(fromTree(late));
    taken = true;
    late = undefined;
    return "";
  };
  if (!taken) pyodide.globals.get("late").bring = bring;
  const lateHere = taken ? Promise.resolve() : parts.take("late").then((content) => void (late = content), ({ message }) => void (wrong = message));

  /** @type {Answer} */
  const answer = (call, args, numbers) => {
    if (NEED_LATE.has(call)) bring();
    const given = numbers && pyodide.toPy(numbers);
    const packed = door.call(call, args, given);
    const text = packed.get(0);
    const bytes = packed.get(1);
    const buffer = bytes.toJs().slice().buffer;
    for (const proxy of [bytes, packed, given]) proxy?.destroy();
    return { text, buffer };
  };
  return { answer, lateHere };
}

/** @param {MessagePort} port @param {{id: number, call: string, args: string, numbers?: Uint8Array}} message @param {Answer} answer */
function respond(port, { id, call, args, numbers }, answer) {
  try {
    const { text, buffer } = answer(call, args, numbers);
    port.postMessage({ id, text, buffer }, [buffer]);
  } catch (error) {
    const { name, message, stack } = /** @type {Error} */ (error);
    port.postMessage({ id, error: { name, message, stack } });
  }
}
