// HTML that comes from a run, built anew from the few elements, attributes and values that our tables have. The program
// that ran could change everything in its Python, and a link can carry a program of somebody else's.
//
// HTML and not data, because the same views draw every recording on every page, at build time and in Python: data would
// mean to write them a second time, for two that drift apart. Nothing is taken over: each element is made here.

const TAGS = new Set(("b caption code cw-player details div figcaption figure li ol p pre samp small span summary table tbody"
  + " td th thead tr a").split(" "));
const CLASSES = new Set(("action back data direction exchange far framing head heads hidden lane lane-asgi lane-client lane-code"
  + " lane-wire lanes left-out long more number onward output player printed same scroll stage-said steps table trace unseen variables wire")
  .split(" ").map((name) => `cw-${name}`));
/** @type {Record<string, RegExp>} */
const VALUES = {
  "aria-hidden": /^true$/,
  "data-head": /^.{0,99}$/,
  "data-kind": /^[a-z ]{1,20}$/,
  "data-line": /^\d{1,6}$/,
  "data-lines": /^[\d ]{0,4000}$/,
  "data-name": /^.{0,99}$/,
  "data-step": /^\d{1,6}$/,
  role: /^(region|table|rowgroup|row|columnheader|rowheader|cell|list)$/,
  scope: /^(col|row)$/,
  tabindex: /^0$/,
  value: /^\d{1,6}$/,
};
const PLACE = /^step-\d{1,6}$/;
const MOST = 60_000; // nodes of one part; the largest have 15,000
const DEEPEST = 24;

/** @typedef {{ recording: string, variant: string, prefix: string, title: string }} Own
 * Whose it is: each id begins with the prefix, and each name that only a screen reader says with the title. */

/** It is no HTML that a run has. */
export class Refused extends Error {}

const SLICE = 8; // ms of work, and then the page has a frame
const LATE = 100; // ms after which no frame is waited for: the page was hidden meanwhile
let began = 0;

/** Work that is cut into slices begins. */
export function begin() {
  began = performance.now();
}

/**
 * It takes its time, so that the page stays smooth while a long table is built.
 * @param {string} html @param {Own} own @param {string[]} whole What it has to be: its outermost elements, each by a
 *   selector; the last one as often as it comes.
 * @returns {Promise<HTMLElement[]>}
 * @throws {Refused}
 */
export async function safe(html, own, whole) {
  const made = document.createElement("div");
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const left = { nodes: MOST };
  await copies(body.childNodes, made, own, left, 0);
  const found = /** @type {HTMLElement[]} */ ([...made.children]);
  const known = found.every((one, at) => one.matches(whole[Math.min(at, whole.length - 1)]));
  // One player for one run, where it belongs; and rows that whoever reads them finds all cells of.
  const players = made.querySelectorAll("cw-player").length;
  const rows = /** @type {NodeListOf<HTMLTableRowElement>} */ (made.querySelectorAll(".cw-steps tr[data-step]"));
  if (!known || players !== (whole[0] === "cw-player" ? 1 : 0) || [...rows].some((row) => row.cells?.length !== 5)) throw new Refused();
  return found;
}

/** @param {Iterable<Node>} nodes @param {Node} into @param {Own} own @param {{ nodes: number }} left @param {number} depth */
async function copies(nodes, into, own, left, depth) {
  if (depth > DEEPEST) throw new Refused();
  for (const node of nodes) {
    if (--left.nodes < 0) throw new Refused();
    if (performance.now() - began > SLICE) await breath();
    if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.nodeValue ?? ""));
    if (!(node instanceof HTMLElement) || !TAGS.has(node.localName)) continue;
    const element = copy(node, own);
    if (node.firstChild) await copies(node.childNodes, element, own, left, depth + 1);
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
  const place = (/** @type {string} */ value, /** @type {string} */ before) =>
    value.startsWith(before) && PLACE.test(value.slice(before.length));
  for (const { name, value } of node.attributes) {
    if (name === "id" ? place(value, own.prefix) : name === "href" && place(value, `#${own.prefix}`)) element.setAttribute(name, value);
    else if (Object.hasOwn(VALUES, name) && VALUES[name].test(value)) element.setAttribute(name, value);
    else if (name === "aria-label") element.ariaLabel = `${own.title}: ${value.slice(0, 200)}`;
    else if (name === "data-recording") element.setAttribute(name, own.recording);
    else if (name === "data-variant") element.setAttribute(name, own.variant);
    else if (name === "class") element.className = value.split(/\s+/).filter((one) => CLASSES.has(one)).join(" ");
  }
  return element;
}
