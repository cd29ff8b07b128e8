// Light or dark, and the projector's larger type: kept between visits, shown on the root element for the style sheets.

import { effect } from "@preact/signals-core";
import { recall, remember } from "./storage.js";

/** @param {any} store */
export function keepLook(store) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  store.look.value = recall("look", "system");
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
  });
}
