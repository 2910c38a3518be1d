// What a reader has changed in a program, kept in this browser beside the progress, so that a reload loses nothing.
import { store } from "../progress/progress.js";
import { modeOf } from "../progress/storage.js";

/** Under this name, which is no page's. */
const DRAFTS = "drafts";
const MOST = 30; // programs; the one that was changed longest ago goes first
const LONGEST = 20_000; // characters of one, since all of it has to fit into what a browser keeps of a site
const PAUSE = 400; // milliseconds without a key

/** @typedef {{ example: string, variant: string, source: string }} Program */

export class Draft {
  /** @param {Program} program */
  constructor({ example, variant, source }) {
    this.name = `${example}=${variant}`;
    this.source = source;
  }

  /** What was kept of this program; nothing where it is as on the page. @returns {string | undefined} */
  get text() {
    const notes = modeOf(store.read(), DRAFTS).notes ?? {};
    return Object.hasOwn(notes, this.name) && notes[this.name] !== this.source ? notes[this.name] : undefined;
  }

  /** Keep what the editor has, once its reader pauses. @param {() => string} text */
  later(text) {
    clearTimeout(this.timer);
    this.waiting = text;
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  /** Keep nothing of what the editor has by now: it is not the reader's. */
  leave() {
    clearTimeout(this.timer);
    this.waiting = undefined;
  }

  /** The program is as on the page again. */
  forget() {
    this.waiting = () => this.source;
    this.now();
  }

  /** Keep it at once: the editor is closed, or the page is left. */
  now() {
    clearTimeout(this.timer);
    const text = this.waiting?.();
    this.waiting = undefined;
    if (text === undefined) return;
    store.dispatch({ type: "noted", mode: DRAFTS, notes: kept(modeOf(store.read(), DRAFTS).notes ?? {}, this.name, text, this.source) });
  }
}

/**
 * Return what is kept of all programs when one of them has changed, the latest last.
 * @param {Record<string, string>} before @param {string} name @param {string} text @param {string} source As on the page.
 */
export function kept(before, name, text, source) {
  const others = Object.entries(before).filter(([other]) => other !== name);
  const own = text === source || text.length > LONGEST ? [] : [[name, text]];
  return Object.fromEntries([...others, ...own].slice(-MOST));
}
