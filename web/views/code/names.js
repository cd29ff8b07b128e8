// Which files the code window knows, and the text each begins with.

/** The tabs a student should read first, in this order. */
export const FIRST = ["layer.py", "network.py", "functions.py"];

/** The learner's own file. */
export const OWN = "own.py";

const TEMPLATE = `# A file of your own.
#
# A function f(x) with d_f(x) beside it becomes an activation,
# f(y, a) with d_f(y, a) a loss. It appears in the menus after Run.

import numpy as np

# def sine(x):
#     return np.sin(x)
#
#
# def d_sine(x):
#     return ...
`;

/** @param {Record<string, string>} lesson @returns {string[]} */
export function fileNames(lesson) {
  const others = Object.keys(lesson).filter((name) => !FIRST.includes(name) && name !== OWN);
  return [...FIRST.filter((name) => name in lesson), ...others.sort(), OWN];
}

/** The text before any change. @param {Record<string, string>} lesson @param {string} name @returns {string} */
export function original(lesson, name) {
  return name === OWN ? TEMPLATE : (lesson[name] ?? "");
}

/** "layer.py, network.py and own.py" @param {string[]} names */
export function list(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
