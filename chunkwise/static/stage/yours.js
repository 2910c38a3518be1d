// A reader's own run as a run of the stage. The program that ran could change everything in its Python, so what comes from
// there is held to what the stage's own data looks like, and its HTML is built anew.
import { element } from "../base/element.js";
import { begin, safe } from "../try/safe.js";
import { run } from "./runs.js";

/** @typedef {import("./runs.js").Run} Run */
/** @typedef {(value: any) => boolean} Shape */

export const YOURS = "yours";

/** @type {Shape} */
const count = (value) => Number.isSafeInteger(value) && value >= 0;
/** @type {Shape} */
const text = (value) => typeof value === "string";
/** @type {Shape} */
const time = (value) => Number.isFinite(value) && value >= 0;
/** @type {(each: Shape) => Shape} */
const list = (each) => (value) => Array.isArray(value) && value.every(each);
/** @type {(...parts: Shape[]) => Shape} */
const tuple = (...parts) => (value) => Array.isArray(value) && value.length === parts.length && parts.every((part, at) => part(value[at]));

const STEP = Object.entries({ number: count, name: text, lanes: /** @type {Shape} */ ((value) => /^[0-3]*$/.test(value)),
  lines: list(count), marks: count, at: time, traced: list(tuple(count, text, count)) });
const MARKS = tuple(list(tuple(count, text)), list(tuple(count, text)));
const TRACK = tuple(text, list(text), list(count));
const PIECE = tuple(text, count, count, text);

/**
 * Return what the stage reckons with, and nothing else of what there is; or nothing, where it is not of that form.
 * @param {any} found
 */
export function checked(found) {
  const { steps, marks, tracks, pieces, changed } = found ?? {};
  const whole = list((step) => step && STEP.every(([name, is]) => is(step[name])))(steps) && list(MARKS)(marks)
    && list(TRACK)(tracks) && list(PIECE)(pieces) && list(count)(changed) && steps.length > 0;
  if (!whole) return undefined;
  /** @param {number} place */
  const known = (place) => place < marks.length;
  const fits = steps.every((/** @type {any} */ step) => known(step.marks) && step.traced.every((/** @type {any} */ line) => known(line[2])))
    && tracks.every((/** @type {any} */ [, states, at]) => at.length === steps.length && at.every((/** @type {number} */ one) => one < states.length));
  return fits ? { steps: steps.map((/** @type {any} */ step) => ({ ...step, id: "" })), marks, tracks, pieces, changed, other: /** @type {number[]} */ ([]), places: [] } : undefined;
}

/**
 * Return a template as the server writes them, or nothing where the answer holds none.
 * @param {any} found What Python says of the run.
 * @param {string} source The program that ran. @param {Iterable<HTMLElement>} known Lines that have colours.
 * @param {import("../try/safe.js").Own} own @param {string} variant
 * @param {(steps: { number: number, name: string }[], items: Element[]) => number[]} [differing]
 */
async function template(found, source, known, own, variant, differing = () => []) {
  const data = checked(found?.data);
  if (!data || !list(text)(found.scenes) || !text(found.heads)) return undefined;
  begin();
  const [heads, scenes] = await safe(`${found.heads}<ol>${found.scenes.join("")}</ol>`, own, [".cw-heads", "ol"]);
  const items = [...(scenes?.children ?? [])];
  if (items.length !== data.steps.length || items.some(({ children }) => children.length !== 2)) return undefined;
  data.other = differing(data.steps, items);
  const made = element("template", {});
  made.content.append(coded(source, known), heads, scenes);
  Object.assign(made.dataset, { variant, label: "Your run", title: "Your run", run: JSON.stringify(data) });
  return made;
}

/**
 * Return a run for a stage that shows a recording, or nothing where the answer holds none.
 * @param {any} found @param {string} source @param {Run} base The recording that it is beside.
 * @param {import("../try/safe.js").Own} own
 * @returns {Promise<Run | undefined>}
 */
export async function yours(found, source, base, own) {
  const made = await template(found, source, base.lines.values(), own, YOURS, (steps, items) => differing(steps, items, base));
  return made && { ...run(made, base.code), program: base.program };
}

/**
 * Return a stage for a run alone, or nothing where the answer holds none.
 * @param {any} found @param {string} source @param {Iterable<HTMLElement>} known
 * @param {import("../try/safe.js").Own} own Whose tables it goes with.
 */
export async function stageOf(found, source, known, own) {
  const made = await template(found, source, known, own, own.variant);
  if (!made) return undefined;
  const frame = element("div", { class: "cw-stage-frame" });
  const stage = document.createElement("cw-stage");
  stage.className = "cw-stage";
  Object.assign(stage.dataset, { recording: own.recording, variant: own.variant });
  const panes = element("div", { class: "cw-stage-panes" });
  const code = element("div", { class: "cw-stage-code" });
  code.append(coded(source, known));
  panes.append(code);
  stage.append(panes, made);
  frame.append(element("link", { rel: "stylesheet", href: new URL("./stage.css", import.meta.url).href }), stage);
  return frame;
}

/**
 * The steps that tell another thing than the recording does there.
 * @param {{ number: number, name: string }[]} steps @param {Element[]} items @param {Run} base
 */
function differing(steps, items, base) {
  const same = (/** @type {{ name: string }} */ { name }, /** @type {number} */ at) => {
    if (base.steps[at]?.name !== name) return false;
    const { said, events } = base.scene(at);
    return [said, events].every(({ textContent }, place) => textContent === items[at].children[place].textContent);
  };
  return steps.filter((step, at) => !same(step, at)).map(({ number }) => number);
}

/**
 * The program in the stage's own lines. A line that the page has too keeps its colours.
 * @param {string} source @param {Iterable<HTMLElement>} lines
 */
function coded(source, lines) {
  const known = new Map([...lines].map(plain).map((line) => [line.textContent?.replace(/\n$/, ""), line]));
  const code = element("code", {});
  const texts = source.replace(/\n+$/, "").split("\n");
  texts.forEach((words, at) => {
    const line = /** @type {HTMLElement} */ (known.get(words)?.cloneNode(true) ?? element("span", {}, words));
    line.dataset.line = `${at + 1}`;
    const number = `${at + 1}`.padStart(`${texts.length}`.length);
    line.querySelector(".linenos")?.remove();
    line.prepend(element("span", { class: "linenos", "data-linenos": ` ${number} ` }));
    code.append(line);
  });
  const box = element("div", { class: "language-python highlight" });
  box.append(element("pre", {}));
  box.firstElementChild?.append(code);
  return box;
}

/** A line without what the stage has put into it. @param {HTMLElement} line */
function plain(line) {
  const bare = /** @type {HTMLElement} */ (line.cloneNode(true));
  bare.removeAttribute("class");
  bare.removeAttribute("id");
  delete bare.dataset.lit;
  for (const pill of bare.querySelectorAll(".cw-value, .cw-waits")) pill.remove();
  return bare;
}
