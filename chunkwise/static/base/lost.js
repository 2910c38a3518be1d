// The error page: the page whose address is nearest to the one that was asked for, and a search for its words.
import { element } from "./element.js";

/**
 * Return the steps from one text to another: letters put in, left out or changed.
 * @param {string} one @param {string} other
 */
export function steps(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      next[to] = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + Number(one[at - 1] !== other[to - 1]));
    }
    row = next;
  }
  return row[other.length];
}

/** Without what differs between hosts: endings, a slash at the end, capitals. @param {string} path */
const plain = (path) => path.toLowerCase().replace(/(?:index)?\.(?:html?|md|ipynb)$/, "").replace(/[\s_]+/g, "-").replace(/\/+$/, "");

/** How many of an address's letters may be wrong, in parts of all. */
const WRONG = 0.34;

/**
 * Return the path that is nearest to an address, if one is near. A folder's address means its first page, and a page's
 * name alone means that page.
 * @param {string} asked @param {string[]} paths
 * @returns {string | undefined}
 */
export function nearest(asked, paths) {
  const wanted = plain(asked).slice(0, 200);
  const last = wanted.split("/").at(-1) ?? "";
  const above = paths.find((path) => last && plain(path).startsWith(`${wanted}/`));
  if (above) return above;
  const named = paths.filter((path) => last && plain(path).split("/").includes(last));
  const scored = (named.length ? named : paths).map((path) => ({ path, far: steps(wanted, plain(path)) }));
  scored.sort((one, other) => one.far - other.far);
  const best = scored[0];
  const near = best && (named.length > 0 || best.far <= Math.max(2, WRONG * last.length + 1));
  return last && near ? best.path : undefined;
}

/** @param {Element} place */
function help(place) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".cw-all-pages a")]);
  let asked = location.pathname;
  try {
    asked = decodeURIComponent(asked);
  } catch {
    // as it came
  }
  const found = nearest(asked, links.map((link) => link.pathname));
  const link = links.find((one) => one.pathname === found);
  if (link) {
    const says = element("p", {}, "Did you mean ");
    says.append(element("a", { href: link.href }, link.textContent ?? ""), "?");
    place.append(says);
  }
  const words = plain(asked).split("/").at(-1)?.replaceAll("-", " ") ?? "";
  const search = element("button", { type: "button", class: "md-button" }, words ? `Search for “${words}”` : "Search");
  search.addEventListener("click", () => {
    /** @type {HTMLElement | null} */ (document.querySelector(".cw-search-open"))?.click();
    const field = document.querySelector("dialog.cw-search input");
    if (!(field instanceof HTMLInputElement)) return;
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  place.append(search);
}

const place = globalThis.document?.querySelector(".cw-nearest");
if (place) help(place);
