// Links within a page, once a program is open in it. Material fetches the page anew for the first of them that somebody
// follows, and puts it in the place of this one, with the program as it was before all changes.

const BELOW_HEADER = 64; // px

/** @param {MouseEvent} event */
function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || !document.querySelector(".cw-bench")) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.closest(".cw-lanes")) return;
  const { hash, origin, pathname } = new URL(link.href);
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (origin !== location.origin || pathname !== location.pathname || !target) return;
  event.preventDefault();
  event.stopPropagation();
  history.replaceState(history.state, "", hash); // an entry of its own would have Material fetch the page on the way back
  const room = target.localName === "tr" ? innerHeight / 2 : BELOW_HEADER;
  scrollTo({ top: target.getBoundingClientRect().top + scrollY - room });
  window.dispatchEvent(new HashChangeEvent("hashchange")); // which the step player follows
}

document.addEventListener("click", follow, { capture: true });
