// Which rows and columns of a long matrix are shown: the first ones, a gap, the last one. Pure.

const GAP = 0.4; // a gap is as wide as this share of a cell

/** @typedef {{indexes: number[], left: number}} Crop left: how many are left out before the last one; 0 if none */

/** @param {number} length @param {number} most @returns {Crop} */
export function crop(length, most) {
  if (length <= most) return { indexes: Array.from({ length }, (_, i) => i), left: 0 };
  const first = Math.max(1, most - 1);
  return { indexes: [...Array.from({ length: first }, (_, i) => i), length - 1], left: length - 1 - first };
}

/**
 * How many columns each matrix may show so that all of them stand side by side; where even few do not fit they will
 * stand in several rows, and each may be as wide as the window.
 * @param {{columns: number, cell: number}[]} matrices cell: the width of one of its cells
 * @param {number} room for cells of all of them @param {number} whole for cells of one that stands alone
 * @returns {{side: boolean, columns: number}} side: they all stand side by side
 */
export function columnsShown(matrices, room, whole) {
  const width = (/** @type {{columns: number, cell: number}} */ { columns, cell }, /** @type {number} */ most) => cell * (columns > most ? most + GAP : columns);
  const fits = (/** @type {number} */ most) => matrices.reduce((sum, one) => sum + width(one, most), 0) <= room;
  const alone = (/** @type {number} */ most) => matrices.every((one) => width(one, most) <= whole);
  const together = [8, 7, 6, 5, 4, 3].find(fits);
  return { side: together !== undefined, columns: together ?? [6, 5, 4, 3].find(alone) ?? 2 };
}
