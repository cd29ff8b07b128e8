// The right end of the header: the link, the files, and the menu of everything about the page itself.

import { h } from "./dom.js";
import { aboutDialog, pageMenu } from "./tools/page.js";
import { saveMenu } from "./tools/save.js";
import { shareDialog } from "./tools/share.js";

/** @param {Element} element @param {any} store @param {{single: boolean, notices: string, version: string}} build */
export function mountTools(element, store, build) {
  const share = shareDialog(store);
  const about = aboutDialog(build);
  element.append(
    h("button", { id: "share", class: "quiet", type: "button", text: "Share", title: "A link that opens this very experiment", onclick: share.open }),
    h("button", { id: "save", class: "quiet", type: "button", text: "Save", title: "Save and open experiments, take the trained network and pictures along", popovertarget: "save-menu" }),
    h("button", { id: "more", class: "quiet", type: "button", text: "•••", "aria-label": "More", title: "Look, projector, offline copy, licences", popovertarget: "page-menu" }),
    saveMenu(store), pageMenu(store, build, about), share.dialog, about.dialog);
}
