// Where a reader is in a recording, as a value: what a key or a button makes of it is worked out here, without a page.

/**
 * @typedef {object} State
 * @property {number} at  The present place, counted from 1.
 * @property {number} count  How many places there are.
 * @property {boolean} playing
 * @property {number} speed  A factor of the usual pace.
 * @property {boolean} engaged  Whether the reader has moved; before, nothing is dimmed.
 */

/** @typedef {{type: "first"|"previous"|"next"|"last"|"play"|"tick"} | {type: "go"|"speed", to: number}} Action */

export const SPEEDS = [0.5, 1, 2];
export const PACE = 1400; // milliseconds a step

/** @type {(count: number) => State} */
export const begin = (count) => ({ at: 1, count, playing: false, speed: 1, engaged: false });

/** @type {(state: State, to: number) => State} */
const moved = (state, to) => ({
  ...state,
  at: Math.min(Math.max(Math.trunc(to) || 1, 1), Math.max(state.count, 1)),
  engaged: true,
});

/**
 * Return the state after an action. By hand a reader moves; by the clock the recording plays, and stops at its end.
 * @type {(state: State, action: Action) => State}
 */
export function reduce(state, action) {
  switch (action.type) {
    case "first":
      return { ...moved(state, 1), playing: false };
    case "previous":
      return { ...moved(state, state.at - 1), playing: false };
    case "next":
      return { ...moved(state, state.at + 1), playing: false };
    case "last":
      return { ...moved(state, state.count), playing: false };
    case "go":
      return { ...moved(state, action.to), playing: false };
    case "speed":
      return SPEEDS.includes(action.to) ? { ...state, speed: action.to } : state;
    case "play":
      if (state.playing) return { ...state, playing: false };
      return { ...moved(state, state.at >= state.count ? 1 : state.at), playing: state.count > 1 };
    case "tick": {
      if (!state.playing) return state;
      const next = moved(state, state.at + 1);
      return { ...next, playing: next.at < next.count };
    }
    default:
      return state;
  }
}

const KEYS = /** @type {Record<string, "first"|"previous"|"next"|"last">} */ ({
  ArrowLeft: "previous",
  ArrowRight: "next",
  Home: "first",
  End: "last",
});

/**
 * Return the action of a key, or nothing.
 * @type {(key: string) => Action | undefined}
 */
export const keyed = (key) => (Object.hasOwn(KEYS, key) ? { type: KEYS[key] } : undefined);
