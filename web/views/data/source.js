// Whose data these are, with the licence they ask to be named.

import { fill, h } from "../dom.js";

/** @param {HTMLElement} element @param {{text: string, licence: string, url: string}|null} source */
export function cite(element, source) {
  element.hidden = !source;
  if (!source || element.dataset.url === source.url) return;
  element.dataset.url = source.url;
  const link = h("a", { href: source.url, rel: "noopener", target: "_blank", text: source.text, title: "Opens the page these data come from." });
  fill(element, "Source: ", link, `, ${source.licence}.`);
}
