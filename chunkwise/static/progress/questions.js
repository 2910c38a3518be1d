// A page's questions and nothing else of it, for who comes back to be asked.
import { element } from "../base/element.js";

const ONLY = "cw-questions-only";

class Questions extends HTMLElement {
  connectedCallback() {
    const article = this.closest("article");
    const button = element("button", { type: "button", "aria-pressed": "false" }, "Questions only");
    button.addEventListener("click", () => {
      const only = article?.classList.toggle(ONLY) ?? false;
      button.setAttribute("aria-pressed", `${only}`);
      button.textContent = only ? "Show the whole page" : "Questions only";
    });
    this.replaceChildren(button);
  }

  disconnectedCallback() {
    this.closest("article")?.classList.remove(ONLY);
    this.replaceChildren();
  }
}

customElements.define("cw-only", Questions);
