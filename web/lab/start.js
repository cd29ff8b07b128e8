// The first script of the page, inside it and before anything else: the start of Python hides behind that of the page.
// What it has begun, main.js takes over (started.js).

import { trustedWorker } from "../trusted.js";
import { createParts, PartError } from "./parts.js";
import { openRoom } from "./room.js";

const { assets, frame, patience } = JSON.parse(document.getElementById("parts")?.textContent ?? "");
const parts = createParts(assets);
/** @type {import("./room.js").Room | null} */
let early = openRoom(parts, frame, "snapshot", patience);

const started = {
  parts, PartError, trustedWorker,
  /** @param {import("./room.js").Route} route */
  open(route) {
    const room = route === "snapshot" ? early : null;
    early = null;
    return room ?? openRoom(parts, frame, route, patience);
  },
};
/** @typedef {typeof started} Started */
// @ts-ignore
window.chalknet = started;

// What the page's own script imports lies beside the page. Where it does not come, nobody else is there to say so.
addEventListener("error", ({ target }) => {
  if (!(target instanceof HTMLScriptElement) || target.type !== "module") return; // others are put in by the browser's extensions
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", sayMissing, { once: true });
  else sayMissing();
}, true);

function sayMissing() {
  const fromDisk = "From a disk, browsers do not open this page. Open chalknet.html instead: it lies beside this file, and is the whole of Chalknet.";
  const broken = "A part of this page could not be loaded. Check the connection and reload the page.";
  const said = document.createElement("p");
  said.className = "notice problem";
  said.textContent = location.protocol === "file:" ? fromDisk : broken;
  document.getElementById("notices")?.append(said);
  document.documentElement.dataset.python = "failed";
}
