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
