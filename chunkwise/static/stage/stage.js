// The stage: one screen that shows a run step by step. What it shows, the server has written into the page.
import { element } from "../base/element.js";
import { fragment } from "../base/fragment.js";
import { hear, point, takesKeys, tell } from "../base/place.js";
import { drawState, drawStrip, marker } from "./draw.js";
import { build, press } from "./frame.js";
import { copyAddress, skipLink, swiped } from "./hands.js";
import { Pin } from "./pin.js";
import { Places } from "./places.js";
import { Predictions } from "./predict.js";
import { plainly, runsOf } from "./runs.js";
import { Scenes } from "./scenes.js";
import { begin, clock, hasPauses, keyed, pause, reduce } from "./state.js";

/** @typedef {import("./state.js").Action} Action */

class Stage extends HTMLElement {
  /** @type {import("./state.js").State | undefined} */
  state;

  /** The step on the stage, and 0 where it has to be drawn anew. */
  drawn = 0;

  /** How much of the program is seen, if not all: measured when that changes. */
  seen = 0;

  connectedCallback() {
    this.ending = new AbortController();
    this.runs = runsOf(this);
    if (!this.runs.length) return;
    this.static = this.querySelector(".cw-stage-code > *");
    this.parts = build(this, this.runs);
    this.scenes = new Scenes(this.parts.list, () => this.roll());
    const row = /** @type {HTMLElement | null} */ (this.querySelector(".cw-stage-tabs"));
    if (row && this.runs.some(({ places }) => places.length > 1)) this.places = new Places(row);
    this.mark = marker();
    this.pin = new Pin(this);
    this.state = begin(this.traced(0));
    if (this.dataset.recording !== "yours") {
      this.skip = skipLink(this, this.ending.signal);
      this.id = "stage";
    }
    this.asks = new Predictions(this, this.parts.asks);
    this.tabIndex = -1;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", `Stage: ${this.runs[0].title}`);
    this.listen();
    this.open();
    if (!this.follow()) this.show();
  }

  disconnectedCallback() {
    this.ending?.abort();
    clearTimeout(this.timer);
    this.scenes?.rest();
    this.sight?.disconnect();
    this.sizes?.disconnect();
    document.body.classList.remove("cw-staged");
    this.skip?.remove();
    this.asks?.end();
    this.places?.end();
    this.pin?.root.remove();
    for (const made of this.querySelectorAll(":is(.cw-stage-run, .cw-stage-tab, .cw-stage-state, .cw-stage-lanes, .cw-stage-foot)"))
      made.remove();
    if (this.static) this.parts?.code.replaceChildren(this.static);
  }

  /** @param {number} run */
  traced(run) {
    return this.runs?.[run].steps.map(({ traced }) => traced.length) ?? [];
  }

  listen() {
    const signal = this.ending?.signal;
    for (const one of [this, this.pin?.root]) one?.addEventListener("click", (event) => this.pick(event), { signal });
    this.closest("article")?.addEventListener("click", (event) => this.refer(event), { signal, capture: true }); // before others move it
    this.parts?.speed.addEventListener("change", () => this.act({ type: "speed", to: Number(this.parts?.speed.value) }), { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    window.addEventListener("hashchange", () => this.follow(), { signal });
    const back = (/** @type {any} */ stage) => stage && !this.find(location.hash) && this.goTo(stage[0], stage[1]);
    window.addEventListener("popstate", ({ state }) => back(state?.stage), { signal });
    hear(this, ({ variant, step }) => this.goTo(step, variant, true), signal);
    this.parts?.lanes.addEventListener("scroll", () => (this.scrolled = true), { signal, passive: true });
    if (this.parts) swiped([this.parts.lanes, this.parts.state], (type) => this.act({ type }), signal);
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      document.body.classList.toggle("cw-staged", isIntersecting);
      if (isIntersecting) this.pin?.show(false);
    });
    this.sight.observe(this);
    if (this.dataset.plays)
      import("./plays.js").then(({ playsOnce }) => signal?.aborted || playsOnce(this, () => this.act({ type: "play" }, true), signal));
    this.sizes = new ResizeObserver(() => this.measure());
    if (this.parts) this.sizes.observe(this.parts.code);
  }

  /** @param {MouseEvent} event */
  pick(event) {
    const target = /** @type {Element} */ (event.target);
    const cell = /** @type {HTMLElement | null} */ (target.closest(".cw-stage-strip > [data-place]"));
    const pressed = target.closest("button");
    if (cell) this.act({ type: "go", to: Number(cell.dataset.place) });
    const does = pressed?.dataset.do;
    if (target === this.parts?.keys) this.parts.keys.close(); // beside the list
    if (does === "stage" || does === "close") this.pin?.show(false);
    if (does === "stage") this.scrollIntoView();
    else if (does === "keys") this.parts?.keys.showModal();
    else if (does === "edit")
      import("./edit.js").then(({ edit }) => edit(this)).catch(() => (pressed && (pressed.textContent = "The editor cannot be loaded")));
    else if (does && does !== "close") this.act(/** @type {Action} */ ({ type: does }));
    if (pressed?.dataset.tab) this.act({ type: "tab", to: pressed.dataset.tab === "state" ? "state" : "lanes" });
    if (pressed?.dataset.run) this.choose(Number(pressed.dataset.run));
    if (pressed && pressed === this.parts?.copy) copyAddress(pressed, this.step()?.id || "stage");
  }

  /**
   * Go to the step that a reference in the prose names, and let the reader stay.
   * @param {MouseEvent} event
   */
  refer(event) {
    const link = /** @type {Element} */ (event.target).closest("a.cw-step");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const found = this.find(link.hash);
    if (!found) return this.pin?.show(false); // It would show another run than the one that the link leads to.
    event.preventDefault();
    // As a link does that the browser follows, so that the way back leads to the step before, whatever the address says.
    const { number } = this.step() ?? {};
    history.replaceState({ ...history.state, stage: [number, this.runs?.[this.state?.run ?? 0].variant] }, "");
    if (link.hash !== location.hash) history.pushState({ x: scrollX, y: scrollY }, "", link.hash);
    this.goTo(found.step.number, found.run.variant);
    if (!document.body.classList.contains("cw-staged")) this.pin?.show(true);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {Element} */ (event.target);
    const within = this.contains(target);
    const arrow = target === document.body && takesKeys(this) && ["ArrowLeft", "ArrowRight"].includes(event.key);
    // Who has read on beyond it is not brought back.
    const free = arrow && this.getBoundingClientRect().bottom > 0;
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !(within || free)) return;
    if (within && event.key === "?") this.parts?.keys.showModal();
    if (this.parts?.keys.open) return;
    const action = keyed(event.key);
    const own = target.closest("select") || (event.key === " " && target.closest("button, summary"));
    if (!action || event.shiftKey || own) return;
    event.preventDefault();
    if (free && (this.getBoundingClientRect().top < 0 || this.getBoundingClientRect().bottom > innerHeight + 1))
      this.scrollIntoView();
    this.act(action);
  }

  /** @param {string} hash  That of an address. */
  find(hash) {
    const id = fragment(hash);
    const found = this.runs?.flatMap((run) => run.steps.filter((step) => id && step.id === id).map((step) => ({ run, step })));
    return found?.[0];
  }

  /** Go where the address points, if it points at a step of ours, and say whether it does. */
  follow() {
    const found = this.find(location.hash);
    if (found) this.goTo(found.step.number, found.run.variant, true);
    return !!found;
  }

  /** @param {number} number @param {string} variant @param {boolean} [heard] */
  goTo(number, variant, heard = false) {
    const index = this.runs?.findIndex((run) => run.variant === variant) ?? -1;
    if (index < 0 || !this.runs) return;
    const to = this.runs[index].steps.findIndex((step) => step.number === number) + 1;
    if (index !== this.state?.run) this.choose(index, true);
    if (to) this.act({ type: "go", to }, heard);
  }

  /** @param {number} to @param {boolean} [heard] */
  choose(to, heard = false) {
    if (to === this.state?.run) return;
    this.act({ type: "run", to, traced: this.traced(to) }, heard, () => this.open());
  }

  /** Put a run on the stage. */
  open() {
    const { state, runs, parts } = this;
    if (!state || !runs || !parts) return;
    const { code, program } = runs[state.run];
    parts.code.replaceChildren(...(program ? [parts.edit] : []), code);
    drawStrip(parts.strip, runs[state.run], state.at);
    press(parts.tabs, "run", `${state.run}`);
    this.places?.open(runs[state.run]);
    this.lit = undefined;
    this.drawn = 0;
    this.measure();
  }

  /**
   * @param {Action} action @param {boolean} [heard] Whether another one on the page went there first.
   * @param {() => void} [between]
   */
  act(action, heard = false, between = () => {}) {
    if (!this.state || !this.runs) return;
    const before = this.state;
    const run = this.runs[before.run];
    const next = action.type === "next" && !before.line ? run.steps[before.at] : undefined;
    // Who presses a key somewhere on the page does not look here.
    const here = this.contains(document.activeElement);
    if (next && here && this.asks?.before(run.variant, next.number, () => this.act(action))) return;
    if (!next || !here) this.asks?.close();
    this.state = reduce(before, action);
    clearTimeout(this.timer);
    if (this.state.playing) this.timer = setTimeout(() => this.act({ type: "tick" }), pause(this.state, run.steps));
    between();
    this.show();
    if (heard) return;
    tell(this, this.step()?.number ?? 0, this.runs?.[this.state.run].variant);
    if (before.at !== this.state.at || before.run !== this.state.run) point(this.step()?.id);
  }

  measure() {
    const code = this.parts?.code;
    if (code) this.seen = code.scrollHeight > code.clientHeight + 1 ? code.clientHeight : 0;
  }

  step() {
    return this.state && this.runs?.[this.state.run].steps[this.state.at - 1];
  }

  show() {
    const { state, runs, parts } = this;
    if (!state || !runs || !parts) return;
    const run = runs[state.run];
    const step = run.steps[state.at - 1];
    const line = state.line ? step.traced[state.line - 1] : undefined;
    const forward = state.at === this.drawn + 1 && state.at > 1;
    if (this.drawn !== state.at || !this.saying) this.drawScene(forward);
    this.drawn = state.at;
    const before = state.line > 1 ? step.traced[state.line - 2][2] : run.steps[Math.max(state.at - 2, 0)].marks;
    const marks = run.marks[line ? line[2] : step.marks];
    this.mark?.(run, line ? [line[0]] : step.lines, marks, state.at === 1 && !line ? [[], []] : run.marks[before]);
    drawState(parts.state, run, state.at, !line);
    const time = hasPauses(run) && state.at > 1 ? `, at ${clock(step.at)}` : "";
    const place = element("strong", {}, `Step ${step.number} of ${run.steps.length}${time}`);
    const lined = `, line ${state.line} of ${step.traced.length}`;
    const rest = line ? [new Text(`${lined}: ${plainly(line[1])}`)] : [...(this.saying?.cloneNode(true).childNodes ?? [])];
    parts.says.replaceChildren(this.asks?.verdict ?? "", place, line ? "" : " ", ...rest);
    this.controls(step);
    this.pin?.draw();
    // Last, for it has all laid out. A file's name may lie on the line at the top.
    const at = this.seen ? /** @type {HTMLElement | null} */ (parts.code.querySelector("[data-lit~=at]")) : null;
    if (at && (at.offsetTop - at.offsetHeight < parts.code.scrollTop || at.offsetTop + at.offsetHeight > parts.code.scrollTop + this.seen))
      parts.code.scrollTop = at.offsetTop - this.seen / 2;
  }

  /** Bring the present cell of the strip into sight, with cells on both sides of it. */
  roll() {
    const strip = this.parts?.strip;
    if (!strip) return;
    if ([this.lit?.previousElementSibling, this.lit?.nextElementSibling].some((one) => one?.className === "cw-gap")) this.light(true);
    const { offsetLeft = 0, offsetWidth = 0 } = this.lit ?? {};
    strip.scrollLeft = offsetLeft - (strip.clientWidth - offsetWidth) / 2;
  }

  /** Mark the present cell of the strip. @param {boolean} [anew] Whether the strip is drawn again around it. */
  light(anew = false) {
    const { state, runs, parts } = this;
    if (!state || !runs || !parts) return;
    const cell = () => /** @type {HTMLElement | null} */ (parts.strip.querySelector(`[data-place="${state.at}"]`));
    this.lit?.classList.remove("cw-on");
    if (anew || !cell()) drawStrip(parts.strip, runs[state.run], state.at);
    this.lit = cell();
    this.lit?.classList.add("cw-on");
  }

  /** @param {boolean} forward Whether the events come one after another, as they did. */
  drawScene(forward) {
    const { state, runs, parts } = this;
    if (!state || !runs || !parts) return;
    this.saying = this.scenes?.show(runs[state.run], state.at - 1, forward);
    if (this.scrolled) parts.lanes.scrollTop = 0; // to ask where it is would lay it out once more
    this.scrolled = false;
  }

  /** @param {import("./runs.js").Step} step */
  controls(step) {
    const { state, runs, parts } = this;
    if (!state || !runs || !parts) return;
    const { strip } = parts;
    this.light();
    strip.setAttribute("aria-valuenow", `${state.at}`);
    strip.setAttribute("aria-valuetext", `Step ${step.number}: ${step.name}`);
    if (parts.play.textContent !== (state.playing ? "Pause" : "Play")) parts.play.textContent = state.playing ? "Pause" : "Play";
    parts.back.setAttribute("aria-disabled", `${state.at === 1}`);
    parts.next.setAttribute("aria-disabled", `${state.at === state.traced.length}`);
    if (this.dataset.tab !== state.tab) {
      this.dataset.tab = state.tab;
      press(parts.narrow, "tab", state.tab);
    }
  }
}

customElements.define("cw-stage", Stage);
