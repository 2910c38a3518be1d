// HTML that comes from a run, built anew from the few elements and attributes that our tables have. The program that ran
// could change everything in its Python, and a link can carry a program of somebody else's.

const TAGS = new Set(("b caption code cw-player details div figcaption figure li ol p pre samp span summary table tbody"
  + " td th thead tr a").split(" "));
const KEPT = new Set("aria-hidden role scope tabindex value".split(" "));
const DATA = /^data-(step|name|lines?|kind)$/;

/** @typedef {{ recording: string, variant: string, prefix: string, title: string }} Own
 * Whose it is: each id begins with the prefix, and each name that only a screen reader says with the title. */

/**
 * @param {string} html @param {Own} own
 * @returns {DocumentFragment}
 */
export function safe(html, own) {
  const made = document.createDocumentFragment();
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const node of parsed.body.childNodes) copy(node, made, own);
  return made;
}

/** @param {Node} node @param {Node} into @param {Own} own */
function copy(node, into, own) {
  if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.nodeValue ?? ""));
  if (!(node instanceof Element) || !TAGS.has(node.localName)) return;
  const element = document.createElement(node.localName);
  for (const { name, value } of node.attributes) {
    const anchored = (name === "id" && value.startsWith(own.prefix)) || (name === "href" && value.startsWith(`#${own.prefix}`));
    if (anchored || KEPT.has(name) || DATA.test(name)) element.setAttribute(name, value);
    else if (name === "aria-label") element.ariaLabel = `${own.title}: ${value}`;
    else if (name === "data-recording") element.setAttribute(name, own.recording);
    else if (name === "data-variant") element.setAttribute(name, own.variant);
    else if (name === "class") element.className = value.split(/\s+/).filter((one) => one.startsWith("cw-")).join(" ");
  }
  for (const child of node.childNodes) copy(child, element, own);
  into.appendChild(element);
}
