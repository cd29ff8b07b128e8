// What the browser keeps between visits: the look and the pace, the edits and the code that runs, the exercises and what is
// solved. Where the browser forbids storage, all of it holds for the visit.

/** @param {string} name @param {string} otherwise */
export function recall(name, otherwise) {
  try {
    return localStorage.getItem(`chalknet.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} name @param {string} value @returns {boolean} whether it is kept: if not, it holds for this visit */
export function remember(name, value) {
  try {
    localStorage.setItem(`chalknet.${name}`, value);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    localStorage.removeItem(`chalknet.${name}`);
  } catch {
    // nothing was kept
  }
}
