// Where the reader is in a recording, told to all that show it: the stage, the player and the address agree.

/** @typedef {{by: HTMLElement, recording: string, variant: string, step: number}} Place  `step` counts as the table does. */

const told = new EventTarget();

/** @type {HTMLElement | undefined} Which was moved last: keys that nothing else takes go to it. */
let latest;

/** @param {HTMLElement} by @param {number} step @param {string} [variant] */
export function tell(by, step, variant = by.dataset.variant) {
  latest = by;
  const detail = { by, recording: by.dataset.recording ?? "", variant: variant ?? "", step };
  told.dispatchEvent(new CustomEvent("moved", { detail }));
}

/**
 * Hear where another one has gone in the same recording.
 * @param {HTMLElement} who @param {(place: Place) => void} then @param {AbortSignal | undefined} signal
 */
export function hear(who, then, signal) {
  told.addEventListener("moved", (event) => {
    const place = /** @type {CustomEvent<Place>} */ (event).detail;
    if (place.by !== who && place.recording === who.dataset.recording) then(place);
  }, { signal });
}

/**
 * Whether keys pressed anywhere on the page are for this one. Before anything has moved they are for the first.
 * @param {HTMLElement} who
 */
export const takesKeys = (who) =>
  (latest?.isConnected ? latest : document.querySelector(":is(cw-stage, cw-player):defined")) === who;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pointing;

/**
 * Let the address point at a step, once a reader rests there: browsers refuse hundreds of changes in a row. A link that
 * somebody has followed meanwhile stays in the address.
 * @param {string | undefined} id
 */
export function point(id) {
  clearTimeout(pointing);
  const { href } = location;
  const to = () => location.href === href && history.replaceState(history.state, "", `#${id}`);
  if (id) pointing = setTimeout(to, 200);
}
