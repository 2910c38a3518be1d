// The steps of a project: which of them this reader has finished, and a link to the next.
import { made } from "../base/made.js";
import { mark, store } from "./progress.js";
import { farness } from "./project-state.js";
import { modeOf } from "./storage.js";

class Done extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.says = made("p", { class: "cw-tally", role: "status" });
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
    if (link && next > 0) this.says?.append(" Next: ", made("a", { href: link.hash }, link.textContent ?? ""));
  }
}

customElements.define("cw-project-done", Done);
