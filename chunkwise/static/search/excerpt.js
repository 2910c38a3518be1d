// The words around a hit, as text and marks, because what comes from a file is no HTML of a page.

const ENTITIES = /** @type {Record<string, string>} */ ({ lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" })

/**
 * Cut an excerpt as Pagefind writes it: text with entities, and `<mark>` around the words that were looked for.
 * @param {string} excerpt @returns {{ text: string, marked: boolean }[]}
 */
export function pieces(excerpt) {
  return excerpt
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((piece) => piece)
    .map((piece) => {
      const inner = /^<mark>(.*)<\/mark>$/s.exec(piece)
      return { text: plain(inner ? inner[1] : piece), marked: inner !== null }
    })
}

/** @param {string} text */
function plain(text) {
  return text.replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => ENTITIES[name])
}

/** @param {number} total @param {string} text @returns {string} what is said of a search's end */
export function said(total, text) {
  if (!total) return `No page contains “${text}”.`
  return total === 1 ? "1 page" : `${total} pages`
}
