// A quiz question: choose, check, and read the sentence for what was chosen. All sentences are on the page already.

import { element } from "../base/element.js";

const DONE = " That was the last one: this page is marked as finished.";

class Quiz extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const signal = this.ending.signal;
    this.question = this.closest("section");
    this.answer = this.question?.querySelector("details.cw-answer");
    const fields = this.question?.querySelector(".cw-options");
    if (!this.question || !this.answer || !fields) return;
    this.answer.setAttribute("hidden", "");
    this.check = element("button", { type: "button", class: "cw-check" }, "Check");
    this.again = element("button", { type: "button", class: "cw-again", hidden: "" }, "Try again");
    this.feedback = element("div", { role: "status", class: "cw-feedback" });
    this.replaceChildren(this.check, this.again, this.feedback);
    this.check.addEventListener("click", () => this.judge(), { signal });
    this.again.addEventListener("click", () => this.reset(true), { signal });
    fields.addEventListener("change", () => this.reset(false), { signal });
    fields.addEventListener("keydown", (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === "Enter") this.judge();
    }, { signal });
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.answer?.removeAttribute("hidden");
    this.replaceChildren();
  }

  chosen() {
    return /** @type {HTMLInputElement | null} */ (this.question?.querySelector("input:checked"));
  }

  judge() {
    const option = this.chosen();
    if (!option) {
      this.feedback?.replaceChildren(element("p", {}, "Choose an option first."));
      return;
    }
    const reason = this.answer?.querySelector(`[data-option="${CSS.escape(option.value)}"]`);
    if (!(reason instanceof HTMLElement) || !this.question || !this.feedback) return;
    const right = reason.dataset.right === "true";
    this.question.dataset.result = right ? "right" : "wrong";
    const all = questions(this.question, "[data-quiz]").map((one) => one.dataset.quiz);
    const detail = { quiz: this.question.dataset.quiz, right, all, finished: false };
    this.dispatchEvent(new CustomEvent("cw-answered", { bubbles: true, detail }));
    const copies = [...reason.childNodes].map((node) => node.cloneNode(true));
    this.feedback.replaceChildren(...copies, element("p", { class: "cw-score" }, score(this.question) + (detail.finished ? DONE : "")));
    this.feedback.dataset.right = `${right}`;
    this.again?.toggleAttribute("hidden", false);
    // All reasons at once only for who has found the right one; who has not, gets another try.
    this.answer?.toggleAttribute("hidden", !right);
  }

  /** @param {boolean} entirely Whether the choice goes too. */
  reset(entirely) {
    const option = this.chosen();
    if (entirely && option) {
      option.checked = false;
      option.focus();
    }
    this.question?.removeAttribute("data-result");
    this.feedback?.replaceChildren();
    this.again?.toggleAttribute("hidden", true);
    this.answer?.toggleAttribute("hidden", true);
  }
}

/**
 * Return the questions of the page that a question is on; by `[data-quiz]`, its tasks too.
 * @param {HTMLElement} question
 */
const questions = (question, which = "section.cw-quiz") =>
  /** @type {HTMLElement[]} */ ([...(question.closest("article") ?? document).querySelectorAll(which)]);

/**
 * Count those that are answered right.
 * @param {HTMLElement} question
 */
function score(question) {
  const all = questions(question);
  return `Score: ${all.filter((one) => one.dataset.result === "right").length} of ${all.length}.`;
}

customElements.define("cw-quiz", Quiz);

// What only a challenge has is loaded there.
customElements.define("cw-challenge", class extends HTMLElement {
  async connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    const { begin } = await import("./challenge.js");
    if (!signal.aborted) begin(this, signal);
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.replaceChildren();
  }
});
