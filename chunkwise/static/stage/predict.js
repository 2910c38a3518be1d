// A question before a step: asked once, by hand only, and answered by what was recorded. Who goes on, skips it.
import { element } from "../base/element.js";
import { store } from "../progress/progress.js";
import { modeOf } from "../progress/storage.js";

export class Predictions {
  /** @param {HTMLElement} stage @param {HTMLElement} panel  Where it asks. */
  constructor(stage, panel) {
    this.stage = stage;
    this.panel = panel;
    const page = stage.closest("article") ?? document.body;
    const own = `.cw-predict[data-recording="${CSS.escape(stage.dataset.recording ?? "")}"]`;
    this.asks = /** @type {HTMLElement[]} */ ([...page.querySelectorAll(own)]);
    const { lesson, mode } = /** @type {HTMLElement | null} */ (page.querySelector(".cw-modes"))?.dataset ?? {};
    this.mode = `${lesson}/${mode}`;
    for (const one of this.asks) one.hidden = true;
  }

  /** What was said of the last guess, until the reader goes on. */
  verdict = "";

  guessed = "";

  /** The reader has gone elsewhere. */
  close() {
    this.verdict = "";
    this.panel.replaceChildren();
  }

  end() {
    for (const one of this.asks) one.hidden = false;
  }

  /**
   * Ask before a step, if there is a question that this reader has not met, and say whether there is.
   * @param {string} variant @param {number} step @param {() => void} then Goes to the step.
   */
  before(variant, step, then) {
    const open = this.panel.childElementCount > 0;
    [this.verdict, this.guessed] = [this.guessed, ""];
    const one = this.asks.find(({ dataset }) => dataset.variant === variant && dataset.before === `${step}`);
    const quiz = `predict ${variant} ${step}`;
    const met = Object.hasOwn(modeOf(store.read(), this.mode).quizzes, quiz);
    if (open || met || !one) {
      if (open) this.keep(quiz, false);
      return false;
    }
    const list = element("p", { class: "cw-stage-row" });
    for (const option of one.querySelectorAll("li")) {
      const choice = element("button", { type: "button" });
      choice.append(...option.cloneNode(true).childNodes);
      choice.addEventListener("click", () => {
        const right = "right" in option.dataset;
        const is = one.querySelector("[data-right]")?.textContent;
        this.keep(quiz, right);
        this.guessed = right ? "Your guess was right. " : `You guessed ${option.textContent}; it is ${is}. `;
        then();
      });
      list.append(choice);
    }
    const skip = element("button", { type: "button", class: "cw-quiet" }, "Skip");
    skip.addEventListener("click", () => {
      this.keep(quiz, false);
      then();
    });
    list.append(skip);
    const asked = element("p", {});
    asked.append(...(one.querySelector("p")?.cloneNode(true).childNodes ?? []));
    this.panel.replaceChildren(asked, list);
    return true;
  }

  /** @param {string} quiz @param {boolean} right */
  keep(quiz, right) {
    if (this.panel.contains(document.activeElement))
      /** @type {HTMLElement | null} */ (this.stage.querySelector(".cw-primary"))?.focus();
    this.panel.replaceChildren();
    const detail = { quiz, right, all: [] };
    this.stage.dispatchEvent(new CustomEvent("cw-answered", { bubbles: true, detail }));
  }
}
