// A challenge: a clock for who wants one, and a score over its problems. The problems are quizzes and judge themselves.
import { begun, clock, elapsed, reduce, said, score } from "./challenge-state.js";
import { element } from "../base/element.js";
import { store } from "../progress/progress.js";
import { modeOf } from "../progress/storage.js";

/** @typedef {import("./challenge-state.js").Action} Action */

/** The choice of a clock is one for all challenges. */
const CHOICE = "challenge";
const RESULT = { first: "solved at the first try", right: "solved", wrong: "not yet" };

/**
 * Build the clock and the score of the challenge that an element stands in, until a signal says that it is gone.
 * @param {HTMLElement} head @param {AbortSignal} signal
 */
export function begin(head, signal) {
  const box = head.closest(".cw-challenge");
  const foot = box?.querySelector(".cw-outcome");
  if (!box || !foot) return;
  const modes = /** @type {HTMLElement | null} */ ((box.closest("article") ?? document).querySelector(".cw-modes"));
  const mode = `${modes?.dataset.lesson}/${modes?.dataset.mode}`;
  const problems = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("section[data-quiz]")]);
  const named = new Map(problems.map((problem) => [problem.dataset.quiz ?? "", problem]));
  let round = begun([...named.keys()], modeOf(store.read(), mode).notes);

  const style = element("link", { rel: "stylesheet", href: new URL("./challenge.css", import.meta.url).href });
  const wanted = element("input", { type: "checkbox" });
  const label = element("label", {});
  label.append(wanted, " Time myself");
  const time = element("span", { role: "timer", "aria-label": "Time" });
  const note = element("span", { class: "cw-note" }, "Optional. It counts up, and pauses while you are elsewhere.");
  head.replaceChildren(style, label, time, note);

  const standing = element("p", { class: "cw-standing" });
  const list = element("ol", {});
  const again = element("button", { type: "button" }, "Try all again");
  const status = element("p", { role: "status" });
  foot.replaceChildren(element("h2", {}, "Your score"), standing, status, list, again);
  signal.addEventListener("abort", () => foot.replaceChildren());

  const tick = () => {
    const ms = elapsed(round, performance.now());
    time.textContent = round.timed && (ms > 0 || round.since !== null) ? clock(ms) : "";
  };
  const show = () => {
    wanted.checked = round.timed;
    standing.textContent = said(round);
    list.replaceChildren(...problems.map((problem) => line(problem, round.results[problem.dataset.quiz ?? ""])));
    again.hidden = score(round).tried === 0;
    tick();
  };
  const act = (/** @type {Action} */ action) => {
    round = reduce(round, action);
    show();
  };
  const keep = () => store.dispatch({ type: "noted", mode, notes: { ...round.results } });

  box.addEventListener("cw-answered", (event) => {
    const { quiz, right } = /** @type {CustomEvent<{ quiz: string, right: boolean }>} */ (event).detail;
    const before = score(round).done;
    act({ type: "answered", quiz, right, now: performance.now() });
    keep();
    if (score(round).done && !before) status.textContent = `That was the last one.${time.textContent && ` Time: ${time.textContent}.`}`;
  }, { signal });
  wanted.addEventListener("change", () => {
    act({ type: "timed", timed: wanted.checked, now: performance.now() });
    store.dispatch({ type: "noted", mode: CHOICE, notes: wanted.checked ? { timed: "yes" } : {} });
  }, { signal });
  again.addEventListener("click", () => {
    for (const problem of problems) {
      for (const input of problem.querySelectorAll("input")) input.checked = false;
      /** @type {HTMLElement & { reset?: (entirely: boolean) => void } | null} */ (problem.querySelector("cw-quiz"))?.reset?.(false);
    }
    status.textContent = "";
    act({ type: "again", now: performance.now() });
    keep();
    problems[0]?.querySelector("input")?.focus();
  }, { signal });
  const away = () => act({ type: "away", away: document.hidden, now: performance.now() });
  document.addEventListener("visibilitychange", away, { signal });
  const ticking = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(ticking));

  for (const [quiz, problem] of named) {
    if (round.results[quiz] && round.results[quiz] !== "wrong") problem.dataset.result = "right";
  }
  round = reduce(round, { type: "away", away: document.hidden, now: performance.now() });
  act({ type: "timed", timed: modeOf(store.read(), CHOICE).notes?.timed === "yes", now: performance.now() });
}

/** @param {HTMLElement} problem @param {import("./challenge-state.js").Result | undefined} result */
function line(problem, result) {
  const item = element("li", {});
  const title = problem.querySelector("h2");
  const name = [...(title?.childNodes ?? [])].find((node) => node instanceof Text)?.textContent?.replace(/^\d+\. /, "");
  item.append(element("a", { href: `#${title?.id}` }, name ?? ""), `: ${result ? RESULT[result] : "open"}`);
  return item;
}
