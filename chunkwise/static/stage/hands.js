// What a hand does on the stage besides pressing buttons: it swipes, and takes the address of a step along.
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
