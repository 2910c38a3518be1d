// Figtree is there from the first frame on, or not on this page: what is being read doesn't move. A blocking script in
// the head, because only there it is known that nothing was painted yet. (font-display: optional is meant for this, but
// Chromium still swaps a font that comes while the first frame is being made.)
if (document.readyState === "loading") {
  const { classList } = document.documentElement;
  let painting = false;
  classList.add("cw-plain");
  requestAnimationFrame(() => { painting = true; });
  document.fonts.load("1em Figtree").then(() => { if (!painting) classList.remove("cw-plain"); });
}
