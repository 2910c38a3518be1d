// Figtree is there from the first frame on, or not on this page (scripts/postprocess.py says why).
if (document.readyState === "loading") {
  const { classList } = document.documentElement;
  let painting = false;
  classList.add("cw-plain");
  requestAnimationFrame(() => { painting = true; });
  document.fonts.load("1em Figtree").then(() => { if (!painting) classList.remove("cw-plain"); });
}
