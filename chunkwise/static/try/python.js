// Python for a page: the workers that run programs. A worker that a program keeps busy can only be ended as a whole, and
// the next takes a second or two to begin. So while a run takes long, one more is made ready; there is never more than
// that one to spare, for each of them takes some forty megabytes.

import { keepRuntime } from "./keep.js";
import { FORGED, MOST, message } from "./message.js";

/** @typedef {import("./worker.js").Tell} Tell */
/** @typedef {{ what: string, hint: string }} Trouble */
/** @typedef {{ resolve: (value: any) => void, reject: (trouble: Trouble) => void, hear: (text: string) => boolean | void }} Job
 * `hear` returns false for a text that no run sends. */

const WORKER = new URL("./worker.js", import.meta.url);
const GROWN = 1.5; // times the memory of a new one: it never gets smaller

export const STOPPED = { what: "Stopped.", hint: "" };
const BROKEN = { what: "Python stopped.", hint: "It was started again. Change the program, and run it again." };
const UNLOADED = { what: "Python could not be loaded.", hint: "Check the network connection, and try again." };

export class Python {
  constructor() {
    /** @type {Map<number, Job>} */
    this.jobs = new Map();
    this.count = 0;
    this.usable = true;
    this.started = false;
    /** How much memory it had in the beginning, and whether it has grown so much that another one is better. */
    this.heap = 0;
    this.grown = false;
    this.heard = 0;
    /** @type {(loaded: number, total: number) => void} Told how many bytes there are. */
    this.progress = () => {};
    this.worker = new Worker(WORKER, { type: "module", name: "Python" });
    /** @type {Promise<void>} Rejected with a Trouble. */
    this.ready = new Promise((resolve, reject) => {
      this.failed = reject;
      this.worker.onmessage = ({ data }) => {
        const told = message(data);
        if (!this.usable) return;
        if (told && ++this.heard < MOST) this.hear(told, resolve);
        else this.end(FORGED);
      };
      this.worker.onmessageerror = () => this.end(FORGED);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.end(this.started ? BROKEN : UNLOADED);
      };
    });
    this.ready.catch(() => {});
  }

  /** @param {Tell} told @param {() => void} ready */
  hear(told, ready) {
    if (told.type === "progress") this.progress(told.loaded, told.total);
    else if (told.type === "ready") {
      this.started = true;
      this.heap = told.heap;
      keepRuntime().catch(() => {});
      ready();
    } else if (told.type === "used") keepRuntime([told.name]).catch(() => {});
    else if (told.type === "failed") this.end(told);
    else if (told.type === "event") {
      if (this.jobs.get(told.id)?.hear(told.value) === false) this.end(FORGED);
    } else if (told.type === "done") {
      this.grown ||= told.heap > GROWN * this.heap;
      this.job(told.id)?.resolve(told.value);
    }
    else if (told.type === "raised") {
      // A program's own exceptions come as a result. This one is Python's, which may be broken for good.
      const what = `Python itself failed: ${told.traceback.trim().split("\n").at(-1) ?? told.name}`;
      this.end({ what: what.slice(0, 300), hint: "It was started again. Change the program, and run it again." });
    }
  }

  /** @param {number} id */
  job(id) {
    const job = this.jobs.get(id);
    this.jobs.delete(id);
    return job;
  }

  /**
   * Run Python, and return its last value.
   * @param {string} text @param {Record<string, unknown>} given @param {Job["hear"]} hear
   * @returns {Promise<any>}
   */
  run(text, given, hear) {
    const id = ++this.count;
    this.heard = 0;
    return new Promise((resolve, reject) => {
      this.jobs.set(id, { resolve, reject, hear });
      this.worker.postMessage({ type: "run", id, text, given });
    });
  }

  /** @param {Trouble} why */
  end(why) {
    this.usable = false;
    this.worker.terminate();
    this.failed?.(why);
    for (const job of this.jobs.values()) job.reject(why);
    this.jobs.clear();
  }
}

/** @type {Python | undefined} */
let spare;

/** Make one ready for whoever comes next, unless there is one. */
export function warm() {
  if (!spare?.usable) spare = new Python();
}

export function take() {
  warm();
  const taken = /** @type {Python} */ (spare);
  spare = undefined;
  return taken;
}

/** Take back one whose run is over. @param {Python} python */
export function give(python) {
  const [better, worse] = spare?.usable && spare.started ? [spare, python] : [python, spare];
  if (!better.usable) return;
  if (worse !== better) worse?.end(STOPPED);
  spare = better;
}
