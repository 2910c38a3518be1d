// What a run came to on other servers, loops, proxies and versions: a choice beside the runs, and a sentence below them.
import { element } from "../base/element.js";

/** @typedef {import("./runs.js").Run} Run */

export class Places {
  /** @param {HTMLElement} row  Where the choice stands. */
  constructor(row) {
    this.choice = element("select", { "aria-label": "Run on" });
    this.says = element("p", { class: "cw-stage-place", "aria-live": "polite", hidden: "" });
    this.label = element("label", { class: "cw-stage-places" }, "Run on ");
    this.label.append(this.choice);
    this.choice.addEventListener("change", () => this.tell());
    row.append(this.label);
    row.after(this.says);
  }

  /** @type {Run["places"]} */
  places = [];

  /** Offer the places of a run; the one that was chosen stays, where the run was there too. @param {Run} run */
  open(run) {
    const before = this.places[this.choice.selectedIndex]?.[0];
    this.places = run.places;
    this.label.hidden = this.places.length < 2;
    this.choice.replaceChildren(
      ...this.places.map(([label, , same], place) => element("option", { value: `${place}` }, `${label}${same ? "" : " (differs)"}`)),
    );
    this.choice.selectedIndex = Math.max(this.places.findIndex(([label]) => label === before), 0);
    this.tell();
  }

  tell() {
    const at = this.choice.selectedIndex;
    const [label, text, same] = this.places[at] ?? ["", "", true];
    this.says.hidden = at < 1;
    this.says.classList.toggle("cw-differs", !same);
    this.says.textContent = at < 1 ? "" : `${label}: ${same ? "the same" : "different"}. ${text}`;
  }

  end() {
    this.label.remove();
    this.says.remove();
  }
}
