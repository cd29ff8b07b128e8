// Where everything stands: column centres, neurons' boxes, where curves begin and end. Pure geometry, in CSS pixels.

const ONE_COLUMN = 8; // a layer with more neurons becomes a grid of small pictures
export const STRONGEST = 150; // curves drawn between two columns at most

/**
 * @param {any} structure
 * @param {{rem: number, room: number, heads: number[], gap: number, height: number, top: number}} space
 *   heads: their widths from left to right, the "+ layer" control before the last; gap: what is left between two heads at least
 */
export function planNetwork(structure, { rem, room, heads, gap, height, top }) {
  const area = { top: top + rem * 0.5, bottom: height - rem * 0.3 };
  const lay = (/** @type {number} */ across) => {
    const shapes = shapesOf(structure, area.bottom - area.top, across, rem);
    return { shapes, ...spread(heads, shapes.map((shape) => shape.width), { room, rem, gap }) };
  };
  let free = room - rem * 2;
  let laid = lay(free);
  for (let tries = 0; laid.width > room && tries < 4; tries++) {
    free -= (laid.width - room) * 1.2; // where heads want more than the columns left them, grids become smaller
    laid = lay(free);
  }
  const { shapes, centres, control, width } = laid;
  const columns = shapes.map((shape, index) => column(shape, centres[index], area));
  return { width, height, rem, columns, heads: [...centres.slice(0, -1), control, centres[centres.length - 1]] };
}

/** How large a neuron is in each column, and how the neurons stand. */
function shapesOf(/** @type {any} */ structure, /** @type {number} */ height, /** @type {number} */ room, /** @type {number} */ rem) {
  const counts = [structure.image ? 1 : structure.inputs.length, ...structure.layers.map((/** @type {any} */ one) => one.neurons)];
  const kinds = counts.map((_, index) => (index === 0 ? "inputs" : structure.layers[index - 1].kind));
  const largest = { inputs: 3 * rem, hidden: 3.7 * rem, output: 4.5 * rem };
  const across = counts.map((count, index) => (count <= ONE_COLUMN || (kinds[index] === "output" && count <= 16) ? 1 : Math.ceil(count / ONE_COLUMN)));
  const grids = across.reduce((sum, one) => sum + (one > 1 ? one : 0), 0);
  // with many columns the neurons become smaller, so that curves keep their room
  const most = (/** @type {number} */ size) => Math.min(size, Math.max(1.6 * rem, (room / counts.length) * 0.56));
  const singles = across.reduce((sum, one, index) => sum + (one > 1 ? 0 : counts[index] > 1 && kinds[index] === "output" ? 5.2 * rem : 4.5 * rem), 0);
  const free = room - singles - (counts.length - 1) * 3.6 * rem; // what the gaps leave
  const cell = Math.max(0.8 * rem, Math.min(1.8 * rem, free / Math.max(1, grids)));
  return counts.map((count, index) => {
    const kind = kinds[index];
    const rows = Math.ceil(count / across[index]);
    if (across[index] > 1) {
      const step = Math.min(cell, height / rows);
      return { count, kind, across: across[index], step, size: step - Math.max(2, step * 0.12), label: 0, beside: false, width: step * across[index] };
    }
    const beside = kind === "output" && count > 1; // the name and number of many outputs stand at their right
    const picture = index === 0 && structure.image;
    const step = Math.min(picture ? height : 6.1 * rem, height / rows);
    const label = !beside && step >= 3.6 * rem ? 1.4 * rem : 0; // the height its label takes
    const size = Math.max(0.6 * rem, Math.min(most(picture ? 5.5 * rem : /** @type {any} */ (largest)[kind]), step - (label ? label + 0.4 * rem : 0.4 * rem)));
    return { count, kind, across: 1, step, size, label, beside, width: size + (beside ? 3.4 * rem : 0) };
  });
}

/** One column's boxes, centred in the height there is. */
function column(/** @type {any} */ shape, /** @type {number} */ centre, /** @type {{top: number, bottom: number}} */ area) {
  const { count, across, step, size } = shape;
  const top = (area.top + area.bottom - Math.ceil(count / across) * step) / 2;
  const left = centre - shape.width / 2;
  const inset = (step - size - shape.label) / 2;
  const boxes = Array.from({ length: count }, (_, index) => {
    const place = index % across;
    return {
      x: across > 1 ? left + place * step + inset : left,
      y: top + Math.floor(index / across) * step + inset,
      size,
      // curves of a grid leave from its border, each neuron at a height of its own
      port: (place + 0.5) / across,
    };
  });
  return { ...shape, boxes, left, right: across > 1 ? left + shape.width : left + size };
}

/**
 * Columns with even gaps between them where that is possible; where heads or columns would touch, they push each other apart.
 * @param {number[]} heads @param {number[]} bodies widths @param {{room: number, rem: number, gap: number}} space
 * @returns {{centres: number[], control: number, width: number}} control: where "+ layer" stands
 */
export function spread(heads, bodies, { room, rem, gap }) {
  const between = heads[heads.length - 2]; // the "+ layer" control stands before the output
  const tops = heads.filter((_, index) => index !== heads.length - 2);
  const last = tops.length - 1;
  const half = tops.map((top, index) => Math.max(top, bodies[index]) / 2);
  const apart = tops.slice(1).map((top, index) => Math.max(
    (tops[index] + top) / 2 + (index === last - 1 ? between + gap * 2 : gap),
    (bodies[index] + bodies[index + 1]) / 2 + rem * 1.75,
  ));
  const width = Math.max(room, rem * 2 + half[0] + half[last] + apart.reduce((sum, one) => sum + one, 0));
  const [start, end] = [rem + half[0], width - rem - half[last]];
  // the last gap holds the control: when that needs more than its even share, the others share the rest
  const even = share(start, end, bodies);
  const crowded = last > 1 && even[last] - even[last - 1] < apart[last - 1];
  const centres = crowded ? [...share(start, end - apart[last - 1], bodies.slice(0, -1)), end] : even;
  for (let i = 1; i <= last; i++) centres[i] = Math.max(centres[i], centres[i - 1] + apart[i - 1]);
  centres[last] = end;
  for (let i = last - 1; i >= 0; i--) centres[i] = Math.min(centres[i], centres[i + 1] - apart[i]);
  const control = last === 1 ? (start + end + (tops[0] - tops[1]) / 2) / 2 : centres[last - 1] + (tops[last - 1] + between) / 2 + gap;
  return { centres, control, width };
}

/** Centres from start to end with even gaps between the bodies. @param {number} start @param {number} end @param {number[]} bodies */
function share(start, end, bodies) {
  const last = bodies.length - 1;
  const gap = (end - start - bodies.reduce((sum, one) => sum + one, 0) + (bodies[0] + bodies[last]) / 2) / Math.max(1, last);
  const centres = [start];
  for (let i = 1; i <= last; i++) centres[i] = centres[i - 1] + (bodies[i - 1] + bodies[i]) / 2 + gap;
  return centres;
}
