// Which cards are due, and when each comes back: Leitner's boxes, and a round of cards, as plain data. Every day is
// given as "2026-11-23" and none is read from a clock here, so that what happens in three weeks can be tested today.

/** @typedef {{ box: number, due: string }} Place Where a card is: its box from 1 on, and the day on which it is due. */
/** @typedef {Record<string, Place>} Places */

/** Days until a card comes back, by its box: a card that is not yet known stays due, one that is known rests longer. */
export const DAYS = [0, 1, 3, 7, 14];
const MILLISECONDS = 86_400_000;

/** Where a card is that nobody has graded: in the first box, and due. */
export const FRESH = Object.freeze({ box: 1, due: "" });

/** The day that it is where the reader is. @param {Date} date */
export const dayOf = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/** @param {string} day @param {number} days */
export const plus = (day, days) => new Date(Date.parse(day) + days * MILLISECONDS).toISOString().slice(0, 10);

/** How many days after ``from`` a day is. @param {string} from @param {string} to */
export const between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / MILLISECONDS);

/** @param {Places} places @param {string} card @returns {Place} */
export const placeOf = (places, card) => (Object.hasOwn(places, card) ? places[card] : FRESH);

/**
 * A card is due on its day and after it. So is one whose day is later than any box allows: a clock was wrong then.
 * @param {Place} place @param {string} today
 */
export const isDue = (place, today) => place.due <= today || place.due > plus(today, DAYS[DAYS.length - 1]);

/**
 * Return where a card goes. Known, it moves up a box; not known, it goes back to the first one, whatever it was.
 * A card that is known before its day stays where it is: only a pause shows what will last.
 * @param {Place} place @param {boolean} knew @param {string} today @returns {Place}
 */
export function graded(place, knew, today) {
  if (!knew) return { box: 1, due: today };
  if (!isDue(place, today)) return place;
  const box = Math.min(place.box + 1, DAYS.length);
  return { box, due: plus(today, DAYS[box - 1]) };
}

/**
 * Return the cards that are due, in the order in which to ask them: those that come back before those that are new.
 * @param {string[]} cards @param {Places} places @param {string} today
 */
export function due(cards, places, today) {
  const asked = cards.filter((card) => isDue(placeOf(places, card), today));
  return [...asked.filter((card) => placeOf(places, card).due), ...asked.filter((card) => !placeOf(places, card).due)];
}

/**
 * Count what is due now, what each box holds, and name the day on which the next card comes back.
 * @param {string[]} cards @param {Places} places @param {string} today
 */
export function overview(cards, places, today) {
  const kept = cards.map((card) => placeOf(places, card));
  const later = kept.filter((place) => !isDue(place, today)).map((place) => place.due).sort();
  return {
    due: kept.length - later.length,
    next: later.length ? later[0] : null,
    boxes: DAYS.map((_, index) => kept.filter((place) => place.box === index + 1).length),
  };
}

/**
 * @typedef {object} Round What a reader goes through in one go.
 * @property {string[]} queue  The cards still to be known, the present one first.
 * @property {boolean} flipped  Whether the present card shows its answer.
 * @property {number} known  How many have been known.
 */

/** @typedef {{ type: "begin", queue: string[] } | { type: "flip" } | { type: "graded", knew: boolean }} Action */

/** @type {Round} */
export const NOTHING = Object.freeze({ queue: [], flipped: false, known: 0 });

/**
 * Return the round after an action. A card that was not known comes again at its end, and nothing is graded unseen.
 * @param {Round} round @param {Action} action @returns {Round}
 */
export function reduce(round, action) {
  const [card, ...rest] = round.queue;
  if (action.type === "begin") return { queue: action.queue, flipped: false, known: 0 };
  if (card === undefined) return round;
  if (action.type === "flip") return { ...round, flipped: true };
  if (!round.flipped) return round;
  if (!action.knew) return { ...round, queue: [...rest, card], flipped: false };
  return { queue: rest, flipped: false, known: round.known + 1 };
}
