// The link that opens this very experiment, with what a lesson may hide of the page.

import { packCode } from "../../share.js";
import { encode, encodeView, tooLong, WINDOWS } from "../../url.js";
import { makeDialog } from "../dialog.js";
import { h, say } from "../dom.js";

/** @param {any} store */
export function shareDialog(store) {
  const link = h("input", { id: "share-link", type: "text", readonly: true, "aria-label": "Link to this experiment", onfocus: (/** @type {any} */ event) => event.target.select() });
  const said = h("p", { class: "muted", role: "status" });
  const code = h("p", { class: "muted" });
  const table = h("p", { class: "muted" });
  const promise = h("p", { text: "Whoever opens this link finds the same data, network, settings and seed, and so gets the very same run." });
  const linkRow = h("div", { class: "row" });
  const here = location.protocol === "file:" ? "This page was opened from a disk. The part from # on works behind any other address of Chalknet too." : "";
  const copy = h("button", { class: "primary", type: "button", text: "Copy", onclick: async () => {
    try {
      await navigator.clipboard.writeText(link.value);
      say(said, "Copied.");
    } catch {
      link.select();
      say(said, "The browser does not allow copying here: the link is selected, press Ctrl+C.");
    }
  } });
  linkRow.append(link, copy);
  const boxes = WINDOWS.map((name) => h("input", { type: "checkbox", value: name, onchange: () => write() }));
  const hidden = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const choices = h("fieldset", { class: "hide-choices" }, h("legend", { text: "Hide for a lesson" }), ...boxes.map((box) =>
    h("label", { title: `Whoever opens the link does not see this part: ${box.value}.` }, box, box.value)));
  const dialog = makeDialog("share-dialog", "Share this experiment",
    promise, table, code, choices, linkRow, here && h("p", { class: "muted", text: here }), said);
  let asked = 0; // packing takes time: of several links the latest stands
  const open = async () => {
    store.flush?.();
    for (const box of boxes) box.checked = store.view.value.hide.includes(box.value);
    await write();
    say(said, "");
    dialog.showModal();
  };
  const write = async () => {
    const mine = ++asked;
    const files = store.edits.value;
    const changed = Object.keys(files).length > 0;
    const [place] = location.href.split("#");
    const parts = [encode(store.experiment.value, store.catalog), encodeView({ ...store.view.value, hide: hidden() }), changed && `code=${await packCode(files)}`].filter(Boolean);
    if (mine !== asked) return;
    link.value = parts.length ? `${place}#${parts.join("&")}` : place;
    const text = store.experiment.value.data.text;
    const long = Boolean(text && tooLong(text));
    promise.hidden = linkRow.hidden = choices.hidden = long;
    say(table, long ? "Your table is too long for a link: pass on the experiment as a file instead (Save)." : "");
    say(code, changed ? `Your changed code goes along (${Object.keys(files).join(", ")}): the other person reads it first and decides whether to run it.` : "");
  };
  return { dialog, open };
}

