// What the present step lights up, in the table, the tracker, the lanes and the code; and the sentence that says it.

/**
 * The parts of a page that show one recording.
 * @typedef {Record<"rows" | "parts" | "lines" | "trace" | "figures", HTMLElement[]>} Views
 */

/** @param {HTMLElement} page @param {DOMStringMap} shown @returns {Views} */
export function viewsOf(page, { recording = "", variant = "" }) {
  const own = `[data-recording="${CSS.escape(recording)}"][data-variant="${CSS.escape(variant)}"]`;
  /** @param {string} within */
  const all = (within) => /** @type {HTMLElement[]} */ ([...page.querySelectorAll(within)]);
  return {
    rows: all(`.cw-steps${own} tr[data-step]`),
    parts: [...all(`.cw-variables${own} [data-step]`), ...all(`.cw-lanes${own} li[data-step]`)],
    lines: all(`.cw-example${own} [data-line]`),
    trace: all(`.cw-trace${own} li`),
    figures: all(`:is(.cw-steps, .cw-lanes, .cw-variables, .cw-example, .cw-trace)${own}`),
  };
}

/**
 * Return what of these views has a step and was clicked, or the link to a row of ours.
 * @param {Views} views @param {Element} target
 */
export function partAt({ rows, figures }, target) {
  const part = /** @type {HTMLAnchorElement | null} */ (target.closest("[data-step]"));
  const own = figures.some((one) => one.contains(target)) || rows.some((row) => `#${row.id}` === part?.hash);
  return own ? part : null;
}

const LONGEST = 300; // characters of a cell that anyone wants to hear

/** @param {string} text */
const brief = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** @param {HTMLElement} row */
const cells = (row) => [...row.children].map((cell) => cell.textContent ?? "");

/**
 * Return what lights up a step of these views: called with the present row, the present line where the reader looks at
 * every line, and whether rows that are to come stand back. It touches only what changes, for recordings can be long.
 * @param {Views} views
 * @returns {(row: HTMLElement, line: HTMLElement | undefined, engaged: boolean) => void}
 */
export function lighter({ rows, parts, lines, figures }) {
  for (const one of figures) one.classList.add("cw-played"); // here the player says which row is meant, not the address
  /** @type {Map<string | undefined, HTMLElement[]>} */
  const ofStep = new Map();
  for (const part of parts) ofStep.set(part.dataset.step, [...(ofStep.get(part.dataset.step) ?? []), part]);
  let at = -1;
  let stoodBack = false;
  /** @type {HTMLElement | undefined} */
  let traced;
  return (row, line, engaged) => {
    const to = rows.indexOf(row);
    const known = at >= 0 && engaged === stoodBack;
    const [first, last] = known ? [Math.min(at, to), Math.max(at, to)] : [0, rows.length - 1];
    for (let n = first; n <= last; n += 1)
      for (const one of [rows[n], ...(ofStep.get(rows[n].dataset.step) ?? [])])
        one.classList.toggle("cw-ahead", engaged && n > to);
    if (at !== to) {
      rows[at]?.removeAttribute("aria-current");
      for (const part of ofStep.get(rows[at]?.dataset.step) ?? []) part.classList.remove("cw-now");
      row.setAttribute("aria-current", "step");
      for (const part of ofStep.get(row.dataset.step) ?? []) part.classList.add("cw-now");
    }
    if (line !== traced) {
      traced?.removeAttribute("aria-current");
      line?.setAttribute("aria-current", "true");
      if (line?.closest("[open]") && line.parentElement) line.parentElement.scrollTop = line.offsetTop - line.offsetHeight;
    }
    [at, stoodBack, traced] = [to, engaged, line];
    mark(lines, row, line);
  };
}

/** @param {HTMLElement[]} lines @param {HTMLElement} row @param {HTMLElement | undefined} line */
function mark(lines, row, line) {
  const ran = line ? [line.dataset.line] : (row.dataset.lines ?? "").split(" ");
  const last = ran.at(-1);
  const kind = line?.dataset.kind;
  const waits = line ? kind === "yield" || kind === "await" : cells(row)[2].startsWith("Yielded");
  for (const one of lines) {
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
  const [number, action, state, , received] = cells(row).map(brief);
  if (line) return `Line ${at} of ${count}, in step ${number}: ${brief(line.textContent ?? "")}`;
  return `Step ${number} of ${count}: ${action}. Generator state: ${state}. Client receives: ${received}.`;
}
