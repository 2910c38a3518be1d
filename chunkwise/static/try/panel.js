// An editor in the place of a program, the request beside it, the buttons that run what is there, and the line that says
// what a run is doing.
import { element } from "../base/element.js";
import { State } from "./state.js";
import { Draft } from "./draft.js";
import { editor } from "./editor.js";
import { packed, unpacked } from "./link.js";
import { lit } from "./marks.js";
import { Request } from "./request.js";
import { Run } from "./run.js";
import { service } from "./service.js";
import { guard, unfit } from "./text.js";

/** @typedef {{ example: string, variant: string, source: string, scenario: Record<string, any>,
 *   checks?: { expect: string, says: string }[] }} Program */
/** @typedef {HTMLElement & { program?: Program, panel?: Panel }} Host */

const CAME = "This program came with the link. Read it before you run it: it can reach neither your data nor other sites, but what it "
  + "shows as its result may be made up.";
const KEYS = "Ctrl+Enter runs the program. Tab indents; Escape and then Tab leaves the editor.";

export class Panel {
  /** @param {Host} host */
  constructor(host) {
    const program = /** @type {Program} */ (host.program);
    this.program = program;
    const name = `${program.example.split("/").at(-1)}${program.variant === "main" ? "" : `, ${program.variant}`}`;
    this.root = element("section", { class: "cw-bench", tabindex: "-1", "aria-label": `Try it: ${name}` });
    this.bar = element("div", { class: "cw-bench-bar", role: "group", "aria-label": "Program" });
    this.runs = this.button("Run", () => this.run(), "cw-check");
    this.stops = this.button("Stop", () => this.stop());
    this.button("Reset", () => this.reset());
    this.button("Copy link", () => this.copy());
    this.button("Close", () => this.remove());
    this.draft = new Draft(program);
    /** Whether the program came with a link, and so may be a stranger's. */
    this.foreign = false;
    this.request = new Request(program.scenario);
    this.field = element("div", { class: "cw-field" });
    for (const type of ["paste", "drop"]) this.field.addEventListener(type, (event) => guard(event, (why) => this.state.say(why)), true);
    this.state = new State(() => this.run());
    this.result = element("div", { class: "cw-result" });
    this.result.addEventListener("click", ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      if (target.dataset.goto) this.editor?.goTo(Number(target.dataset.goto));
      if ("pause" in target.dataset) this.pause();
    });
    /** What ran, and what was wrong in it. @type {{ text?: string, wrong?: { line: number, says: string }[] }} */
    this.ran = {};
    const attributeFilter = ["aria-current"];
    new MutationObserver(() => this.mark()).observe(this.result, { subtree: true, childList: true, attributeFilter });
    this.idle(true);
    const style = element("link", { rel: "stylesheet", href: new URL("./try.css", import.meta.url).href });
    this.root.append(style, this.bar, this.field, element("p", { class: "cw-keys" }, KEYS), this.request.root, this.state.root, this.result);
    const sample = host.closest(".cw-example")?.querySelector("[data-line]")?.closest("div");
    /** The program as the page has it, which makes room. */
    this.sample = sample instanceof HTMLElement ? sample : undefined;
    this.host = host;
    this.ready = this.show(style, name);
    service();
  }

  /** @param {HTMLLinkElement} style @param {string} name */
  async show(style, name) {
    const styled = new Promise((done) => (style.onload = style.onerror = done));
    this.root.hidden = true;
    this.host.after(this.root);
    const options = { parent: this.field, text: this.program.source, label: `Program: ${name}` };
    this.editor = await editor({ ...options, onRun: () => this.run(), onChange: () => this.draft.later(() => this.editor?.text ?? "") });
    addEventListener("pagehide", this.leaving);
    const draft = this.draft.text;
    if (draft !== undefined && !unfit(draft)) {
      this.editor.text = draft;
      this.state.say("This is the program as you left it. Reset brings back the one of the page.");
    }
    await styled;
    this.root.hidden = false;
    this.host.hidden = true;
    if (this.sample) this.sample.hidden = true;
  }

  /** @param {string} [link] What a link carries, in place of the program as it is on the page. */
  async open(link) {
    await this.ready;
    this.root.focus();
    if (link !== undefined) await this.take(link);
  }

  /** @param {string} name @param {() => void} action @param {string} [kind] */
  button(name, action, kind = "") {
    const button = element("button", { type: "button", class: kind }, name);
    button.addEventListener("click", action);
    this.bar.append(button);
    return button;
  }

  /** @param {boolean} idle */
  idle(idle) {
    if (idle) this.running = undefined;
    this.stops.setAttribute("aria-disabled", `${idle}`);
    this.root.classList.toggle("cw-running", !idle);
  }

  async run() {
    const why = unfit(this.editor?.text ?? "");
    if (why) return this.state.say(why);
    const before = this.running;
    const run = (this.running = new Run(this.program, this.state, this.result));
    run.foreign = this.foreign;
    this.idle(false);
    await before?.leave();
    if (this.running !== run) return;
    const text = this.editor?.text ?? "";
    this.editor?.mark({});
    await run.begin(text, this.request, (wrong) => {
      this.ran = { text, wrong };
      this.mark();
    });
    if (this.running === run) this.idle(true);
  }

  /** Mark in the editor the step that the run is looked at, as long as its text is what ran. */
  mark() {
    if (this.ran.text !== undefined && this.ran.text === this.editor?.text) this.editor.mark({ ...lit(this.result), wrong: this.ran.wrong });
  }

  async stop() {
    const run = this.running;
    this.running = undefined;
    this.idle(true);
    await run?.leave();
    this.state.say("Stopped.");
  }

  leaving = () => this.draft.now();

  reset() {
    this.foreign = false;
    this.editor?.reset();
    this.draft.forget();
    this.request.reset();
    this.again();
    this.state.say("The program and the request are reset.");
  }

  /** Let a task be done again: without its verdict, its hints and its solution in sight. */
  again() {
    const task = this.host.closest(".cw-task");
    if (!task) return;
    this.result.replaceChildren();
    task.removeAttribute("data-result");
    for (const folded of task.querySelectorAll("details[open]")) folded.removeAttribute("open");
  }

  /** Put a pause before each yield, as a change that can be undone, and run that. */
  async pause() {
    const { paused } = await import("./pause.js");
    const text = paused(this.editor?.text ?? "");
    if (text === undefined) return this.state.say("This program has no yield in a line of its own. Write the pause yourself.");
    if (this.editor) this.editor.text = text;
    this.runs.focus();
    await this.run();
  }

  async copy() {
    try {
      const request = this.request.changed ? this.request.values : null;
      const text = await packed({ source: this.editor?.text ?? "", request });
      const { example, variant } = this.program;
      const link = `${location.href.split("#")[0]}#try=${example}=${variant}=${text}`;
      await navigator.clipboard.writeText(link).then(
        () => this.state.say("The link is copied. It contains the program as it is now."),
        () => this.state.offer("This browser lets no page copy. Here is the link:", link),
      );
    } catch (error) {
      this.state.say(/** @type {Error} */ (error).message);
    }
  }

  /** Take the program that a link carries. It waits for the reader to run it. @param {string} link */
  async take(link) {
    this.root.scrollIntoView({ block: "start" });
    try {
      const { source, request } = await unpacked(link);
      this.foreign = true;
      if (this.editor) this.editor.text = source;
      this.draft.leave();
      this.request.reset(request);
      this.state.say(CAME);
    } catch (error) {
      this.state.say(/** @type {Error} */ (error).message);
    }
  }

  remove() {
    const had = this.root.contains(document.activeElement);
    this.running?.stop(false);
    this.draft.now();
    removeEventListener("pagehide", this.leaving);
    this.editor?.destroy();
    this.root.remove();
    this.host.hidden = false;
    this.host.panel = undefined;
    if (this.sample) this.sample.hidden = false;
    if (had) this.host.querySelector("button")?.focus();
  }
}
