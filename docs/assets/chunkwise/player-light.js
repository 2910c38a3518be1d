// What the present step lights up, in the table, the tracker, the lanes and the code; and the sentence that says it.

/**
 * The parts of a page that show one recording.
 * @typedef {{rows: HTMLElement[], parts: HTMLElement[], lines: HTMLElement[]}} Views
 */

/** @param {HTMLElement} row */
const cells = (row) => [...row.children].map((cell) => cell.textContent ?? "");

/**
 * @param {Views} views
 * @param {HTMLElement} row  The present step.
 * @param {HTMLElement | undefined} line  The present line, where the reader looks at every line.
 * @param {boolean} engaged  Whether rows that are to come stand back.
 */
export function light(views, row, line, engaged) {
  let ahead = false;
  for (const one of views.rows) {
    if (one === row) one.setAttribute("aria-current", "step");
    else if (one.hasAttribute("aria-current")) one.removeAttribute("aria-current");
    one.classList.toggle("cw-ahead", engaged && ahead);
    ahead ||= one === row;
  }
  for (const part of views.parts) part.classList.toggle("cw-now", part.dataset.step === row.dataset.step);
  const ran = line ? [line.dataset.line] : (row.dataset.lines ?? "").split(" ");
  const last = ran.at(-1);
  const kind = line?.dataset.kind;
  const waits = line ? kind === "yield" || kind === "await" : cells(row)[2].startsWith("Yielded");
  for (const one of views.lines) {
    one.classList.toggle("cw-ran", ran.includes(one.dataset.line));
    one.classList.toggle("cw-at", one.dataset.line === last);
    one.classList.toggle("cw-suspended", waits && one.dataset.line === last);
  }
}

/**
 * Say a step, or a line of it, in one sentence.
 * @param {HTMLElement} row @param {HTMLElement | undefined} line @param {{at: number, count: number}} place
 */
export function spoken(row, line, { at, count }) {
  const [number, action, state, , received] = cells(row);
  if (line) return `Line ${at} of ${count}, in step ${number}: ${line.textContent}`;
  return `Step ${number} of ${count}: ${action}. Generator state: ${state}. Client receives: ${received}.`;
}
