// The steps of a project: which of them this reader has finished, and a link to the next.
import { element } from "../base/element.js";
import { mark, store } from "./progress.js";
import { modeOf } from "./storage.js";

class Done extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.says = element("p", { class: "cw-tally", role: "status" });
    this.replaceChildren(this.says);
    // What was answered is kept first, by who listens at the same place.
    document.addEventListener("cw-answered", () => queueMicrotask(() => this.show()), { signal });
    window.addEventListener("storage", () => this.show(), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.replaceChildren();
  }

  show() {
    const page = /** @type {HTMLElement | null} */ (document.querySelector(".cw-modes"));
    const items = /** @type {HTMLElement[]} */ ([...(this.closest(".cw-project")?.querySelectorAll("[data-step]") ?? [])]);
    const { quizzes } = modeOf(store.read(), `${page?.dataset.lesson}/${page?.dataset.mode}`);
    const { done, next, says } = farness(quizzes, items.map((item) => item.dataset.step ?? ""));
    items.forEach((item, index) => mark(item, done[index]));
    this.says?.replaceChildren(says);
    const link = items[next]?.querySelector("a");
    if (link && next > 0) this.says?.append(" Next: ", element("a", { href: link.hash }, link.textContent ?? ""));
  }
}

/**
 * Say which steps are done, and which is the next one.
 * @param {Record<string, boolean>} kept What is kept of the page's tasks, by their names.
 * @param {string[]} steps The project's tasks, in their order.
 */
export function farness(kept, steps) {
  const done = steps.map((step) => Object.hasOwn(kept, step) && kept[step]);
  const number = done.filter(Boolean).length;
  const says = number === steps.length ? "All steps finished." : `${number} of ${steps.length} steps finished.`;
  return { done, next: done.indexOf(false), says };
}

customElements.define("cw-project-done", Done);
