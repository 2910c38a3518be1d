// A dot before each lesson in the sidebar: finished, begun, or not. Which pages a lesson has, the site's own map for search
// engines says, which Material loads as well.
import { element } from "../base/element.js";
import { modeOf } from "./storage.js";

const PAGE = /\/lessons\/([^/]+)\/([^/]+)\/(?:index\.html)?$/;

/** @type {Promise<Map<string, string[]>> | undefined} */
let listed;

/** Return the names of each lesson's pages. */
async function pages() {
  const answer = await fetch(new URL("../../../sitemap.xml", import.meta.url));
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [, address] of (await answer.text()).matchAll(/<loc>\s*([^<]*?)\s*<\/loc>/g)) {
    const [, lesson, mode] = PAGE.exec(address) ?? [];
    if (lesson) found.set(lesson, [...(found.get(lesson) ?? []), `${lesson}/${mode}`]);
  }
  return found;
}

/**
 * Say how far a lesson is.
 * @param {import("./storage.js").Progress} progress @param {string} lesson @param {string[]} names Of its pages.
 * @returns {"" | "begun" | "finished"}
 */
export function farness(progress, lesson, names) {
  if (names.length && names.every((name) => modeOf(progress, name).finished)) return "finished";
  const done = Object.entries(progress.modes).filter(([name]) => name.startsWith(`${lesson}/`));
  return done.some(([, { finished, quizzes }]) => finished || Object.values(quizzes).some(Boolean)) ? "begun" : "";
}

/** @param {import("./storage.js").Progress} progress */
export async function show(progress) {
  listed ??= pages().catch(() => new Map());
  const names = await listed;
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".md-nav--primary a.md-nav__link"));
  for (const link of links) {
    const [, lesson] = PAGE.exec(new URL(link.href).pathname) ?? [];
    if (!lesson) continue;
    link.querySelector(".cw-unseen")?.remove();
    const state = farness(progress, lesson, names.get(lesson) ?? []);
    link.dataset.cwDone = state;
    if (state) link.append(element("span", { class: "cw-unseen" }, ` (${state})`));
  }
}
