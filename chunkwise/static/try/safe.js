// HTML that comes from a run, built anew from the few elements and attributes that our tables have. The program that ran
// could change everything in its Python, and a link can carry a program of somebody else's.

const TAGS = new Set(("b caption code cw-player details div figcaption figure li ol p pre samp small span summary table tbody"
  + " td th thead tr a").split(" "));
const KEPT = new Set("aria-hidden role scope tabindex value".split(" "));
const DATA = /^data-(step|name|lines?|kind|head)$/;

/** @typedef {{ recording: string, variant: string, prefix: string, title: string }} Own
 * Whose it is: each id begins with the prefix, and each name that only a screen reader says with the title. */

const SLICE = 8; // ms of work, and then the page has a frame
const LATE = 100; // ms after which no frame is waited for: the page was hidden meanwhile
let began = 0;

/** Work that is cut into slices begins. */
export function begin() {
  began = performance.now();
}

/**
 * It takes its time, so that the page stays smooth while a long table is built.
 * @param {string} html @param {Own} own
 * @returns {Promise<HTMLElement[]>}
 */
export async function safe(html, own) {
  const made = document.createElement("div");
  await copies(new DOMParser().parseFromString(html, "text/html").body.childNodes, made, own);
  return /** @type {HTMLElement[]} */ ([...made.children]);
}

/** @param {Iterable<Node>} nodes @param {Node} into @param {Own} own */
async function copies(nodes, into, own) {
  for (const node of nodes) {
    if (performance.now() - began > SLICE) await breath();
    if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.nodeValue ?? ""));
    if (!(node instanceof Element) || !TAGS.has(node.localName)) continue;
    const element = copy(node, own);
    await copies(node.childNodes, element, own);
    into.appendChild(element);
  }
}

/** Let the page have a frame, if anybody can see it. Without one, several slices would make a frame that is long. */
export async function breath() {
  if (!document.hidden)
    await new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done, 0)); // which comes when the frame is painted
      setTimeout(done, LATE);
    });
  begin();
}

/** @param {Element} node @param {Own} own */
function copy(node, own) {
  const element = document.createElement(node.localName);
  for (const { name, value } of node.attributes) {
    const anchored = (name === "id" && value.startsWith(own.prefix)) || (name === "href" && value.startsWith(`#${own.prefix}`));
    if (anchored || KEPT.has(name) || DATA.test(name)) element.setAttribute(name, value);
    else if (name === "aria-label") element.ariaLabel = `${own.title}: ${value}`;
    else if (name === "data-recording") element.setAttribute(name, own.recording);
    else if (name === "data-variant") element.setAttribute(name, own.variant);
    else if (name === "class") element.className = value.split(/\s+/).filter((one) => one.startsWith("cw-")).join(" ");
  }
  return element;
}
