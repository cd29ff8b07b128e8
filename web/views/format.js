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

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} text */
function minus(text) {
  return text.replace(/-/g, "−");
}
