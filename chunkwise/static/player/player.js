// The step player: one bar of controls over the tables, pictures and code that the server has already written.
import { element } from "../base/element.js";
import { hear, point, takesKeys, tell } from "../base/place.js";
import { lighter, partAt, spoken, viewsOf } from "./light.js";
import { PACE, SPEEDS, begin, keyed, reduce } from "./state.js";

/** @typedef {import("./state.js").Action} Action */

const REST = 250; // milliseconds after which a reader rests at a step

class Player extends HTMLElement {
  /** @type {import("./state.js").State | undefined} */
  state;

  /** @type {Set<Element>} What of ours the window shows. */
  seen = new Set();

  connectedCallback() {
    this.ending = new AbortController();
    this.page = this.closest("article") ?? document.body;
    this.views = viewsOf(this.page, this.dataset);
    if (!this.views.rows.length) return;
    this.fine = false;
    this.light = lighter(this.views);
    this.state = begin(this.views.rows.length);
    this.bar = controls();
    this.prepend(this.bar.root);
    this.listen();
    this.follow();
    this.show();
  }

  disconnectedCallback() {
    this.ending?.abort();
    clearTimeout(this.timer);
    clearTimeout(this.resting);
    this.sight?.disconnect();
    this.querySelector(".cw-controls")?.remove();
  }

  listen() {
    const signal = this.ending?.signal;
    this.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button[data-do]");
      if (button instanceof HTMLElement) this.act(/** @type {Action} */ ({ type: button.dataset.do }));
    }, { signal });
    this.bar?.slider.addEventListener("input", () => this.act({ type: "go", to: Number(this.bar?.slider.value) }), { signal });
    this.bar?.speed.addEventListener("change", () => this.act({ type: "speed", to: Number(this.bar?.speed.value) }), { signal });
    this.bar?.zoom.addEventListener("click", () => this.refine(), { signal });
    this.page?.addEventListener("click", (event) => this.pick(event), { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    for (const moved of ["hashchange", "popstate"]) window.addEventListener(moved, () => this.follow(), { signal });
    hear(this, ({ variant, step }) => variant === this.dataset.variant && this.goTo(step, true), signal);
    this.page?.addEventListener("contentvisibilityautostatechange", () => this.uncover(), { signal });
    this.sight = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.seen[isIntersecting ? "add" : "delete"](target);
      if (this.resting && this.seen.size) this.show();
    });
    for (const one of [this, ...(this.views?.figures ?? [])]) this.sight.observe(one);
  }

  /** What is laid out late pushes what has the focus behind the bar: bring it back. */
  uncover() {
    const own = document.activeElement;
    const { top = 0 } = own?.getBoundingClientRect() ?? {};
    if (!this.contains(own) && top < innerHeight && top >= this.getBoundingClientRect().top) own?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {Element} */ (event.target);
    const within = this.contains(target) || this.views?.figures.some((figure) => figure.contains(target));
    const free = takesKeys(this) && target === document.body && event.key.startsWith("Arrow");
    const action = keyed(event.key);
    if (!action || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target === this.bar?.slider || target === this.bar?.speed || !(within || free)) return;
    event.preventDefault();
    this.act(action);
  }

  /**
   * Go to the step of what was clicked: a row, a column, an event in a lane, which is marked, or a link to a row of ours.
   * @param {MouseEvent} event
   */
  pick(event) {
    const target = /** @type {Element} */ (event.target);
    const part = this.views && partAt(this.views, target);
    if (!part || event.ctrlKey || event.metaKey) return;
    const line = this.views?.trace.indexOf(part) ?? -1;
    if (line >= 0 && !this.fine) this.refine();
    if (line >= 0) this.act({ type: "go", to: line + 1 });
    else this.goTo(Number(part.dataset.step));
    this.picked = target.closest(".cw-lanes li li");
    this.picked?.classList.add("cw-picked");
    if (!target.closest(".cw-lanes a")) return;
    event.preventDefault(); // the reader stays at the picture, and nobody else follows the link
    event.stopPropagation();
  }

  /** Go where the address points, if it points at one of our rows. */
  follow() {
    const row = this.views?.rows.find((one) => `#${one.id}` === location.hash);
    if (row) this.goTo(Number(row.dataset.step));
  }

  /** @param {number} step @param {boolean} [heard] */
  goTo(step, heard = false) {
    const places = (this.fine ? this.views?.trace : this.views?.rows) ?? [];
    const place = places.findIndex((one) => Number(one.dataset.step) === step) + 1;
    if (place) this.act({ type: "go", to: place }, heard);
  }

  /** Change between steps and every traced line, and stay where the reader is. */
  refine() {
    const step = Number(this.views?.rows[this.step() - 1].dataset.step);
    this.fine = !this.fine;
    const count = ((this.fine ? this.views?.trace : this.views?.rows) ?? []).length;
    this.state = { ...begin(count), speed: this.state?.speed ?? 1 };
    this.bar?.zoom.setAttribute("aria-pressed", `${this.fine}`);
    this.goTo(step);
  }

  /** Return the place of the present row in the table, counted from 1. */
  step() {
    const at = this.state?.at ?? 1;
    if (!this.fine) return at;
    const step = this.views?.trace?.[at - 1]?.dataset.step;
    return (this.views?.rows.findIndex((row) => row.dataset.step === step) ?? 0) + 1 || 1;
  }

  /** @param {Action} action @param {boolean} [heard] Whether another one on the page went there first. */
  act(action, heard = false) {
    if (!this.state) return;
    const before = this.state;
    this.state = reduce(before, action);
    this.picked?.classList.remove("cw-picked");
    clearTimeout(this.timer);
    if (this.state.playing) this.timer = setTimeout(() => this.act({ type: "tick" }), PACE / this.state.speed);
    // Nobody sees it yet: where the reader looks, the step comes sooner without it.
    clearTimeout(this.resting);
    if (heard && !this.seen.size) this.resting = setTimeout(() => this.show(), REST);
    else this.show();
    if (heard) return;
    tell(this, Number(this.views?.rows[this.step() - 1].dataset.step));
    if (before.at !== this.state.at) point(this.views?.rows[this.step() - 1]?.id);
  }

  show() {
    clearTimeout(this.resting);
    this.resting = undefined;
    const { state, bar } = this;
    if (!state || !bar || !this.views) return;
    const row = this.views.rows[this.step() - 1];
    const line = this.fine ? this.views?.trace?.[state.at - 1] : undefined;
    this.light?.(row, line, state.engaged);
    bar.slider.max = `${state.count}`;
    bar.slider.value = `${state.at}`;
    bar.slider.setAttribute("aria-valuetext", `Step ${row.dataset.step}`);
    drawPlay(bar.play, state.playing);
    for (const [type, end] of [["first", 1], ["previous", 1], ["next", state.count], ["last", state.count]])
      this.querySelector(`[data-do=${type}]`)?.setAttribute("aria-disabled", `${state.at === end}`);
    const said = spoken(row, line, state);
    if (bar.says.textContent !== said) bar.says.textContent = said;
  }
}

// The bar: plain controls with the names that a person would use.

const PLAY = "M5 3l15 9-15 9z";
const PAUSE = "M5 4h5v16H5zM14 4h5v16h-5z";
const SVG = "http://www.w3.org/2000/svg";
const BUTTONS = /** @type {const} */ ([
  ["first", "First step", "M5 4v16h2V4zM20 4 9 12l11 8z"],
  ["previous", "Previous step", "M17 4 6 12l11 8z"],
  ["play", "Play", PLAY],
  ["next", "Next step", "M7 4l11 8-11 8z"],
  ["last", "Last step", "M17 4v16h2V4zM4 4l11 8-11 8z"],
]);

/** @param {string} path */
function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/**
 * Name a button, and draw it.
 * @param {HTMLElement} button @param {string} name @param {string} path
 */
function draw(button, name, path) {
  if (button.title === name) return;
  button.setAttribute("aria-label", name);
  button.title = name;
  button.replaceChildren(icon(path));
}

/** @param {HTMLElement} button @param {boolean} playing */
const drawPlay = (button, playing) => draw(button, playing ? "Pause" : "Play", playing ? PAUSE : PLAY);

/** Build the bar, and return the parts of it that show something. */
function controls() {
  const root = element("div", { class: "cw-controls", role: "group", "aria-label": "Step player" });
  for (const [type, name, path] of BUTTONS) {
    const button = element("button", { type: "button", "data-do": type });
    draw(button, name, path);
    root.append(button);
  }
  const play = /** @type {HTMLButtonElement} */ (root.querySelector("[data-do=play]"));
  const slider = element("input", { type: "range", min: "1", "aria-label": "Step" });
  const speed = element("select", { "aria-label": "Speed" });
  for (const factor of SPEEDS) speed.append(element("option", { value: `${factor}` }, `${factor}×`));
  speed.value = "1";
  const zoom = element("button", { type: "button", class: "cw-zoom", "aria-pressed": "false" }, "Every line");
  const says = element("p", { role: "status", class: "cw-says" });
  root.append(slider, speed, zoom, says);
  return { root, play, slider, speed, zoom, says };
}

customElements.define("cw-player", Player);
