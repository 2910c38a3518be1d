// The home page: what is finished, said in the map; and the sum of it, to be taken along or erased.
import { element } from "../base/element.js";
import { mark, store } from "./progress.js";
import { modeOf } from "./storage.js";
import { dueCards, spelled, summary } from "./summary.js";

const ERASED = "cw-erased";

/**
 * Return the pages that the map links, or a part of it, in their order.
 * @param {ParentNode} within
 */
function pages(within) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...within.querySelectorAll("[data-lesson] a[data-mode]")]);
  return links.map((link) => {
    const lesson = /** @type {HTMLElement} */ (link.closest("[data-lesson]"));
    const quizzes = link.dataset.quizzes?.split(" ") ?? [];
    const title = `${lesson.querySelector(".cw-map-title a")?.textContent}, ${link.firstChild?.textContent}`;
    return { link, title, name: `${lesson.dataset.lesson}/${link.dataset.mode}`, quizzes };
  });
}

/** Shows what is kept, again when another tab or the button below has changed it. */
class Shown extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    window.addEventListener("storage", () => this.show(), { signal });
    document.addEventListener(ERASED, () => this.show(), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.ending?.abort();
  }

  show() {}
}

class Lessons extends Shown {
  show() {
    const progress = store.read();
    const map = this.closest(".cw-curriculum") ?? this;
    const all = pages(map);
    for (const { link, name } of all) mark(link, modeOf(progress, name).finished);
    const next = all.find(({ name }) => !modeOf(progress, name).finished);
    const begun = spelled(summary(progress, all), "") !== "";
    for (const lesson of map.querySelectorAll("[data-lesson]")) {
      lesson.querySelector(".cw-tally")?.remove();
      lesson.querySelector(".cw-map-title em")?.remove();
      const due = dueCards(progress, /** @type {HTMLElement} */ (lesson).dataset.lesson ?? "", new Date());
      const says = [spelled(summary(progress, pages(lesson)), "modes"), due].filter(Boolean).join(", ");
      if (says) lesson.append(element("p", { class: "cw-tally" }, says));
      if (!next || !lesson.contains(next.link)) continue;
      lesson.querySelector(".cw-map-title")?.append(element("em", {}, begun ? "go on here" : "start here"));
    }
  }
}

class Kept extends Shown {
  connectedCallback() {
    this.written = [...this.childNodes];
    this.sum = element("p", {});
    this.trouble = element("p", { class: "cw-trouble" });
    this.status = element("p", { role: "status" });
    this.erase = this.button("Erase", () => this.ask(true));
    this.keep = this.button("Keep it", () => this.ask(false));
    const question = "Erase all that this browser has kept of your progress and your cards? It cannot be brought back.";
    this.question = element("div", { role: "group", "aria-label": question, hidden: "" });
    this.question.append(element("p", {}, question), this.button("Erase it", () => this.forget()), this.keep);
    this.question.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.ask(false);
    });
    const take = this.button("Export", () => this.take());
    this.replaceChildren(this.sum, this.trouble, take, this.erase, this.question, this.status);
    super.connectedCallback();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.replaceChildren(...(this.written ?? []));
  }

  /** @param {string} name @param {() => void} act */
  button(name, act) {
    const button = element("button", { type: "button" }, name);
    button.addEventListener("click", act);
    return button;
  }

  show() {
    const progress = store.read();
    const all = pages(document);
    const next = all.find((page) => !modeOf(progress, page.name).finished);
    const says = spelled(summary(progress, all), "pages") || "Nothing is finished yet";
    this.sum?.replaceChildren(`${says}. `);
    if (next) this.sum?.append("Next: ", element("a", { href: next.link.href }, next.title));
    if (this.trouble) this.trouble.textContent = store.trouble;
  }

  /** @param {boolean} asking */
  ask(asking) {
    this.question?.toggleAttribute("hidden", !asking);
    if (this.status) this.status.textContent = "";
    (asking ? this.keep : this.erase)?.focus();
  }

  forget() {
    store.erase();
    this.ask(false);
    document.dispatchEvent(new CustomEvent(ERASED));
    if (this.status) this.status.textContent = "Your progress is erased.";
  }

  /** Hand what is kept to the reader as a file. */
  take() {
    const text = JSON.stringify(store.read(), null, 2);
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    element("a", { href, download: "chunkwise-progress.json" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000); // the browser may still be reading it
    if (this.status) this.status.textContent = "Saved as chunkwise-progress.json.";
  }
}

customElements.define("cw-map", Lessons);
customElements.define("cw-kept", Kept);
