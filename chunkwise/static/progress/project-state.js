// How far a reader is in a project, from what is kept of its page.

/**
 * Say which steps are done, and which is the next one.
 * @param {Record<string, boolean>} kept What is kept of the page's tasks, by their names.
 * @param {string[]} steps The project's tasks, in their order.
 */
export function farness(kept, steps) {
  const done = steps.map((step) => Object.hasOwn(kept, step) && kept[step]);
  const number = done.filter(Boolean).length;
  const says = number === steps.length ? "All steps finished." : `${number} of ${steps.length} steps finished.`;
  return { done, next: done.indexOf(false), says };
}
