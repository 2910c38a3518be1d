// What Material leaves undone for people who use a screen reader. Both flaws are made by its scripts, so a script may
// mend them.

import "./links.js";

// Its search is a dialog without a name.
document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");

// It puts the copy button of each code block into a landmark without a name: as many landmarks as blocks. They come
// late, and anew with each page.
const release = () => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "none");
};
new MutationObserver(release).observe(document.body, { childList: true, subtree: true });
release();
