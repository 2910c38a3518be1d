// Editing on the stage: the program becomes an editor, and what comes of it stands on the same stage, beside the recording.
// It is loaded when a reader presses Edit.
import { element } from "../base/element.js";
import { Draft } from "../try/draft.js";
import { editor } from "../try/editor.js";
import { Request } from "../try/request.js";
import { told } from "../try/result.js";
import { Run, sentence } from "../try/run.js";
import { State } from "../try/state.js";
import { RUNTIME } from "../try/store.js";
import { guard, unfit } from "../try/text.js";
import { YOURS, yours } from "./yours.js";

/** @typedef {import("./runs.js").Run} Shown */
/**
 * @typedef {HTMLElement & {runs: Shown[], state: import("./state.js").State, parts: ReturnType<typeof import("./frame.js").build>,
 *   editing?: Edit, ending: AbortController, traced: (run: number) => number[], act: (action: any, heard?: boolean, between?: () => void) => void,
 *   open: () => void}} Stage
 */

/** @param {HTMLElement} stage */
export async function edit(stage) {
  const host = /** @type {Stage} */ (stage);
  const program = /** @type {string} */ (host.runs[host.state.run].program);
  if (host.editing?.written !== program) {
    host.editing?.end();
    host.editing = new Edit(host, program);
  }
  await host.editing.open();
}

/** A press of Run: without pauses, and once. */
class Once extends Run {
  /** @type {(answer: any) => Promise<string>} Puts it on the stage, and returns what to say. */
  shown = async () => "";

  /** @param {any} answer */
  async present(answer) {
    const says = await this.shown(answer);
    if (!this.stopped) this.state.say(says);
    return undefined;
  }
}

class Edit {
  /** @param {Stage} stage @param {string} written */
  constructor(stage, written) {
    this.stage = stage;
    this.written = written;
    /** @type {import("../try/panel.js").Program} */
    this.program = JSON.parse(written);
    const { variant } = this.program;
    /** The recording that it is beside. */
    this.base = /** @type {Shown} */ (stage.runs.find((run) => run.variant === variant));
    this.draft = new Draft(this.program);
    this.request = new Request(this.program.scenario);
    this.state = new State(() => this.run());
    this.result = element("div", { class: "cw-result" });
    this.result.addEventListener("click", ({ target }) => {
      if (target instanceof HTMLElement && target.dataset.goto) this.editor?.goTo(Number(target.dataset.goto));
    });
    this.field = element("div", { class: "cw-field" });
    for (const kind of ["paste", "drop"])
      this.field.addEventListener(kind, (event) => guard(event, (why) => this.state.say(why)), { capture: true });
    const bar = element("div", { class: "cw-bench-bar", role: "group", "aria-label": "Program" });
    /** @type {[string, () => void, string][]} */
    const buttons = [["Run", () => this.run(), "cw-check"], ["Stop", () => this.stop(), ""], ["Reset", () => this.reset(), ""], ["Close", () => this.close(), ""]];
    for (const [name, action, kind] of buttons) {
      const button = element("button", { type: "button", class: kind }, name);
      button.addEventListener("click", action);
      bar.append(button);
    }
    this.root = element("section", { class: "cw-bench cw-stage-edits", "aria-label": "Edit the program" });
    this.root.hidden = true;
    // Keys are the editor's here, and not the stage's.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    const sheets = ["../try/try.css", "./edit.css"].map((name) => element("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href }));
    const styled = sheets.map((sheet) => new Promise((done) => (sheet.onload = sheet.onerror = done)));
    this.root.append(...sheets, bar, this.state.root, this.field, this.result, this.request.root);
    stage.querySelector(".cw-stage-panes")?.append(this.root);
    this.ready = Promise.all([this.make(), ...styled]);
    const signal = stage.ending.signal;
    signal.addEventListener("abort", () => this.end());
    addEventListener("pagehide", () => this.draft.now(), { signal });
    stage.parts.tabs.addEventListener("click", () => this.close(false), { signal });
  }

  async make() {
    const options = { parent: this.field, text: this.program.source, label: "The program, to edit" };
    this.editor = await editor({ ...options, onRun: () => this.run(), onChange: () => this.draft.later(() => this.editor?.text ?? "") });
    const draft = this.draft.text;
    if (draft !== undefined && !unfit(draft)) this.editor.text = draft;
    this.state.say(`${draft === undefined ? "" : "This is the program as you left it. Reset brings back the recorded one. "}${await weight()}`);
  }

  async open() {
    await this.ready;
    this.root.hidden = false;
    this.stage.dataset.edits = "";
    this.editor?.goTo(this.base.steps.find(({ lines }) => lines.length)?.lines[0] ?? 1);
  }

  /** @param {boolean} [back] Whether the reader goes back to the program that it was opened from. */
  close(back = true) {
    if (this.root.hidden) return;
    this.draft.now();
    this.root.hidden = true;
    delete this.stage.dataset.edits;
    if (back) this.stage.parts.edit.focus();
  }

  async run() {
    const why = unfit(this.editor?.text ?? "");
    if (why) return this.state.say(why);
    await this.running?.leave();
    const source = this.editor?.text ?? "";
    this.editor?.mark({});
    this.result.replaceChildren();
    const run = (this.running = new Once({ ...this.program, checks: [] }, this.state, this.result));
    run.beside = this.program.source;
    run.shown = async (answer) => {
      const own = { ...run.own, title: "your run" };
      const made = answer.stage && (await yours(answer.stage, source, this.base, own));
      if (run.stopped) return "";
      this.result.replaceChildren(...told(answer, own));
      const wrong = [answer.error, ...answer.raised].flatMap((one) => (one?.line ? [{ line: one.line, says: one.what }] : []));
      this.editor?.mark({ wrong });
      if (made) this.put(made);
      const says = sentence(answer, made?.steps.length ?? 0);
      if (made && !answer.error) this.done(says, made.other.length);
      return says;
    };
    await run.begin(source, this.request, () => {});
  }

  /** Put a run on the stage, in the place of the one before. @param {Shown} run */
  put(run) {
    const { stage } = this;
    const before = stage.runs.findIndex(({ variant }) => variant === YOURS);
    const place = before < 0 ? stage.runs.length : before;
    stage.runs.splice(place, 1, run);
    if (before < 0) this.tab(place);
    stage.act({ type: "run", to: place, traced: stage.traced(place) }, true, () => stage.open());
  }

  /** @param {number} place */
  tab(place) {
    const { stage } = this;
    const { tabs } = stage.parts;
    if (!tabs.isConnected) {
      let row = stage.querySelector(".cw-stage-tabs");
      if (!row) stage.prepend((row = element("div", { class: "cw-stage-tabs" })));
      row.prepend(tabs);
      tabs.firstElementChild?.replaceChildren("The recording");
    }
    tabs.append(element("button", { type: "button", "data-run": `${place}`, "aria-pressed": "true" }, "Your run"));
  }

  /** The stage shows the run now, and its reader steps through it. @param {string} says @param {number} others */
  done(says, others) {
    this.close(false);
    this.stage.parts.next.focus();
    const differs = others ? `${others} of them ${others === 1 ? "differs" : "differ"} from the recording.` : "They are the same as in the recording.";
    this.stage.parts.says.prepend(`${says} ${differs} `);
  }

  async stop() {
    await this.running?.leave();
    this.state.say("Stopped.");
  }

  reset() {
    this.editor?.reset();
    this.draft.forget();
    this.request.reset();
    this.state.say("The program and the request are reset.");
  }

  end() {
    this.draft.now();
    this.running?.stop(false);
    this.editor?.destroy();
    this.root.remove();
    this.stage.editing = undefined;
    delete this.stage.dataset.edits;
  }
}

/** What the first run will load, as the build says; nothing where that cannot be known. */
async function weight() {
  try {
    const { files } = await (await fetch(new URL("manifest.json", RUNTIME))).json();
    const bytes = Object.entries(files).reduce((sum, [name, { gzip }]) => sum + (name === "full-library" ? 0 : gzip), 0);
    return `The first run loads Python, about ${Math.round(bytes / 1e6)} MB, once.`;
  } catch {
    return "";
  }
}
