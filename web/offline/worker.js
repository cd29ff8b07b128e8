// The site's service worker: all of one version of the page, kept in this browser, so that neither a second visit nor one
// without a network asks anybody for anything.
//
// - A version is a cache of its own, filled before it serves: versions are never mixed. (They share no file by accident:
//   every name but "index.html" holds a hash of what is in the file.)
// - The page is served by the newest version that is whole. A tab that was opened before goes on with its own version:
//   what it still asks for is in that version's cache, which goes when no tab of it is left.
// - The browser looks by itself for a new copy of this script, which names the version; so a new version is found, filled
//   and then told to the tabs (web/offline/page.js). No tab is ever reloaded from here.
//
// The build writes `BUILD` in front: {version, files: [[path, sha256], …]}.

// @ts-ignore
const { version, files } = /** @type {{version: string, files: [string, string][]}} */ (self.BUILD);
const worker = /** @type {any} */ (self);

const HOME = new URL("./", worker.location.href); // the folder of the site
const PAGE = "index.html";
const OURS = `chalknet ${HOME.pathname} `; // caches belong to a whole host, which may hold this site twice
const CACHE = OURS + version;
const HASHED = /\.[0-9a-f]{10}\.\w+$/; // a name that no other content will ever have
const PATIENCE = 3000; // ms for a tab to say which version it is

worker.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
  event.addRoutes?.(routes()).catch(() => {}); // without them every answer comes from here
});
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(greet(event.source)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const path = pathOf(event.request);
  if (path === null) return; // not ours to answer: the browser asks the host
  event.respondWith(HASHED.test(path) ? anyVersion(event.request) : thisVersion(event.request, path));
});

/** Where the browser can, it takes the files of this version from the cache itself, and need not wake this worker for them. */
function routes() {
  const paths = [...files.map(([path]) => path), ""];
  return paths.map((path) => ({
    condition: { urlPattern: { ...exactly(address(path)), baseURL: HOME.origin }, requestMethod: "get" },
    source: { cacheName: CACHE },
  }));
}

/** A pattern that only this address fits. @param {string} where */
function exactly(where) {
  return { pathname: new URL(where).pathname.replace(/[+*?:{}()\\]/g, "\\$&"), search: "" };
}

/** The path of a file that is kept here, from the site's folder; null of all others. @param {Request} request */
function pathOf({ method, mode, url }) {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== HOME.origin || !pathname.startsWith(HOME.pathname)) return null;
  const path = pathname.slice(HOME.pathname.length);
  if (mode === "navigate") return path === "" || path === PAGE ? PAGE : null;
  return HASHED.test(path) || files.some(([one]) => one === path) ? path : null;
}

/** @param {Request} request @param {string} path */
async function thisVersion(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address(path))) ?? fetch(request);
}

/** Of this version, or of that of an older tab. What only some visits need is kept when it comes. @param {Request} request */
async function anyVersion(request) {
  const where = request.url.split(/[?#]/)[0];
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(where)) ?? (await caches.match(where));
  if (kept) return kept;
  const response = await fetch(request);
  const bytes = await response.arrayBuffer();
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  const answer = () => new Response(bytes, { status: response.status, statusText: response.statusText, headers: { "content-type": type } });
  if (response.ok && where.includes(`.${(await hashOf(bytes)).slice(0, 10)}.`)) await cache.put(where, answer()).catch(() => {}); // where there is no room left, it is not kept
  return answer();
}

/** All files of this version, each compared with its hash: from an older version, the browser's own cache, or the host. */
async function fill() {
  const cache = await caches.open(CACHE);
  for (const [path, sha256] of files) {
    const where = address(path);
    if (await cache.match(where)) continue; // it came before an earlier try broke off
    const kept = HASHED.test(path) ? await caches.match(where) : undefined;
    await cache.put(where, kept ?? (await checked(where, sha256)));
  }
  const page = await cache.match(address(PAGE));
  if (page) await cache.put(HOME.href, page); // it has two addresses
}

/** What the page has just loaded is in the browser's own cache; where that is not the right one, the host is asked. @param {string} where @param {string} sha256 */
async function checked(where, sha256) {
  for (const cache of /** @type {RequestCache[]} */ (["force-cache", "reload"])) {
    const response = await fetch(where, { cache });
    const bytes = await response.arrayBuffer();
    const type = response.headers.get("content-type") ?? "application/octet-stream";
    if (response.ok && (await hashOf(bytes)) === sha256) return new Response(bytes, { headers: { "content-type": type } });
  }
  throw new Error(`${where} is not the file of version ${version}; the next visit tries again.`);
}

/** @param {ArrayBuffer} bytes */
async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** From now on this version serves, also the tabs that are open; they are told. */
async function takeOver() {
  await worker.clients.claim();
  for (const tab of await tabs()) tab.postMessage({ serves: version });
}

/** A page has opened, and is told which version is served now. @param {any} tab */
async function greet(tab) {
  tab?.postMessage({ serves: version });
  await tidy();
}

/** Versions that no tab shows any more go; while a tab does not say what it shows, all stay. */
async function tidy() {
  const shown = await Promise.all((await tabs()).map(versionOf));
  if (shown.includes(null)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE && !shown.includes(name.slice(OURS.length))) await caches.delete(name);
  }
}

/** The tabs that show the page, of whatever version. @returns {Promise<any[]>} */
async function tabs() {
  const all = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((/** @type {any} */ { url }) => [address(""), address(PAGE)].includes(url.split(/[?#]/)[0]));
}

/** @param {any} tab @returns {Promise<string|null>} */
function versionOf(tab) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(String(data));
    setTimeout(() => resolve(null), PATIENCE);
    tab.postMessage({ asks: "version" }, [port2]);
  });
}

/** @param {string} path from the site's folder */
function address(path) {
  return new URL(path, HOME).href;
}
