// One press of Run. The program runs first as the recorder runs it, without its pauses, so that the tables are there at
// once; then once more with them, for this page to read it as it comes.
import { live, watchable } from "./live.js";
import { wrong } from "./marks.js";
import { FORGED, answered, headOf, holds } from "./message.js";
import { STOPPED, give, take, warm } from "./python.js";
import { drawn, folded, show } from "./result.js";
import { Refused } from "./safe.js";
import { keep, service } from "./service.js";

/** @typedef {import("./python.js").Trouble} Trouble */

const LONG = 1_000; // ms after which one more Python is made ready, for this run may have to be stopped
const STALL = 30_000; // ms without another byte
const STALLED = { what: "Python stopped loading.", hint: "Check the network connection, and try again." };
const TOO_LONG = 10_000; // ms that a run without pauses may take
const ENDED = { what: "The program ran for 10 seconds and did not end, so it was stopped.", hint: "Does it have an endless loop?" };

const SOON = 500; // ms in which a live run must give way, or it is ended with its Python

// What the page asks of its Python: two texts that the worker runs.

/** A run. `live` says whether its pauses take their time, and then its client is told of as it goes. */
const CALL = `
import asyncio
from chunkwise.browser import entry

def tell(kind, text):
    if live and kind != "printed" or kind == "event" and '"kind": "headers"' in text:
        emit(kind + " " + text)

options = {"lane": "client", "checks": checks, "live": live, "name": name, "variant": variant, "prefix": prefix, "beside": beside}
options["tables"] = not live
entry.now = asyncio.ensure_future(entry.run(source, asked, tell, **options))
await entry.now
`;

/** What a Python needs once, before its first run. It takes its time on a slow machine, and no program is to blame. */
const PREPARE = `
from chunkwise.browser import entry

entry.prepare()
`;

/** The end of a live run, in one of its pauses. */
const LEAVE = `
from chunkwise.browser import entry

entry.now.cancel()
`;

export class Run {
  /** @param {import("./panel.js").Program} program @param {import("./state.js").State} state @param {HTMLElement} result */
  constructor({ example, variant, source, checks = [] }, state, result) {
    const place = `${example.split("/").at(-1)}-${variant}`.replaceAll("_", "-");
    this.own = { recording: "yours", variant: place, prefix: `yours-${place}-`, title: `${example}, ${variant}` };
    this.checks = checks;
    /** The program that it is shown beside on a stage; none where the page has a stage, on which it can be run. */
    this.beside = document.querySelector("cw-stage:not(.cw-bench *)") ? "" : source;
    /** The program that runs. */
    this.source = source;
    /** Says what the checks of a task make of an answer; loaded where there are any. */
    this.judge = checks.length ? import("./task.js") : undefined;
    this.state = state;
    this.result = result;
    this.stopped = false;
    /** Whether the program may be somebody else's: then no other one runs in its Python. */
    this.foreign = false;
    this.isLive = false;
    /** @type {Promise<void> | undefined} */
    this.performed = undefined;
    /** @type {import("./message.js").Head | undefined} The head of the first response. */
    this.head = undefined;
  }

  /** @typedef {(wrong: { line: number, says: string }[]) => void} Mark */

  /** @param {string} source @param {import("./request.js").Request} request @param {Mark} mark Told what is wrong where. */
  begin(source, request, mark) {
    return (this.performed = this.perform(source, request, mark));
  }

  /** @param {string} source @param {import("./request.js").Request} request @param {Mark} mark */
  async perform(source, request, mark) {
    const asked = request.asked;
    this.source = source;
    this.result.setAttribute("aria-busy", "true");
    this.state.say("Loading Python …"); // at once: what the run before came to must not be read as this one's
    await service(); // which gives the worker its policy, where the host sends none
    if (this.stopped) return;
    this.python = take();
    /** @type {number | undefined} */
    let later;
    try {
      await this.loading(this.python);
      await this.python.run(PREPARE, {}, () => false);
      later = setTimeout(warm, LONG);
      this.state.say("Running …");
      const late = setTimeout(() => this.python?.end(ENDED), TOO_LONG);
      const answer = answered(await this.call(source, asked, false, (text) => this.hear(text)).finally(() => clearTimeout(late)));
      if (!answer) throw FORGED;
      const place = await this.present(answer, request, mark);
      if (this.stopped) return;
      this.result.removeAttribute("aria-busy");
      keep().catch(() => {});
      const watched = place && watchable(request.values, this.head, answer.output);
      this.isLive = true;
      if (answer.patched.length || this.python.grown) await this.anew();
      const said = watched && place && await live(watched, place, (hear) => this.call(source, asked, true, hear), service());
      const again = said === undefined ? undefined : answered(said);
      if (said !== undefined && !again) throw FORGED;
      if (this.stopped) return;
      if (!again?.patched.length && !this.python.grown && !this.foreign) return give(this.python);
      this.python.end(STOPPED);
      warm();
    } catch (error) {
      this.fail(/** @type {Trouble | Error} */ (error));
    } finally {
      clearTimeout(later);
    }
  }

  /**
   * Show what came of the program, and return where it can be watched once more, if it can.
   * @param {import("./message.js").Answer} answer @param {import("./request.js").Request} request @param {Mark} mark
   * @returns {Promise<HTMLElement | undefined>}
   */
  async present(answer, request, mark) {
    const { parts, place } = await drawn(answer, this.own);
    if (answer.stage && place?.parentElement) parts.splice(parts.indexOf(place.parentElement) + 1, 0, ...(await this.staged(answer.stage)));
    if (this.stopped) return undefined;
    await show(this.result, parts, answer.shown);
    mark(wrong(request.changed ? { ...answer, checks: [] } : answer, this.result));
    const judged = (await this.judge)?.judged(this.result, answer, this.own.prefix, request.changed) ?? "";
    this.state.say(judged + sentence(answer, this.result.querySelectorAll(".cw-steps tr[data-step]").length));
    return place;
  }

  /** The stage of this run, to be opened by who wants it. @param {any} found */
  async staged(found) {
    const { stageOf } = await import("../stage/yours.js");
    const page = this.result.closest(".cw-example")?.querySelectorAll("[data-line]") ?? [];
    const lines = /** @type {HTMLElement[]} */ ([...page].filter((line) => !line.closest(".cw-bench")));
    const stage = await stageOf(found, this.source, lines, this.own);
    return stage ? [folded("Your run on the stage, step by step", [stage])] : [];
  }

  /** @param {import("./python.js").Python} python */
  async loading(python) {
    let stalled = setTimeout(() => {}, 0);
    python.progress = (loaded, total) => {
      clearTimeout(stalled);
      if (loaded < total) stalled = setTimeout(() => python.end(STALLED), STALL);
      if (!this.stopped) this.state.progress(loaded, total);
    };
    await python.ready.finally(() => clearTimeout(stalled));
  }

  /** @param {string} source @param {object} asked @param {boolean} live @param {import("./python.js").Job["hear"]} hear */
  call(source, asked, live, hear) {
    const { recording: name, variant, prefix } = this.own;
    const { beside } = this;
    const given = { source, asked: JSON.stringify(asked), checks: JSON.stringify(this.checks), live, name, variant, prefix, beside };
    return /** @type {import("./python.js").Python} */ (this.python).run(CALL, given, hear);
  }

  /** @param {string} text */
  hear(text) {
    this.head ??= headOf(holds(text, "event"));
    return this.head !== undefined;
  }

  /** @param {Trouble | Error} error */
  fail(error) {
    this.clear();
    const trouble = error instanceof Refused ? FORGED : "what" in error ? error : { what: `The page failed: ${error.message}`, hint: "" };
    this.python?.end(STOPPED);
    if (this.stopped) return;
    this.state.say(`${trouble.what} ${trouble.hint}`.trim(), true);
    if (this.python?.started) warm();
  }

  /** Take away what an earlier run showed, if this one came to nothing. */
  clear() {
    if (this.stopped) return;
    if (this.result.hasAttribute("aria-busy")) {
      this.result.replaceChildren();
      this.judge?.then(({ unjudged }) => unjudged(this.result));
    }
    this.result.removeAttribute("aria-busy");
  }

  /** Take another Python, since the program changed something, and what runs next is to meet it as it is. */
  async anew() {
    this.python?.end(STOPPED);
    if (!this.stopped) await (this.python = take()).ready;
  }

  /** Give way to the next run: in its pauses a live run can be ended by itself, which saves the start of a Python. */
  async leave() {
    if (!this.isLive) return this.stop();
    this.state.say("Ending the run …");
    this.python?.run(LEAVE, {}, () => {}).catch(() => {});
    const late = new Promise((done) => setTimeout(done, SOON, "late"));
    if ((await Promise.race([this.performed, late])) === "late") this.stop();
  }

  /** @param {boolean} [next] Whether another run may follow. */
  stop(next = true) {
    this.clear();
    this.stopped = true;
    this.python?.end(STOPPED);
    this.state.say("Stopped.");
    if (next) warm();
  }
}

/** @param {import("./message.js").Answer} answer @param {number} steps */
export function sentence({ error, raised, events, shown, status }, steps) {
  if (error) return `The run didn't finish: ${error.what}.`;
  const cut = shown < events ? ` Only the first ${shown} of its ${events} events are shown.` : "";
  const codes = status.length ? `, status ${status.join(", ")}` : "";
  return `Your run has ${steps} ${steps === 1 ? "step" : "steps"}${codes}${raised.length ? ", and the program raised an exception" : ""}.${cut}`;
}
