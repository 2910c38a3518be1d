// The step player: one bar of controls over the tables, pictures and code that the server has already written.
import { controls, drawPlay } from "./player-controls.js";
import { PACE, begin, keyed, reduce } from "./steps-state.js";

/** @typedef {import("./steps-state.js").Action} Action */

class Player extends HTMLElement {
  /** @type {import("./steps-state.js").State | undefined} */
  state;

  connectedCallback() {
    this.ending = new AbortController();
    const { recording, variant } = this.dataset;
    const own = `[data-recording="${CSS.escape(recording ?? "")}"][data-variant="${CSS.escape(variant ?? "")}"]`;
    const page = this.closest("article") ?? document.body;
    this.page = page;
    /** @param {string} within */
    const all = (within) => /** @type {HTMLElement[]} */ ([...page.querySelectorAll(within)]);
    this.rows = all(`.cw-steps${own} tr[data-step]`);
    this.parts = [...all(`.cw-variables${own} [data-step]`), ...all(`.cw-lanes${own} li[data-step]`)];
    this.lines = all(`.cw-example${own} [data-line]`);
    this.trace = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("li[data-step]")]);
    this.figures = all(`:is(.cw-steps, .cw-lanes, .cw-variables, .cw-example)${own}`);
    if (!this.rows.length) return;
    this.fine = false;
    this.state = begin(this.rows.length);
    this.build();
    this.listen(variant ?? "");
    this.follow();
    this.show();
  }

  disconnectedCallback() {
    this.ending?.abort();
    clearTimeout(this.timer);
    this.querySelector(".cw-controls")?.remove();
  }

  build() {
    this.bar = controls();
    this.prepend(this.bar.root);
  }

  /** @param {string} variant */
  listen(variant) {
    const signal = this.ending?.signal;
    this.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button[data-do]");
      if (button instanceof HTMLElement) this.act(/** @type {Action} */ ({ type: button.dataset.do }));
    }, { signal });
    this.bar?.slider.addEventListener("input", () => this.act({ type: "go", to: Number(this.bar?.slider.value) }), { signal });
    this.bar?.speed.addEventListener("change", () => this.act({ type: "speed", to: Number(this.bar?.speed.value) }), { signal });
    this.bar?.zoom.addEventListener("click", () => this.refine(), { signal });
    for (const part of [...(this.rows ?? []), ...(this.parts ?? [])])
      part.addEventListener("click", () => this.goTo(Number(part.dataset.step)), { signal });
    this.page?.addEventListener("click", (event) => {
      const link = /** @type {Element} */ (event.target).closest("a.cw-step");
      if (link instanceof HTMLElement && link.dataset.variant === variant) this.goTo(Number(link.dataset.step));
    }, { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    window.addEventListener("hashchange", () => this.follow(), { signal });
    window.addEventListener("popstate", () => this.follow(), { signal });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {Element} */ (event.target);
    const within = this.contains(target) || this.figures?.some((figure) => figure.contains(target));
    const free = target === document.body && event.key.startsWith("Arrow");
    const action = keyed(event.key);
    if (!action || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target === this.bar?.slider || target === this.bar?.speed || !(within || free)) return;
    event.preventDefault();
    this.act(action);
  }

  /** Go where the address points, if it points at one of our rows. */
  follow() {
    const row = this.rows?.find((one) => `#${one.id}` === location.hash);
    if (row) this.goTo(Number(row.dataset.step));
  }

  /** @param {number} step */
  goTo(step) {
    const place = this.fine ? (this.trace ?? []).findIndex((line) => Number(line.dataset.step) === step) + 1 : step;
    this.act({ type: "go", to: place || this.state?.at || 1 });
  }

  /** Change between steps and every traced line, and stay where the reader is. */
  refine() {
    const step = this.step();
    this.fine = !this.fine;
    this.state = begin(this.fine ? (this.trace ?? []).length : (this.rows ?? []).length);
    this.bar?.zoom.setAttribute("aria-pressed", `${this.fine}`);
    this.goTo(step);
  }

  step() {
    const at = this.state?.at ?? 1;
    return this.fine ? Number(this.trace?.[at - 1]?.dataset.step ?? 1) : at;
  }

  /** @param {Action} action */
  act(action) {
    if (!this.state) return;
    const before = this.state;
    this.state = reduce(before, action);
    clearTimeout(this.timer);
    if (this.state.playing) this.timer = setTimeout(() => this.act({ type: "tick" }), PACE / this.state.speed);
    this.show();
    const id = this.rows?.[this.step() - 1]?.id;
    if (id && before.at !== this.state.at) history.replaceState(history.state, "", `#${id}`);
  }

  show() {
    const state = this.state;
    const bar = this.bar;
    if (!state || !this.rows || !bar) return;
    const step = this.step();
    const row = this.rows[step - 1];
    const line = this.fine ? this.trace?.[state.at - 1] : undefined;
    for (const [index, one] of this.rows.entries()) {
      if (one === row) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
      one.classList.toggle("cw-ahead", state.engaged && index >= step);
    }
    for (const part of this.parts ?? []) part.classList.toggle("cw-now", Number(part.dataset.step) === step);
    this.mark(row, line);
    bar.slider.max = `${state.count}`;
    bar.slider.value = `${state.at}`;
    drawPlay(bar.play, state.playing);
    for (const [type, end] of [["first", 1], ["previous", 1], ["next", state.count], ["last", state.count]])
      this.querySelector(`[data-do=${type}]`)?.setAttribute("aria-disabled", `${state.at === end}`);
    bar.slider.setAttribute("aria-valuetext", `Step ${step}`);
    const said = line ? `Line ${state.at} of ${state.count}, in step ${step}: ${line.textContent}` : spoken(row, state.count);
    if (bar.says.textContent !== said) bar.says.textContent = said;
  }

  /** @param {HTMLElement} row @param {HTMLElement | undefined} line */
  mark(row, line) {
    const ran = line ? [line.dataset.line] : (row.dataset.lines ?? "").split(" ");
    const last = ran.at(-1);
    const kind = line?.dataset.kind;
    const waits = line ? kind === "yield" || kind === "await" : cells(row)[2].startsWith("Yielded");
    for (const one of this.lines ?? []) {
      one.classList.toggle("cw-ran", ran.includes(one.dataset.line));
      one.classList.toggle("cw-at", one.dataset.line === last);
      one.classList.toggle("cw-suspended", waits && one.dataset.line === last);
    }
  }
}

/** @param {HTMLElement} row */
const cells = (row) => [...row.children].map((cell) => cell.textContent ?? "");

/**
 * Say a step in one sentence.
 * @param {HTMLElement} row @param {number} count
 */
function spoken(row, count) {
  const [number, action, state, , received] = cells(row);
  return `Step ${number} of ${count}: ${action}. Generator state: ${state}. Client receives: ${received}.`;
}

customElements.define("cw-player", Player);
