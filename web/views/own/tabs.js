// A row of tabs and their panels: arrow keys go from tab to tab.

import { h } from "../dom.js";

/** @typedef {{name: string, title: string, tip: string, element: HTMLElement}} Panel */

/** @param {string} id @param {string} label @param {Panel[]} panels @param {(name: string) => void} chosen told after a panel has come up */
export function tabs(id, label, panels, chosen) {
  const buttons = panels.map(({ name, title, tip, element }) => {
    Object.assign(element, { id: `${id}-panel-${name}`, tabIndex: -1 });
    element.setAttribute("role", "tabpanel");
    element.setAttribute("aria-labelledby", `${id}-tab-${name}`);
    return h("button", { type: "button", role: "tab", id: `${id}-tab-${name}`, "aria-controls": element.id, title: tip, text: title, onclick: () => select(name) });
  });
  const element = h("div", { role: "tablist", "aria-label": label }, ...buttons);
  element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: panels.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = (to + panels.length) % panels.length;
    select(panels[next].name);
    buttons[next].focus();
  });
  select(panels[0].name, false);
  return { element, select };

  /** @param {string} name @param {boolean} [tell] */
  function select(name, tell = true) {
    panels.forEach((panel, at) => {
      const shown = panel.name === name;
      panel.element.hidden = !shown;
      buttons[at].setAttribute("aria-selected", String(shown));
      buttons[at].tabIndex = shown ? 0 : -1;
    });
    if (tell) chosen(name);
  }
}
