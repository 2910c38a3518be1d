// A stage that plays by itself, once. Only pages that have one load this.
const PLAYED = "chunkwise.played";

/** Whether one has played already; where nothing may be kept, one has. */
function played() {
  try {
    const before = sessionStorage.getItem(PLAYED);
    sessionStorage.setItem(PLAYED, "yes");
    return before !== null;
  } catch {
    return true;
  }
}

/**
 * Let a stage that is all in sight play, once for each visit, for who lets things move and has not begun to read.
 * @param {HTMLElement} stage @param {() => void} play @param {AbortSignal | undefined} signal
 */
export function playsOnce(stage, play, signal) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches || played()) return;
  const sight = new IntersectionObserver(([{ intersectionRatio }]) => {
    if (intersectionRatio < 0.7) return;
    sight.disconnect();
    // Nobody has asked for it to be read aloud.
    const says = stage.querySelector("[role=status]");
    says?.setAttribute("aria-live", "off");
    stage.addEventListener("focusin", () => says?.removeAttribute("aria-live"), { signal, once: true });
    play();
  }, { threshold: 0.7 });
  sight.observe(stage);
  const stop = () => sight.disconnect();
  signal?.addEventListener("abort", stop);
  for (const began of ["pointerdown", "keydown"]) document.addEventListener(began, stop, { signal, once: true });
}
