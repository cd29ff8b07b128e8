// The page, put together. Read it as a table of contents.

import { effect, untracked } from "@preact/signals-core";
import { readAddress } from "./address.js";
import { textBeside } from "./beside.js";
import { createStore } from "./experiment.js";
import { whenIdle } from "./idle.js";
import { createKeeper } from "./lab/keeper.js";
import { started } from "./lab/started.js";
import { hideWindows, keepLook } from "./look.js";
import { keepOffline } from "./offline/page.js";
import { codeIn, unpackCode } from "./share.js";
import { encode, encodeView } from "./url.js";
import { fileNames } from "./views/code/names.js";
import { mountCost } from "./views/cost.js";
import { mountData } from "./views/data.js";
import { mountHeader } from "./views/header.js";
import { mountNetwork } from "./views/network.js";
import { mountNotices } from "./views/notices.js";
import { mountOutput } from "./views/output.js";
import { mountRuns } from "./views/runs.js";
import { mountTable } from "./views/table.js";
import { mountTools } from "./views/tools.js";
import { mountTraining } from "./views/training.js";

const build = JSON.parse(place("#build").textContent ?? "");
const { catalog, names } = build;
const lesson = Object.fromEntries(names.map((/** @type {string} */ name) => [name, ""])); // the texts come with the code window
const first = readAddress(location.hash, catalog);
let { complaints } = first;
const store = createStore({ catalog, lesson, initial: first.raw, view: first.view, first: build.first, onAddress: writeAddress });

keepLook(store);
mountHeader({ controls: place("#controls"), readouts: place("#readouts"), dataMenu: place("#data-menu") }, store);
mountTools(place("#tools"), store, build);
mountNotices(place("#notices"), store);
mountData(place("#data .body"), store);
mountTraining(place("#training .body"), store);
mountRuns(place("#runs .body"), store);
mountNetwork(place("#network .body"), store);
mountOutput(place("#output .body"), store);
mountTable(place("#predictions"), store);
mountCost(place("#cost .body"), store);

// The code window, whose editor weighs more than all the rest, comes when Python is there; or when it is wanted earlier.
const code = place("#code");
const bringCode = once(async () => {
  try {
    const [{ mountCode }, texts] = await Promise.all([import("./views/code.js"), textBeside("lesson", build.lesson)]);
    Object.assign(lesson, JSON.parse(texts));
    mountCode(place("#code .body"), store);
  } catch (error) {
    store.notice("problem", `The code window could not be loaded (${/** @type {Error} */ (error).message}). Check the connection and reload the page.`);
  }
});
effect(() => {
  if (store.python.value.phase === "failed" || store.code.value.phase !== "original" || store.code.value.proposed || store.hanging.value) bringCode(); // "Stop it" stands there too
  else if (store.python.value.phase === "ready") whenIdle(bringCode, 1000);
});
for (const sign of ["pointerenter", "focusin"]) code.addEventListener(sign, bringCode);

// for style sheets and tests: how far Python is, and whether a run is under way
effect(() => void (document.documentElement.dataset.python = store.python.value.phase));
effect(() => void (document.documentElement.dataset.running = String(store.running.value)));
effect(() => hideWindows(store.view.value.hide.filter((/** @type {string} */ name) => name !== "code" || !store.hanging.value))); // "Stop it" stands there
effect(() => {
  if (store.hanging.value && store.codeRuns()) for (const dialog of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close(); // or it would be behind one
});
window.addEventListener("popstate", async () => {
  const { raw, view, complaints: said } = readAddress(location.hash, catalog);
  complaints = said;
  store.view.value = view;
  await store.open(raw, { silent: true });
  if (complaints === said) complain(); // no other address was gone to meanwhile
});
place(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address is the experiment's
  place("#network").focus();
});
let offered = ""; // the code of a link, packed as it came, until the person has answered
window.addEventListener("popstate", showCode);
showCode();
keepOffer();
keepOffline(store, build);
startPython();
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("drawn"))); // for the bench: the whole page is on the screen

/** Code that comes in a link is shown; it runs only when the person says so. */
async function showCode() {
  const code = codeIn(location.hash);
  if (!code) return;
  offered = code;
  try {
    const files = await unpackCode(code, fileNames(lesson));
    if (offered === code) store.propose(files, readAddress(location.hash, catalog).raw); // no other link was opened meanwhile
  } catch (error) {
    if (offered === code) offered = "";
    const { message } = /** @type {Error} */ (error);
    if (store.python.value.phase !== "ready") complaints.push(message); // the first opening clears what was said before
    store.notice("problem", message);
  }
}

/** The address holds the code that came as long as it waits for an answer. */
function keepOffer() {
  let waited = false;
  effect(() => {
    const waits = store.code.value.proposed !== null;
    if (waited && !waits) {
      offered = "";
      untracked(() => writeAddress(store.experiment.value, true));
    }
    waited = waits;
  });
}

async function startPython() {
  const say = (/** @type {string} */ phase, /** @type {string} */ text, loaded = 0, total = 0) => {
    if (store.python.value.phase !== "failed") store.python.value = { phase, text, loaded, total }; // other files may still be arriving
  };
  try {
    started.parts.hear((loaded, total) => store.python.value.phase === "loading" && say("loading", build.single ? "Unpacking Python" : "Loading Python and NumPy", loaded, total));
    const slow = (/** @type {number} */ seconds) => (store.hanging.value = seconds ? { seconds } : null);
    const keeper = createKeeper({ open: started.open, onBoot: (text) => say("starting", text) }, slow);
    await keeper.start();
    say("starting", "Opening the experiment");
    await store.connect(keeper);
    complain();
  } catch (error) {
    const reason = /** @type {Error} */ (error).message;
    say("failed", "Python could not start");
    store.pause();
    store.notice("problem", reason);
  }
}

/** What the address says that no experiment has. */
function complain() {
  store.tell(complaints.map((message) => ({ message })), "address");
  if (complaints.length > 0) writeAddress(store.experiment.value, true);
}

/** @param {import("./url.js").Experiment} experiment @param {boolean} replace */
function writeAddress(experiment, replace) {
  const text = [encode(experiment, catalog), encodeView(store.view.peek()), offered && `code=${encodeURIComponent(offered)}`].filter(Boolean).join("&");
  if (text === location.hash.slice(1)) return;
  const address = text ? `#${text}` : location.pathname + location.search;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

/** @param {() => void} action */
function once(action) {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}

/** @param {string} selector */
function place(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}
