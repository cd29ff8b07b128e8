// Where everything stands: column centres, neurons' boxes, where curves begin and end. Pure geometry, in CSS pixels.

const ONE_COLUMN = 8; // a layer with more neurons becomes a grid of small pictures
export const STRONGEST = 150; // curves drawn between two columns at most

/**
 * @param {any} structure
 * @param {{rem: number, room: number, heads: number[], gap: number, height: number, top: number, names: {inputs: number, outputs: number}}} space
 *   heads: their widths from left to right, the "+ layer" control before the last; gap: what is left between two heads at
 *   least; names: the widest name of an input and of an output
 */
export function planNetwork(structure, { rem, room, heads, gap, height, top, names }) {
  const area = { top: top + rem * 0.5, bottom: height - rem * 0.3 };
  const lay = (/** @type {number} */ across) => {
    const shapes = shapesOf(structure, { height: area.bottom - area.top, room: across, rem, names });
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

/** @typedef {{height: number, room: number, rem: number, names: {inputs: number, outputs: number}}} Room */

/** How large a neuron is in each column, and how the neurons stand. @param {any} structure @param {Room} space */
function shapesOf(structure, space) {
  const { height, room, rem } = space;
  const counts = [structure.image ? 1 : structure.inputs.length, ...structure.layers.map((/** @type {any} */ one) => one.neurons)];
  const kinds = counts.map((_, index) => (index === 0 ? "inputs" : structure.layers[index - 1].kind));
  const texts = counts.map((count, index) => (index === 0 && structure.image ? NO_TEXT : textsOf(kinds[index], count, space)));
  const largest = { inputs: 3 * rem, hidden: 3.7 * rem, output: 4.5 * rem };
  const across = counts.map((count, index) => {
    const { most, after } = texts[index];
    if (count <= most) return 1;
    return after ? 2 : count <= 64 ? Math.ceil(count / ONE_COLUMN) : Math.ceil(Math.sqrt(count));
  });
  const grid = (/** @type {number} */ index) => across[index] > 1 && !texts[index].after;
  const grids = across.reduce((sum, one, index) => sum + (grid(index) ? one : 0), 0);
  // with many columns the neurons become smaller, so that curves keep their room
  const most = (/** @type {number} */ size) => Math.min(size, Math.max(1.6 * rem, (room / counts.length) * 0.56));
  const singles = across.reduce((sum, one, index) => sum + (grid(index) ? 0 : texts[index].before + texts[index].after * one + (texts[index].after ? 1.8 * one : 4.5) * rem), 0);
  const free = room - singles - (counts.length - 1) * 3.6 * rem; // what the gaps leave
  const cell = Math.max(0.8 * rem, Math.min(1.8 * rem, free / Math.max(1, grids)));
  return counts.map((count, index) => {
    const kind = kinds[index];
    const rows = Math.ceil(count / across[index]);
    if (grid(index)) {
      const step = Math.min(cell, height / rows);
      return { ...NO_TEXT, count, kind, across: across[index], step, wide: step, size: step - Math.max(2, step * 0.12), label: 0, width: step * across[index] };
    }
    const { before, after, lines } = texts[index];
    const beside = before > 0 || after > 0;
    const picture = index === 0 && structure.image;
    const step = Math.min(picture ? height : 6.1 * rem, height / rows);
    const label = !beside && step >= 3.6 * rem ? 1.4 * rem : 0; // the height its label takes
    const around = label ? label + 0.4 * rem : Math.min(0.4 * rem, step * 0.2);
    const full = picture ? 5.5 * rem : before && room < 30 * rem ? 1.8 * rem : /** @type {any} */ (largest)[kind]; // on a phone the names need the room
    const size = Math.max(0.5 * rem, Math.min(most(full), step - around));
    const wide = before + size + after;
    return { count, kind, across: across[index], step, wide, size, label, before, after, lines, width: wide * across[index] };
  });
}

const NO_TEXT = { before: 0, after: 0, lines: 0, most: 1 };

/**
 * Names of inputs stand below them while those are few and the names short, else at their left; of many outputs name and
 * number stand at the right, in one line or in two.
 * @param {string} kind @param {number} count @param {Room} space
 * @returns {{before: number, after: number, lines: number, most: number}} most: so many fit one below the other
 */
function textsOf(kind, count, { height, room, rem, names }) {
  const narrow = room < 30 * rem;
  const lineOf = (/** @type {number} */ size) => Math.floor(height / (size * rem)); // so many lines of small type
  if (kind === "hidden" || (kind === "output" && count === 1)) return { ...NO_TEXT, most: ONE_COLUMN };
  if (kind === "output") {
    const most = Math.min(20, lineOf(0.68)); // classes are named as long as that can be read at all, in two lists if need be
    if (count > most && (narrow || count > 20 || count > most * 2)) return { ...NO_TEXT, most: ONE_COLUMN };
    const short = names.outputs < 1.2 * rem;
    const name = Math.min(names.outputs, room * (narrow ? 0.18 : 0.14));
    const lines = !short && height / count >= 2.2 * rem ? 2 : 1;
    return { before: 0, after: lines === 2 ? Math.max(name, 2.4 * rem) + 0.5 * rem : name + 3 * rem, lines, most };
  }
  const below = names.inputs < 3.4 * rem && Math.min(6.1 * rem, height / count) >= 3.6 * rem;
  if (below || !names.inputs) return { ...NO_TEXT, most: ONE_COLUMN };
  const name = Math.min(names.inputs, room * (narrow ? 0.22 : 0.16));
  const most = lineOf(0.85);
  return count <= most ? { before: name + 0.5 * rem, after: 0, lines: 1, most } : { ...NO_TEXT, most: ONE_COLUMN };
}

/** One column's boxes, centred in the height there is. */
function column(/** @type {any} */ shape, /** @type {number} */ centre, /** @type {{top: number, bottom: number}} */ area) {
  const { count, across, step, wide, size, before } = shape;
  const top = (area.top + area.bottom - Math.ceil(count / across) * step) / 2;
  const left = centre - shape.width / 2;
  const inset = (step - size - shape.label) / 2;
  const boxes = Array.from({ length: count }, (_, index) => {
    const place = index % across;
    return {
      x: left + before + place * wide + (wide === step ? inset : 0),
      y: top + Math.floor(index / across) * step + inset,
      size,
      // curves of a grid leave from its border, each neuron at a height of its own
      port: (place + 0.5) / across,
    };
  });
  return { ...shape, boxes, left: left + before, right: across > 1 ? left + shape.width : left + before + size };
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
