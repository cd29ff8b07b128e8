// Light or dark, the projector's larger type, the pace: kept between visits. How many columns fit with that type.
// All stands on the root element, for the style sheets.

import { effect } from "@preact/signals-core";
import { recall, remember } from "./storage.js";

/** Counted in the size of the type, which the projector changes. */
function fitColumns() {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [width, height] = [window.innerWidth / rem, window.innerHeight / rem];
  const columns = width >= 68 && height >= 40 ? 3 : width >= 52 ? 2 : 1;
  document.documentElement.dataset.columns = String(columns);
}

/** @param {any} store */
export function keepLook(store) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const look = recall("look", "system");
  store.look.value = ["light", "dark"].includes(look) ? look : "system";
  store.projector.value = recall("projector", "off") === "on";
  const resolve = () => (store.look.value === "system" ? (system.matches ? "dark" : "light") : store.look.value);
  const show = () => {
    root.dataset.theme = resolve(); // before the signal: views read the colours when it changes
    store.theme.value = resolve();
  };
  system.addEventListener("change", show);
  effect(() => {
    remember("look", store.look.value);
    show();
  });
  effect(() => {
    remember("projector", store.projector.value ? "on" : "off");
    root.dataset.projector = store.projector.value ? "on" : "off";
    fitColumns();
  });
  store.pace.value = recall("pace", "watch") === "full" ? "full" : "watch";
  effect(() => void remember("pace", store.pace.value));
  window.addEventListener("resize", fitColumns);
}

const COLUMNS = { choose: ["data", "training", "runs"], machine: ["network", "code"], results: ["output", "cost"] };

/** Windows that an address hides for a lesson; a column goes with the last of its windows. @param {string[]} hide */
export function hideWindows(hide) {
  const columns = Object.entries(COLUMNS).filter(([, windows]) => windows.every((one) => hide.includes(one))).map(([column]) => column);
  document.documentElement.dataset.hide = [...hide, ...columns].join(" ");
}
