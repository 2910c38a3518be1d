// The search's button, the keys that press it, and its field, which is there at once, so that no letter gets lost. The
// rest is loaded when a reader opens it for the first time.

import { element } from "../base/element.js"

const KEYS = ["/", "s", "f"]
const TYPING = "input, textarea, select, [contenteditable], dialog[open]"

/** @type {HTMLDialogElement | undefined} */
let dialog
const field = element("input", {
  type: "search", "aria-label": "Search", placeholder: "Search", autocomplete: "off", autocapitalize: "off",
  spellcheck: "false", enterkeyhint: "search"
})

function open() {
  dialog ??= build()
  if (!dialog.open) dialog.showModal()
  field.select()
}

function build() {
  const made = element("dialog", { class: "cw-search", "aria-label": "Search" })
  made.append(field)
  made.style.opacity = "0" // until it has its looks
  const styles = element("link", { rel: "stylesheet", href: new URL("search.css", import.meta.url).href })
  for (const end of ["load", "error"]) styles.addEventListener(end, () => made.style.removeProperty("opacity"))
  document.head.append(styles)
  document.body.append(made)
  import("./dialog.js").then(({ complete }) => complete(made, field))
  return made
}

/** @param {KeyboardEvent} event */
function press(event) {
  const [target] = event.composedPath() // an editor may be in a shadow tree
  const inText = target instanceof Element && target.closest(TYPING)
  if (inText || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (!KEYS.includes(event.key)) return
  event.preventDefault()
  open()
}

const title = document.querySelector(".md-header__title")
if (title && !document.querySelector(".md-search, .cw-search-open")) { // a theme that searches by itself goes on doing so
  const button = element("button", { class: "cw-search-open", type: "button", "aria-haspopup": "dialog" })
  button.append(element("span", {}, "Search"), element("kbd", { "aria-hidden": "true" }, "/"))
  button.addEventListener("click", open)
  title.after(button)
  document.addEventListener("keydown", press)
}
