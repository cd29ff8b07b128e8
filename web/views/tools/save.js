// The menu Save: files to take along, and to open again.

import { effect } from "@preact/signals-core";
import { chartPicture } from "../cost/picture.js";
import { fill, h } from "../dom.js";
import { hasMap, mapPicture } from "../map/picture.js";
import { networkPicture } from "../network/picture.js";

const LARGEST = 80e6; // bytes of a file to open

/** The trained network, by kind. */
const KINDS = [
  { kind: "json", text: "JSON", title: "All numbers of the network, and the experiment: can be opened here again." },
  { kind: "npz", text: "NumPy (.npz)", title: "The weights as NumPy arrays, for np.load." },
  { kind: "script", text: "Python script", title: "A plain Python file that needs only NumPy and prints the same predictions." },
  { kind: "notebook", text: "Jupyter notebook", title: "The whole run retold with the article's code." },
  { kind: "onnx", text: "ONNX", title: "For onnxruntime, PyTorch and others." },
];

/** @param {any} store */
export function saveMenu(store) {
  const menu = h("div", { id: "save-menu", class: "popup", popover: "auto", role: "group", "aria-label": "Save and open" });
  const close = () => menu.hidePopover();
  const name = () => `chalknet-${store.experiment.value.data.name}`;

  /** A file is made, or the reason why not is told. @param {() => any} make */
  const saving = (make) => async () => {
    close();
    try {
      await make();
    } catch (error) {
      store.notice("problem", `The file could not be made: ${/** @type {Error} */ (error).message}`);
    }
  };
  const button = (/** @type {string} */ text, /** @type {string} */ title, /** @type {() => any} */ make) => h("button", { type: "button", text, title, onclick: saving(make) });

  let asked = 0; // a small file is read sooner than a large one chosen before it
  const file = h("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": "File to open", onchange: async () => {
    const [chosen] = file.files ?? [];
    file.value = ""; // the same file can be chosen again
    if (!chosen) return;
    if (chosen.size > LARGEST) return store.notice("problem", `${chosen.name} is larger than 80 MB: no experiment is as large as that.`, "file");
    const mine = ++asked;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    if (mine === asked) await store.openFile(bytes);
  } });
  const open = button("Open a file …", "Opens an experiment or a trained network (JSON) that was saved here.", () => file.click());
  const experiment = button("Save the experiment (JSON)", "Data, network and settings, for this page and for python -m chalknet run.", () =>
    download(`${name()}.json`, "application/json", `${JSON.stringify(store.experiment.value, null, 1)}\n`));
  const costs = button("Costs as a table (CSV)", "Every cost so far, for a spreadsheet.", async () => download(`${name()}-costs.csv`, "text/csv", await store.saveCosts()));
  costs.id = "save-costs";
  const exports = KINDS.map(({ kind, text, title }) => {
    const made = button(text, title, async () => {
      const answer = await store.exportAs(kind);
      if (answer) download(answer.name, answer.mime, answer.data);
    });
    made.dataset.kind = kind;
    return made;
  });
  const pictures = [
    { id: "map", text: "Map", title: "The map of the output.", make: mapPicture, there: () => hasMap(store) },
    { id: "network", text: "Network", title: "The network with its maps and weights.", make: networkPicture, there: () => store.state.value !== null },
    { id: "cost", text: "Cost", title: "The curve of the cost.", make: chartPicture, there: () => store.costs.value.train.length > 0 },
  ].map(({ id, text, title, make, there }) => {
    const made = button(text, `${title} As a PNG for a slide.`, async () => download(`${name()}-${id}.png`, "image/png", await make(store)));
    made.dataset.picture = id;
    return { made, there };
  });
  fill(menu, open, file, experiment,
    h("p", { class: "muted", text: "The trained network as" }), h("div", { class: "choices" }, ...exports),
    h("p", { class: "muted", text: "Pictures (PNG) and numbers" }), h("div", { class: "choices" }, ...pictures.map(({ made }) => made)), costs);

  effect(() => {
    const ready = store.python.value.phase === "ready" && store.state.value !== null;
    open.disabled = store.python.value.phase !== "ready";
    for (const one of exports) one.disabled = !ready;
    for (const { made, there } of pictures) made.disabled = !there();
    costs.disabled = store.costs.value.train.length === 0;
  });
  return menu;
}

/** @param {string} name @param {string} type @param {any} content text, bytes or a Blob */
function download(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
