// What came of a run: what went wrong, what was printed, and the tables with their step player, as on every page.
import { made } from "./made.js";
import { safe } from "./try-safe.js";

/** @typedef {import("./try-safe.js").Own} Own */
/** @typedef {{ what: string, line: number | null, mend: string, traceback: string }} Told */

/**
 * @param {HTMLElement} into @param {any} answer What `chunkwise.inpage.entry.run` returns.
 * @param {string} source The program that ran.
 * @param {Own} own
 * @returns {HTMLElement | undefined} where the live view belongs, if there is something to watch
 */
export function draw(into, answer, source, own) {
  const { html } = answer;
  /** @type {HTMLElement[]} */
  const parts = [answer.error, ...answer.raised].filter(Boolean).map((one, index) => trouble(one, `Traceback${index ? ` ${index + 1}` : ""}`));
  if (answer.printed) parts.push(printed(answer.printed));
  const place = html.steps ? made("div", { class: "cw-watch" }) : undefined;
  if (place) {
    const got = made("div", {});
    got.append(...html.outputs.map((/** @type {string} */ one) => of(one, own)));
    const pair = made("div", { class: "cw-pair" });
    pair.append(got, place);
    const lanes = folded("What moves in each lane", of(html.lanes, own));
    const bytes = folded("The bytes", ...html.exchanges.map((/** @type {string} */ one) => of(one, own)));
    parts.push(pair, of(html.steps, own), of(html.variables, own), program(source, own), lanes, bytes, ...children(html.player, own));
  }
  into.replaceChildren(...parts);
  return place;
}

/** @param {string} html @param {Own} own @returns {HTMLElement[]} */
const children = (html, own) => /** @type {HTMLElement[]} */ ([...safe(html, own).children]);

/** @param {string} html @param {Own} own */
const of = (html, own) => children(html, own)[0];

/** @param {string} name @param {HTMLElement[]} content */
function folded(name, ...content) {
  const details = made("details", { class: "cw-fold" });
  details.append(made("summary", {}, name), ...content);
  return details;
}

/** @param {Told} told @param {string} name */
function trouble({ what, line, mend, traceback }, name) {
  const box = made("div", { class: "cw-went-wrong" });
  const said = made("p", {});
  if (line) said.append(made("button", { type: "button", "data-goto": `${line}` }, `Line ${line}`), ": ");
  said.append(`${what}${mend ? `. ${mend}` : ""}`);
  box.append(said);
  if (traceback) box.append(scrolled(made("pre", { class: "cw-printed" }, traceback), name));
  return box;
}

/** @param {string} text */
function printed(text) {
  const figure = made("figure", { class: "cw-output" });
  const caption = made("figcaption", {}, "What your program printed");
  figure.append(caption, scrolled(made("pre", { class: "cw-printed" }, text), "What your program printed"));
  return figure;
}

/** @param {HTMLElement} content @param {string} name */
function scrolled(content, name) {
  const box = made("div", { class: "cw-scroll", role: "region", "aria-label": name, tabindex: "0" });
  box.append(content);
  return box;
}

/** The program as it ran, for the step player to mark its lines. @param {string} source @param {Own} own */
function program(source, { recording, variant }) {
  const box = made("div", { class: "cw-example highlight", "data-recording": recording, "data-variant": variant });
  box.append(made("span", { class: "filename" }, "The program of this run"));
  const code = made("code", { tabindex: "0" });
  source.split("\n").forEach((text, index) => code.append(made("span", { "data-line": `${index + 1}` }, `${text}\n`)));
  const pre = made("pre", {});
  pre.append(code);
  box.append(pre);
  return box;
}
