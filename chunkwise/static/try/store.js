// @ts-check
/**
 * The files of the runtime, read from the browser's cache, else from the host, and unpacked. Nothing is written here: the page does that
 * (`keep.js`), because a worker that runs a stranger's program must have no way into what other pages are served from.
 *
 * @typedef {{ file: string, bytes: number }} Part
 * @typedef {{ abi: object, versions: Record<string, string>, files: Record<string, Part>,
 *   missing?: { what: string, hint: string } }} Manifest
 */

export const RUNTIME = new URL("../../runtime/", import.meta.url)
export const KEPT = "chunkwise-runtime"

const UNBUILT = {
  what: "This copy of the site was built without the browser runtime.",
  hint: "make runtime builds it; that needs Node.js."
}

/** @type {Promise<Cache | undefined> | undefined} */
let store = globalThis.caches?.open(KEPT).catch(() => undefined)
/** @type {typeof fetch | undefined} */
let ask = globalThis.fetch.bind(globalThis)

/** Let go of the cache and of the network, for good: a program that imports this module finds neither. */
export function close() {
  store = ask = undefined
}

/** @param {Part} part */
export const address = (part) => new URL(part.file, RUNTIME).href

/** @param {string} at @param {RequestInit} [how] */
function fetched(at, how) {
  return ask ? ask(at, how) : Promise.reject(new Error("the store is closed"))
}

/** @returns {Promise<Manifest>} the newest if there is a network, else the one of the last time */
export async function manifest() {
  const cache = await store
  const at = new URL("manifest.json", RUNTIME).href
  const response = await fetched(at, { cache: "no-cache" }).catch(() => cache?.match(at))
  if (response?.status === 404) return /** @type {any} */ ({ missing: UNBUILT })
  if (!response?.ok) throw new Error("the host does not answer")
  return response.json()
}

/**
 * @param {Part} part
 * @param {(bytes: number) => void} count
 * @returns {Promise<Response>}
 */
export async function open(part, count) {
  const kept = await (await store)?.match(address(part))
  if (kept) {
    count(part.bytes)
    return (await compiled(part)) ?? kept
  }
  const response = await fetched(address(part))
  if (!response.ok || !response.body) throw new Error(`${part.file}: ${response.status}`)
  // The response itself goes to where it is compiled, since browsers keep what they compiled of a real response only.
  const counted = response.clone().body?.pipeTo(new WritableStream({ write: (piece) => count(piece.byteLength) }))
  counted?.catch(() => {})
  return response
}

/**
 * Return WebAssembly as the browser's own cache has it: beside that copy browsers keep what they compiled, and beside ours
 * they don't. Compiling it anew takes longer than all else in a start. Nothing is returned if it is no longer there.
 * @param {Part} part
 */
async function compiled(part) {
  if (!part.file.endsWith(".wasm")) return undefined
  const found = await fetched(address(part), { cache: "only-if-cached", mode: "same-origin" }).catch(() => undefined)
  return found?.ok ? found : undefined
}

const END = 0x06054b50
const FILES = 10, DIRECTORY = 16 // in the record at the end
const SIZE = 20, NAME = 28, EXTRA = 30, COMMENT = 32, AT = 42, ENTRY = 46 // in an entry of the directory
const FILE_NAME = 26, FILE_EXTRA = 28, FILE = 30 // before a file

/**
 * Unpack a zip whose files are not compressed, without a copy of them: Python takes four times as long for it.
 * @param {ArrayBuffer} zip
 * @returns {Generator<[name: string, bytes: Uint8Array<ArrayBuffer>]>}
 */
export function* unpacked(zip) {
  const view = new DataView(zip)
  const text = new TextDecoder()
  let end = zip.byteLength - 22
  while (view.getUint32(end, true) !== END) end--
  let at = view.getUint32(end + DIRECTORY, true)
  for (let left = view.getUint16(end + FILES, true); left > 0; left--) {
    const length = view.getUint16(at + NAME, true)
    const before = view.getUint32(at + AT, true)
    const begin = before + FILE + view.getUint16(before + FILE_NAME, true) + view.getUint16(before + FILE_EXTRA, true)
    yield [text.decode(new Uint8Array(zip, at + ENTRY, length)), new Uint8Array(zip, begin, view.getUint32(at + SIZE, true))]
    at += ENTRY + length + view.getUint16(at + EXTRA, true) + view.getUint16(at + COMMENT, true)
  }
}
