// One start of Python: the sandboxed frame, in it the workers, and the two ports to them: for the calls, and for the parts.

import { trustedFrame } from "../trusted.js";

const WORKER = "worker.js";

/** What the worker is given, by the way it starts: see boot.js. */
const NEEDED = { snapshot: ["pyodide.asm.wasm", "libraries", "snapshot", "lesson"], compiled: ["pyodide.asm.wasm", "libraries", "fallback", "late", "lesson"] };

const PATIENCE = 90_000; // ms without "ready" once the worker has all it needs: then a start counts as hanging, and is ended from here

/** On the quick way programs are compiled before they reach Python's worker. @param {string} name @param {Route} route */
const compiled = (name, route) => route === "snapshot" && (name === "pyodide.asm.wasm" || name === "libraries");

const MOST_SAID = 400; // characters of what went wrong

/** @typedef {keyof typeof NEEDED} Route */

/**
 * @typedef {object} Room
 * @property {Route} route the way it starts
 * @property {MessagePort} port the worker's, once it is ready
 * @property {Promise<void>} ready when Python answers; or why it does not
 * @property {Promise<string>} ended when the worker has ended by itself: why
 * @property {(hear: (text: string) => void) => void} onBoot who hears how far the start is
 * @property {(name: string) => Promise<void>} give a further part @property {() => void} allGiven there is none any more
 * @property {() => void} close
 */

/**
 * @param {ReturnType<typeof import("./parts.js").createParts>} parts @param {string} frame the frame's document, made by the build
 * @param {Route} route @param {number} [patience] ms for the quick way @returns {Room}
 */
export function openRoom(parts, frame, route, patience = 15_000) {
  const { port1: port, port2 } = new MessageChannel();
  const element = document.createElement("iframe");
  element.hidden = true;
  element.title = "Python";
  element.setAttribute("sandbox", "allow-scripts");
  element.srcdoc = trustedFrame(frame);

  const { port1: parcels, port2: parcels2 } = new MessageChannel();
  const made = new Promise((resolve) => element.addEventListener("load", resolve, { once: true }));
  const tellFrame = (/** @type {any} */ given, /** @type {Transferable[]} */ moved = []) => element.contentWindow?.postMessage(given, "*", moved);
  made.then(() => tellFrame({ port: parcels2 }, [parcels2]));
  const give = async (/** @type {string} */ name) => {
    const bytes = await parts.get(name);
    parcels.postMessage({ part: name, bytes, whole: parts.about(name).whole, compile: compiled(name, route) }); // a copy: the bytes stay here
  };
  let heard = (/** @type {MessageEvent} */ _) => {};
  const ended = /** @type {Promise<string>} */ (new Promise((resolve) => {
    heard = ({ source, data }) => {
      if (source === element.contentWindow && typeof data?.failed === "string") resolve(data.failed.slice(0, MOST_SAID));
    };
    window.addEventListener("message", heard);
  }));

  let hear = (/** @type {string} */ _) => {};
  let last = "";
  const ready = /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => {
      if (data?.ready === true) resolve();
      else if (typeof data?.failed === "string") reject(new Error(data.failed.slice(0, MOST_SAID)));
      else if (typeof data?.boot === "string") hear((last = data.boot.slice(0, MOST_SAID)));
    };
    ended.then((reason) => reject(new Error(reason)));
    const worker = Promise.all([parts.get(WORKER), made]).then(([script]) => tellFrame({ script, zipped: script.length < parts.about(WORKER).whole, route }, [port2]));
    const given = [worker, ...NEEDED[route].map(give)];
    Promise.all(given).then(() => {
      const tooLong = () => reject(new Error("Python did not start within a minute and a half. Reload the page; if it happens again, try another browser."));
      const timer = route === "snapshot" ? setTimeout(() => reject(new Error("It hung.")), patience) : setTimeout(tooLong, PATIENCE);
      ready.catch(() => {}).finally(() => clearTimeout(timer));
    }, reject);
  }));
  ready.catch(() => {}); // whoever takes the room over hears of it
  (document.body ?? document.documentElement).append(element);

  return {
    route, port, ready, ended, give,
    allGiven: () => tellFrame({ unpacked: true }),
    onBoot(who) {
      hear = who;
      if (last) hear(last);
    },
    close() {
      window.removeEventListener("message", heard);
      element.remove();
      port.close();
      parcels.close();
    },
  };
}
