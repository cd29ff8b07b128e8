// Building elements: text only, never markup.

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `on…` functions are listeners, `class`, `text` and `style` as one would guess
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any} the element
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(element, name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map(nodeOrText));
  return element;
}

/** The same for SVG. @param {string} tag @param {Record<string, any>} [props] @param {...Node} children @returns {any} */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) set(element, name, value);
  element.append(...children);
  return element;
}

/** Puts these children in place of what was there. @param {Element} element @param {...(Node|string)} children */
export function fill(element, ...children) {
  element.replaceChildren(...children);
}

/** Writes only when the text differs: nothing flickers, screen readers stay quiet. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function nodeOrText(/** @type {any} */ child) {
  return child instanceof Node ? child : String(child);
}

function set(/** @type {any} */ element, /** @type {string} */ name, /** @type {any} */ value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (name === "text") element.textContent = value;
  else if (name === "style") Object.assign(element.style, value);
  else element.setAttribute(name, value === true ? "" : String(value));
}
