// @ts-check
/**
 * The runtime's files, kept in the browser's cache for the next start, which may be without a network.
 *
 * The page does this, and takes nothing from the worker but the names of files: it fetches them itself, only those that
 * the build's manifest names, and keeps one only if it is what the digest in its name says. So a program cannot plant
 * anything that another page would be served.
 *
 * @typedef {import("./store.js").Part} Part
 * @typedef {import("./store.js").Manifest} Manifest
 */

import { address, KEPT, RUNTIME } from "./store.js"

const NAME = /^[\w-]+\.([0-9a-f]{16})\.[\w.]+$/
const LATER = "full-library" // loaded by the programs that need it, so not kept before

/** @param {string[]} [names] of parts to keep besides those of a first load */
export async function keepRuntime(names = []) {
  const cache = await globalThis.caches?.open(KEPT)
  const at = new URL("manifest.json", RUNTIME).href
  const response = await fetch(at, { cache: "no-cache" })
  if (!cache || !response.ok) return
  const copy = response.clone()
  /** @type {Manifest} */
  const { files } = await response.json()
  const wanted = Object.keys(files).filter((name) => name !== LATER || names.includes(name))
  await Promise.all(wanted.map((name) => keep(cache, files[name])))
  await cache.put(at, copy)
  await tidy(cache, new Set([at, ...Object.values(files).map(address)]))
}

/** @param {Cache} cache @param {Part} part */
async function keep(cache, part) {
  const digest = NAME.exec(part.file)?.[1]
  if (!digest || await cache.match(address(part))) return
  const response = await fetch(address(part), { cache: "force-cache", priority: "low" })
  if (!response.ok) return
  const bytes = await response.clone().arrayBuffer()
  if (await digestOf(bytes) === digest) await cache.put(address(part), response)
}

/** @param {ArrayBuffer} bytes @returns {Promise<string>} the first 16 figures of its SHA-256; none in an insecure context */
async function digestOf(bytes) {
  const found = await globalThis.crypto.subtle?.digest("SHA-256", bytes)
  const figures = Array.from(new Uint8Array(found ?? []), (byte) => byte.toString(16).padStart(2, "0"))
  return figures.join("").slice(0, 16)
}

/** Forget the files of an older runtime. @param {Cache} cache @param {Set<string>} kept */
async function tidy(cache, kept) {
  for (const { url } of await cache.keys()) if (!kept.has(url)) await cache.delete(url)
}
