// What the stage shows of a moment: marks in the program, the generator's track, what each client has, the lanes.
import { element } from "../base/element.js";
import { renew } from "./renew.js";
import { around } from "./state.js";

/** @typedef {import("./runs.js").Run} Run */
/** @typedef {import("./runs.js").Marks} Marks */

const STATES = 9;
const PIECES = 14;
const CELLS = 64;
const NEAR = 2; // lines around those that ran, where there is room for few

/**
 * Return what marks the program: called with the lines that ran, what stands in them, and what stood there before. It
 * touches only what changes.
 * @returns {(run: Run, ran: number[], marks: Marks, before: Marks) => void}
 */
export function marker() {
  /** @type {HTMLElement[]} */
  let marked = [];
  /** @type {HTMLElement[]} */
  let pills = [];
  /** @type {Run | undefined} */
  let shown;
  return (run, ran, [values, suspended], [old]) => {
    for (const pill of pills) pill.remove();
    const held = suspended.map(([line]) => line);
    const at = ran.at(-1);
    // Before anything has run, where it will begin.
    const begins = run.steps.find((step) => step.lines.length)?.lines.slice(0, 1) ?? [];
    const here = ran.length || held.length || shown === run ? [...ran, ...held] : begins;
    const near = new Set(here.flatMap((line) => [...Array(2 * NEAR + 1).keys()].map((n) => line - NEAR + n)));
    const kept = near.size || shown !== run ? near : new Set(marked.map((line) => Number(line.dataset.line)));
    const marks = [...kept].flatMap((number) => run.lines.get(number) ?? []);
    for (const line of marked) if (!marks.includes(line)) delete line.dataset.lit;
    marked = marks;
    // No class: where one changes, Material's styles have everything within the line styled again.
    for (const line of marked) {
      const number = Number(line.dataset.line);
      const lit = `near${ran.includes(number) ? " ran" : ""}${number === at ? " at" : ""}`;
      if (line.dataset.lit !== lit) line.dataset.lit = lit;
    }
    pills = [];
    for (const [line, text] of values) {
      const fresh = !old.some(([place, value]) => place === line && value === text);
      put(run, line, element("span", { class: `cw-value${fresh ? " cw-fresh" : ""}` }, text));
    }
    for (const [line, who] of suspended)
      put(run, line, element("span", { class: "cw-waits" }, `suspended here${who && ` (${who})`}`));
    shown = run;
  };

  /** @param {Run} run @param {number} number @param {HTMLElement} pill */
  function put(run, number, pill) {
    run.lines.get(number)?.append(pill);
    pills.push(pill);
  }
}

/**
 * Draw how far each generator is, and what each client has. `over` says that the present step is, or else a line of it
 * is looked at.
 * @param {HTMLElement} pane @param {Run} run @param {number} at @param {boolean} over
 */
export function drawState(pane, run, at, over) {
  /** @param {string} text */
  const head = (text) => element("p", { class: "cw-stage-head" }, text);
  /** @type {HTMLElement[]} */
  const parts = [];
  for (const [name, states, places] of run.tracks) {
    const here = over ? places[at - 1] : at > 1 ? places[at - 2] : 0;
    const track = element("p", { class: "cw-track" });
    for (const place of around(states.length, here, STATES)) track.append(state(states[place], place - here));
    parts.push(head(name), track);
  }
  const number = run.steps[at - 1].number;
  const clients = [...new Set(run.pieces.map(([client]) => client))];
  for (const client of clients) {
    const of = clients.length > 1 ? `What ${client} has so far` : "What the client has so far";
    parts.push(head(of), has(run, client, number, over));
  }
  if (!clients.length) parts.push(head("The client receives no piece in this run"));
  renew(pane, parts);
}

/** @param {string | undefined} name @param {number} distance */
function state(name, distance) {
  if (!name) return element("span", { class: "cw-gap" }, "…");
  if (!distance) return element("strong", {}, name);
  return element("span", { class: distance < 0 ? "cw-was" : "cw-will" }, name);
}

/** @param {Run} run @param {string} client @param {number} number @param {boolean} over */
function has(run, client, number, over) {
  const pieces = run.pieces.filter(([one]) => one === client);
  const had = pieces.filter(([, step]) => step < number || (over && step === number)).length;
  const list = element("ol", { class: "cw-pieces", role: "list" });
  for (const place of around(pieces.length, Math.max(had - 1, 0), PIECES)) {
    const [, step, made, text] = pieces[place] ?? ["", 0, 0, "…"];
    const waits = made && (made < number || (over && made === number)) ? "made, not received yet" : "not made yet";
    if (place < 0) list.append(element("li", { class: "cw-gap" }, text));
    else if (place >= had) list.append(element("li", { class: "cw-not" }, made ? waits : "not received yet"));
    else list.append(element("li", { class: step === number ? "cw-fresh" : "" }, text));
  }
  return list;
}

/**
 * Build the run at a glance, a cell for each step, with a mark for each lane that moved in it; of a long run the ends
 * and those around the present step.
 * @param {HTMLElement} strip @param {Run} run @param {number} at  The present step, counted from 1.
 */
export function drawStrip(strip, run, at) {
  const few = run.steps.length <= 12;
  strip.classList.toggle("cw-few", few);
  const cells = around(run.steps.length, at - 1, CELLS).map((place) => {
    if (place < 0) return element("i", { class: "cw-gap" }, "…");
    const { number, name, lanes } = run.steps[place];
    const marks = [...lanes].map((lane) => `cw-l${lane}`).join(" ");
    const differs = run.other.includes(number) ? " cw-changed" : "";
    const title = `Step ${number}: ${name}`;
    const cell = element("i", { class: `${marks}${differs}`, title, "data-place": `${place + 1}` }, `${number}`);
    if (few) cell.append(element("span", {}, ` ${name}`));
    return cell;
  });
  strip.replaceChildren(...cells);
  strip.setAttribute("aria-valuemax", `${run.steps.length}`);
}
