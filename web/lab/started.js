// What the page's first script (start.js) has begun. It is bundled by itself; so this is the one way to it.

/** @type {import("./start.js").Started} */
// @ts-ignore
export const started = window.chalknet;
