// What a reader has finished, shown in the mode switch, at the end of a page and in the sidebar. It is kept in this
// browser and goes nowhere.
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
    const box = this.closest("article")?.querySelector(".cw-modes");
    if (!(box instanceof HTMLElement)) return;
    this.box = box;
    this.name = `${box.dataset.lesson}/${box.dataset.mode}`;
    const label = document.createElement("label");
    this.finished = document.createElement("input");
    this.finished.type = "checkbox";
    label.append(this.finished, " I have finished this page");
    this.says = document.createElement("span");
    this.says.className = "cw-trouble";
    // The switch is one row: the present mode has to be in sight in it.
    const row = box.querySelector("ul");
    const here = /** @type {HTMLElement | null} */ (row?.querySelector("[aria-current]"));
    if (row && here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
    this.score = document.createElement("span");
    this.score.className = "cw-tally";
    this.replaceChildren(label, this.score, this.says);
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
    this.tell(progress);
    sidebar();
  }

  /** Say what is finished and scored, once something is. @param {import("./storage.js").Progress} progress */
  async tell(progress) {
    if (!Object.keys(progress.modes).length && !Object.keys(progress.cards).length) return this.score?.replaceChildren();
    const { scored } = await import("./end.js");
    if (this.box && this.isConnected) this.score?.replaceChildren(...scored(progress, this.box, this));
  }
}

customElements.define("cw-progress", Progress);

/**
 * Say in the sidebar which lesson this is, and which are begun or finished. Who has done nothing loads nothing for it.
 * The styles know the present lesson by a relative address, and Material makes all of them absolute.
 */
function sidebar() {
  const here = document.querySelector(".cw-modes [data-mode]") ? new URL("../", location.href).href : "";
  for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link")) {
    if (here && /** @type {HTMLAnchorElement} */ (link).href.startsWith(here)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (Object.keys(store.read().modes).length) import("./sidebar.js").then(({ show }) => show(store.read()));
}

const pages = /** @type {{subscribe: (next: () => void) => void} | undefined} */ (Reflect.get(window, "document$"));
pages ? pages.subscribe(sidebar) : sidebar();
window.addEventListener("storage", sidebar);

// What only some pages have is loaded by those.
customElements.define("cw-home", class extends HTMLElement {
  connectedCallback() {
    import("./home.js");
  }
});
customElements.define("cw-questions", class extends HTMLElement {
  connectedCallback() {
    import("./questions.js");
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
