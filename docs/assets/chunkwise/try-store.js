// @ts-check
/**
 * The files of the runtime: from the browser's cache, else from the host and then into the cache.
 *
 * @typedef {{ file: string, bytes: number }} Part
 * @typedef {{ abi: object, versions: Record<string, string>, files: Record<string, Part>,
 *   missing?: { what: string, mend: string } }} Manifest
 */

export const RUNTIME = new URL("../runtime/", import.meta.url)

const UNBUILT = {
  what: "This copy of the site was built without the browser runtime.",
  mend: "make runtime builds it; that needs Node.js."
}

// A worker takes `fetch` and `caches` away from the programs that it runs, so they are kept here.
const ask = self.fetch.bind(self)
const store = self.caches?.open("chunkwise-runtime").catch(() => undefined)

/** @param {Part} part */
export const address = (part) => new URL(part.file, RUNTIME).href

/** @returns {Promise<Manifest>} the newest if there is a network, else the one of the last time */
export async function manifest() {
  const cache = await store
  const at = new URL("manifest.json", RUNTIME).href
  const response = await ask(at, { cache: "no-cache" }).catch(() => cache?.match(at))
  if (response?.status === 404) return /** @type {any} */ ({ missing: UNBUILT })
  if (!response?.ok) throw new Error("the host does not answer")
  cache?.put(at, response.clone()).catch(() => {})
  return response.json()
}

/**
 * @param {Part} part
 * @param {(bytes: number) => void} count
 */
export async function open(part, count) {
  const cache = await store
  const kept = await cache?.match(address(part))
  if (kept) {
    count(part.bytes)
    return (await compiled(part)) ?? kept
  }
  const response = await ask(address(part))
  if (!response.ok || !response.body) throw new Error(`${part.file}: ${response.status}`)
  // The response itself goes to where it is compiled, since browsers keep what they compiled of a real response only.
  const counted = response.clone().body?.pipeThrough(new TransformStream({
    transform(/** @type {Uint8Array} */ piece, to) {
      count(piece.byteLength)
      to.enqueue(piece)
    }
  }))
  const copy = new Response(counted, { headers: { "Content-Type": response.headers.get("Content-Type") ?? "" } })
  Promise.resolve(cache ? cache.put(address(part), copy) : copy.blob()).catch(() => {})
  return response
}

/**
 * Return WebAssembly as the browser's own cache has it: beside that copy browsers keep what they compiled, and beside ours
 * they don't. Compiling it anew takes longer than all else in a start. Nothing is returned if it is no longer there.
 * @param {Part} part
 */
async function compiled(part) {
  if (!part.file.endsWith(".wasm")) return undefined
  const found = await ask(address(part), { cache: "only-if-cached", mode: "same-origin" }).catch(() => undefined)
  return found?.ok ? found : undefined
}

/**
 * Keep a file that was not opened here, because scripts are fetched by an import.
 * @param {Part} part
 * @param {BodyInit} [body]
 */
export async function keep(part, body) {
  const cache = await store
  if (!cache || await cache.match(address(part))) return
  const found = body ? new Response(body) : await ask(address(part), { cache: "force-cache" })
  if (found.ok) await cache.put(address(part), found)
}

/**
 * Forget the files of an older runtime.
 * @param {Manifest} manifest
 */
export async function tidy({ files }) {
  const cache = await store
  const kept = new Set(Object.values(files).map(address))
  for (const { url } of (await cache?.keys()) ?? []) {
    if (!url.endsWith("/manifest.json") && !kept.has(url)) cache?.delete(url).catch(() => {})
  }
}
