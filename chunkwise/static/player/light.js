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
  const ofStep = grouped(parts, "step");
  const mark = marker(lines);
  let at = -1;
  let stoodBack = false;
  /** @type {HTMLElement | undefined} */
  let traced;
  return (row, line, engaged) => {
    const to = rows.indexOf(row);
    const known = at >= 0 && engaged === stoodBack;
    const [first, last] = known ? [Math.min(at, to), Math.max(at, to)] : [0, rows.length - 1];
    for (let n = first; n <= last; n += 1)
      for (const one of [rows[n], ...(ofStep.get(rows[n].dataset.step ?? "") ?? [])])
        one.classList.toggle("cw-ahead", engaged && n > to);
    if (at !== to) {
      rows[at]?.removeAttribute("aria-current");
      for (const part of ofStep.get(rows[at]?.dataset.step ?? "") ?? []) part.classList.remove("cw-now");
      row.setAttribute("aria-current", "step");
      for (const part of ofStep.get(row.dataset.step ?? "") ?? []) part.classList.add("cw-now");
    }
    if (line !== traced) {
      traced?.removeAttribute("aria-current");
      line?.setAttribute("aria-current", "true");
      if (line?.closest("[open]") && line.parentElement) line.parentElement.scrollTop = line.offsetTop - line.offsetHeight;
    }
    [at, stoodBack, traced] = [to, engaged, line];
    mark(row, line);
  };
}

/**
 * Return what marks the lines of a row, or the one line that the reader looks at.
 * @param {HTMLElement[]} lines
 * @returns {(row: HTMLElement, line: HTMLElement | undefined) => void}
 */
function marker(lines) {
  const ofNumber = grouped(lines, "line");
  /** @type {HTMLElement[]} */
  let marked = [];
  return (row, line) => {
    for (const one of marked) one.classList.remove("cw-ran", "cw-at", "cw-suspended");
    const ran = line ? [line.dataset.line ?? ""] : (row.dataset.lines ?? "").split(" ");
    const kind = line?.dataset.kind;
    const waits = line ? kind === "yield" || kind === "await" : cells(row)[2].startsWith("Yielded");
    marked = [...new Set(ran)].flatMap((number) => ofNumber.get(number) ?? []);
    for (const one of marked) one.classList.add("cw-ran");
    for (const one of ofNumber.get(ran.at(-1) ?? "") ?? []) one.classList.add("cw-at", ...(waits ? ["cw-suspended"] : []));
  };
}

/** @param {HTMLElement[]} elements @param {string} by @returns {Map<string, HTMLElement[]>} */
function grouped(elements, by) {
  const groups = new Map();
  for (const one of elements) groups.set(one.dataset[by], groups.get(one.dataset[by]) ?? []).get(one.dataset[by]).push(one);
  return groups;
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
