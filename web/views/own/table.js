// The tab for a table: pasted, or from a file. Python reads it and says what it found; then inputs and wanted are chosen.

import { effect } from "@preact/signals-core";
import { fill, h, say } from "../dom.js";
import { count, megabytes } from "../format.js";
import { choose } from "./choose.js";

const MOST = 30e6; // bytes: more would take Python too long in a browser
const SHOWN = 200_000; // characters that the box of text can hold without becoming slow
const SLOW = 10_000; // characters from which on browsers take long to paste line by line
const SAMPLE = "hours;sleep;passed\n7,5;8;yes\n2;6,5;no";
const PAUSE = 300; // milliseconds after the last key

/** @param {any} store @param {(data: import("./dialog.js").OwnData) => Promise<boolean>} use */
export function makeTable(store, use) {
  const text = h("textarea", { rows: 5, spellcheck: "false", wrap: "off", "aria-label": "The table as text", placeholder: SAMPLE });
  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/*", class: "unseen", tabindex: "-1", "aria-label": "File with a table" });
  const pick = h("button", { type: "button", text: "Choose a file …", title: "A file with a table: CSV, or any text with columns." });
  const said = h("p", { class: "own-said", role: "status" });
  const found = h("div", { class: "own-found" });
  const element = h("div", { class: "own-table" },
    h("div", { class: "own-bring" }, pick, h("span", { class: "muted", text: "or drop one anywhere here, or paste the rows below." }), file),
    text, said, found);

  let reading = 0; // counts: only the newest answer is shown
  let waiting = 0; // the timer of the typing

  pick.addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const [first] = file.files ?? [];
    if (first) readFile(first);
    file.value = ""; // the same file again is a new choice
  });
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    reading++;
    fill(found); // it was about another text
    waiting = window.setTimeout(() => readText(text.value), PAUSE);
  });

  text.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (pasted.length < SLOW) return; // the browser's own way can be undone
    event.preventDefault();
    text.setRangeText(pasted, text.selectionStart, text.selectionEnd, "end");
    const whole = text.value;
    put(whole);
    readText(whole);
  });

  return { element, read: readFile, show };

  /** @param {File} from */
  async function readFile(from) {
    clearTimeout(waiting);
    const mine = ++reading;
    if (from.size > MOST) return refuse(`${from.name} has ${megabytes(from.size)}. More than ${megabytes(MOST)} is too much for a browser tab: keep some of the rows.`);
    let bytes;
    try {
      bytes = new Uint8Array(await from.arrayBuffer());
    } catch {
      return refuse(`${from.name} cannot be read: choose it again. A folder is no table.`);
    }
    if (mine === reading) await read(bytes, from.name);
  }

  /** @param {string} typed @param {import("./dialog.js").OwnData} [before] */
  function readText(typed, before) {
    const bytes = new TextEncoder().encode(typed);
    if (typed.trim() === "") {
      reading++;
      put(typed);
      say(said, "");
      said.classList.remove("bad");
      return fill(found);
    }
    if (bytes.length > MOST) return refuse(`That is ${megabytes(bytes.length)}. More than ${megabytes(MOST)} is too much for a browser tab: keep some of the rows.`);
    return read(bytes, "", before);
  }

  /** @param {Uint8Array} bytes @param {string} name of the file, or "" for pasted text @param {import("./dialog.js").OwnData} [before] what was chosen before */
  async function read(bytes, name, before) {
    const mine = ++reading;
    said.classList.remove("bad");
    say(said, store.python.peek().phase === "ready" ? "Python is reading …" : "Python is still starting: it reads this as soon as it is there.");
    fill(found);
    await started(store);
    if (mine !== reading) return;
    const answer = await store.readTable(bytes);
    if (mine !== reading) return;
    if (!answer) return refuse("Python could not read this.");
    if (typeof answer.problem === "string") return refuse(answer.problem);
    if (name) put(answer.text ?? "");
    say(said, "");
    fill(found, choose(answer, before, { attempt: (chosen) => store.tryTable(bytes, chosen), use }));
  }

  /** A table in the box; of a long one the box says that it was read. @param {string} table */
  function put(table) {
    const fits = table.length <= SHOWN;
    text.value = fits ? table : "";
    text.placeholder = fits ? SAMPLE : `A table of ${count(table.length)} characters, too long to be shown here.\nWhat was read in it stands below. Paste another one to replace it.`;
  }

  /** @param {string} sentence */
  function refuse(sentence) {
    reading++;
    text.placeholder = SAMPLE; // of a long table that was pasted nothing is kept
    fill(found);
    said.classList.add("bad");
    say(said, sentence);
  }

  /** @param {import("./dialog.js").OwnData|null} data */
  function show(data) {
    if (!data) return false;
    put(data.text);
    readText(data.text, data);
    return true;
  }
}

/** When Python answers. @param {any} store @returns {Promise<void>} */
function started(store) {
  return new Promise((done) => {
    const end = effect(() => {
      if (store.python.value.phase !== "ready") return;
      queueMicrotask(() => end());
      done();
    });
  });
}
