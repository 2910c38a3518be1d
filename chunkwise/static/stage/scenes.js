// The lanes of the present step. The step that a reader will want next is laid out beside it, out of sight, while the
// present one is read: a key then has to show it and no more.
import { element } from "../base/element.js";

/** @typedef {import("./runs.js").Run} Run */
/** @typedef {{run: Run, at: number, said: HTMLElement, events: HTMLElement, item: HTMLElement}} Scene */

// Safari has no idle callbacks; 50 ms later the frame that shows the step is over.
/** @type {(then: () => void) => number} */
const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50));
const notIdle = globalThis.cancelIdleCallback ?? clearTimeout;

export class Scenes {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
  }

  /** @type {Scene | undefined} */
  now;

  /** @type {Scene | undefined} */
  ready;

  /** @type {number | undefined} */
  resting;

  /**
   * Show a step, and return what is said of it.
   * @param {Run} run @param {number} at  Counted from 0.
   * @param {boolean} forward Whether the events come one after another, as they did.
   */
  show(run, at, forward) {
    this.rest();
    const before = this.now?.run === run ? this.now.at : at - 1;
    const { ready } = this;
    this.ready = undefined;
    if (ready && (ready.run !== run || ready.at !== at)) ready.item.remove();
    const scene = ready?.item.isConnected ? ready : this.made(run, at);
    this.now?.item.remove();
    this.now = scene;
    scene.item.classList.remove("cw-ready");
    scene.item.toggleAttribute("inert", false);
    scene.events.classList.toggle("cw-comes", forward);
    const next = at < before ? at - 1 : at + 1;
    if (run.steps[next]) this.resting = whenIdle(() => this.prepare(run, next));
    return scene.said;
  }

  rest() {
    if (this.resting !== undefined) notIdle(this.resting);
    this.resting = undefined;
  }

  /** @param {Run} run @param {number} at */
  prepare(run, at) {
    this.ready = this.made(run, at);
    this.ready.item.classList.add("cw-ready");
    this.ready.item.toggleAttribute("inert", true);
  }

  /** @param {Run} run @param {number} at @returns {Scene} */
  made(run, at) {
    const item = element("li", {});
    const { said, events } = run.scene(at);
    item.append(events);
    this.list.append(item);
    return { run, at, said, events, item };
  }
}
