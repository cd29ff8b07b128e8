// A learner's edits: written, run in place of the lesson's files, kept over a reload, taken back.

import { recall, remember } from "./storage.js";
import { RUNS_CODE } from "./turn.js";

const BROKE = "Python broke down over this code, so it was started anew without it.";
const BROKE_DOWN = "Python broke down over this, so it was started anew.";

/** @typedef {Record<string, string>} Files by name */

/** @param {any} store @param {import("./turn.js").Turns} turns */
export function createEdits(store, turns) {
  let starting = false; // is kept code being loaded?
  /** @type {Files} */
  let running = read("running"); // the edits that run now; empty: the lesson as it came
  let proposedFor = /** @type {any} */ (null); // the experiment of a link that brought code
  store.edits.value = read("edits");
  judge();

  return { write, takeBack, run, stopPython, acceptProposed, refuseProposed, propose, failed, checkExercise, codeRuns, sources, loadKept, startAnew, checkGradients };

  /** @param {string} file @param {string} text */
  function write(file, text) {
    if (turns.ready) turns.keeper.prepareSpare(); // somebody writes code: it may hang
    const { [file]: _, ...others } = store.edits.value;
    keepEdits(text === (store.lesson[file] ?? "") ? others : { ...others, [file]: text });
  }

  /** @param {string} file */
  function takeBack(file) {
    write(file, store.lesson[file] ?? "");
    judge(null);
  }

  /** The edits as they stand run from now on; or an error, and what ran before runs on. */
  async function run() {
    if (!turns.ready) return;
    turns.keeper.prepareSpare();
    const files = store.edits.value;
    store.code.value = { ...store.code.value, phase: "checking", error: null };
    await turns.take(async () => {
      await store.remember();
      store.clearPrints(); // the old code prints no more
      const answer = await turns.told("load_code", { files });
      const taken = answer && !answer.error;
      if (taken) {
        running = files;
        remember("running", JSON.stringify(files));
      }
      judge(answer?.error ?? null); // first: whatever the page then makes of the answer, Run is free again
      if (!taken) return;
      store.trace.value = null;
      store.adopt(answer);
      store.tell(answer.problems);
      if (!store.running.value) await store.settle(); // the maps finely again
      await checkGradients();
    });
    store.goOn(); // training goes on
  }

  /** Quietly, after every Run: are the derivatives right? */
  async function checkGradients() {
    store.check.value = null;
    const answer = await turns.told("gradcheck");
    store.check.value = answer && !answer.error ? answer : null;
  }

  /** What ran when the page was left runs again, with the experiment it is for. @param {any} experiment */
  async function loadKept(experiment) {
    if (!codeRuns()) return;
    turns.keeper.prepareSpare();
    starting = true;
    const answer = await turns.told("load_code", { files: running, experiment });
    starting = false;
    if (answer && !answer.error) store.catalog = answer.catalog;
    else forsake(); // or each reload would fail over it again
    judge(answer?.error ?? null);
  }

  /** The code that was kept has broken the interpreter: another one, without it. */
  async function startAnew() {
    forsake();
    await turns.keeper.replace();
    judge({ type: "Broken", message: `${BROKE} It is here to be read and changed.`, python: "", file: null, line: null });
  }

  /** The lesson as it came takes the place of the code that ran. */
  function forsake() {
    running = {};
    remember("running", "{}");
  }

  /** Python hangs, or is broken: end it, take the spare, and put the experiment back as it was. @param {string} [broke] the call that broke it */
  async function stopPython(broke = "") {
    const call = broke || (starting ? "" : turns.keeper.overdue()); // what hangs at the start is the kept code itself
    const ran = codeRuns() || RUNS_CODE.includes(call); // was it a learner's code?
    if (!RUNS_CODE.includes(call)) forsake(); // it was the code that runs
    store.pause();
    store.hanging.value = null;
    store.python.value = { ...store.python.value, phase: "starting", text: "Starting Python again" };
    turns.clear();
    await turns.take(async () => {
      try {
        await turns.keeper.replace();
        await loadKept(store.experiment.value);
        if (turns.takeBroken()) await turns.keeper.replace();
        await reopen();
        store.python.value = { ...store.python.value, phase: "ready", text: "Python is ready" };
      } catch (error) {
        store.python.value = { ...store.python.value, phase: "failed", text: "Python could not start again: reload the page" };
        store.notice("problem", /** @type {Error} */ (error).message);
      }
      const stopped = `${ran ? "This code" : "What Python was doing"} was stopped because it ${ran ? "did not come to an end" : "took too long"}.`;
      const message = `${broke ? (ran ? BROKE : BROKE_DOWN) : stopped} The experiment is as it was when Python last told where it stood.`;
      judge({ type: "Stopped", message, python: "", file: null, line: null });
    });
  }

  /** The experiment where it stood when it was last looked at. Should the code that was kept fail there, the lesson as it came. */
  async function reopen() {
    const experiment = store.experiment.value;
    const { text, data } = store.safe ?? {};
    const ask = () => (text ? turns.told("restore", { experiment, text }, data) : turns.told("load_code", { files: running, experiment }));
    let answer = await ask();
    if (!answer || answer.error) {
      forsake();
      await turns.told("load_code", { files: {}, experiment });
      answer = await ask();
    }
    if (!answer || answer.error) throw new Error("The experiment could not be opened again.");
    store.trace.value = null;
    store.adopt(answer);
    await store.settle();
  }

  /** Files that came in a link: shown, not run. @param {Files} files @param {any} experiment the raw one that came along */
  function propose(files, experiment) {
    proposedFor = experiment;
    store.code.value = { ...store.code.value, proposed: files };
  }

  async function acceptProposed() {
    const files = store.code.value.proposed;
    const experiment = proposedFor; // another link may be opened meanwhile
    if (!files) return;
    store.code.value = { ...store.code.value, proposed: null };
    if (Object.keys(store.edits.value).length > 0) remember("edits.before", JSON.stringify(store.edits.value)); // put aside, not lost
    keepEdits(Object.fromEntries(Object.entries(files).filter(([file, text]) => text !== (store.lesson[file] ?? ""))));
    await run();
    if (store.code.value.phase === "running") await store.open(experiment); // it may need what the code brings
  }

  function refuseProposed() {
    store.code.value = { ...store.code.value, proposed: null };
  }

  /** The code failed while it ran: said at its line. @param {any} error */
  function failed(error) {
    const place = error.file ? `${error.file}, line ${error.line}: ` : "";
    store.notice("problem", `${place}${error.message}`);
    if (codeRuns()) judge(error);
  }

  /** @param {string} exercise the whole text of its file @param {string} code */
  function checkExercise(exercise, code) {
    return turns.take(async () => {
      const answer = await turns.told("check_exercise", { exercise, code });
      if (!answer) return { solved: false, sentence: "Python could not check this.", line: null, python: null };
      return answer.error ? { solved: false, sentence: answer.error.message, line: answer.error.line, python: answer.error.python } : answer;
    }).finally(store.goOn);
  }

  /** Is a learner's code running? */
  function codeRuns() {
    return Object.keys(running).length > 0;
  }

  /** The text of a file as it runs now. @param {string} file */
  function sources(file) {
    const from = [running, store.lesson].find((files) => Object.hasOwn(files, file)); // a name may come from Python
    return from?.[file] ?? "";
  }

  /** @param {Files} files */
  function keepEdits(files) {
    store.edits.value = files;
    remember("edits", JSON.stringify(files));
    judge(store.code.value.error);
  }

  /** Do the edits run, and what is wrong with them? @param {any} [error] */
  function judge(error = null) {
    const edits = store.edits.value;
    const same = sameFiles(edits, running);
    const phase = same ? (codeRuns() ? "running" : "original") : "edited";
    store.code.value = { ...store.code.value, phase, error };
  }
}

/** @param {string} name @returns {Files} what the browser kept, if it is what it should be */
function read(name) {
  try {
    const files = JSON.parse(recall(name, "{}"));
    return Object.fromEntries(Object.entries(files).filter(([file, text]) => /^\w+\.py$/.test(file) && typeof text === "string"));
  } catch {
    return {};
  }
}

/** @param {Files} a @param {Files} b */
function sameFiles(a, b) {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
