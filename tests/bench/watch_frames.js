// Put into a page before its own scripts: counts frames and long tasks by the browser's own timeline, keeps Train going,
// and times Pause from the press to the last change of the epoch that follows it.
if (window === top) {
  try {
    localStorage["chalknet.pace"] = "full";
  } catch {} // where there is no storage, full speed is chosen by nobody
  const root = () => document.documentElement;
  const later = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const train = () => /** @type {HTMLElement} */ (document.querySelector("#train"));

  /** Train, and again when it has come to its end. */
  const going = () => {
    if (root().dataset.running !== "true") train().click();
  };

  /** @param {number} seconds */
  async function frames(seconds) {
    const times = /** @type {number[]} */ ([]);
    const tasks = /** @type {number[]} */ ([]);
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    const restart = new MutationObserver(going);
    going();
    await later(2000); // the beginning of a run is another thing
    restart.observe(root(), { attributes: true, attributeFilter: ["data-running"] });
    observer.observe({ type: "longtask" });
    const end = performance.now() + 1000 * seconds;
    const epoch = document.querySelector("#epoch")?.textContent;
    await new Promise((/** @type {(value?: any) => void} */ resolve) => {
      const tick = (/** @type {number} */ time) => {
        times.push(time);
        if (time < end) requestAnimationFrame(tick);
        else resolve();
      };
      requestAnimationFrame(tick);
    });
    observer.disconnect();
    restart.disconnect();
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    return {
      frames_a_second: (1000 * gaps.length) / (times[times.length - 1] - times[0]),
      longest_gap: Math.max(...gaps),
      long_tasks: tasks.length,
      longest_task: Math.max(0, ...tasks),
      trained: epoch !== document.querySelector("#epoch")?.textContent,
    };
  }

  /** ms from the press to the page saying so and the last epoch that came after it. */
  async function pause() {
    going();
    await later(700);
    while (root().dataset.running !== "true") {
      going(); // it had come to its end
      await later(100);
    }
    let last = performance.now();
    const pressed = last;
    const observer = new MutationObserver(() => (last = performance.now()));
    observer.observe(/** @type {Element} */ (document.querySelector("#epoch")), { subtree: true, childList: true, characterData: true });
    train().click();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const said = root().dataset.running === "false" ? performance.now() - pressed : Infinity;
    await later(700);
    observer.disconnect();
    return Math.max(said, last - pressed);
  }

  Object.assign(window, { benchGoing: going, benchFrames: frames, benchPause: pause });
}
