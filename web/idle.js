// What can wait until the page rests.

/** @param {() => void} action @param {number} most ms to wait for rest */
export function whenIdle(action, most) {
  if ("requestIdleCallback" in window) requestIdleCallback(action, { timeout: most });
  else setTimeout(action, most / 4); // Safari
}
