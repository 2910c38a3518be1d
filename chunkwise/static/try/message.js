// @ts-check
/**
 * Messages of a worker, checked before anything of the page meets them: a program can have changed all of its Python,
 * and so send whatever it likes. What is no message that a run sends, or longer than one can be, is none.
 *
 * @typedef {import("./worker.js").Tell} Tell
 * @typedef {{ what: string, line: number | null, hint: string, traceback: string }} Told
 * @typedef {{ says: string, passed: boolean, expected: string, happened: string, step: number | null }} Outcome
 * @typedef {{ error: Told | null, raised: Told[], printed: string, checks: Outcome[], output: string, status: number[],
 *   patched: string[], events: number, shown: number, html: Partial<Html>, stage?: any }} Answer
 *   `stage` is looked at by who puts it on one, see `stage/yours.js`.
 * @typedef {{ steps: string, variables: string, lanes: string, player: string, exchanges: string[], outputs: string[] }} Html
 * @typedef {{ status: number, headers: [string, string][] }} Head
 * @typedef {(value: any) => boolean} Is
 */

export const FORGED = {
  what: "The program sent this page a message that no run sends, so the page stopped its Python.",
  hint: "The message isn't shown. Change the program, and run it again."
}

/** Messages that a run may send; one of 12,000 events sends some 3,500. */
export const MOST = 20_000
const LONGEST = 450_000 // characters of one message that a run sends on its way
const ANSWER = 4_000_000 // characters of what came of a run; the largest have 1.5 million
const LINE = 2_000
const PART = 2_000_000

/** @param {number} most @returns {Is} */
const text = (most) => (value) => typeof value === "string" && value.length <= most
/** @param {number} most @returns {Is} */
const count = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most
/** @param {Is} is @returns {Is} */
const maybe = (is) => (value) => value === null || is(value)
/** @param {Is} is @param {number} most @returns {Is} */
const list = (is, most) => (value) => Array.isArray(value) && value.length <= most && value.every(is)
/** @param {Record<string, Is>} fields @returns {Is} */
const object = (fields) => (value) =>
  typeof value === "object" && value !== null && Object.entries(fields).every(([name, is]) => is(value[name]))

const BYTES = count(1e9), NUMBER = count(1e6)
const finite = (/** @type {unknown} */ value) => Number.isFinite(value)

/** @type {Record<string, Is>} */
const TELLS = {
  progress: object({ loaded: BYTES, total: BYTES }),
  ready: object({ milliseconds: finite, heap: count(2 ** 32) }),
  failed: object({ what: text(LINE), hint: text(LINE) }),
  used: object({ name: text(LINE) }),
  output: object({ text: text(LINE) }),
  event: object({ id: NUMBER, value: text(LONGEST) }),
  done: object({ id: NUMBER, heap: count(2 ** 32), value: (value) => value === undefined || typeof value === "boolean" || text(ANSWER)(value) }),
  raised: object({ id: NUMBER, name: text(LINE), traceback: text(LINE) })
}

const told = object({ what: text(LINE), line: maybe(NUMBER), hint: text(LINE), traceback: text(10_000) })
const outcome = object({
  says: text(LINE), passed: (value) => typeof value === "boolean", expected: text(LINE), happened: text(LINE), step: maybe(NUMBER)
})
const answer = object({
  error: maybe(told), raised: list(told, 20), printed: text(100_000), checks: list(outcome, 50), output: text(PART),
  status: list(count(999), 2_000), patched: list(text(LINE), 100), events: NUMBER, shown: NUMBER, html: object({})
})
const parts = object({
  steps: text(PART), variables: text(PART), lanes: text(PART), player: text(PART), exchanges: list(text(PART), 1_000),
  outputs: list(text(PART), 1_000)
})
const head = object({
  status: count(999),
  headers: list((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(text(10_000)), 200)
})

/** @param {unknown} data @returns {Tell | undefined} */
export function message(data) {
  const type = /** @type {any} */ (data)?.type
  return typeof type === "string" && Object.hasOwn(TELLS, type) && TELLS[type](data) ? /** @type {Tell} */ (data) : undefined
}

/** @param {unknown} said What the worker's last message has. @returns {Answer | undefined} */
export function answered(said) {
  const found = parsed(said)
  return answer(found) && (!("steps" in found.html) || parts(found.html)) ? found : undefined
}

/**
 * Return what a message on the way holds, if it is of this kind: `event {…}` or `piece {…}`.
 * @param {string} said @param {"event" | "piece"} kind
 */
export const holds = (said, kind) => (said.startsWith(`${kind} `) ? parsed(said.slice(kind.length + 1)) : undefined)

/** @param {any} found @returns {Head | undefined} The head of a response, if it is one. */
export function headOf(found) {
  const had = { status: found?.status, headers: found?.headers ?? [] }
  return head(had) ? had : undefined
}

/** @param {unknown} said @returns {any} */
function parsed(said) {
  try {
    return JSON.parse(String(said))
  } catch {
    return undefined
  }
}
