// How much of some pages a reader has done, and how to say it without claiming more than is known.
import { dayOf, isDue } from "../review/leitner.js";
import { modeOf } from "./storage.js";

/** @typedef {import("./storage.js").Progress} Progress */

/** A task is called by its folder, and no question's name has a slash. @param {string} name */
const isTask = (name) => name.includes("/");

/**
 * Count what is finished of some pages. Of what is kept, only the questions and tasks count that the pages still have.
 * @param {Progress} progress @param {{ name: string, quizzes: string[] }[]} pages
 */
export function summary(progress, pages) {
  const kept = pages.map(({ name, quizzes }) => ({ ...modeOf(progress, name), asked: quizzes }));
  const all = kept.flatMap((page) => page.asked.map((quiz) => ({ quiz, done: Object.hasOwn(page.quizzes, quiz) && page.quizzes[quiz] })));
  const asked = all.filter(({ quiz }) => !isTask(quiz));
  const tasks = all.filter(({ quiz }) => isTask(quiz));
  return {
    pages: pages.length,
    finished: kept.filter((page) => page.finished).length,
    asked: asked.length,
    right: asked.filter(({ done }) => done).length,
    tasks: tasks.length,
    done: tasks.filter(({ done }) => done).length,
  };
}

/**
 * Say how many cards of a lesson come back now, of those that a reader has turned before; or nothing where none does.
 * @param {Progress} progress @param {string} lesson @param {Date} now
 */
export function dueCards(progress, lesson, now) {
  const cards = Object.entries(progress.cards).filter(([card]) => card.startsWith(`${lesson}/`));
  const count = cards.filter(([, place]) => isDue(place, dayOf(now))).length;
  return count ? `${count} card${count === 1 ? "" : "s"} due` : "";
}

/**
 * Say what was counted, or nothing where nothing is done yet.
 * @param {ReturnType<typeof summary>} counted @param {string} unit What the pages are called.
 */
export function spelled({ pages, finished, asked, right, tasks, done }, unit) {
  if (!finished && !right && !done) return "";
  const said = [`${finished} of ${pages} ${unit} finished`];
  if (asked) said.push(`${right} of ${asked} questions answered right`);
  if (tasks) said.push(`${done} of ${tasks} tasks done`);
  return said.join(", ");
}

/**
 * Put the progress of another browser beside one's own: what either has finished is finished, and a card is where it has
 * come furthest.
 * @param {Progress} own @param {Progress} other @returns {Progress}
 */
export function merged(own, other) {
  const names = [...new Set([...Object.keys(own.modes), ...Object.keys(other.modes)])];
  const modes = names.map((name) => {
    const [one, two] = [modeOf(own, name), modeOf(other, name)];
    const right = Object.entries(two.quizzes).map(([quiz, done]) => [quiz, done || one.quizzes[quiz] === true]);
    const quizzes = { ...one.quizzes, ...Object.fromEntries(right) };
    const notes = { ...two.notes, ...one.notes };
    return [name, { finished: one.finished || two.finished, quizzes, ...(Object.keys(notes).length ? { notes } : {}) }];
  });
  const cards = { ...other.cards };
  for (const [card, place] of Object.entries(own.cards)) {
    if (!(Object.hasOwn(cards, card) && cards[card].box > place.box)) cards[card] = place;
  }
  return { version: own.version, modes: Object.fromEntries(modes), cards };
}
