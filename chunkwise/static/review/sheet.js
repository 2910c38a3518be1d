// The button that prints the sheet and nothing else of its page.
import { made } from "../base/made.js";

const ALONE = "cw-sheet-alone";

customElements.define("cw-print", class extends HTMLElement {
  connectedCallback() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    const button = made("button", { type: "button" }, "Print the sheet");
    button.addEventListener("click", () => {
      document.documentElement.classList.add(ALONE);
      window.print();
    }, { signal });
    // Some browsers go on while the reader still looks at the preview, so the sheet is alone until that is over.
    window.addEventListener("afterprint", () => document.documentElement.classList.remove(ALONE), { signal });
    this.replaceChildren(button);
  }

  disconnectedCallback() {
    this.ending?.abort();
    document.documentElement.classList.remove(ALONE);
    this.replaceChildren();
  }
});
