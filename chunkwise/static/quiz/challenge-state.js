// A round of a challenge, without a page: what became of each problem, and the clock of a reader who wants one.

/** @typedef {"first" | "right" | "wrong"} Result Right at the first try, right at a later one, not right yet. */
/**
 * @typedef {object} Round
 * @property {readonly string[]} all The problems.
 * @property {Readonly<Record<string, Result>>} results
 * @property {boolean} timed Whether the reader wants a clock.
 * @property {boolean} away Whether the reader is on another page or in another window.
 * @property {number} spent Milliseconds before the clock last started.
 * @property {number | null} since When it started; null while it stands.
 */
/** @typedef {{ type: "answered", quiz: string, right: boolean, now: number }
 *   | { type: "timed", timed: boolean, now: number }
 *   | { type: "away", away: boolean, now: number }
 *   | { type: "again", now: number }} Action */

/** @type {readonly unknown[]} */
const RESULTS = ["first", "right", "wrong"];

/**
 * Begin with what was kept of a round. What is kept of other problems is left out.
 * @param {readonly string[]} all @param {Record<string, string>} [kept]
 * @returns {Round}
 */
export function begun(all, kept = {}) {
  const known = all.filter((quiz) => Object.hasOwn(kept, quiz) && RESULTS.includes(kept[quiz]));
  const results = Object.fromEntries(known.map((quiz) => [quiz, /** @type {Result} */ (kept[quiz])]));
  return { all, results, timed: false, away: false, spent: 0, since: null };
}

/**
 * The clock runs for a reader who wants it and is here, until all problems are solved.
 * @param {Round} round @param {Action} action @returns {Round}
 */
export function reduce(round, action) {
  const next = changed(round, action);
  const runs = next.timed && !next.away && !score(next).done;
  if (runs) return { ...next, since: next.since ?? action.now };
  return { ...next, spent: elapsed(next, action.now), since: null };
}

/** @param {Round} round @param {Action} action @returns {Round} */
function changed(round, action) {
  switch (action.type) {
    case "answered": {
      if (!round.all.includes(action.quiz)) return round;
      const before = Object.hasOwn(round.results, action.quiz) ? round.results[action.quiz] : null;
      const right = before === null ? "first" : "right";
      const result = before === "first" || before === "right" ? before : action.right ? right : "wrong";
      return { ...round, results: { ...round.results, [action.quiz]: result } };
    }
    case "timed":
      return { ...round, timed: action.timed, spent: 0, since: null };
    case "away":
      return { ...round, away: action.away };
    case "again":
      return { ...round, results: {}, spent: 0, since: null };
  }
}

/** Milliseconds on the clock. @param {Round} round @param {number} now */
export const elapsed = ({ spent, since }, now) => spent + (since === null ? 0 : Math.max(0, now - since));

/** @param {Round} round */
export function score({ all, results }) {
  const found = Object.values(results);
  const first = found.filter((result) => result === "first").length;
  const solved = found.filter((result) => result !== "wrong").length;
  return { all: all.length, tried: found.length, first, solved, done: all.length > 0 && solved === all.length };
}

/** Say how a round stands. @param {Round} round */
export function said(round) {
  const { all, first, solved, done } = score(round);
  return `${done ? `All ${all} solved` : `Solved: ${solved} of ${all}`}. Right at the first try: ${first} of ${all}.`;
}

/** Write a time as a clock does. @param {number} ms */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (/** @type {number} */ part) => `${part}`.padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
