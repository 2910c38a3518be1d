// The stage in small, for a reader who follows a step's link far from it: it opens where the reader is, and stays there.
import { element } from "../base/element.js";

/** @param {string} name @param {string} does @param {string} [kind] */
const button = (name, does, kind = "") => element("button", { type: "button", "data-do": does, class: kind }, name);

export class Pin {
  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    this.says = element("p", {}); // the stage itself says it to a screen reader
    this.code = element("pre", {});
    const row = element("p", { class: "cw-stage-row" });
    row.append(button("Back", "previous"), button("Next", "next", "cw-primary"), button("Show the stage", "stage"), button("Close", "close"));
    this.root = element("aside", { class: "cw-stage-pin", "aria-label": "The stage in small", hidden: "" });
    this.root.append(this.says, this.code, row);
    (stage.closest("article") ?? stage).append(this.root); // above all that the page shows
  }

  /** @param {boolean} open */
  show(open) {
    this.root.toggleAttribute("hidden", !open);
    this.draw();
  }

  /** Show the stage's sentence and the lines that ran, if it is open. */
  draw() {
    if (this.root.hidden) return;
    const said = this.stage.querySelector(".cw-stage-says")?.cloneNode(true).childNodes ?? [];
    const lines = this.stage.querySelectorAll(".cw-stage-code :is([data-lit~=ran], [data-line]:has(> .cw-waits), :has([data-lit~=ran]) > .filename)");
    for (const does of ["previous", "next"]) {
      const [there, here] = [this.stage, this.root].map((one) => one.querySelector(`[data-do="${does}"]`));
      here?.setAttribute("aria-disabled", there?.getAttribute("aria-disabled") ?? "false");
    }
    this.says.replaceChildren(...said);
    this.code.replaceChildren(...[...lines].map((line) => line.cloneNode(true)));
  }
}
