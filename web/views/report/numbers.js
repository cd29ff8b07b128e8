// How far numbers are off: the usual size of an error, and how much of the variation is explained.

import { h } from "../dom.js";
import { count, measured, placesOf } from "../format.js";

/** @param {any} answer @param {any} data */
export function accuracyOf({ rmse, rmse_test, r2, r2_test }, data) {
  const places = Math.max(1, placesOf(data.y_range));
  const row = (/** @type {string} */ name, /** @type {number} */ samples, /** @type {number|null} */ error, /** @type {number|null} */ share) => h("tr", {},
    h("th", { scope: "row", text: name }), h("td", { text: count(samples) }),
    h("td", { text: error === null ? "not a number" : measured(error, places) }), h("td", { text: share === null ? "none" : measured(share, 3) }));
  const tests = data.x_test.shape[1];
  return h("div", {},
    h("p", { text: `RMSE is the usual size of an error, in the unit of ${data.outputs[0]}. R² says how much better this is than always answering the mean: 1 is without any error, 0 no better.` }),
    h("div", { class: "confusion scrolls", tabindex: "0", role: "group", "aria-label": "Errors" }, h("table", { class: "errors" },
      h("thead", {}, h("tr", {}, h("td", {}), ...["samples", "RMSE", "R²"].map((text) => h("th", { scope: "col", text })))),
      h("tbody", {}, row("Training samples", data.x.shape[1], rmse, r2), tests ? row("Held-out samples", tests, rmse_test, r2_test) : ""))));
}
