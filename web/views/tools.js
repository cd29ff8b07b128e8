// The right end of the header: share the experiment as a link, and the menu of everything about the page itself.

import { effect } from "@preact/signals-core";
import { packCode } from "../share.js";
import { encode } from "../url.js";
import { makeDialog } from "./dialog.js";
import { fill, h, say } from "./dom.js";

/** @param {Element} element @param {any} store @param {{single: boolean, notices: string, version: string}} build */
export function mountTools(element, store, build) {
  const share = shareDialog(store);
  const about = aboutDialog(build);
  const menu = pageMenu(store, build, about);
  element.append(
    h("button", { id: "share", class: "quiet", type: "button", text: "Share", title: "A link that opens this very experiment", onclick: share.open }),
    h("button", { id: "more", class: "quiet", type: "button", text: "•••", "aria-label": "More", title: "Look, projector, offline copy, licences", popovertarget: "page-menu" }),
    menu, share.dialog, about);
}

/** @param {any} store */
function shareDialog(store) {
  const link = h("input", { id: "share-link", type: "text", readonly: true, "aria-label": "Link to this experiment", onfocus: (/** @type {any} */ event) => event.target.select() });
  const said = h("p", { class: "muted", role: "status" });
  const code = h("p", { class: "muted" });
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
  const dialog = makeDialog("share-dialog", "Share this experiment",
    h("p", { text: "Whoever opens this link finds the same data, network, settings and seed, and so gets the very same run." }),
    code, h("div", { class: "row" }, link, copy), here && h("p", { class: "muted", text: here }), said);
  const open = async () => {
    store.flush?.();
    const files = store.edits.value;
    const changed = Object.keys(files).length > 0;
    const [place] = location.href.split("#");
    const parts = [encode(store.experiment.value, store.catalog), changed && `code=${await packCode(files)}`].filter(Boolean);
    link.value = parts.length ? `${place}#${parts.join("&")}` : place;
    say(code, changed ? `Your changed code goes along (${Object.keys(files).join(", ")}): the other person reads it first and decides whether to run it.` : "");
    say(said, "");
    dialog.showModal();
  };
  return { dialog, open };
}

/** @param {any} store @param {any} build @param {any} about */
function pageMenu(store, build, about) {
  const menu = h("div", { id: "page-menu", popover: "auto", role: "group", "aria-label": "Page" });
  const close = () => menu.hidePopover();
  const look = (/** @type {string} */ value, /** @type {string} */ text) => h("button", { type: "button", text, "data-look": value, onclick: () => (store.look.value = value) });
  const looks = [look("system", "As the system"), look("light", "Light"), look("dark", "Dark")];
  const projector = h("button", { id: "projector", type: "button", text: "Projector: everything larger", onclick: () => (store.projector.value = !store.projector.value) });
  const costs = h("button", { id: "save-costs", type: "button", text: "Save the costs as a table (CSV)", onclick: async () => {
    close();
    try {
      save(`chalknet-${store.experiment.value.data.name}-costs.csv`, await store.saveCosts());
    } catch (error) {
      store.notice("problem", /** @type {Error} */ (error).message);
    }
  } });
  const offline = build.single
    ? h("p", { class: "muted", text: "This is the offline copy: one file, no network needed. Pass it on as it is." })
    : h("a", { id: "offline", href: "chalknet.html", download: "chalknet.html", text: "Take it offline (one file, for a USB stick)", onclick: close });
  fill(menu,
    h("div", { class: "choices", role: "group", "aria-label": "Look" }, ...looks),
    projector, costs, offline,
    h("button", { id: "about", type: "button", text: "About, licences", onclick: () => { close(); about.showModal(); } }));
  effect(() => {
    for (const button of looks) button.setAttribute("aria-pressed", String(button.dataset.look === store.look.value));
    projector.setAttribute("aria-pressed", String(store.projector.value));
    costs.disabled = store.costs.value.train.length === 0;
  });
  return menu;
}

/** @param {{notices: string, version: string}} build */
function aboutDialog(build) {
  return makeDialog("about-dialog", "About Chalknet",
    h("p", { text: "A neural network you can read. The Python files shown on this page are the ones that run, in your own browser; nothing you enter leaves this computer." }),
    h("p", { class: "muted", text: `Version ${build.version}. MIT licence; the parts made by others and their licences:` }),
    h("pre", { tabindex: "0", "aria-label": "Licences", text: build.notices }));
}

/** @param {string} name @param {string} text */
function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
