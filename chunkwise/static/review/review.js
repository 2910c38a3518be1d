// What only Review pages have: the deck of flip cards, and the button that prints the sheet. The deck shows one card at a
// time, of those in the list on the page; an answer is in the deck only once its card is flipped.
import { element } from "../base/element.js";
import { store } from "../progress/progress.js";
import { DAYS, NOTHING, between, dayOf, due, graded, isDue, overview, placeOf, reduce } from "./leitner.js";

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
    this.says = element("p", { role: "status" });
    this.trouble = element("p", { class: "cw-trouble" });
    this.card = element("div", { class: "cw-turned", role: "group", "aria-label": "Flip card" });
    this.boxes = element("ul", { class: "cw-boxes", "aria-label": "Boxes" });
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
      const box = element("li", {}, `Box ${index + 1} `);
      box.append(element("span", { class: "cw-rest" }, `(${rest}): `), element("strong", {}, `${count}`));
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
      this.card?.replaceChildren(element("p", {}, "That is all for today."), again);
      return;
    }
    const box = placeOf(this.places(), queue[0]).box;
    const head = element("p", { class: "cw-where" }, `Level ${card.dataset.level} · box ${box} · ${counted(queue.length, "card")} in this round`);
    const question = element("p", { class: "cw-question", id: "cw-question" });
    question.append(...copied(card.querySelector("summary")?.childNodes ?? []));
    const back = element("div", { class: "cw-back", tabindex: "-1", role: "group", "aria-label": "Answer" });
    back.append(...copied([...card.childNodes].filter((node) => node.nodeName !== "SUMMARY")));
    const knew = button("I knew it", () => this.grade(true));
    const not = button("Not yet", () => this.grade(false));
    for (const [button, key] of /** @type {[HTMLElement, string][]} */ ([[knew, "1"], [not, "2"]])) {
      button.setAttribute("aria-keyshortcuts", key);
      button.append(element("kbd", { "aria-hidden": "true" }, key));
    }
    this.card?.replaceChildren(head, question, back, knew, not);
    this.reserve();
    if (flipped) return;
    const flip = button("Show the answer", () => this.flip());
    flip.setAttribute("aria-describedby", "cw-question");
    this.card?.replaceChildren(head, question, flip);
  }

  /** The card's own, in which its room was measured. */
  width = 0;

  /** Keep the room of the tallest card so far, so that nothing below moves when this one is turned. */
  reserve() {
    if (!this.card) return;
    if (this.width !== this.card.clientWidth) this.card.style.minHeight = "";
    this.width = this.card.clientWidth;
    this.card.style.minHeight = `${this.card.getBoundingClientRect().height}px`;
  }

  /** @param {boolean} away Whether the list of all cards is put away. */
  fold(away) {
    if (away) this.list?.setAttribute("hidden", "until-found");
    else this.list?.removeAttribute("hidden");
    this.whole?.setAttribute("aria-expanded", `${!away}`);
    if (this.whole) this.whole.textContent = away ? "Show all cards as a list" : "Hide the list";
  }
}

/** @param {string} name @param {() => void} act */
function button(name, act) {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", act);
  return button;
}

/** Copies for the deck, without ids: those stay with the list. @param {Iterable<Node>} nodes */
function copied(nodes) {
  const copies = [...nodes].map((node) => node.cloneNode(true));
  for (const copy of copies) {
    if (!(copy instanceof Element)) continue;
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
  }
  return copies;
}

// What is said of cards and of the days on which they come back.

const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });

/** Without the commas that some browsers put there. @param {string} day */
const written = (day) =>
  DATE.formatToParts(Date.parse(day)).filter((part) => part.type !== "literal").map((part) => part.value).join(" ");

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @param {string} today @param {string} day */
function from(today, day) {
  const days = between(today, day);
  return days === 1 ? "tomorrow" : `in ${days} days, on ${written(day)}`;
}

/** @param {{ due: number, next: string | null }} overview @param {string} today */
export function waiting({ due, next }, today) {
  const now = due ? `${counted(due, "card")} ${due === 1 ? "is" : "are"} due now.` : "No card is due now.";
  return next ? `${now} The next one comes back ${from(today, next)}.` : now;
}

/** @param {boolean} knew @param {import("./leitner.js").Place} place @param {string} today */
export function judged(knew, place, today) {
  if (!knew) return "Not yet known: it comes again in this round. ";
  return isDue(place, today) ? "Known. " : `Known: it comes back ${from(today, place.due)}. `;
}

customElements.define("cw-deck", Deck);

// The button that prints the sheet and nothing else of its page.

const ALONE = "cw-sheet-alone";

customElements.define("cw-print", class extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    const button = element("button", { type: "button" }, "Print the sheet");
    button.addEventListener("click", () => {
      document.documentElement.classList.add(ALONE);
      window.print();
    }, { signal });
    // Some browsers go on while the reader still looks at the preview, so the sheet is alone until that is over.
    window.addEventListener("afterprint", () => document.documentElement.classList.remove(ALONE), { signal });
    this.replaceChildren(button);
  }

  disconnectedCallback() {
    this.ending?.abort();
    document.documentElement.classList.remove(ALONE);
    this.replaceChildren();
  }
});
