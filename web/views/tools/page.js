// The menu about the page itself: its look, the projector, hidden windows, the offline copy, whose work is in it.

import { effect } from "@preact/signals-core";
import { textBeside } from "../../beside.js";
import { makeDialog } from "../dialog.js";
import { fill, h } from "../dom.js";

/** @param {any} store @param {any} build @param {any} about */
export function pageMenu(store, build, about) {
  const menu = h("div", { id: "page-menu", class: "popup", popover: "auto", role: "group", "aria-label": "Page" });
  const close = () => menu.hidePopover();
  const look = (/** @type {string} */ value, /** @type {string} */ text) => h("button", { type: "button", text, "data-look": value, onclick: () => (store.look.value = value) });
  const looks = [look("system", "As the system"), look("light", "Light"), look("dark", "Dark")];
  const projector = h("button", { id: "projector", type: "button", text: "Projector: everything larger", onclick: () => (store.projector.value = !store.projector.value) });
  const showAll = h("button", { id: "show-all", type: "button", text: "Show all windows", title: "The address of this lesson hides some of them.", onclick: () => { close(); store.setView({ hide: [] }); } });
  const offline = build.single
    ? h("p", { class: "muted", text: "This is the offline copy: one file, no network needed. Pass it on as it is." })
    : h("a", { id: "offline", href: "chalknet.html", download: "chalknet.html", text: "Take it offline (one file, for a USB stick)", onclick: close });
  fill(menu,
    h("div", { class: "choices", role: "group", "aria-label": "Look" }, ...looks),
    projector, showAll, offline,
    h("button", { id: "about", type: "button", text: "About, licences", onclick: () => { close(); about.open(); } }));
  effect(() => {
    for (const button of looks) button.setAttribute("aria-pressed", String(button.dataset.look === store.look.value));
    projector.setAttribute("aria-pressed", String(store.projector.value));
    showAll.hidden = store.view.value.hide.length === 0;
  });
  return menu;
}

/** @param {{notices: string, version: string}} build notices: the address of the licences */
export function aboutDialog(build) {
  const licences = h("pre", { tabindex: "0", "aria-label": "Licences" });
  const dialog = makeDialog("about-dialog", "About Chalknet",
    h("p", { text: "A neural network you can read. The Python files shown on this page are the ones that run, in your own browser; nothing you enter leaves this computer." }),
    h("p", { class: "muted", text: `Version ${build.version}. MIT licence; the parts made by others and their licences:` }),
    licences);
  const open = async () => {
    dialog.showModal();
    licences.textContent = "Loading …";
    licences.textContent = await textBeside("licences", build.notices).catch(() => "The licences could not be fetched. Check the connection and open this again.");
  };
  return { dialog, open };
}

