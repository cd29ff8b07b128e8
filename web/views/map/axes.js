// The two axes of the map: a name and the ends of the range; a menu of columns where there are more than two to choose from.
import { h, say } from "../dom.js";
import { fillMenu } from "../fields.js";

const WIDE = 4; // characters: longer names do not fit beside the map

/** @param {any} store */
export function makeAxes(store) {
  const axes = [makeAxis("→", "Across", "Which column goes across the map.", (column) => choose(0, column)), makeAxis("↑", "Up", "Which column goes up the map.", (column) => choose(1, column))];
  return { axes, draw };

  /** A column that is on the other axis changes places with this one. @param {number} axis @param {number} column */
  function choose(axis, column) {
    const now = store.data.value.axes;
    const next = [...now];
    next[axis] = column;
    if (now[1 - axis] === column) next[1 - axis] = now[axis];
    store.setAxes(next[0], next[1]);
  }

  /** @param {import("./plane.js").Plane|null} plane @param {any} data @param {string[]} usual names until the data are here @returns {boolean} whether the names need room of their own */
  function draw(plane, data, usual) {
    const offered = data?.axes_offered ?? [];
    const names = plane?.names ?? usual;
    axes.forEach((axis, at) => {
      const menu = offered.length > 2;
      axis.name.hidden = menu;
      axis.menu.hidden = !menu;
      say(axis.name, names[at] ? `${names[at]} ${axis.arrow}` : "");
      say(axis.low, plane?.ends[at][0] ?? "");
      say(axis.high, plane?.ends[at][1] ?? "");
      if (menu) fillMenu(axis.select, offered.map((/** @type {number} */ column) => ({ value: String(column), text: data.columns[column].name })), String(data.axes[at]));
    });
    return offered.length > 2 || names.some((name) => name.length > WIDE);
  }
}

/** @param {string} arrow @param {string} label @param {string} tip @param {(column: number) => void} choose */
function makeAxis(arrow, label, tip, choose) {
  const select = h("select", { "aria-label": `${label}: column`, title: tip, onchange: () => choose(Number(select.value)) });
  const menu = h("span", { class: "axis-menu" }, h("span", { class: "menu" }, select), ` ${arrow}`);
  const hidden = { "aria-hidden": "true" }; // the canvas says it in its label
  return { arrow, select, menu, name: h("span", hidden), low: h("span", { class: "axis-end", ...hidden }), high: h("span", { class: "axis-end", ...hidden }) };
}
