// What a live run says of its first response, made ready for whoever reads it: bytes from Base64, and nothing that no run
// would say.
import { headOf, holds } from "./message.js";

/** @typedef {{ type: "head", status: number, headers: [string, string][] } | { type: "piece", bytes: Uint8Array }
 *   | { type: "end" } | { type: "error" }} Told */

const MOST = 100; // parts of one piece

/** What the stream says until somebody listens, and from then on to whom. */
export class Feed {
  /** @type {Told[]} */
  waiting = [];
  /** @type {((told: Told) => void) | undefined} */
  listener;

  /** @param {Told} told */
  tell(told) {
    if (this.listener) this.listener(told);
    else this.waiting.push(told);
  }

  /** @param {(told: Told) => void} listener */
  to(listener) {
    this.listener = listener;
    for (const told of this.waiting.splice(0)) listener(told);
  }

  /** @type {Uint8Array[]} The piece that the next event is about, in parts: an event itself keeps only its beginning. */
  parts = [];

  /** How often the program's own side wrote data. */
  writes = 0;

  /**
   * Take an event of the run, as `chunkwise.browser.entry` tells it, and return whether it is one.
   * @param {string} text
   */
  hear(text) {
    const part = holds(text, "piece");
    if (part) return this.add(part.data);
    const event = holds(text, "event");
    if (typeof event !== "object" || event === null) return false;
    const { kind, exchange } = event;
    const parts = this.parts.splice(0);
    if (exchange !== 1) return true;
    const head = kind === "headers" ? headOf(event) : undefined;
    if (kind === "headers" && !head) return false;
    if (head) this.tell({ type: "head", ...head });
    if (kind === "piece") {
      this.writes += 1;
      this.tell({ type: "piece", bytes: joined(parts) });
    }
    if (kind === "finished" || kind === "hang up") this.tell({ type: "end" });
    if (kind === "cut short") this.tell({ type: "error" });
    return true;
  }

  /** @param {unknown} data A part of a piece, in Base64. */
  add(data) {
    if (typeof data !== "string" || data.length % 4 || !/^[\w+/]*={0,2}$/.test(data)) return false;
    const letters = atob(data);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
    return this.parts.push(bytes) < MOST;
  }
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
