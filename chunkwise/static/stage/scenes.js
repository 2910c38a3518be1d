// The lanes of the present step. The steps that a reader may want next, the one that follows and the first, are laid out
// beside it, out of sight, while the present one is read: a key then has to show one and no more.
import { element } from "../base/element.js";

/** @typedef {import("./runs.js").Run} Run */
/** @typedef {{run: Run, at: number, said: HTMLElement, item: HTMLElement}} Scene */

// Safari has no idle callbacks; 50 ms later the frame that shows the step is over.
/** @type {(then: () => void) => number} */
const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50));
const notIdle = globalThis.cancelIdleCallback ?? clearTimeout;

export class Scenes {
  /** @param {HTMLElement} list @param {() => void} rests What else can wait until a step is painted. */
  constructor(list, rests) {
    this.list = list;
    this.rests = rests;
  }

  /** @type {Scene | undefined} */
  now;

  /** @type {Scene[]} */
  ready = [];

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
    const scene = this.ready.find((one) => one.run === run && one.at === at) ?? this.made(run, at);
    this.ready = this.ready.filter((one) => one !== scene);
    this.now?.item.remove();
    this.now = scene;
    scene.item.toggleAttribute("data-comes", forward);
    scene.item.removeAttribute("data-ready");
    this.resting = whenIdle(() => {
      this.rests();
      this.prepare(run, [at < before ? at - 1 : at + 1, 0]);
    });
    return scene.said;
  }

  rest() {
    if (this.resting !== undefined) notIdle(this.resting);
    this.resting = undefined;
  }

  /** @param {Run} run @param {number[]} places Those of the steps that a reader may want next. */
  prepare(run, places) {
    const wanted = new Set(places.filter((at) => run.steps[at] && at !== this.now?.at));
    this.ready = this.ready.filter((one) => {
      const kept = one.run === run && wanted.delete(one.at);
      if (!kept) one.item.remove();
      return kept;
    });
    for (const at of wanted) {
      const scene = this.made(run, at);
      scene.item.toggleAttribute("data-ready", true);
      this.ready.push(scene);
    }
  }

  /** @param {Run} run @param {number} at @returns {Scene} */
  made(run, at) {
    const item = element("li", {});
    const { said, events } = run.scene(at);
    item.style.setProperty("--cw-count", `${events.childElementCount}`);
    item.append(events);
    this.list.append(item);
    return { run, at, said, item };
  }
}
