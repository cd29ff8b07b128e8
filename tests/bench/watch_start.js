// Put into a page before its own scripts: notes by the page's clock when Python is ready and when the page is drawn.
// data-python is set by Chalknet's page and by the plain ones alike.
if (window === top) {
  const marks = /** @type {Record<string, number>} */ ({});
  Object.assign(window, { benchMarks: marks });
  new MutationObserver(() => {
    const said = document.documentElement?.dataset.python ?? "";
    if (["ready", "stepped", "failed"].includes(said)) marks[said] ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-python"] });

  const places = ["#network canvas", "#output canvas", "#cost canvas"]; // Chalknet's pictures
  const small = new OffscreenCanvas(16, 16);
  const context = /** @type {any} */ (small.getContext("2d", { willReadFrequently: true }));
  const drawn = (/** @type {HTMLCanvasElement | null} */ canvas) => {
    if (!canvas?.width || !canvas.height) return false;
    context.clearRect(0, 0, 16, 16);
    context.drawImage(canvas, 0, 0, 16, 16);
    return context.getImageData(0, 0, 16, 16).data.some((/** @type {number} */ value) => value > 0);
  };
  const look = () => {
    // what is seen here in one frame was painted with the one before
    if (places.every((place) => drawn(document.querySelector(place)))) marks.drawn = performance.now();
    else if (performance.now() < 60_000) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
