// Mark now, draw once: a view may be told ten times a frame and draws once.

/**
 * @param {() => void} draw
 * @returns {() => void} call it to ask for a drawing in the next frame
 */
export function oncePerFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

/**
 * Keeps a canvas as large as its box in device pixels and says when that changes.
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} changed
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
    changed();
  });
  observer.observe(canvas);
  return () => observer.disconnect();
}
