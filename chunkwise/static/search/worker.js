// @ts-check
/**
 * Pagefind in a worker of its own: its WebAssembly may be compiled here and on no page (scripts/runtime/worker_csp.py),
 * and a page stays quick while it searches. It lies where `make build` puts it, and is loaded with the first query.
 *
 * @typedef {{ id: number, text: string, from: number, count: number }} Ask
 * @typedef {{ address: string, title: string, lesson: string, mode: string, section: string, excerpt: string }} Found
 *   `address` counts from the site's root; `excerpt` is HTML of text and `mark` alone.
 * @typedef {{ id: number, total: number, found: Found[] } | { failed: true }} Answer
 */

const BUNDLE = new URL("../../../pagefind/", import.meta.url)
const WORDS = 22

const tell = /** @type {(answer: Answer) => void} */ (self.postMessage.bind(self))
const failed = () => tell({ failed: true })

/** @type {Promise<any>} */
const engine = import(`${BUNDLE}pagefind.js`).then(async (pagefind) => {
  await pagefind.options({ basePath: BUNDLE.href, baseUrl: "/", language: "en", excerptLength: WORDS })
  await pagefind.init("en")
  return pagefind
})
engine.catch(failed)
self.addEventListener("unhandledrejection", failed) // the engine loads its parts and waits for nobody

/**
 * The section of a page that says most of what was looked for.
 * @param {any} page @returns {any}
 */
function best(page) {
  const worth = (/** @type {any} */ part) =>
    part.weighted_locations?.reduce((/** @type {number} */ sum, /** @type {any} */ at) => sum + at.balanced_score, 0) ?? 0
  return page.sub_results.toSorted((/** @type {any} */ one, /** @type {any} */ two) => worth(two) - worth(one))[0] ?? page
}

/** @param {any} page @returns {Found} */
function shown(page) {
  const part = best(page)
  const within = part.anchor && part.anchor.element !== "h1"
  return {
    address: (within ? part.url : page.url).replace(/^\//, ""),
    title: page.meta.title ?? "",
    lesson: page.meta.lesson ?? "",
    mode: page.meta.mode ?? "",
    section: within ? part.title : "",
    excerpt: part.excerpt
  }
}

self.onmessage = async (/** @type {MessageEvent<Ask>} */ { data }) => {
  const pagefind = await engine
  const { results } = await pagefind.search(data.text)
  const pages = await Promise.all(
    results.slice(data.from, data.from + data.count).map((/** @type {any} */ one) => one.data())
  )
  tell({ id: data.id, total: results.length, found: pages.map(shown) })
}
