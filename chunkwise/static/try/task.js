// What the checks of a task say of a run. The task is done when all of them pass, and counts like a question answered.
import { element } from "../base/element.js";

/** @typedef {{ says: string, passed: boolean, expected: string, happened: string, step: number | null }} Outcome */

const OTHER = "Nothing was checked, because this is not the task's own request: Reset brings it back. ";

/**
 * Tick the checks where the task lists them, and return a sentence on how many pass.
 * @param {HTMLElement} result @param {{ checks: Outcome[], error: object | null }} answer
 * @param {string} prefix Of the ids in the run's own table.
 * @param {boolean} changed Whether the reader has changed the request.
 */
export function judged(result, { checks, error }, prefix, changed) {
  const list = result.closest(".cw-task")?.querySelector(".cw-checks");
  const bench = result.parentElement;
  const before = bench?.getBoundingClientRect().top ?? 0;
  const outcomes = changed ? [] : checks;
  const style = element("link", { rel: "stylesheet", href: new URL("./task.css", import.meta.url).href });
  if (!bench?.querySelector(`[href="${style.href}"]`)) result.before(style);
  list?.classList.toggle("cw-verdicts", !changed);
  [...(list?.children ?? [])].forEach((item, at) => show(/** @type {HTMLElement} */ (item), outcomes[at], error !== null, prefix));
  // The list stands above the editor and has grown: what the reader looks at stays where it was.
  scrollBy({ top: (bench?.getBoundingClientRect().top ?? 0) - before, behavior: "instant" });
  if (changed) return OTHER;
  const passed = checks.filter((one) => one.passed === true).length;
  const done = passed > 0 && passed === checks.length;
  const finished = keep(result, done) ? "That was the last one: this page is marked as finished. " : "";
  return done ? `All ${passed} checks pass: this task is done. ${finished}` : `${passed} of ${checks.length} checks pass. `;
}

/** Take back what an earlier run was told, where this one came to no answer. @param {HTMLElement} result */
export function unjudged(result) {
  const list = result.closest(".cw-task")?.querySelector(".cw-checks");
  list?.classList.remove("cw-verdicts");
  for (const item of list?.children ?? []) show(/** @type {HTMLElement} */ (item), undefined, true, "");
}

/**
 * @param {HTMLElement} item @param {Outcome | undefined} outcome @param {boolean} broken Whether the run did not get to
 *   its end. @param {string} prefix
 */
function show(item, outcome, broken, prefix) {
  item.dataset.says ??= item.textContent ?? "";
  item.removeAttribute("data-right");
  item.replaceChildren(item.dataset.says);
  if (!outcome) return;
  const { passed, expected, happened, step } = outcome;
  item.dataset.right = `${passed === true}`;
  const said = element("p", { class: "cw-verdict" });
  said.append(element("strong", {}, passed ? "Passed:" : "Not yet:"), ` ${item.dataset.says}`);
  item.replaceChildren(said);
  if (passed || broken) return;
  const why = element("p", {});
  why.append(...coded(`Expected ${expected}, but ${happened}.`));
  if (step) why.append(" See ", element("a", { href: `#${prefix}step-${Number(step)}` }, `step ${step} of your run`), ".");
  item.append(why);
}

/** What stands between backquotes is code. @param {string} text */
const coded = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));

/**
 * Say to who keeps the reader's progress what became of this task, and return whether that finished the page.
 * @param {HTMLElement} result @param {boolean} right
 */
function keep(result, right) {
  const task = /** @type {HTMLElement | null} */ (result.closest("[data-quiz]"));
  if (!task) return false;
  task.dataset.result = right ? "right" : "wrong";
  const others = /** @type {NodeListOf<HTMLElement>} */ ((task.closest("article") ?? document).querySelectorAll("[data-quiz]"));
  const detail = { quiz: task.dataset.quiz, right, all: [...others].map((one) => one.dataset.quiz), finished: false };
  task.dispatchEvent(new CustomEvent("cw-answered", { bubbles: true, detail }));
  return detail.finished;
}
