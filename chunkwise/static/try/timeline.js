// When what arrived: a line with a mark for each arrival, and a list that says the same.
import { made } from "../base/made.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 200; // arrivals that are listed; of more, only how many there were
const LONGEST = 120; // characters of one arrival that are shown

export class Timeline {
  /** @type {number | undefined} */
  frame;

  /** @param {HTMLElement} place @param {"fetch" | "EventSource"} by */
  constructor(place, by) {
    const figure = made("figure", { class: "cw-live" });
    const caption = made("figcaption", {}, "Live: the same program, with its pauses, read by this page’s own ");
    caption.append(made("code", {}, by));
    this.axis = document.createElementNS(SVG, "svg");
    this.axis.setAttribute("aria-hidden", "true");
    this.axis.setAttribute("preserveAspectRatio", "none");
    this.list = made("ol", { class: "cw-arrivals", role: "list" });
    this.says = made("p", { class: "cw-arrived" });
    figure.append(caption, this.axis, this.list, this.says);
    place.replaceChildren(figure);
    this.began = performance.now();
    this.count = 0;
    /** @type {{ at: number, text: string, size: number }[]} */
    this.waiting = [];
    this.last = 0;
  }

  /** @param {string} text @param {number} size bytes; 0 for what is no data */
  add(text, size) {
    const at = performance.now() - this.began;
    this.count += size ? 1 : 0;
    this.last = at;
    if (this.list.childElementCount + this.waiting.length < MOST) this.waiting.push({ at, text, size });
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  /** Once a frame, whatever has come until then. */
  draw() {
    this.frame = undefined;
    for (const { at, text, size } of this.waiting.splice(0)) {
      const item = made("li", {});
      item.append(made("b", {}, `+${Math.round(at)} ms`), " ", made(size ? "code" : "span", {}, shown(text)));
      this.list.append(item);
      const mark = document.createElementNS(SVG, "path");
      mark.setAttribute("d", `M${at} ${size ? 0 : 4}v${size ? 10 : 2}`);
      this.axis.append(mark);
    }
    this.axis.setAttribute("viewBox", `0 0 ${Math.max(1, this.last * 1.02)} 10`);
    this.says.textContent = this.ended ?? `${this.count} so far`;
  }

  /** @param {string} how */
  end(how) {
    const whole = Math.round(performance.now() - this.began);
    const more = this.count > MOST ? `, of which the first ${MOST} are listed` : "";
    this.ended = `${how} after ${whole} ms: ${this.count} ${this.count === 1 ? "arrival" : "arrivals"}${more}.`;
    this.last = Math.max(this.last, whole);
    this.draw();
  }
}

/** @param {string} text */
function shown(text) {
  const spelled = JSON.stringify(text.slice(0, LONGEST)).slice(1, -1).replaceAll('\\"', '"');
  const more = text.length - LONGEST;
  return more > 0 ? `${spelled} … and ${more.toLocaleString("en")} characters more` : spelled;
}
