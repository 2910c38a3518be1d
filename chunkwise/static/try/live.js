// The same program once more, with its pauses, and its stream read by this page's own fetch or EventSource.
//
// Between the page and the program stands a service worker, which gives the stream an address. A Response made over a
// stream in the page would do for fetch, and does where there is no service worker; but EventSource wants an address, a
// reader can look at the request in the browser's own tools, and offline the service worker is needed anyway.
import { element } from "../base/element.js";
import { Feed } from "./feed.js";
import { root, runs } from "./service.js";

/** @typedef {{ method: string, target: string, headers: string, body: string, events: string[] | null }} Watched */

/**
 * Return what there is to read, if it is one request and it was answered.
 * @param {Partial<import("./request.js").Fields>} request
 * @param {{ headers?: [string, string][] } | undefined} head What the run before this one was answered.
 * @param {string} output What the client got of it.
 * @returns {Watched | undefined}
 */
export function watchable({ method, path, query, headers, body }, head, output) {
  if (!method || !path || !head) return undefined;
  const type = (head.headers ?? []).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const named = [...output.matchAll(/^event: ?(.*?)\r?$/gm)].map(([, name]) => name);
  const isStream = method.toUpperCase() === "GET" && type?.startsWith("text/event-stream");
  return { method, target: path + (query ? `?${query}` : ""), headers: headers ?? "", body: body ?? "",
    events: isStream ? [...new Set(["message", ...named])] : null };
}

let count = 0;

/**
 * @param {Watched} watched @param {HTMLElement} place @param {(hear: (text: string) => boolean) => Promise<any>} call
 * @param {Promise<boolean>} routed Whether the service worker is there.
 * @returns {Promise<any>} what the run answers; nothing where there was none
 */
export async function live(watched, place, call, routed) {
  const feed = new Feed();
  /** @type {Promise<any> | undefined} */
  let running;
  const start = () => {
    running = call((text) => feed.hear(text)).finally(() => feed.tell({ type: "error" }));
    running.catch(() => {}); // which comes later, and to whom waits for it
  };
  const byAddress = await routed;
  const line = new Timeline(place, byAddress && watched.events ? "EventSource" : "fetch");
  const run = `${++count}`;
  try {
    if (!byAddress) start();
    runs.set(run, (port) => {
      runs.delete(run); // a run is read once
      feed.to((told) => port.postMessage(told));
      start();
    });
    const address = new URL(`live/${run}${watched.target}`, root).href;
    if (byAddress && watched.events) await listened(address, watched.events, line);
    else await read(byAddress ? await asked(address, watched) : await response(feed), line);
    line.end("The stream is complete", feed.writes);
  } catch {
    line.end("The stream broke off", feed.writes);
  } finally {
    runs.delete(run);
    await running;
  }
  return running;
}

/** @param {string} address @param {Watched} watched */
function asked(address, { method, headers, body }) {
  const lines = headers.split("\n").filter((line) => line.includes(":"));
  const pairs = lines.map((line) => /** @type {[string, string]} */ ([line.split(":")[0].trim(), line.slice(line.indexOf(":") + 1).trim()]));
  const bodied = body && !["GET", "HEAD"].includes(method.toUpperCase());
  return fetch(address, { method, headers: pairs, redirect: "manual", cache: "no-store", ...(bodied ? { body } : {}) });
}

/** @param {Feed} feed @returns {Promise<Response>} */
function response(feed) {
  return new Promise((resolve, reject) => {
    const stream = new ReadableStream({
      start: (body) => feed.to((told) => {
        if (told.type === "head") resolve(responded(stream, told));
        else if (told.type === "piece") body.enqueue(told.bytes);
        else {
          reject(new Error("there is no response"));
          if (told.type === "end") body.close();
          else body.error(new Error("the stream broke off"));
        }
      }),
    });
  });
}

/**
 * A browser has no responses with some statuses and headers that a server may send.
 * @param {ReadableStream} stream @param {import("./message.js").Head} head
 */
function responded(stream, { status, headers }) {
  try {
    return new Response(stream, { status, headers });
  } catch {
    return Response.error();
  }
}

/** @param {Response} response @param {Timeline} line */
async function read({ status, body }, line) {
  line.add(`status ${status || "of a redirection"}`, 0);
  const text = new TextDecoder();
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return;
    line.add(text.decode(value, { stream: true }), value.byteLength);
  }
}

/** @param {string} address @param {string[]} names @param {Timeline} line @returns {Promise<void>} */
function listened(address, names, line) {
  return new Promise((resolve) => {
    const source = new EventSource(address);
    for (const name of names)
      source.addEventListener(name, ({ data, lastEventId: id }) => line.add(`${name}${id ? ` ${id}` : ""}: ${data}`, data.length));
    source.onopen = () => line.add("open", 0);
    // It would connect again by itself now, for it takes every end for a lost connection.
    source.onerror = () => resolve(source.close());
  });
}

// When what arrived: a line with a mark for each arrival, and a list that says the same.

const SVG = "http://www.w3.org/2000/svg";
const MOST = 200; // arrivals that are listed; of more, only how many there were
const LONGEST = 120; // characters of one arrival that are shown
const APART = 0.03; // of the line's length, which a mark's number has to itself

class Timeline {
  /** @type {number | undefined} */
  frame;

  /** @param {HTMLElement} place @param {"fetch" | "EventSource"} by */
  constructor(place, by) {
    const figure = element("figure", { class: "cw-live" });
    const caption = element("figcaption", {}, "Live: the same program, with its pauses, read by this page’s own ");
    caption.append(element("code", {}, by));
    this.one = by === "fetch" ? "read" : "event";
    this.axis = drawn("svg", { "aria-hidden": "true" });
    const scale = element("p", { class: "cw-scale", "aria-hidden": "true" });
    this.half = element("span", {});
    this.whole = element("span", {});
    scale.append(element("span", {}, "0 ms"), this.half, this.whole);
    this.list = element("ol", { class: "cw-arrivals", role: "list" });
    this.says = element("p", { class: "cw-arrived" });
    figure.append(caption, this.axis, scale, this.list, this.says);
    place.replaceChildren(figure);
    this.began = performance.now();
    this.count = 0;
    /** Whether several writes came with one read. */
    this.together = false;
    /** @type {{ at: number, text: string, size: number, number: number }[]} */
    this.waiting = [];
    /** @type {{ at: number, mark: Element, label: Element }[]} */
    this.marks = [];
    this.last = 0;
  }

  /** @param {string} text @param {number} size bytes; 0 for what is no data */
  add(text, size) {
    const at = performance.now() - this.began;
    this.count += size ? 1 : 0;
    this.last = at;
    if (this.list.childElementCount + this.waiting.length < MOST) this.waiting.push({ at, text, size, number: this.count });
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  /** Once a frame, whatever has come until then. */
  draw() {
    this.frame = undefined;
    for (const { at, text, size, number } of this.waiting.splice(0)) {
      const item = element("li", {});
      const name = size ? `${this.one} ${number}, ` : "";
      item.append(element("b", {}, `${name}+${Math.round(at)} ms`), " ", element(size ? "code" : "span", {}, shown(text)));
      this.list.append(item);
      // A drawing within the drawing is placed by a share of the width, and its strokes and letters keep their shape.
      const mark = drawn("svg", { overflow: "visible" });
      const label = drawn("text", { y: "12" });
      label.textContent = size ? `${number}` : "";
      mark.append(drawn("path", { d: size ? "M0 16v16" : "M0 26v6" }), label);
      this.axis.append(mark);
      this.marks.push({ at, mark, label });
    }
    const whole = Math.max(1, this.last);
    let free = -1;
    for (const { at, mark, label } of this.marks) {
      const share = at / whole;
      mark.setAttribute("x", `${(1 + 97 * share).toFixed(2)}%`);
      label.setAttribute("display", share < free || !label.textContent ? "none" : "inline");
      if (label.textContent && share >= free) free = share + APART;
    }
    this.half.textContent = `${Math.round(whole / 2)} ms`;
    this.whole.textContent = `${Math.round(whole)} ms`;
    this.says.textContent = this.ended ?? `${counted(this.count, this.one)} so far`;
    if (this.together) this.says.append(" ", element("button", { type: "button", "data-pause": "" }, "Put a pause before each yield"));
  }

  /** @param {string} how @param {number} writes */
  end(how, writes) {
    const whole = Math.round(performance.now() - this.began);
    const more = this.count > MOST ? `, of which the first ${MOST} are listed` : "";
    this.ended = `${how} after ${whole} ms: ${counted(writes, "write")}, ${counted(this.count, this.one)}${more}.`;
    this.together = this.one === "read" && this.count > 0 && this.count < writes;
    if (this.together) this.ended += " There was no pause between the writes, so this page received several in one read.";
    this.last = Math.max(this.last, whole);
    this.draw();
  }
}

/** @param {string} name @param {Record<string, string>} attributes */
function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** @param {number} count @param {string} what */
const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

/** @param {string} text */
function shown(text) {
  const spelled = JSON.stringify(text.slice(0, LONGEST)).slice(1, -1).replaceAll('\\"', '"');
  const more = text.length - LONGEST;
  return more > 0 ? `${spelled} … and ${more.toLocaleString("en")} more characters` : spelled;
}
