// The runs that the server has written into the page, as values and as elements that are ready to be shown.

/**
 * @typedef {object} Step
 * @property {number} number  @property {string} name
 * @property {string} id  That of its row in a table of the page, or nothing.
 * @property {string} lanes  Which lanes moved, by their places.
 * @property {number[]} lines  Which lines of the program ran, by their places: of its first file the line's number.
 * @property {number} marks
 * @property {number} at  When it was over, in milliseconds of the run.
 * @property {[line: number, text: string, marks: number][]} traced
 */

/** @typedef {[values: [number, string][], suspended: [number, string][]]} Marks */

/**
 * @typedef {object} Data
 * @property {Step[]} steps  @property {Marks[]} marks
 * @property {[name: string, states: string[], at: number[]][]} tracks
 * @property {[client: string, step: number, made: number, text: string][]} pieces  Made in step 0: nobody knows.
 * @property {number[]} changed  Lines that the first run does not have.
 * @property {number[]} other  Steps that are other ones than in the first run.
 * @property {[label: string, text: string, same: boolean][]} places  What it came to elsewhere, this place first.
 */

/**
 * @typedef {Data & {variant: string, label: string, title: string, code: HTMLElement, lines: Map<number, HTMLElement>,
 *   program?: string, heads: HTMLElement, scene: (at: number) => {said: HTMLElement, events: HTMLElement}}} Run
 */

/** @param {HTMLElement} stage @returns {Run[]} */
export function runsOf(stage) {
  const program = /** @type {HTMLElement} */ (stage.querySelector(".cw-stage-code > *"));
  return [...stage.querySelectorAll("template")].map((template) => run(template, program));
}

/**
 * Return the run that a template holds.
 * @param {HTMLTemplateElement} template @param {HTMLElement} program @returns {Run}
 */
export function run({ content, dataset }, program) {
  /** @type {Data} */
  const data = JSON.parse(dataset.run ?? "{}");
  const code = /** @type {HTMLElement} */ (document.importNode(content.querySelector(".cw-heads")?.previousElementSibling ?? program, true));
  const lines = /** @type {HTMLElement[]} */ ([...code.querySelectorAll("[data-line]")]);
  const scenes = content.lastElementChild?.children ?? [];
  /** @param {number} at */
  const scene = (at) => {
    const [said, events] = /** @type {HTMLElement[]} */ ([...document.importNode(scenes[at], true).children]);
    return { said, events };
  };
  for (const line of lines) {
    const { lastChild, classList } = line;
    // Lines are blocks here, with room for what is put at their ends.
    if (lastChild instanceof Text) lastChild.data = lastChild.data.replace(/\n$/, "");
    classList.toggle("cw-blank", !line.textContent?.trim());
    classList.toggle("cw-changed", data.changed.includes(Number(line.dataset.line)));
  }
  return {
    ...data,
    variant: dataset.variant ?? "",
    label: dataset.label ?? "",
    title: dataset.title ?? "",
    program: dataset.program,
    code,
    lines: new Map(lines.map((line) => [Number(line.dataset.line), line])),
    heads: /** @type {HTMLElement} */ (content.querySelector(".cw-heads")?.cloneNode(true)),
    scene,
  };
}

/**
 * Split a sentence at its backquotes; what stands between two is code.
 * @param {string} text
 */
export const plainly = (text) => text.replaceAll("`", "");
