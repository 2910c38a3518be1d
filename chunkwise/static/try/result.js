// What came of a run: what went wrong, what was printed, and the tables with their step player, as on every page.
import { element } from "../base/element.js";
import { begin, breath, safe } from "./safe.js";

/** @typedef {import("./safe.js").Own} Own */
/** @typedef {import("./message.js").Told} Told */

const MANY = 500; // events from which on the page has a frame after each part

/**
 * @param {import("./message.js").Answer} answer What `chunkwise.browser.entry.run` returns.
 * @param {Own} own
 * @returns {Promise<{ parts: HTMLElement[], place: HTMLElement | undefined }>} what to show, and where the live view
 *   belongs, if there is something to watch
 */
export async function drawn(answer, own) {
  const { html } = answer;
  begin();
  /** @type {HTMLElement[]} */
  const parts = told(answer, own);
  const { steps, variables = "", lanes = "", player = "", exchanges = [], outputs = [] } = html;
  if (!steps) return { parts, place: undefined };
  const place = element("div", { class: "cw-watch" });
  const got = element("div", {});
  got.append(...(await safe(outputs.join(""), own, ["figure.cw-output"])));
  const pair = element("div", { class: "cw-pair" });
  pair.append(got, place);
  parts.push(pair, ...(await safe(steps, own, ["figure.cw-steps"])), ...(await safe(variables, own, ["figure.cw-variables"])));
  parts.push(folded("What moves in each lane", await safe(lanes, own, ["figure.cw-lanes"])));
  parts.push(folded("The bytes", await safe(exchanges.join(""), own, ["figure.cw-exchange"])));
  parts.push(...(await safe(player, own, ["cw-player", "details.cw-trace"])));
  return { parts, place };
}

/**
 * Return what went wrong, and what was printed.
 * @param {import("./message.js").Answer} answer @param {Own} own @returns {HTMLElement[]}
 */
export function told(answer, own) {
  const parts = [...(answer.error ? [answer.error] : []), ...answer.raised].map((one, index) => trouble(one, `Traceback${index ? ` ${index + 1}` : ""} of ${own.title}`));
  return answer.printed ? [...parts, printed(answer.printed, own)] : parts;
}

/** @param {HTMLElement} into @param {HTMLElement[]} parts @param {number} events How many they were drawn from. */
export async function show(into, parts, events) {
  if (events < MANY) return into.replaceChildren(...parts);
  into.replaceChildren();
  for (const part of parts) {
    into.append(part);
    await breath();
  }
}

/** @param {string} name @param {HTMLElement[]} content */
export function folded(name, content) {
  const details = element("details", { class: "cw-fold" });
  details.append(element("summary", {}, name), ...content);
  return details;
}

/** @param {Told} told @param {string} name */
function trouble({ what, line, hint, traceback }, name) {
  const box = element("div", { class: "cw-went-wrong" });
  const said = element("p", {});
  if (line) said.append(element("button", { type: "button", "data-goto": `${line}` }, `Line ${line}`), ": ");
  said.append(`${what}${hint ? `. ${hint}` : ""}`);
  box.append(said);
  if (traceback) box.append(scrolled(element("pre", { class: "cw-printed" }, traceback), name));
  return box;
}

/** @param {string} text @param {Own} own */
function printed(text, { title }) {
  const figure = element("figure", { class: "cw-output" });
  const caption = element("figcaption", {}, "What your program printed");
  figure.append(caption, scrolled(element("pre", { class: "cw-printed" }, text), `What your program printed, of ${title}`));
  return figure;
}

/** @param {HTMLElement} content @param {string} name */
function scrolled(content, name) {
  const box = element("div", { class: "cw-scroll", role: "region", "aria-label": name, tabindex: "0" });
  box.append(content);
  return box;
}
