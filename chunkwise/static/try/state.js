// What a run is doing: a sentence that is also heard, a bar while bytes come, and a button where trying again may help.
import { element } from "../base/element.js";

const MB = 1e6;

export class State {
  /** @param {() => void} again */
  constructor(again) {
    this.text = element("p", { role: "status", class: "cw-state" });
    this.bytes = element("p", { class: "cw-bytes", hidden: "" });
    this.bar = element("progress", { "aria-label": "Python, loaded so far" });
    this.count = element("span", {});
    this.bytes.append(this.bar, this.count);
    this.again = element("button", { type: "button", class: "cw-retry", hidden: "" }, "Retry");
    this.again.addEventListener("click", again);
    this.link = element("input", { readonly: "", "aria-label": "Link with the program", class: "cw-link", hidden: "" });
    this.root = element("div", {});
    this.root.append(this.text, this.bytes, this.again, this.link);
  }

  /** @param {string} text @param {boolean} [retry] */
  say(text, retry = false) {
    this.text.textContent = text;
    this.again.hidden = !retry;
    this.bytes.hidden = true;
    this.link.hidden = true;
  }

  /** @param {number} loaded @param {number} total both in bytes */
  progress(loaded, total) {
    this.bytes.hidden = false;
    this.bar.max = total;
    this.bar.value = loaded;
    this.count.textContent = `${(loaded / MB).toFixed(1)} of ${(total / MB).toFixed(1)} MB`;
  }

  /** @param {string} text @param {string} link */
  offer(text, link) {
    this.say(text);
    this.link.hidden = false;
    this.link.value = link;
    this.link.select();
  }
}
