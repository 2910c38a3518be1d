// The button under a program that opens it in an editor. What lies behind the button is loaded when it is pressed.
import { element } from "../base/element.js";

class Try extends HTMLElement {
  /** @type {import("./panel.js").Panel | undefined} */
  panel;

  connectedCallback() {
    /** @type {import("./panel.js").Program} */
    this.program = JSON.parse(this.dataset.program ?? "{}");
    const name = `Try it: edit and run ${this.program.example}`;
    this.button = element("button", { type: "button", class: "md-button", "aria-label": name }, "Try it");
    this.button.onclick = () => this.open();
    this.replaceChildren(this.button);
    window.addEventListener("hashchange", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    window.removeEventListener("hashchange", this);
    this.panel?.remove();
  }

  /** Open what the address carries. Of two buttons for the same program, the first one does. */
  handleEvent() {
    const mark = `#try=${this.program?.example}=${this.program?.variant}=`;
    if (!location.hash.startsWith(mark)) return;
    const same = document.querySelector(`cw-try[data-program="${CSS.escape(this.dataset.program ?? "")}"]`);
    if (same === this) this.open(location.hash.slice(mark.length));
  }

  /** @param {string} [link] What a link carries, in place of the program as it is on the page. */
  async open(link) {
    try {
      const { Panel } = await import("./panel.js");
      if (this.isConnected) await (this.panel ??= new Panel(this)).open(link);
    } catch {
      this.panel?.remove();
      if (this.button) this.button.textContent = "The editor could not be loaded. Try again";
    }
  }
}

customElements.define("cw-try", Try);
