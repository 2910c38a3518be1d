// @ts-check
/**
 * The lock of a worker: before a program runs, all that it could reach by JavaScript is taken out of its world.
 *
 * A program gets at JavaScript objects through Pyodide, and from any object at its constructor, so it must find nothing
 * that turns text into code, and nothing that stores, fetches or sends. Names are kept, not removed: what a browser
 * brings next year is not on the list either. The policy that `try-service.js` adds to the worker is the second wall.
 */

/** What Pyodide uses by name once it runs, besides the language itself. */
const KEPT = new Set(("AbortController AbortSignal Blob Crypto DOMException Event EventTarget MessageChannel MessageEvent"
  + " MessagePort Performance TextDecoder TextEncoder URL WebAssembly atob btoa clearInterval clearTimeout console crypto"
  + " isSecureContext location origin performance queueMicrotask self setTimeout structuredClone").split(" "))
const LANGUAGE = new Set(("AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array"
  + " Boolean DataView Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function"
  + " Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError"
  + " ReferenceError Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError Temporal TypeError URIError"
  + " Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI"
  + " encodeURIComponent escape globalThis isFinite isNaN parseFloat parseInt undefined unescape constructor").split(" "))
const METHODS = new Set("constructor addEventListener removeEventListener dispatchEvent".split(" "))

function refused() {
  throw new Error("a program in this page makes no JavaScript")
}

/** Lock this worker, for good. @param {typeof globalThis} world */
export function lock(world) {
  unmade(world)
  for (let at = world; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Reflect.ownKeys(at)) {
      if (typeof name !== "string" || LANGUAGE.has(name) || KEPT.has(name) || METHODS.has(name)) continue
      if (!Reflect.deleteProperty(at, name)) Reflect.defineProperty(at, name, { value: undefined })
    }
  }
}

/** Let no text become code: by `eval`, by a function's constructor, or by a timer. @param {any} world */
function unmade(world) {
  const makers = [function () {}, async function () {}, function* () {}, async function* () {}].map(Object.getPrototypeOf)
  for (const prototype of makers) Object.defineProperty(prototype, "constructor", { value: refused, writable: false, configurable: false })
  // Still what `instanceof Function` asks.
  const Unmade = /** @type {any} */ (function () { refused() })
  Unmade.prototype = Function.prototype
  world.Function = Unmade
  const later = world.setTimeout.bind(world)
  for (let at = world; at; at = Object.getPrototypeOf(at)) Reflect.deleteProperty(at, "setTimeout")
  world.setTimeout = (/** @type {unknown} */ what, /** @type {number} */ after, /** @type {unknown[]} */ ...given) =>
    typeof what === "function" ? later(what, after, ...given) : refused()
}
