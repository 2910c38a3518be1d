// Where a reader is on the stage, as a value: what a key or a button makes of it is worked out here, without a page.
import { PACE, SPEEDS } from "../player/state.js";

/** The speed at which a step lasts as long as it did. */
export const REAL = 0;
const FELT = 30; // milliseconds, below which a pause is none
const SEEN = 300; // milliseconds that each step is shown at least

/** Whether time passes in a run. @param {{steps: {at: number}[]}} run */
export const hasPauses = ({ steps }) => steps.some(({ at }, place) => at - (steps[place - 1]?.at ?? 0) > FELT);

/** The time of a step as it is told, where time passes. @param {number} at  In milliseconds. */
export const clock = (at) => (at >= 1000 ? `${+(at / 1000).toFixed(2)} s` : `${Math.round(at)} ms`);

/**
 * How long the present step is shown before the next one, in milliseconds.
 * @param {State} state @param {{at: number}[]} steps
 */
export function pause({ speed, at }, steps) {
  if (speed !== REAL) return PACE / speed;
  return Math.max((steps[at]?.at ?? 0) - (steps[at - 1]?.at ?? 0), SEEN);
}

/**
 * @typedef {object} State
 * @property {number} at  The present step, counted from 1.
 * @property {number} line  The traced line of it that the reader looks at, counted from 1; 0 is the step when it is over.
 * @property {number[]} traced  How many traced lines each step has.
 * @property {number} run  Which of the runs is shown, counted from 0.
 * @property {boolean} playing
 * @property {number} speed  A factor of the usual pace, or REAL.
 * @property {"lanes"|"state"} tab  What a narrow stage shows beside the program.
 */

/**
 * @typedef {{type: "first"|"previous"|"next"|"last"|"up"|"down"|"play"|"tick"}
 *   | {type: "go"|"speed", to: number} | {type: "run", to: number, traced: number[]}
 *   | {type: "tab", to: "lanes"|"state"}} Action
 */

/** @type {(traced: number[]) => State} */
export const begin = (traced) => ({ at: 1, line: 0, traced, run: 0, playing: false, speed: 1, tab: "lanes" });

/** @type {(state: State, to: number) => State} */
const moved = (state, to) => ({
  ...state,
  at: Math.min(Math.max(Math.trunc(to) || 1, 1), Math.max(state.traced.length, 1)),
  line: 0,
});

/** @type {(state: State) => State} The next line, of the next step that has one where the present one has no more. */
function down(state) {
  const { at, line, traced } = state;
  if (line && line < traced[at - 1]) return { ...state, line: line + 1 };
  if (!line && at === 1 && traced[0]) return { ...state, line: 1 };
  const next = traced.findIndex((count, index) => index >= at && count > 0) + 1;
  return next ? { ...state, at: next, line: 1 } : { ...state, line: 0 };
}

/** @type {(state: State) => State} */
function up(state) {
  const { at, line, traced } = state;
  if (line > 1) return { ...state, line: line - 1 };
  if (!line && traced[at - 1]) return { ...state, line: traced[at - 1] };
  let before = at - 1;
  while (before && !traced[before - 1]) before -= 1;
  return before ? { ...state, at: before, line: traced[before - 1] } : state;
}

/**
 * Return the state after an action. By hand a reader moves; by the clock the recording plays, and stops at its end.
 * @type {(state: State, action: Action) => State}
 */
export function reduce(state, action) {
  const still = { ...state, playing: false };
  switch (action.type) {
    case "first":
      return moved(still, 1);
    case "previous":
      return moved(still, state.at - 1);
    case "next":
      return moved(still, state.at + 1);
    case "last":
      return moved(still, state.traced.length);
    case "go":
      return moved(still, action.to);
    case "down":
      return down(still);
    case "up":
      return up(still);
    case "speed":
      return action.to === REAL || SPEEDS.includes(action.to) ? { ...state, speed: action.to } : state;
    case "tab":
      return { ...state, tab: action.to };
    case "run": // the step stays, or the last that there is
      return moved({ ...still, run: action.to, traced: action.traced }, state.at);
    case "play":
      if (state.playing) return still;
      return { ...moved(state, state.at >= state.traced.length ? 1 : state.at), playing: state.traced.length > 1 };
    case "tick": {
      if (!state.playing) return state;
      const next = moved(state, state.at + 1);
      return { ...next, playing: next.at < next.traced.length };
    }
    default:
      return state;
  }
}

const KEYS = /** @type {Record<string, "first"|"previous"|"next"|"last"|"up"|"down"|"play">} */ ({
  ArrowLeft: "previous",
  ArrowRight: "next",
  ArrowUp: "up",
  ArrowDown: "down",
  " ": "play",
  Home: "first",
  End: "last",
});

/**
 * Return the action of a key, or nothing.
 * @type {(key: string) => Action | undefined}
 */
export const keyed = (key) => (Object.hasOwn(KEYS, key) ? { type: KEYS[key] } : undefined);

/**
 * Return which of many are shown: all if they are few, or else the ends and those around the present one.
 * @param {number} count @param {number} at  Counted from 0.
 * @param {number} most
 * @returns {number[]} Places, counted from 0; -1 stands for those that are left out.
 */
export function around(count, at, most) {
  if (count <= most) return [...Array(count).keys()];
  const width = most - 4;
  const first = Math.min(Math.max(at - Math.floor(width / 2), 1), count - 1 - width);
  const shown = Array.from({ length: width }, (_, index) => first + index);
  return [0, ...(first > 1 ? [-1] : []), ...shown, ...(first + width < count - 1 ? [-1] : []), count - 1];
}
