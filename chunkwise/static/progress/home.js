// The home page and the page of progress: what is finished, said in the list of lessons; where to go on; and the sum of it,
// to be printed, taken along, brought back or erased.
import { element } from "../base/element.js";
import { mark, store } from "./progress.js";
import { modeOf, parse } from "./storage.js";
import { dueCards, merged, spelled, summary } from "./summary.js";

const CHANGED = "cw-changed";

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
    const minutes = link.dataset.minutes;
    return { link, title, minutes, name: `${lesson.dataset.lesson}/${link.dataset.mode}`, quizzes };
  });
}

/** Shows what is kept, again when another tab or the button below has changed it. */
class Shown extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    window.addEventListener("storage", () => this.show(), { signal });
    document.addEventListener(CHANGED, () => this.show(), { signal });
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
    const map = this.closest(".cw-curriculum, .cw-finished") ?? this;
    const all = pages(map);
    for (const { link, name } of all) mark(link, modeOf(progress, name).finished);
    const next = all.find(({ name }) => !modeOf(progress, name).finished);
    const begun = spelled(summary(progress, all), "") !== "";
    for (const lesson of map.querySelectorAll("[data-lesson]")) {
      lesson.querySelector(".cw-tally")?.remove();
      lesson.querySelector(".cw-map-title em")?.remove();
      const due = dueCards(progress, /** @type {HTMLElement} */ (lesson).dataset.lesson ?? "", new Date());
      const says = [spelled(summary(progress, pages(lesson)), "modes"), due].filter(Boolean).join(", ");
      if (says) (lesson.querySelector(".cw-room") ?? lesson).append(element("p", { class: "cw-tally" }, says));
      if (!next || !lesson.contains(next.link)) continue;
      lesson.querySelector(".cw-map-title")?.append(element("em", {}, begun ? "go on here" : "start here"));
    }
  }
}

/** The first thing to press: the first lesson, or where the reader was. */
class Continue extends Shown {
  show() {
    const link = this.querySelector("a");
    if (!link) return;
    this.dataset.href ??= link.href;
    this.dataset.text ??= link.textContent ?? "";
    const going = onward(store.read(), pages(document));
    link.href = going?.link.href ?? this.dataset.href;
    link.textContent = going ? `Continue: ${going.title}, ${going.minutes} min` : this.dataset.text;
  }
}

/**
 * Return the page to go on with: the last one that was begun, or else the one after the last that was finished.
 * @template {{ name: string }} T
 * @param {import("./storage.js").Progress} progress @param {T[]} all In their order.
 * @returns {T | undefined}
 */
export function onward(progress, all) {
  const touched = Object.keys(progress.modes).reverse().map((name) => all.findIndex((page) => page.name === name));
  const last = touched.find((at) => at >= 0);
  if (last === undefined) return undefined;
  const open = (/** @type {T} */ page) => !modeOf(progress, page.name).finished;
  return [...all.slice(last), ...all.slice(0, last)].find(open);
}

class Kept extends Shown {
  connectedCallback() {
    this.written = [...this.childNodes];
    this.sum = element("p", {});
    this.trouble = element("p", { class: "cw-trouble" });
    this.status = element("p", { role: "status" });
    this.erase = this.button("Erase", () => this.ask(true));
    this.keep = this.button("Keep it", () => this.ask(false));
    const question = "Erase everything that this browser has stored about your progress and your cards? This can't be undone.";
    this.question = element("div", { role: "group", "aria-label": question, hidden: "" });
    this.question.append(element("p", {}, question), this.button("Erase it", () => this.forget()), this.keep);
    this.question.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.ask(false);
    });
    this.taken = this.button("Export", () => this.take());
    const file = element("input", { type: "file", accept: "application/json,.json", hidden: "", "aria-label": "A file to import" });
    file.addEventListener("change", () => this.bring(file));
    const bring = this.button("Import", () => file.click());
    this.printed = this.button("Print what is finished", () => window.print());
    this.day = element("p", { class: "cw-day" });
    this.replaceChildren(this.sum, this.day, this.trouble, this.printed, this.taken, bring, file, this.erase, this.question, this.status);
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
    const due = Object.keys(progress.cards).map((card) => card.split("/")[0]);
    const cards = [...new Set(due)].flatMap((lesson) => dueCards(progress, lesson, new Date()).split(" ")[0] || []);
    const count = cards.reduce((sum, one) => sum + Number(one), 0);
    if (count) this.sum?.append(`${count} card${count === 1 ? "" : "s"} due. `);
    if (this.day) this.day.textContent = `Printed on ${new Date().toLocaleDateString("en-GB", { dateStyle: "long" })}`;
    if (next) this.sum?.append("Next: ", element("a", { href: next.link.href }, next.title));
    if (this.trouble) this.trouble.textContent = store.trouble;
    if (this.taken) this.taken.disabled = !Object.keys({ ...progress.modes, ...progress.cards }).length;
    if (this.printed) this.printed.disabled = !all.some((page) => modeOf(progress, page.name).finished);
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
    document.dispatchEvent(new CustomEvent(CHANGED));
    if (this.status) this.status.textContent = "Your progress is erased.";
  }

  /** Put what a file holds beside what is kept; of two marks the better one stays. @param {HTMLInputElement} input */
  async bring(input) {
    const file = input.files?.[0];
    if (!file) return;
    const { progress, state } = parse(await file.text());
    input.value = ""; // or the same file could not be chosen again
    if (state === "read") {
      store.put(merged(store.read(), progress));
      document.dispatchEvent(new CustomEvent(CHANGED));
    }
    if (this.status) this.status.textContent = state === "read" ? `Imported ${file.name}.` : `${file.name} is not an export of this site, and nothing was changed. Choose a file that Export has saved.`;
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
customElements.define("cw-continue", Continue);
