// What the browser keeps between visits: the look only. A browser that forbids storage loses nothing else.

/** @param {string} name @param {string} otherwise */
export function recall(name, otherwise) {
  try {
    return localStorage.getItem(`chalknet.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`chalknet.${name}`, value);
  } catch {
    // the choice holds for this visit
  }
}
