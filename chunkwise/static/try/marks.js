// What a run says of the lines in the editor: those of the step that the player is at, and those that something is wrong with.

/** @typedef {import("../vendor/codemirror.js").Marks} Marks */

/**
 * Return the lines of the step, or the one line, that the player of a run is at.
 * @param {HTMLElement} result Where the run is shown.
 * @returns {Marks}
 */
export function lit(result) {
  const row = /** @type {HTMLTableRowElement | null} */ (result.querySelector(".cw-steps tr[aria-current]"));
  const line = /** @type {HTMLElement | null} */ (result.querySelector(".cw-trace li[aria-current]"));
  const ran = line ? [Number(line.dataset.line)] : numbers(row);
  const waits = line ? ["yield", "await"].includes(line.dataset.kind ?? "") : row?.cells[2]?.textContent?.startsWith("Yielded") ?? false;
  return { ran: [...new Set(ran)], at: ran.at(-1) ?? 0, waits: waits && ran.length > 0 };
}

/**
 * Return what went wrong by its lines: exceptions, and checks that fail, at the last line of the step that they name.
 * @param {{ error: Told | null, raised: Told[], checks: { says: string, passed: boolean, step: number | null }[] }} answer
 * @param {HTMLElement} result
 * @typedef {{ what: string, line: number | null }} Told
 */
export function wrong({ error, raised, checks }, result) {
  /** @type {{ line: number, says: string }[]} */
  const found = [];
  for (const told of [error, ...raised]) if (told?.line) found.push({ line: told.line, says: told.what });
  for (const { says, passed, step } of error ? [] : checks) {
    const row = passed || !step ? null : result.querySelector(`.cw-steps tr[data-step="${Number(step)}"]`);
    const line = numbers(/** @type {HTMLElement | null} */ (row)).at(-1);
    if (line) found.push({ line, says: `Not yet: ${says}` });
  }
  return found;
}

/** @param {HTMLElement | null} row */
const numbers = (row) => (row?.dataset.lines ?? "").split(" ").filter(Boolean).map(Number);
