// What a reader has done, as plain data, and where it is kept: in this browser, under one key, or else in memory.

export const KEY = "chunkwise.progress.v1";
const VERSION = 2; // the first had no cards, and its scripts must not write over them
const DAY = /^\d{4}-\d\d-\d\d$/;

/** @typedef {{ finished: boolean, quizzes: Record<string, boolean>, notes?: Record<string, string> }} Mode
 *   A question is true once answered right. Notes are what a page wants to find again. */
/** @typedef {import("../review/leitner.js").Place} Place */
/** @typedef {{ version: number, modes: Record<string, Mode>, cards: Record<string, Place> }} Progress */
/** @typedef {{ type: "answered", mode: string, quiz: string, right: boolean, all: string[] }
 *   | { type: "finished", mode: string, finished: boolean }
 *   | { type: "noted", mode: string, notes: Record<string, string> }
 *   | { type: "placed", card: string, place: Place }} Action */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Keeper */

/** @returns {Progress} */
export const nothing = () => ({ version: VERSION, modes: {}, cards: {} });

/** @param {Progress} progress @param {string} mode @returns {Mode} */
export function modeOf(progress, mode) {
  return Object.hasOwn(progress.modes, mode) ? progress.modes[mode] : { finished: false, quizzes: {} };
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Read what was stored. What has another shape is left out.
 * @param {string | null} text
 * @returns {{ progress: Progress, state: "read" | "corrupt" | "future" }}
 */
export function parse(text) {
  if (text === null) return { progress: nothing(), state: "read" };
  /** @type {unknown} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return { progress: nothing(), state: "corrupt" };
  }
  if (isRecord(found) && typeof found.version === "number" && found.version > VERSION) {
    return { progress: nothing(), state: "future" };
  }
  if (!isRecord(found) || (found.version !== 1 && found.version !== VERSION) || !isRecord(found.modes)) {
    return { progress: nothing(), state: "corrupt" };
  }
  const modes = Object.entries(found.modes).flatMap(([name, mode]) => {
    if (!isRecord(mode)) return [];
    const quizzes = Object.entries(isRecord(mode.quizzes) ? mode.quizzes : {});
    const kept = Object.fromEntries(quizzes.map(([quiz, right]) => [quiz, right === true]));
    const notes = Object.entries(isRecord(mode.notes) ? mode.notes : {}).filter(([, note]) => typeof note === "string");
    const noted = notes.length ? { notes: Object.fromEntries(notes) } : {};
    return [[name, { finished: mode.finished === true, quizzes: kept, ...noted }]];
  });
  const places = Object.entries(isRecord(found.cards) ? found.cards : {}).flatMap(([card, place]) => placed(card, place));
  return { progress: { version: VERSION, modes: Object.fromEntries(modes), cards: Object.fromEntries(places) }, state: "read" };
}

/** @param {string} card @param {unknown} place @returns {[string, Place][]} */
function placed(card, place) {
  if (!isRecord(place) || typeof place.due !== "string" || Number.isNaN(Date.parse(place.due))) return [];
  const box = Number.isInteger(place.box) ? Math.min(Math.max(Number(place.box), 1), 5) : 0;
  return DAY.test(place.due) && box ? [[card, { box, due: place.due }]] : [];
}

/**
 * Return the progress after an action. A question once answered right stays so, and the last one finishes the mode.
 * @param {Progress} progress @param {Action} action @returns {Progress}
 */
export function reduce(progress, action) {
  if (action.type === "placed") return { ...progress, cards: { ...progress.cards, [action.card]: action.place } };
  const before = modeOf(progress, action.mode);
  let { finished, quizzes } = before;
  if (action.type === "finished") finished = action.finished;
  else if (action.type === "answered") {
    const known = Object.hasOwn(quizzes, action.quiz) && quizzes[action.quiz];
    quizzes = { ...quizzes, [action.quiz]: known || action.right };
    const done = action.all.length > 0 && action.all.every((quiz) => quizzes[quiz] === true);
    finished ||= done && action.right && !known;
  }
  const noted = action.type === "noted" ? { notes: action.notes } : {};
  return { ...progress, modes: { ...progress.modes, [action.mode]: { ...before, finished, quizzes, ...noted } } };
}

const TROUBLE = {
  corrupt: "The progress that this browser had stored can't be read, so it starts again.",
  future: "This browser has stored progress from a newer version of this site. It stays unchanged; what you do now is kept until you leave.",
  unkept: "This browser doesn't let the site store your progress. It is kept until you leave.",
};

/** The one place that touches the browser's storage. It never raises. */
export class Store {
  /** @param {() => Keeper} open May raise, as `window.localStorage` does where it is forbidden. */
  constructor(open) {
    this.open = open;
    this.memory = nothing();
    this.keeps = true;
    this.trouble = "";
    this.read();
  }

  /** Take what other tabs have stored since. @returns {Progress} */
  read() {
    if (!this.keeps) return this.memory;
    try {
      const { progress, state } = parse(this.open().getItem(KEY));
      this.memory = progress;
      if (state !== "read") this.trouble = TROUBLE[state];
      this.keeps = state !== "future";
    } catch {
      this.give();
    }
    return this.memory;
  }

  /** @param {Action} action @returns {Progress} */
  dispatch(action) {
    return this.put(reduce(this.read(), action));
  }

  /** @param {Progress} progress @returns {Progress} */
  put(progress) {
    this.memory = progress;
    if (this.keeps) {
      try {
        this.open().setItem(KEY, JSON.stringify(this.memory));
      } catch {
        this.give();
      }
    }
    return this.memory;
  }

  erase() {
    this.memory = nothing();
    try {
      this.open().removeItem(KEY);
      this.trouble = "";
      this.keeps = true;
    } catch {
      this.give();
    }
  }

  give() {
    this.keeps = false;
    this.trouble = TROUBLE.unkept;
  }
}
