// Takes from the worker's global scope all that a learner's code has no use for: what reaches a network, a store,
// another worker. The policy of ISOLATION forbids these too; this is the second lock on the same door.

// JavaScript's own, and the few things of the browser that Python and NumPy need while they run.
const KEEP = new Set(`
  Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
  globalThis JSON Math Intl ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array
  Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set Iterator
  WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry DisposableStack AsyncDisposableStack Temporal
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN
  self console crypto performance WebAssembly TextDecoder TextEncoder AbortController AbortSignal
  setTimeout clearTimeout setInterval clearInterval queueMicrotask structuredClone atob btoa
  MessageChannel MessagePort MessageEvent Event EventTarget ErrorEvent PromiseRejectionEvent DOMException
  addEventListener removeEventListener dispatchEvent constructor onerror onunhandledrejection onrejectionhandled
`.trim().split(/\s+/));

/** Call it after the last import of the start, before any code of a learner. */
export function stripGlobals() {
  for (let scope = self; scope && scope !== Object.prototype; scope = Object.getPrototypeOf(scope)) {
    for (const name of Object.getOwnPropertyNames(scope)) {
      if (KEEP.has(name) || name.startsWith("__")) continue;
      remove(scope, name);
    }
  }
}

/** @param {any} scope @param {string} name */
function remove(scope, name) {
  if (Reflect.deleteProperty(scope, name)) return;
  Reflect.defineProperty(scope, name, { value: undefined, writable: false });
}
