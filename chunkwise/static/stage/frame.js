// The parts of the stage that a script builds around the program: panes, and controls with the names a person would use.
import { element } from "../base/element.js";
import { SPEEDS } from "../player/state.js";
import { REAL, hasPauses } from "./state.js";

/** @typedef {import("./runs.js").Run} Run */

const KEYS = [
  ["← →", "step back, step on"],
  ["↑ ↓", "line by line"],
  ["Space", "play or pause"],
  ["Home End", "first step, last step"],
  ["?", "this list"],
];

/** @param {string} name @param {Record<string, string>} attributes */
const button = (name, attributes) => element("button", { type: "button", ...attributes }, name);

/** @param {string} name @param {string} kind @param {[key: string, name: string][]} choices */
function choice(name, kind, choices) {
  const group = element("div", { class: `cw-stage-${kind}`, role: "group", "aria-label": name });
  for (const [key, label] of choices) group.append(button(label, { [`data-${kind}`]: key, "aria-pressed": "false" }));
  return group;
}

/**
 * Build the parts into a stage, and return those that show something.
 * @param {HTMLElement} stage @param {Run[]} runs
 */
export function build(stage, runs) {
  const panes = /** @type {HTMLElement} */ (stage.querySelector(".cw-stage-panes"));
  const code = /** @type {HTMLElement} */ (stage.querySelector(".cw-stage-code"));
  for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "The program"]])
    code.setAttribute(name, value);
  const tabs = choice("Runs", "run", runs.map(({ label }, index) => [`${index}`, label]));
  const narrow = choice("Shown below the program", "tab", [["lanes", "Lanes"], ["state", "State and client"]]);
  const state = element("div", { class: "cw-stage-state", tabindex: "0", role: "region", "aria-label": "State and client" });
  const lanes = element("div", { class: "cw-stage-lanes", tabindex: "0", role: "region", "aria-label": "Lanes of this step" });
  const figure = element("div", { class: "cw-lanes" });
  const list = element("ol", { role: "list" });
  figure.append(runs[0].heads, list);
  lanes.append(figure);
  const foot = element("div", { class: "cw-stage-foot" });
  const says = element("p", { class: "cw-stage-says", role: "status" });
  const strip = element("div", { class: "cw-stage-strip", role: "slider", tabindex: "0", "aria-label": "The whole run" });
  strip.setAttribute("aria-valuemin", "1");
  const play = button("Play", { "data-do": "play" });
  const speed = element("select", { "aria-label": "Pace" });
  for (const factor of SPEEDS) speed.append(element("option", { value: `${factor}` }, `${factor}×`));
  if (runs.some(hasPauses)) speed.append(element("option", { value: `${REAL}` }, "Real time"));
  speed.value = "1";
  const copy = button("", { class: "cw-stage-copy", "aria-label": "Copy link to this step" });
  copy.append(element("span", {}, "Copy "), "link");
  const keys = element("dialog", { class: "cw-stage-keys", "aria-label": "Keys" });
  const named = element("dl", {});
  for (const [key, does] of KEYS) named.append(element("dt", {}, key), element("dd", {}, does));
  const shut = element("form", { method: "dialog" });
  shut.append(element("button", {}, "Close"));
  keys.append(named, shut);
  const help = button("?", { "data-do": "keys", "aria-label": "Keys" });
  const edit = button("Edit", { "data-do": "edit", class: "cw-stage-edit", "aria-label": "Edit and run the program" });
  const back = button("Back", { "data-do": "previous" });
  const next = button("Next", { "data-do": "next", class: "cw-primary" });
  const asks = element("div", { class: "cw-stage-asks", role: "group", "aria-label": "What comes next?", "aria-live": "polite" });
  const words = element("div", { class: "cw-stage-words" });
  words.append(says);
  foot.append(asks, words, back, next, play, strip, speed, copy, help, keys);
  if (runs.length > 1) stage.querySelector(".cw-stage-tabs")?.append(tabs);
  panes.append(narrow, state, lanes);
  stage.append(foot);
  return { asks, code, edit, tabs, narrow, state, lanes, list, says, strip, play, speed, copy, back, next, keys };
}

/** @param {HTMLElement} group @param {string} kind @param {string} key */
export function press(group, kind, key) {
  for (const one of group.querySelectorAll("button")) one.setAttribute("aria-pressed", `${one.dataset[kind] === key}`);
}
