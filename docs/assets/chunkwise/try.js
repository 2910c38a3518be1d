// The button under a program that opens it in an editor. What lies behind the button is loaded when it is pressed.
import { made } from "./made.js";

/** @typedef {{ example: string, variant: string, source: string, scenario: Record<string, any>,
 *   checks?: { expect: string, says: string }[] }} Program */

class Try extends HTMLElement {
  /** @type {ChildNode[] | undefined} What the page says where there is no script. */
  said;
  /** @type {import("./try-panel.js").Panel | undefined} */
  panel;

  connectedCallback() {
    this.ending = new AbortController();
    this.program = /** @type {Program} */ (JSON.parse(this.dataset.program ?? "{}"));
    this.said ??= [...this.childNodes];
    this.button = made("button", { type: "button", class: "md-button cw-open" }, "Try it");
    this.button.setAttribute("aria-label", `Try it: edit and run ${this.program.example}`);
    this.button.addEventListener("click", () => this.open());
    this.replaceChildren(this.button);
    window.addEventListener("hashchange", () => this.follow(), { signal: this.ending.signal });
    this.follow();
  }

  disconnectedCallback() {
    this.ending?.abort();
    this.close();
    this.replaceChildren(...(this.said ?? []));
  }

  /** Open what the address carries. Of two buttons for the same program, the first one does. */
  follow() {
    const { example, variant } = this.program ?? {};
    const mark = `#try=${example}=${variant}=`;
    if (!location.hash.startsWith(mark)) return;
    const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("cw-try"));
    if ([...all].find((one) => one.dataset.program === this.dataset.program) !== this) return;
    this.open(location.hash.slice(mark.length));
  }

  /** @param {string} [link] What a link carries, in place of the program as it is on the page. */
  async open(link) {
    const { button, program } = this;
    if (!button || !program) return;
    button.setAttribute("aria-busy", "true");
    try {
      const { Panel } = await import("./try-panel.js");
      if (!this.isConnected) return;
      this.panel ??= new Panel(this, program, () => this.close());
      await this.panel.ready;
      if (link === undefined) this.panel.focus();
      else await this.panel.take(link);
    } catch {
      this.close();
      button.textContent = "The editor could not be loaded. Try again";
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  close() {
    const had = this.panel?.root.contains(document.activeElement);
    this.panel?.remove();
    this.panel = undefined;
    if (had) this.button?.focus();
  }
}

customElements.define("cw-try", Try);
