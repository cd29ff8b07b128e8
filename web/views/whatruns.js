// What runs while the network trains: the operations of one step as they were recorded from the lesson's own code, which of
// them were merged, how fast they are; and for each the line it came from.

import { effect } from "@preact/signals-core";
import { fileNames, list } from "./code/names.js";
import { reason } from "./code/status.js";
import { fill, h, say } from "./dom.js";
import { oncePerFrame } from "./draw.js";
import { structureOf } from "./network/structure.js";
import { drawListing } from "./steps/listing.js";
import { drawOperations } from "./whatruns/table.js";
import { aboutWords, mainPlace, placeIn, placesOf, plainWords, rateWords, sizeWords } from "./whatruns/words.js";

/** @typedef {import("./whatruns/words.js").Operation} Operation */

const NOTHING = "As soon as the network trains, every operation of one training step will stand here, as it is recorded from the code and compiled: its formula, the shape of what it gives, and the line it came from.";
const PLAIN = "Code that does the same operations on whole arrays in every step is compiled, and then told here operation by operation. Code that decides by a value, prints or keeps count on the way runs as Python runs it: the results are right, only slower.";

/**
 * @param {HTMLElement} element @param {any} store
 * @param {(file: string, line: number) => void} open shows a line in its file
 * @returns {() => void} ends the view
 */
export function mountWhatRuns(element, store, open) {
  const parts = render(element);
  let operations = /** @type {Operation[]} */ ([]);
  let picked = 0; // its number; 0: none
  let told = /** @type {any[]} */ ([]); // what the answer on the page depends on
  let asking = false;

  const look = oncePerFrame(async () => {
    drawRate();
    const now = dependsOn(store);
    if (!parts.root.clientWidth || asking || now.every((one, at) => one === told[at])) return;
    asking = true;
    told = now;
    const answer = await store.ask("what_runs");
    asking = false;
    if (answer) draw(answer);
    else told = []; // asked again when something moves
    look();
  });

  listen();
  const watcher = new ResizeObserver(() => {
    look();
    drawPicked();
  });
  watcher.observe(parts.root);
  const ends = [
    effect(() => {
      void [...dependsOn(store), store.state.value];
      look();
    }),
    effect(() => drawNote(store.code.value, store.edits.value, store.python.value)),
  ];
  return () => {
    for (const end of ends) end();
    watcher.disconnect();
    fill(element);
  };

  /** What is written but not run yet is not what is told here. @param {any} code @param {Record<string, string>} edits @param {{phase: string}} python */
  function drawNote(code, edits, python) {
    const others = code.phase === "edited" ? fileNames(store.lesson).filter((name) => store.sources(name) !== (edits[name] ?? store.lesson[name] ?? "")) : [];
    parts.note.hidden = others.length === 0;
    say(parts.noteText, parts.note.hidden ? "" : `This is the code that runs, not what now stands in ${list(others)}: that ${code.error ? "was not accepted" : "has not been run yet"}.`);
    const why = reason(code, python);
    parts.run.setAttribute("aria-disabled", String(why !== ""));
    parts.run.title = why ? `${why}.` : "Puts that in place of the code that runs.";
  }

  function run() {
    store.flush?.();
    if (!reason(store.code.peek(), store.python.peek())) store.run();
  }

  function drawRate() {
    const rate = rateWords(store.state.peek()?.engine?.rate);
    say(parts.rate, rate);
    parts.head.hidden = !rate && operations.length === 0;
  }

  /** @param {any} answer of what_runs */
  function draw(answer) {
    const focused = parts.table.contains(document.activeElement);
    ({ operations } = answer);
    const some = operations.length > 0;
    parts.body.hidden = !some;
    parts.empty.hidden = some;
    say(parts.empty, answer.why === null ? NOTHING : PLAIN);
    drawWhy(answer.why);
    say(parts.size, some ? sizeWords(answer) : "");
    drawRate();
    drawOperations(parts.table, operations, structureOf(store.experiment.peek(), store.data.peek(), store.catalog));
    if (!some) return;
    pick(picked >= 1 && picked <= operations.length ? picked : 1);
    if (focused) rowOf(picked)?.focus();
  }

  /** @param {string|null} why */
  function drawWhy(why) {
    parts.why.hidden = why === null;
    say(parts.reason, why === null ? "" : plainWords(why));
    const place = why === null ? null : placeIn(why);
    parts.whyPlace.hidden = !place;
    if (place) parts.whyPlace.onclick = () => open(place.file, place.line);
  }

  /** @param {number} number of an operation */
  function pick(number) {
    picked = number;
    const operation = operations[number - 1];
    const feeds = new Set(operation.formula);
    for (const row of rows()) {
      const own = Number(row.dataset.number);
      row.setAttribute("aria-selected", String(own === number));
      row.tabIndex = own === number ? 0 : -1;
      row.classList.toggle("feeds", feeds.has(own));
      row.classList.toggle("together", operation.kernel !== null && row.dataset.kernel === String(operation.kernel));
    }
    drawPicked();
  }

  /** What there is to say of the picked operation, and its line in the code around it. */
  function drawPicked() {
    const operation = operations[picked - 1];
    if (!operation || !parts.root.clientWidth) return;
    say(parts.about, aboutWords(operation, operations));
    const main = mainPlace(operation);
    parts.code.hidden = !main;
    if (!main) return;
    fill(parts.places, ...placesOf(operation).map(([file, lines]) => h("span", {}, `${file} `, ...lines.map((line) => link(file, line)))));
    const steps = operations.map(mainPlace).filter((one) => one !== null);
    drawListing(parts.listing, {
      text: store.sources(main.file), steps, at: steps.indexOf(main), most: linesFor(parts.root),
      titles: [`Opens ${main.file} at this line.`, "Picks the next operation that this line asks for."],
      jump: (line) => (line === main.line ? open(main.file, line) : jump(main.file, line)),
    });
  }

  /** @param {string} file @param {number} line */
  function link(file, line) {
    return h("button", { type: "button", class: "toggle", text: String(line), "aria-label": `${file} ${line}`, title: `Opens ${file} at line ${line}.`, onclick: () => open(file, line) });
  }

  /** To the next operation of a line, from the picked one on. @param {string} file @param {number} line */
  function jump(file, line) {
    const order = [...operations.slice(picked), ...operations.slice(0, picked)];
    const next = order.find((one) => mainPlace(one)?.file === file && mainPlace(one)?.line === line);
    if (!next) return;
    pick(next.number);
    rowOf(next.number)?.scrollIntoView({ block: "nearest" });
    parts.listing.querySelector("button[aria-current]")?.focus();
  }

  function rows() {
    return /** @type {NodeListOf<HTMLElement>} */ (parts.table.querySelectorAll("tr[data-number]"));
  }

  /** @param {number} number */
  function rowOf(number) {
    return /** @type {HTMLElement|null} */ (parts.table.querySelector(`tr[data-number="${number}"]`));
  }

  /** @param {number} number */
  function walk(number) {
    const row = rowOf(Math.max(1, Math.min(operations.length, number)));
    if (!row) return;
    pick(Number(row.dataset.number));
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function openPicked() {
    const main = mainPlace(operations[picked - 1]);
    if (main) open(main.file, main.line);
  }

  function listen() {
    parts.run.addEventListener("click", run);
    parts.table.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const row = /** @type {HTMLElement} */ (event.target).closest("tr[data-number]");
      if (row instanceof HTMLElement) walk(Number(row.dataset.number));
    });
    parts.table.addEventListener("dblclick", openPicked);
    parts.table.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const to = { ArrowDown: picked + 1, ArrowUp: picked - 1, PageDown: picked + 8, PageUp: picked - 8, Home: 1, End: operations.length }[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey || (to === undefined && event.key !== "Enter")) return;
      event.preventDefault();
      if (to === undefined) openPicked();
      else walk(to);
    });
  }
}

/** With any of these another step may run. @param {any} store */
function dependsOn(store) {
  const engine = store.state.value?.engine;
  return [store.python.value.phase, engine?.compiled, engine?.why, store.experiment.value, store.data.value, store.code.value.phase, store.running.value];
}

/** How many lines of code there is room for: beside the table, or below it. @param {HTMLElement} root */
function linesFor({ clientWidth, clientHeight }) {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [width, height] = [clientWidth / rem, clientHeight / rem];
  return width >= 60 ? Math.max(3, Math.floor((height - 6) / 1.2)) : height < 24 ? 3 : height < 40 ? 5 : 8;
}

/** @param {HTMLElement} element */
function render(element) {
  const empty = h("p", { class: "whatruns-empty", text: NOTHING });
  const reason = h("span", {});
  const whyPlace = h("button", { type: "button", class: "toggle", text: "Show the line", title: "Opens the file at the line." });
  const why = h("p", { class: "whatruns-why", hidden: true }, reason, whyPlace);
  const noteText = h("span", { role: "status" });
  const run = h("button", { type: "button", class: "toggle", text: "Run it" });
  const note = h("p", { class: "whatruns-note", hidden: true }, noteText, run);
  const rate = h("strong", {});
  const size = h("span", { class: "muted" });
  const head = h("p", { class: "whatruns-head", hidden: true }, rate, size);
  const table = h("table", { role: "grid", "aria-label": "The operations of one training step" });
  const about = h("p", { class: "whatruns-about", "aria-live": "polite" });
  const places = h("div", { class: "whatruns-places", role: "group", "aria-label": "Asked for by" });
  const listing = h("ol", { class: "steps-listing", "aria-label": "The code around the line that asks for it" });
  const code = h("div", { class: "whatruns-code" }, about, h("div", { class: "whatruns-lines" }, places, listing));
  const body = h("div", { class: "whatruns-body", hidden: true }, h("div", { class: "whatruns-table" }, table), code);
  const root = h("div", { class: "whatruns" }, note, why, head, empty, body);
  fill(element, root);
  return { root, empty, note, noteText, run, why, reason, whyPlace, rate, size, head, table, about, places, listing, code, body };
}
