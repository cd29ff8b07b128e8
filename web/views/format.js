// Numbers as a person writes them: a real minus sign, thousands parted, as many digits as help.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 1500 → "1,500" @param {number} value */
export function count(value) {
  return whole.format(value);
}

/** A weight or a value in a table: "−2.88". @param {number} value @param {number} [digits] */
export function fixed(value, digits = 2) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  const text = Math.abs(value) >= 1e5 ? value.toExponential(1) : value.toFixed(digits);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
}

/** As short as it is exact to two digits: 1 → "1", −0.5 → "−0.5". @param {number} value */
export function brief(value) {
  return fixed(value).replace(/\.?0+$/, "");
}

/** A cost: three significant digits, "0.0298", "1.2e−9". @param {number} value */
export function significant(value, digits = 3) {
  if (!Number.isFinite(value)) return fixed(value);
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6)) return minus(value.toExponential(digits - 1));
  const places = value === 0 ? digits : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return minus(value.toFixed(Math.min(places, 8)));
}

/**
 * The ends of a range, short: no more places than it takes to tell a twentieth of it. ["2,550", "6,450"], ["0.1", "3.9"]
 * @param {number[]} values low and high
 */
export function numbersOf(values) {
  const places = Math.min(placesOf(values), Math.max(0, 1 - Math.floor(Math.log10(Math.abs(values[1] - values[0]) / 2 || 1))));
  return values.map((value) => (places ? measured(value, places).replace(/\.?0+$/, "") : measured(value, 0)));
}

/** Places behind the point for these values: no more than they have, and no more than help to tell them apart. @param {ArrayLike<number>} values */
export function placesOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) [low, high] = [Math.min(low, values[i]), Math.max(high, values[i])];
  const spread = high - low;
  const most = !(spread > 0) ? 2 : spread >= 1000 ? 0 : spread >= 100 ? 1 : spread >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(spread)));
  for (let places = 0; places < most; places++) {
    const unit = 10 ** places;
    const exact = (/** @type {number} */ value) => Math.abs(value * unit - Math.round(value * unit)) < 1e-6;
    if (Array.prototype.every.call(values, exact)) return places;
  }
  return most;
}

/** @type {Intl.NumberFormat[]} */
const formats = []; // for each number of places

/** A measured number with thousands parted: "6,300", "39.1". @param {number} value @param {number} places */
export function measured(value, places) {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e9) return fixed(value, places);
  const text = (formats[places] ??= new Intl.NumberFormat("en", { minimumFractionDigits: places, maximumFractionDigits: places })).format(value);
  return minus(Number(value.toFixed(places)) === 0 ? text.replace("-", "") : text);
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} text */
function minus(text) {
  return text.replace(/-/g, "−");
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What came in place of a number: Got “abc” instead. @param {string} text @param {number} most characters of it */
export function got(text, most) {
  const signs = [...text];
  const short = signs.length > most ? `${signs.slice(0, most).join("")}…` : text;
  return text ? `Got “${short}” instead` : "The field is empty";
}
