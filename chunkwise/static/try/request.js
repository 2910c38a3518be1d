// The request as a form, for a scenario that is one request; a longer script of clients runs as it is written.
import { element } from "../base/element.js";

/** @typedef {Record<"method" | "path" | "query" | "headers" | "body" | "hang_up_after", string>} Fields */

/**
 * Return what the form begins with, or nothing if the scenario is more than a request.
 * @param {Record<string, any>} scenario
 * @returns {Fields | undefined}
 */
export function fields(scenario) {
  const [client, ...others] = scenario.client ?? [];
  const [send, read, ...rest] = client?.script ?? [];
  const leaves = rest.some((/** @type {any} */ act) => act.hang_up);
  const known = rest.every((/** @type {any} */ act) => act.hang_up || act.wait === "server");
  if (others.length || !send?.send || !known) return undefined;
  if (read && read.read !== "all" && !(leaves && Number.isInteger(read.read))) return undefined;
  const [method, target] = send.send.split(" ");
  const [path, ...query] = target.split("?");
  const headers = Object.entries(send.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return { method, path, query: query.join("?"), headers: headers.join("\n"), body: send.body ?? "",
    hang_up_after: leaves ? `${read.read}` : "" };
}

/**
 * Return what the clients do, act by act, where that is more than a request.
 * @param {Record<string, any>} scenario
 * @returns {{ name: string, acts: string[] }[]}
 */
export function acts(scenario) {
  return (scenario.client ?? []).map((/** @type {any} */ { name = "client", script }) => ({ name, acts: script.map(said) }));
}

/** @param {Record<string, any>} act */
function said({ send, headers, body, read, wait, pieces = 1, pause, stop_reading, reconnect }) {
  if (send) return `sends ${send}${headers ? ` with ${Object.entries(headers).map((pair) => pair.join(": ")).join(", ")}` : ""}${body ? " and a body" : ""}`;
  if (read) return Number.isInteger(read) ? `reads ${read} ${read === 1 ? "piece" : "pieces"}` : `reads ${read === "all" ? "to the end" : "the headers"}`;
  if (wait) return wait === "server" ? "waits until the server rests" : `waits until ${wait} has ${pieces} ${pieces === 1 ? "piece" : "pieces"}`;
  if (pause) return `pauses for ${pause} s`;
  if (reconnect) return "reconnects as an EventSource does";
  return stop_reading ? "stops reading" : "hangs up";
}

const LABELS = /** @type {[keyof Fields, string, Record<string, string>][]} */ ([
  ["method", "Method", { size: "6" }],
  ["path", "Path", {}],
  ["query", "Query", {}],
  ["headers", "Headers, one on each line", { rows: "2" }],
  ["body", "Body", { rows: "2" }],
  ["hang_up_after", "Hang up after so many pieces", { type: "number", min: "0", step: "1" }],
]);

export class Request {
  /** @param {Record<string, any>} scenario */
  constructor(scenario) {
    this.scenario = scenario;
    this.given = fields(scenario);
    /** @type {Map<keyof Fields, HTMLInputElement | HTMLTextAreaElement>} */
    this.inputs = new Map();
    this.root = this.given ? this.form() : this.script();
    this.reset();
  }

  form() {
    const root = element("details", { class: "cw-request" });
    const fields = element("div", { class: "cw-fields" });
    root.append(element("summary", {}, "Request"), fields);
    for (const [name, label, attributes] of LABELS) {
      const input = element(attributes.rows ? "textarea" : "input", { ...attributes, name, autocomplete: "off", spellcheck: "false" });
      const row = element("label", {}, label);
      row.append(input);
      fields.append(row);
      this.inputs.set(name, input);
    }
    return root;
  }

  /** What runs cannot be changed here, but can be read. */
  script() {
    const root = element("details", { class: "cw-request" });
    root.append(element("summary", {}, "Requests"));
    root.append(element("p", {}, "These clients run with your program, unchanged. The form is for a single request only."));
    for (const { name, acts: done } of acts(this.scenario)) {
      const list = element("ol", {});
      list.append(...done.map((act) => element("li", {}, act)));
      root.append(element("p", {}, `${name}:`), list);
    }
    return root;
  }

  /** @returns {Fields} */
  get values() {
    return /** @type {Fields} */ (Object.fromEntries([...this.inputs].map(([name, input]) => [name, input.value])));
  }

  get changed() {
    return [...this.inputs].some(([name, input]) => input.value !== this.given?.[name]);
  }

  /** What a run is asked for: the scenario as it is, until something in the form is changed. */
  get asked() {
    const { watch, limits, title } = this.scenario;
    return this.changed ? { ...this.values, watch, limits, title } : this.scenario;
  }

  /** @param {Record<string, string> | null} [values] */
  reset(values) {
    for (const [name, input] of this.inputs) input.value = values?.[name] ?? this.given?.[name] ?? "";
  }
}
