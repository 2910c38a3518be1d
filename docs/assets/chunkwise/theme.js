// What Material leaves undone for readers of screen readers. Its search is a dialog without a name, and the search
// works with scripts only, so a script may name it.
document.querySelector(".md-search[role=dialog]")?.setAttribute("aria-label", "Search");
