// What is said of cards and of the days on which they come back. Every day is given, as in leitner.js.
import { between, isDue } from "./leitner.js";

const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });

/** Without the commas that some browsers put there. @param {string} day */
const written = (day) =>
  DATE.formatToParts(Date.parse(day)).filter((part) => part.type !== "literal").map((part) => part.value).join(" ");

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @param {string} today @param {string} day */
function from(today, day) {
  const days = between(today, day);
  return days === 1 ? "tomorrow" : `in ${days} days, on ${written(day)}`;
}

/** @param {{ due: number, next: string | null }} overview @param {string} today */
export function waiting({ due, next }, today) {
  const now = due ? `${counted(due, "card")} ${due === 1 ? "is" : "are"} due now.` : "No card is due now.";
  return next ? `${now} The next one comes back ${from(today, next)}.` : now;
}

/** @param {boolean} knew @param {import("./leitner.js").Place} place @param {string} today */
export function judged(knew, place, today) {
  if (!knew) return "Not yet known: it comes again in this round. ";
  return isDue(place, today) ? "Known. " : `Known: it comes back ${from(today, place.due)}. `;
}
