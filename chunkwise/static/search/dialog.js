// The search's dialog: a field, and below it the pages that say what is in it. The keyboard does all of it: Down and Up
// go through the list, Enter opens the first page, Escape closes. What was found is told to a screen reader.

import { element } from "../base/element.js"
import { pieces, said } from "./excerpt.js"

/** @typedef {import("./worker.js").Found} Found @typedef {import("./worker.js").Answer} Answer */

const SITE = new URL("../../../", import.meta.url)
const PAUSE = 200
const COUNT = 5
const HELP = "my-stream-arrives-all-at-once/"
const MISSING = "This copy of the site has no search. make build and make serve add it."

const status = element("p", { role: "status" })
const help = element("p", { hidden: "" })
const rest = element("div", { class: "cw-search-rest", "aria-busy": "false" })
const list = element("ol", {})
const more = element("button", { type: "button", class: "md-button", hidden: "" }, "Show more pages")

/** @type {HTMLDialogElement} */
let dialog
/** @type {HTMLInputElement} */
let field
/** @type {Worker} */
let worker
let asked = 0
let shown = 0
let timer = 0
let broken = false
let goes = false

/**
 * Add to the dialog, which so far is its field, what it shows and does.
 * @param {HTMLDialogElement} opened @param {HTMLInputElement} inside
 */
export function complete(opened, inside) {
  dialog = opened
  field = inside
  const close = element("button", { type: "button", class: "cw-search-close", "aria-label": "Close" })
  rest.append(status, help, list, more)
  dialog.append(close, rest)
  field.addEventListener("input", later)
  more.addEventListener("click", () => ask(shown))
  close.addEventListener("click", () => dialog.close())
  dialog.addEventListener("keydown", move)
  dialog.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a")
    if (link || event.target === dialog) dialog.close()
  })
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "Search" })
  worker.addEventListener("message", ({ data }) => take(data))
  worker.addEventListener("error", () => take({ failed: true }))
  if (field.value) later()
}

function later() {
  busy(true)
  clearTimeout(timer)
  timer = setTimeout(() => ask(0), PAUSE)
}

/** @param {boolean} yes */
function busy(yes) {
  rest.setAttribute("aria-busy", String(yes))
  goes &&= yes
}

/** @param {number} from */
function ask(from) {
  const text = field.value.trim()
  asked += 1
  if (!text || broken) return clear()
  worker.postMessage({ id: asked, text, from, count: COUNT })
}

function clear() {
  busy(false)
  if (!broken) status.textContent = ""
  list.replaceChildren()
  help.hidden = more.hidden = true
  shown = 0
}

/** @param {Answer} answer */
function take(answer) {
  if ("failed" in answer) {
    broken = true
    clear()
    status.textContent = MISSING
  } else if (answer.id === asked) {
    const first = goes
    busy(false)
    const added = document.activeElement === more ? shown : -1
    if (added < 0) clear()
    list.append(...answer.found.map(entry))
    shown = list.children.length
    status.textContent = said(answer.total, field.value.trim())
    more.hidden = shown >= answer.total
    if (!answer.total) offer()
    if (added >= 0) links()[added]?.focus()
    if (first) links()[0]?.click()
  }
}

/** The page that goes from what somebody sees to its cause, if this site has it. */
function offer() {
  const known = [...document.querySelectorAll("nav a[href]")].find(
    (link) => link instanceof HTMLAnchorElement && link.href === SITE.href + HELP
  )
  if (!known) return
  help.replaceChildren("Is a stream misbehaving? Begin with what you see: ")
  help.append(element("a", { href: SITE.href + HELP }, known.textContent?.trim()))
  help.hidden = false
}

/** @param {Found} page */
function entry(page) {
  const link = element("a", { href: new URL(page.address, SITE).href })
  const head = element("span", { class: "cw-found-head" })
  head.append(element("strong", {}, page.lesson || page.title), " ")
  if (page.mode) head.append(element("span", { class: "cw-found-mode" }, page.mode), " ")
  if (page.section) head.append(element("span", { class: "cw-found-section" }, page.section), " ")
  const text = element("span", { class: "cw-found-text" })
  text.append(...pieces(page.excerpt).map((one) => (one.marked ? element("mark", {}, one.text) : one.text)))
  link.append(head, text)
  const item = element("li", {})
  item.append(link)
  return item
}

function links() {
  return /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll(".cw-search-rest a")].filter((link) => link.checkVisibility()))
}

/** @param {KeyboardEvent} event */
function move(event) {
  const all = [field, ...links()]
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement))
  if (event.key === "Enter" && at === 0 && rest.ariaBusy === "true") goes = true // once it is known what comes first
  else if (event.key === "Enter" && at === 0) all[1]?.click()
  else if (event.key === "ArrowDown" && at >= 0) all[Math.min(at + 1, all.length - 1)].focus()
  else if (event.key === "ArrowUp" && at >= 0) all[Math.max(at - 1, 0)].focus()
  else return
  event.preventDefault()
}
