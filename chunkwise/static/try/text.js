// The text of a program, as much of it and of such letters as an editor draws at once: one that is pasted, or comes with
// a link, may be of any size, and each letter that no program has would be drawn as a sign of its own.

export const LONGEST = 100_000; // characters of a program
const MOST = 200; // letters of which a program has none or very few: controls, marks of direction, halves of a pair
const STRANGE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|\p{Surrogate}/gu;

/**
 * Return why a text is no program, for its reader; nothing if it may be one.
 * @param {string} text
 */
export function unfit(text) {
  if (text.length > LONGEST)
    return `A program in a page has at most ${LONGEST.toLocaleString("en")} characters, and this text has ${text.length.toLocaleString("en")}.`;
  if ((text.match(STRANGE) ?? []).length > MOST) return "This text has too many characters that no program has, so it was left out.";
  return undefined;
}

/**
 * Keep out of an editor what it would draw for seconds, whether it is pasted or dropped.
 * @param {Event} event @param {(why: string) => void} say
 */
export function guard(event, say) {
  const data = "clipboardData" in event ? event.clipboardData : "dataTransfer" in event ? event.dataTransfer : null;
  const why = unfit(/** @type {DataTransfer | null} */ (data)?.getData("text/plain") ?? "");
  if (!why) return;
  event.preventDefault();
  event.stopPropagation();
  say(why);
}
