// What stands at the end of a page: what of its lesson is finished and scored, and which cards are due.
import { element } from "../base/element.js";
import { modeOf } from "./storage.js";
import { dueCards, summary } from "./summary.js";

/**
 * Return what is said of a page and its lesson.
 * @param {import("./storage.js").Progress} progress
 * @param {HTMLElement} head  The page's, which names lesson and mode and links the lesson's other pages.
 * @param {HTMLElement} at  Where it will stand.
 */
export function scored(progress, head, at) {
  const lesson = head.dataset.lesson ?? "";
  const name = `${lesson}/${head.dataset.mode}`;
  const questions = /** @type {HTMLElement[]} */ ([...(head.closest("article")?.querySelectorAll("[data-quiz]") ?? [])]);
  const asked = [...new Set(questions.map((one) => one.dataset.quiz ?? ""))];
  const { right, tasks, done } = summary(progress, [{ name, quizzes: asked }]);
  const all = /** @type {HTMLElement[]} */ ([...head.querySelectorAll("a[data-mode]")]);
  const finished = all.filter((link) => modeOf(progress, `${lesson}/${link.dataset.mode}`).finished).length;
  const says = [`${finished} of ${all.length} pages of this lesson finished`];
  if (right) says.push(`${right} of ${asked.length - tasks} questions here answered right`);
  if (done) says.push(`${done} of ${tasks} tasks here done`);
  /** @type {(string | Node)[]} */
  const parts = [`${says.join(", ")}. `];
  const due = dueCards(progress, lesson, new Date());
  const review = at.closest("[data-review]")?.getAttribute("data-review");
  if (due) parts.push(review ? element("a", { href: review }, `${due} in Review`) : due, ".");
  return finished || right || done || due ? parts : [];
}
