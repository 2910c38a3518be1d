// @ts-check
/**
 * Python in a worker of its own, so that whatever a program does, the page stays alive and can end it.
 *
 * It loads what `make runtime` made, once: later starts find it in the browser's cache, where the page keeps it. The
 * names of the files carry their digests, so a kept file is never out of date. A program can't use the page's storage or
 * the network (see lock.js), and what it says is cut before it crosses to the page.
 *
 * @typedef {{ type: "run", id: number, text: string, given?: Record<string, unknown> }} Ask
 *   Runs Python, with `given` as its global names, and besides `emit(value)`, which sends a string at once.
 * @typedef {{ type: "progress", loaded: number, total: number }
 *   | { type: "ready", milliseconds: number, heap: number, versions: Record<string, string> }
 *   | { type: "failed", what: string, hint: string }
 *   | { type: "used", name: string }
 *   | { type: "output", error: boolean, text: string }
 *   | { type: "event", id: number, value: string }
 *   | { type: "done", id: number, value: unknown, heap: number }
 *   | { type: "raised", id: number, name: string, traceback: string }} Tell
 *   `progress` counts bytes, without the compression of the host. `failed` ends it all: nothing comes after it.
 *   `used` names a part that was loaded besides those of a first load.
 *   `output` is a line that the program printed. To a `run`, `done` or `raised` is the last answer. `heap` is how much
 *   memory there is, in bytes.
 * @typedef {import("./store.js").Manifest} Manifest
 * @typedef {import("./store.js").Part} Part
 */

import { lock } from "./lock.js"
import { address, close, manifest, open, RUNTIME, unpacked } from "./store.js"

const FIRST = ["loader", "engine", "machine", "library", "packages", "chunkwise"]
const LONGEST = 400_000 // characters that a run says at once
const ANSWER = 3_900_000 // characters of what comes of it
const LINE = 1_900
const LINES = 1_000 // of output that go to the page, which shows none of them

const Request = self.XMLHttpRequest
const BROKEN = {
  what: "Python itself stopped: the program used too much memory, or its calls were nested too deep.",
  hint: "Change the program, and run it again."
}

/** @type {(message: Tell) => void} */
const tell = self.postMessage.bind(self)
/** @type {any} */
let python
let lines = 0

/** @param {Manifest} found */
async function start({ abi, files }) {
  const total = FIRST.reduce((sum, name) => sum + files[name].bytes, 0)
  let loaded = 0
  // What goes to the cache may lag behind what is used.
  const count = (/** @type {number} */ bytes) => python || tell({ type: "progress", loaded: (loaded += bytes), total })
  const script = async (/** @type {Part} */ part) => {
    const module = await import(address(part))
    count(part.bytes)
    return module
  }
  const parts = FIRST.slice(2).map((name) => open(files[name], count))
  const [machine, library, packages, ours] = parts
  /** @type {Promise<never>} Pyodide waits forever for a part that doesn't come. */
  const missed = new Promise((_, reject) => parts.forEach((part) => part.catch(reject)))
  const bytes = Promise.all([packages, ours].map(async (pack) => (await pack).arrayBuffer()))
  bytes.catch(() => {})
  const scripts = Promise.all([script(files.loader), script(files.engine)])
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts
  // Pyodide fetches by names of its own; what it asks for is on its way already.
  self.fetch = (asked) => String(asked).endsWith(".wasm") ? machine : library
  const begun = loadPyodide({
    indexURL: RUNTIME.href,
    stdLibURL: address(files.library),
    createPyodideModule,
    lockFileContents: { info: abi, packages: {} },
    jsglobals: Object.create(null),
    stdout: (/** @type {string} */ text) => output(false, text),
    stderr: (/** @type {string} */ text) => output(true, text)
  })
  python = await Promise.race([begun, missed])
  tell({ type: "progress", loaded: total, total })
  python._api.on_fatal = () => tell({ type: "failed", ...BROKEN })
  const site = python.runPython("import site; site.getsitepackages()[0]")
  for (const pack of await bytes) {
    for (const [name, content] of unpacked(pack)) {
      python.FS.mkdirTree(`${site}/${name}`.replace(/\/[^/]*$/, ""))
      python.FS.writeFile(`${site}/${name}`, content, { canOwn: true })
    }
  }
  python.runPython("import importlib; importlib.invalidate_caches()")
  python.pyimport("whole_library").install((/** @type {string} */ path) => whole(files["full-library"], path))
  python.pyimport("chunkwise.browser.entry").destroy()
  close()
  lock(self)
}

/** @param {boolean} error @param {string} text */
function output(error, text) {
  if (lines++ < LINES) tell({ type: "output", error, text: text.slice(0, LINE) })
}

/**
 * Put the whole standard library where a part of it is. An import can't wait for a promise, so this doesn't return one.
 * @param {Part} part
 * @param {string} path
 */
function whole(part, path) {
  try {
    const request = new Request()
    request.open("GET", address(part), false)
    request.responseType = "arraybuffer"
    request.send()
    if (request.status !== 200) return false
    python.FS.writeFile(path, new Uint8Array(request.response))
    tell({ type: "used", name: "full-library" })
    return true
  } catch {
    return false
  }
}

/** @param {Ask} message */
async function run({ id, text, given = {} }) {
  const globals = python.toPy({ ...given })
  try {
    globals.set("emit", (/** @type {unknown} */ value) => tell({ type: "event", id, value: String(value).slice(0, LONGEST) }))
    const value = await python.runPythonAsync(text, { globals })
    if (typeof value === "string" && value.length > ANSWER) throw new Error("what came of the run is too long for a page")
    tell({ type: "done", id, value: value?.toJs ? value.toJs() : value, heap: python._module.HEAPU8.length })
  } catch (error) {
    const { type, message } = /** @type {{ type?: string, message: string }} */ (error)
    tell({ type: "raised", id, name: String(type ?? "Error").slice(0, LINE), traceback: String(message).slice(-LINE) })
  }
}

const ready = manifest().then(async (found) => {
  if (found.missing) return tell({ type: "failed", ...found.missing })
  await start(found)
  tell({ type: "ready", milliseconds: performance.now(), heap: python._module.HEAPU8.length, versions: found.versions })
  return found
}).catch((error) => tell({
  type: "failed", what: `Python could not be loaded: ${error.message ?? error}.`, hint: "Check the network connection, and try again."
}))

self.onmessage = async ({ data }) => {
  if (await ready) run(data)
}
