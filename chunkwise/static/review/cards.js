// Flip cards, one at a time. The list on the page has them all; an answer is in the deck only once its card is flipped.
import { button, copied } from "./cards-parts.js";
import { counted, judged, waiting } from "./cards-words.js";
import { DAYS, NOTHING, dayOf, due, graded, overview, placeOf, reduce } from "./leitner.js";
import { made } from "../base/made.js";
import { store } from "../progress/progress.js";
import "./sheet.js";

class Deck extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.round = NOTHING;
    this.last = "";
    this.list = /** @type {HTMLElement | null} */ (this.closest(".cw-cards")?.querySelector(".cw-all-cards") ?? null);
    /** @type {Map<string, HTMLElement>} */
    this.cards = new Map();
    const all = /** @type {NodeListOf<HTMLElement> | undefined} */ (this.list?.querySelectorAll("details.cw-card"));
    for (const card of all ?? []) this.cards.set(card.dataset.card ?? "", card);
    this.says = made("p", { role: "status" });
    this.trouble = made("p", { class: "cw-trouble" });
    this.card = made("div", { class: "cw-turned", role: "group", "aria-label": "Flip card" });
    this.boxes = made("ul", { class: "cw-boxes", "aria-label": "Boxes" });
    this.whole = button("", () => this.fold(!this.list?.hidden));
    this.replaceChildren(this.says, this.trouble, this.card, this.boxes, this.whole);
    this.fold(!this.list?.querySelector(":target"));
    // Whoever looks for a word, or comes to a card by a link, is shown the list.
    this.list?.addEventListener("beforematch", () => this.fold(false), { signal });
    this.addEventListener("keydown", (event) => this.press(event), { signal });
    window.addEventListener("storage", () => this.renew(), { signal });
    document.addEventListener("visibilitychange", () => this.renew(), { signal });
    this.begin(due([...this.cards.keys()], this.places(), this.today()));
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.fold(false);
    this.replaceChildren();
  }

  places = () => store.read().cards;
  today = () => dayOf(new Date());

  /** @param {string[]} queue */
  begin(queue) {
    this.round = reduce(this.round ?? NOTHING, { type: "begin", queue });
    this.show();
  }

  /** A day may have passed, or another tab may have changed the cards. Who is at work on the same ones is left alone. */
  renew() {
    const now = due([...(this.cards?.keys() ?? [])], this.places(), this.today());
    const before = new Set(this.round?.queue);
    if (now.length === before.size && now.every((card) => before.has(card))) this.tell();
    else this.begin(now);
  }

  flip() {
    this.round = reduce(this.round ?? NOTHING, { type: "flip" });
    this.show();
    /** @type {HTMLElement | null} */ (this.querySelector(".cw-back"))?.focus();
  }

  /** @param {boolean} knew */
  grade(knew) {
    const card = this.round?.queue[0];
    if (!card || !this.round?.flipped) return;
    const place = graded(placeOf(this.places(), card), knew, this.today());
    store.dispatch({ type: "placed", card, place });
    this.round = reduce(this.round, { type: "graded", knew });
    this.last = judged(knew, place, this.today());
    this.show();
    /** @type {HTMLElement | null} */ (this.card?.querySelector("button"))?.focus();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.round?.flipped) return;
    if (event.key === "1" || event.key === "2") this.grade(event.key === "1");
  }

  tell() {
    const all = [...(this.cards?.keys() ?? [])];
    const seen = overview(all, this.places(), this.today());
    if (this.says) this.says.textContent = this.last + waiting(seen, this.today());
    if (this.trouble) this.trouble.textContent = store.trouble;
    this.boxes?.replaceChildren(...seen.boxes.map((count, index) => {
      const rest = index ? counted(DAYS[index], "day") : "due";
      const box = made("li", {}, `Box ${index + 1} `);
      box.append(made("span", { class: "cw-rest" }, `(${rest}): `), made("strong", {}, `${count}`));
      return box;
    }));
  }

  show() {
    this.tell();
    const { queue, flipped } = this.round ?? NOTHING;
    const card = this.cards?.get(queue[0] ?? "");
    if (!card) {
      const again = button("Go through all cards", () => {
        this.last = "";
        this.begin([...(this.cards?.keys() ?? [])]);
        /** @type {HTMLElement | null} */ (this.card?.querySelector("button"))?.focus();
      });
      this.card?.replaceChildren(made("p", {}, "That is all for today."), again);
      return;
    }
    const box = placeOf(this.places(), queue[0]).box;
    const head = made("p", { class: "cw-where" }, `Level ${card.dataset.level} · box ${box} · ${counted(queue.length, "card")} in this round`);
    const question = made("p", { class: "cw-question", id: "cw-question" });
    question.append(...copied(card.querySelector("summary")?.childNodes ?? []));
    if (!flipped) {
      const flip = button("Show the answer", () => this.flip());
      flip.setAttribute("aria-describedby", "cw-question");
      this.card?.replaceChildren(head, question, flip);
      return;
    }
    const back = made("div", { class: "cw-back", tabindex: "-1", role: "group", "aria-label": "Answer" });
    back.append(...copied([...card.childNodes].filter((node) => node.nodeName !== "SUMMARY")));
    const knew = button("I knew it", () => this.grade(true));
    const not = button("Not yet", () => this.grade(false));
    for (const [button, key] of /** @type {[HTMLElement, string][]} */ ([[knew, "1"], [not, "2"]])) {
      button.setAttribute("aria-keyshortcuts", key);
      button.append(made("kbd", { "aria-hidden": "true" }, key));
    }
    this.card?.replaceChildren(head, question, back, knew, not);
  }

  /** @param {boolean} away Whether the list of all cards is put away. */
  fold(away) {
    if (away) this.list?.setAttribute("hidden", "until-found");
    else this.list?.removeAttribute("hidden");
    this.whole?.setAttribute("aria-expanded", `${!away}`);
    if (this.whole) this.whole.textContent = away ? "Show all cards as a list" : "Hide the list";
  }
}

customElements.define("cw-deck", Deck);
