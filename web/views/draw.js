// Mark now, draw once: a view may be told ten times a frame and draws once.

/** @typedef {(() => void) & {now: () => void}} Ask call it to ask for a drawing in the next frame; `now` draws in this one */

/** @param {() => void} draw @returns {Ask} */
export function oncePerFrame(draw) {
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      if (asked) now();
    });
  };
  const now = () => {
    asked = false;
    draw();
  };
  return Object.assign(ask, { now });
}

/**
 * Keeps a canvas as large as its box in device pixels. That empties it, so it is drawn anew before the frame is shown.
 * @param {HTMLCanvasElement} canvas
 * @param {Ask | (() => void)} changed
 * @returns {() => void} ends the watching
 */
export function fitCanvas(canvas, changed) {
  const observer = new ResizeObserver(() => {
    const scale = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(canvas.clientWidth * scale));
    const height = Math.max(1, Math.round(canvas.clientHeight * scale));
    if (canvas.width === width && canvas.height === height) return;
    canvas.width = width;
    canvas.height = height;
    if ("now" in changed) changed.now();
    else changed();
  });
  observer.observe(canvas);
  return () => observer.disconnect();
}
