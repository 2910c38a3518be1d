// An editor in the place of a program, the request beside it, and the buttons that run what is there.
import { made } from "../base/made.js";
import { editor } from "./editor.js";
import { packed, unpacked } from "./link.js";
import { Request } from "./request.js";
import { Run } from "./run.js";
import { service } from "./service-link.js";
import { State } from "./state.js";

/** @typedef {{ example: string, variant: string, source: string, scenario: Record<string, any>,
 *   checks?: { expect: string, says: string }[] }} Program */
/** @typedef {HTMLElement & { program?: Program, panel?: Panel }} Host */

const KEYS = "Ctrl+Enter runs the program. Tab indents; Escape and then Tab leaves the editor.";

export class Panel {
  /** @param {Host} host */
  constructor(host) {
    const program = /** @type {Program} */ (host.program);
    this.program = program;
    const name = `${program.example.split("/").at(-1)}${program.variant === "main" ? "" : `, ${program.variant}`}`;
    this.root = made("section", { class: "cw-bench", tabindex: "-1", "aria-label": `Try it: ${name}` });
    this.bar = made("div", { class: "cw-bench-bar", role: "group", "aria-label": "Program" });
    this.runs = this.button("Run", () => this.run(), "cw-check");
    this.stops = this.button("Stop", () => this.stop());
    this.button("Reset", () => this.reset());
    this.button("Copy link", () => this.copy());
    this.button("Close", () => this.remove());
    this.request = new Request(program.scenario);
    this.field = made("div", { class: "cw-field" });
    this.state = new State(() => this.run());
    this.result = made("div", { class: "cw-result" });
    this.result.addEventListener("click", ({ target }) => {
      const line = target instanceof HTMLElement && target.dataset.goto;
      if (line) this.editor?.goTo(Number(line));
    });
    this.idle(true);
    const style = made("link", { rel: "stylesheet", href: new URL("./try.css", import.meta.url).href });
    this.root.append(style, this.bar, this.field, made("p", { class: "cw-keys" }, KEYS), this.request.root, this.state.root, this.result);
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
    this.editor = await editor({ ...options, onRun: () => this.run(), onChange: () => {} });
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
    const button = made("button", { type: "button", class: kind }, name);
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
    const before = this.running;
    const run = (this.running = new Run(this.program, this.state, this.result));
    this.idle(false);
    await before?.leave();
    if (this.running !== run) return;
    await run.begin(this.editor?.text ?? "", this.request);
    if (this.running === run) this.idle(true);
  }

  async stop() {
    const run = this.running;
    this.running = undefined;
    this.idle(true);
    await run?.leave();
    this.state.say("Stopped.");
  }

  reset() {
    this.editor?.reset();
    this.request.reset();
    this.state.say("The program and the request are as they were.");
  }

  async copy() {
    try {
      const request = this.request.changed ? this.request.values : null;
      const text = await packed({ source: this.editor?.text ?? "", request });
      const { example, variant } = this.program;
      const link = `${location.href.split("#")[0]}#try=${example}=${variant}=${text}`;
      await navigator.clipboard.writeText(link).then(
        () => this.state.say("The link is copied. It carries the program as it is now."),
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
      if (this.editor) this.editor.text = source;
      this.request.reset(request);
      this.state.say("This program came with the link. Read it before you run it.");
    } catch (error) {
      this.state.say(/** @type {Error} */ (error).message);
    }
  }

  remove() {
    const had = this.root.contains(document.activeElement);
    this.running?.stop(false);
    this.editor?.destroy();
    this.root.remove();
    this.host.hidden = false;
    this.host.panel = undefined;
    if (this.sample) this.sample.hidden = false;
    if (had) this.host.querySelector("button")?.focus();
  }
}
