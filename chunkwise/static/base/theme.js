import { fragment } from "./fragment.js";

// What Material leaves undone. Its scripts make these flaws, so a script may mend them: names for people who use a screen
// reader, and links within a page.

// It puts the copy button of each code block into a landmark without a name: as many landmarks as blocks. They come
// late, and anew with each page.
const release = () => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
};
new MutationObserver(release).observe(document.body, { childList: true, subtree: true });
release();

// Links within a page. Material fetches the page anew for the first of them that somebody follows, since it takes any
// first address for another page: all that a reader has answered, written or opened would be gone. So it is told once
// where it is, with the request that it makes of that held back, and the links are left to the browser.

/** @typedef {{next: (place: URL) => void}} Places */

const FRAMES = 6;
let told = false;
let returned = false;

function tell() {
  const places = /** @type {Places | undefined} */ (Reflect.get(window, "location$"));
  if (told || !places) return;
  told = true;
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = () => {};
  places.next(new URL(location.href));
  XMLHttpRequest.prototype.send = send;
}

/** @param {MouseEvent} event */
function within(event) {
  returned = false;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || !link.hash) return;
  if (link.origin + link.pathname + link.search !== location.origin + location.pathname + location.search) return;
  tell();
  history.replaceState({ x: scrollX, y: scrollY }, ""); // which Material does too, but a moment later
  link.target ||= "_self"; // a link with a target is none of Material's
}

/** @param {PopStateEvent} event */
function back(event) {
  const { y } = event.state ?? {};
  returned = typeof y === "number";
  if (told && returned) scrollTo({ top: y });
}

/** Stay with what the address points at while what lies above it is laid out for the first time. */
function settle() {
  const target = returned ? null : document.getElementById(fragment(location.hash));
  let left = FRAMES;
  let place = NaN;
  const frame = () => {
    if (!target?.isConnected || scrollY !== place && left < FRAMES) return; // gone, or moved by the reader
    target.scrollIntoView();
    place = scrollY;
    if (left--) requestAnimationFrame(frame);
  };
  frame();
}

/** Where Material has swapped the page, the browser itself goes to no place in it. */
function follow() {
  const pages = /** @type {{subscribe: (next: () => void) => void} | undefined} */ (Reflect.get(window, "document$"));
  pages?.subscribe(() => setTimeout(settle));
}

follow();
document.addEventListener("click", within, { capture: true });
window.addEventListener("popstate", back);
window.addEventListener("hashchange", settle);
