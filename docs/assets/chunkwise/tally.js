// How much of some pages a reader has done, and how to say it without claiming more than is known.
import { modeOf } from "./storage.js";

/** @typedef {import("./storage.js").Progress} Progress */

/**
 * Count what is finished of some pages. Of what is kept, only the questions count that the pages still ask.
 * @param {Progress} progress @param {{ name: string, quizzes: string[] }[]} pages
 */
export function tally(progress, pages) {
  const kept = pages.map(({ name, quizzes }) => ({ ...modeOf(progress, name), asked: quizzes }));
  const asked = kept.flatMap((page) => page.asked.map((quiz) => Object.hasOwn(page.quizzes, quiz) && page.quizzes[quiz]));
  return {
    pages: pages.length,
    finished: kept.filter((page) => page.finished).length,
    asked: asked.length,
    right: asked.filter(Boolean).length,
  };
}

/**
 * Say what was counted, or nothing where nothing is done yet.
 * @param {ReturnType<typeof tally>} counted @param {string} unit What the pages are called.
 */
export function spelled({ pages, finished, asked, right }, unit) {
  if (!finished && !right) return "";
  const done = `${finished} of ${pages} ${unit} finished`;
  return asked ? `${done}, ${right} of ${asked} questions answered right` : done;
}
