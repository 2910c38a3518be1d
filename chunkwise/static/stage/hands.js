// What a hand does on the stage besides pressing buttons, and what happens before one has come.
import { element } from "../base/element.js";

const SWIPE = 40; // pixels

/**
 * @param {HTMLElement[]} panes @param {(type: "next" | "previous") => void} go @param {AbortSignal | undefined} signal
 */
export function swiped(panes, go, signal) {
  /** @type {Touch | undefined} */
  let from;
  for (const pane of panes) {
    pane.addEventListener("touchstart", (event) => (from = event.touches[0]), { signal, passive: true });
    pane.addEventListener("touchend", ({ changedTouches: [to] }) => {
      const far = from ? to.clientX - from.clientX : 0;
      if (from && Math.abs(far) > SWIPE && Math.abs(far) > 2 * Math.abs(to.clientY - from.clientY))
        go(far < 0 ? "next" : "previous");
    }, { signal, passive: true });
  }
}

/**
 * Copy the address of a step, and say on the button whether that went well.
 * @param {HTMLElement} button @param {string} id
 */
export async function copyAddress(button, id) {
  const place = new URL(location.href);
  place.hash = id;
  /** @param {string} text */
  const said = (text) => {
    if (button.dataset.said) return;
    const before = [...button.childNodes];
    button.dataset.said = text;
    button.replaceChildren(text);
    setTimeout(() => {
      delete button.dataset.said;
      button.replaceChildren(...before);
    }, 1500);
  };
  await navigator.clipboard?.writeText(place.href).then(() => said("Copied"), () => said("Not copied"));
}

/** A link to the stage, as the second stop of Tab. @param {HTMLElement} stage @param {AbortSignal} signal */
export function skipLink(stage, signal) {
  const skip = element("a", { class: "md-skip cw-stage-skip", href: "#stage" }, "Go to the stage");
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    stage.scrollIntoView();
    stage.focus({ preventScroll: true });
  }, { signal });
  document.querySelector("[data-md-component=skip]")?.after(skip);
  return skip;
}

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
