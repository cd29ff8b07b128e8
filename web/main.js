// The page, put together. Read it as a table of contents.

import { effect } from "@preact/signals-core";
import { createStore } from "./experiment.js";
import { loadAssets } from "./lab/assets.js";
import { createLab } from "./lab/client.js";
import { keepLook } from "./look.js";
import { decode, encode } from "./url.js";
import { mountCode } from "./views/code.js";
import { mountCost } from "./views/cost.js";
import { mountData } from "./views/data.js";
import { mountHeader } from "./views/header.js";
import { mountNetwork } from "./views/network.js";
import { mountNotices } from "./views/notices.js";
import { mountOutput } from "./views/output.js";
import { mountTable } from "./views/table.js";
import { mountTools } from "./views/tools.js";
import { mountTraining } from "./views/training.js";

const build = JSON.parse(place("#build").textContent ?? "");
const { catalog, lesson } = build;
const store = createStore({ catalog, lesson, initial: decode(location.hash, catalog), onAddress: writeAddress });

keepLook(store);
mountHeader({ controls: place("#controls"), readouts: place("#readouts"), dataMenu: place("#data-menu") }, store);
mountTools(place("#tools"), store, build);
mountNotices(place("#notices"), store);
mountData(place("#data .body"), store);
mountTraining(place("#training .body"), store);
mountNetwork(place("#network .body"), store);
mountCode(place("#code .body"), store);
mountOutput(place("#output .body"), store);
mountTable(place("#predictions"), store);
mountCost(place("#cost .body"), store);

// for style sheets and tests: how far Python is, and whether a run is under way
effect(() => void (document.documentElement.dataset.python = store.python.value.phase));
effect(() => void (document.documentElement.dataset.running = String(store.running.value)));
window.addEventListener("popstate", () => store.open(decode(location.hash, catalog), { silent: true }));
startPython();

async function startPython() {
  const say = (/** @type {string} */ phase, /** @type {string} */ text, loaded = 0, total = 0) => {
    if (store.python.value.phase !== "failed") store.python.value = { phase, text, loaded, total }; // other files may still be arriving
  };
  try {
    const assets = await loadAssets(build.assets, (loaded, total) => say("loading", build.single ? "Unpacking Python" : "Loading Python and NumPy", loaded, total));
    const lab = createLab({ assets, frame: build.frame, onBoot: (text) => say("starting", text) });
    await lab.start();
    say("starting", "Opening the experiment");
    await store.connect(lab);
  } catch (error) {
    const reason = /** @type {Error} */ (error).message;
    say("failed", "Python could not start");
    store.pause();
    store.notice("problem", reason);
  }
}

/** @param {import("./url.js").Experiment} experiment @param {boolean} replace */
function writeAddress(experiment, replace) {
  const text = encode(experiment, catalog);
  if (text === location.hash.slice(1)) return;
  const address = text ? `#${text}` : location.pathname + location.search;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

/** @param {string} selector */
function place(selector) {
  return /** @type {HTMLElement} */ (document.querySelector(selector));
}
