// What a reader has finished, shown in the mode switch. It is kept in this browser and goes nowhere.
import { element } from "../base/element.js";
import { Store, modeOf } from "./storage.js";

export const store = new Store(() => window.localStorage);

/**
 * Say in a link to a mode whether it is finished.
 * @param {HTMLElement} link @param {boolean} finished
 */
export function mark(link, finished) {
  link.querySelector(".cw-done")?.remove();
  if (finished) link.append(element("span", { class: "cw-done" }, " (finished)"));
}

class Progress extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const signal = this.ending.signal;
    const box = this.closest(".cw-modes");
    if (!(box instanceof HTMLElement)) return;
    this.box = box;
    this.name = `${box.dataset.lesson}/${box.dataset.mode}`;
    const label = document.createElement("label");
    this.finished = document.createElement("input");
    this.finished.type = "checkbox";
    label.append(this.finished, " I have finished this page");
    this.says = document.createElement("span");
    this.says.className = "cw-trouble";
    this.replaceChildren(label, this.says);
    this.finished.addEventListener("change", () => {
      store.dispatch({ type: "finished", mode: this.name ?? "", finished: this.finished?.checked ?? false });
      this.show();
    }, { signal });
    document.addEventListener("cw-answered", (event) => {
      const { detail } = /** @type {CustomEvent<{quiz: string, right: boolean, all: string[], finished?: boolean}>} */ (event);
      const { quiz, right, all } = detail;
      const before = modeOf(store.read(), this.name ?? "").finished;
      store.dispatch({ type: "answered", mode: this.name ?? "", quiz, right, all });
      detail.finished = !before && modeOf(store.read(), this.name ?? "").finished; // which is said where the reader is
      this.show();
    }, { signal });
    window.addEventListener("storage", () => this.show(), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.replaceChildren();
  }

  show() {
    const progress = store.read();
    for (const link of this.box?.querySelectorAll("a[data-mode]") ?? []) {
      if (!(link instanceof HTMLElement)) continue;
      mark(link, modeOf(progress, `${this.box?.dataset.lesson}/${link.dataset.mode}`).finished);
    }
    if (this.finished) this.finished.checked = modeOf(progress, this.name ?? "").finished;
    if (this.says) this.says.textContent = store.trouble;
  }
}

customElements.define("cw-progress", Progress);

// What only some pages have is loaded by those.
customElements.define("cw-home", class extends HTMLElement {
  connectedCallback() {
    import("./home.js");
  }
});
customElements.define("cw-review", class extends HTMLElement {
  connectedCallback() {
    import("../review/review.js");
  }
});
customElements.define("cw-project", class extends HTMLElement {
  connectedCallback() {
    import("./project.js");
  }
});
