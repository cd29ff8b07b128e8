// Colours from the tokens: blue is positive, orange negative, and maps are painted through a table of 256.

/** @type {Map<string, string>} */
const tokens = new Map();
let tokensOf = ""; // the theme they are of

/** A token's value now, such as css("positive"). Looked up once a theme: pictures ask in every frame. @param {string} name */
export function css(name) {
  const now = document.documentElement.dataset.theme ?? "";
  if (now !== tokensOf) tokens.clear();
  tokensOf = now;
  let value = tokens.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    tokens.set(name, value);
  }
  return value;
}

let theme = "";
/** @type {Uint32Array} */
let table = new Uint32Array(256);

/** 256 colours from negative over the middle to positive, as RGBA words. Made anew when the theme changes. */
function colours() {
  const now = document.documentElement.dataset.theme ?? "";
  if (now === theme) return table;
  theme = now;
  const [low, middle, high] = ["negative", "middle", "positive"].map((name) => channels(css(name)));
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) {
    const share = i / 127.5 - 1;
    const end = share < 0 ? low : high;
    // the square root lets small values show, the cap keeps the full colour from shouting beside text
    const amount = Math.sqrt(Math.abs(share)) * 0.86;
    for (let c = 0; c < 3; c++) bytes[i * 4 + c] = middle[c] + (end[c] - middle[c]) * amount;
    bytes[i * 4 + 3] = 255;
  }
  table = new Uint32Array(bytes.buffer);
  return table;
}

/** "#rrggbb" to [r, g, b]. @param {string} hex */
export function channels(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** @type {Map<number, {canvas: HTMLCanvasElement, image: ImageData, words: Uint32Array}>} */
const sheets = new Map();

/**
 * Paints a square map of r × r colour indices into a box of a canvas, smoothly enlarged.
 * @param {CanvasRenderingContext2D} context
 * @param {ArrayLike<number>} values indices 0…255, row by row from the top
 * @param {number} r @param {number} x @param {number} y @param {number} size
 * @param {{offset?: number, smooth?: boolean}} [options] offset: where in values this map begins
 */
export function paintMap(context, values, r, x, y, size, { offset = 0, smooth = true } = {}) {
  const words = colours();
  paintCells(context, (cell) => words[values[offset + cell]], r, x, y, size, smooth);
}

/**
 * Paints r × r cells into a box of a canvas, smoothly enlarged.
 * @param {CanvasRenderingContext2D} context
 * @param {(cell: number) => number} colour of a cell, row by row from the top, as an RGBA word
 * @param {number} r @param {number} x @param {number} y @param {number} size @param {boolean} [smooth]
 */
export function paintCells(context, colour, r, x, y, size, smooth = true) {
  const sheet = sheetOf(r);
  for (let i = 0; i < r * r; i++) sheet.words[i] = colour(i);
  sheet.canvas.getContext("2d")?.putImageData(sheet.image, 0, 0);
  context.imageSmoothingEnabled = smooth;
  context.drawImage(sheet.canvas, x, y, size, size);
}

/** One off-screen canvas for each resolution in use. @param {number} r */
function sheetOf(r) {
  let sheet = sheets.get(r);
  if (!sheet) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = r;
    const image = new ImageData(r, r);
    sheet = { canvas, image, words: new Uint32Array(image.data.buffer) };
    sheets.set(r, sheet);
  }
  return sheet;
}

/** The table's colour for one index, as CSS. @param {number} index 0…255 */
export function tableColour(index) {
  const word = colours()[Math.max(0, Math.min(255, Math.round(index)))];
  return `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
}

/** Where a value stands in the table. @param {number} value @param {[number, number]|null|undefined} range null: unbounded, ±1 is taken */
export function indexOf(value, range) {
  const [low, high] = range ?? [-1, 1];
  return ((value - low) / (high - low)) * 255;
}

/**
 * Many maps of one resolution, put on one off-screen sheet in one go, then painted one by one.
 * @returns {{load: (values: ArrayLike<number>, r: number, count: number) => void, paint: (context: CanvasRenderingContext2D, index: number, x: number, y: number, size: number, smooth?: boolean) => void}}
 */
export function atlas() {
  const across = 8;
  const canvas = document.createElement("canvas");
  let image = new ImageData(1, 1);
  let words = new Uint32Array(image.data.buffer);
  let side = 0;
  return { load, paint };

  function load(/** @type {ArrayLike<number>} */ values, /** @type {number} */ r, /** @type {number} */ count) {
    const width = r * across;
    const height = r * Math.ceil(count / across);
    if (image.width !== width || image.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      image = new ImageData(width, height);
      words = new Uint32Array(image.data.buffer);
    }
    side = r;
    const table = colours();
    let from = 0;
    for (let at = 0; at < count; at++) {
      const left = (at % across) * r;
      const top = Math.floor(at / across) * r;
      for (let row = 0; row < r; row++) {
        const start = (top + row) * width + left;
        for (let column = 0; column < r; column++) words[start + column] = table[values[from++]];
      }
    }
    canvas.getContext("2d")?.putImageData(image, 0, 0);
  }

  function paint(/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ index, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ size, smooth = true) {
    context.imageSmoothingEnabled = smooth;
    context.drawImage(canvas, (index % across) * side, Math.floor(index / across) * side, side, side, x, y, size, size);
  }
}

/**
 * Paints a picture of n × n greys, paper to ink, pixel by pixel.
 * @param {CanvasRenderingContext2D} context @param {ArrayLike<number>} values each 0…1
 * @param {number} n @param {number} x @param {number} y @param {number} size
 * @param {{offset?: number, stride?: number}} [options] for a picture that is one column of a table
 */
export function paintInk(context, values, n, x, y, size, { offset = 0, stride = 1 } = {}) {
  const cell = size / n;
  context.fillStyle = css("panel");
  context.fillRect(x, y, size, size);
  context.fillStyle = css("ink");
  for (let i = 0; i < n * n; i++) {
    context.globalAlpha = values[offset + i * stride];
    const left = x + (i % n) * cell;
    const top = y + Math.floor(i / n) * cell;
    if (context.globalAlpha > 0.004) context.fillRect(left, top, cell + 0.4, cell + 0.4);
  }
  context.globalAlpha = 1;
}

const BANDS = 16; // so many colours of the scale: where one meets the next there is a line of one height
let scaleOf = ""; // the theme it is of
let scale = new Uint32Array(256);

/** 256 colours from light (low) to dark (high), in bands. Made anew when the theme changes. */
function scaleColours() {
  const now = document.documentElement.dataset.theme ?? "";
  if (now === scaleOf) return scale;
  scaleOf = now;
  const [light, dark] = (now === "dark" ? ["ink", "paper"] : ["panel", "ink"]).map((name) => channels(css(name)));
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) {
    const share = 0.06 + (0.82 * Math.floor((i * BANDS) / 256)) / (BANDS - 1);
    for (let c = 0; c < 3; c++) bytes[i * 4 + c] = light[c] + (dark[c] - light[c]) * share;
    bytes[i * 4 + 3] = 255;
  }
  scale = new Uint32Array(bytes.buffer);
  return scale;
}

/**
 * A square map by the scale from light to dark. Heights, not colours, are blended between the cells, so that the bands have
 * smooth edges.
 * @param {CanvasRenderingContext2D} context @param {ArrayLike<number>} values indices 0…255, row by row from the top
 * @param {number} r @param {number} x @param {number} y @param {number} size
 */
export function paintScale(context, values, r, x, y, size) {
  const image = new ImageData(size, size);
  const words = new Uint32Array(image.data.buffer);
  const table = scaleColours();
  const along = Array.from({ length: size }, (_, pixel) => {
    const cell = Math.min(r - 1, Math.max(0, ((pixel + 0.5) / size) * r - 0.5));
    const from = Math.min(r - 2, Math.floor(cell));
    return { from, share: cell - from };
  });
  along.forEach((row, top) => along.forEach((column, left) => {
    const at = row.from * r + column.from;
    const above = values[at] + (values[at + 1] - values[at]) * column.share;
    const below = values[at + r] + (values[at + r + 1] - values[at + r]) * column.share;
    words[top * size + left] = table[Math.round(above + (below - above) * row.share)];
  }));
  context.putImageData(image, x, y);
}

/** The scale's colour for one index, as CSS. @param {number} index 0…255 */
export function scaleColour(index) {
  const word = scaleColours()[Math.max(0, Math.min(255, Math.round(index)))];
  return `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
}
