// What is asked of Python beside training: weights set by hand, reports, tables to read, files to take along.

/** @param {any} store @param {import("./turn.js").Turns} turns */
export function createAnswers(store, turns) {
  return { ask, setWeight, setAxes, setView, report, readTable, tryTable, openFile, exportAs, saveCosts };

  /** A question in its turn; training goes on afterwards. Nothing comes where the code failed. @param {string} name @param {any} [args] @param {Uint8Array} [numbers] @returns {Promise<any>} */
  function ask(name, args, numbers) {
    if (!turns.ready) return Promise.resolve(null);
    return turns.take(() => turns.ask(name, args, numbers)).finally(store.goOn);
  }

  /** A weight, or with no input a bias, by hand. @param {number} layer @param {number} neuron @param {number|null} input @param {number} value */
  function setWeight(layer, neuron, input, value) {
    return store.move(async () => (await turns.ask("set_weight", { layer, neuron, input, value }))?.state);
  }

  /** Which two columns the maps show. @param {number} across @param {number} up */
  async function setAxes(across, up) {
    const answer = await ask("view", { axes: [across, up] });
    if (!answer) return;
    store.data.value = answer.data;
    store.land(answer.state);
  }

  /** @param {Partial<import("./url.js").View>} change */
  function setView(change) {
    store.view.value = { ...store.view.value, ...change };
    store.follow(); // the address
    if ("discretize" in change && store.state.value) turns.take(store.settle).then(store.goOn);
  }

  function report() {
    return ask("report");
  }

  /** A table as bytes. @param {Uint8Array} bytes @returns {Promise<any>} what Python reads in it, or {problem: a sentence} */
  function readTable(bytes) {
    return ask("read_table", {}, bytes);
  }

  /** What would come of a choice: {notes, problem}, the problem a sentence or null. @param {Uint8Array} bytes @param {{wanted: string, features: string[]|"all", missing: string}} chosen @returns {Promise<any>} */
  function tryTable(bytes, chosen) {
    return ask("try_table", chosen, bytes);
  }

  /** A file that was saved here: an experiment, or a trained network. @param {Uint8Array} bytes */
  async function openFile(bytes) {
    if (!turns.ready) return store.notice("info", "Python is still starting: open the file when it is ready.", "file");
    store.pause();
    await turns.take(async () => {
      await store.keepPlace();
      const answer = await turns.ask("open_file", {}, bytes);
      if (!answer) return;
      if (answer.problem) return store.notice("problem", answer.problem, "file");
      store.clearDrawing();
      store.adopt(answer, { fresh: true, replace: false });
      store.tell(answer.problems);
      await store.settle();
    });
  }

  /** The trained network to take along. @param {string} kind @returns {Promise<{name: string, mime: string, data: Uint8Array}|null>} */
  async function exportAs(kind) {
    const answer = await ask("export", { kind });
    if (answer?.problem) store.notice("problem", answer.problem);
    return answer && !answer.problem ? { ...answer, data: answer.data.values } : null;
  }

  /** All costs as a table for a spreadsheet, with every digit that Python has. @returns {Promise<string>} */
  async function saveCosts() {
    const answer = await ask("costs");
    if (!answer) throw new Error("Python gave no costs.");
    const { costs, test_costs } = answer;
    const lines = Array.from(costs.values, (cost, epoch) => [epoch, cost, ...(epoch < test_costs.values.length ? [test_costs.values[epoch]] : [])].join(","));
    return [test_costs.values.length ? "epoch,cost,test_cost" : "epoch,cost", ...lines, ""].join("\n");
  }
}
