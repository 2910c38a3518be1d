// What a page fetches below live/ is answered by the program that runs in that page, so that fetch and EventSource meet
// a stream as they would from any server. And what a page with a program is made of is kept, for when there is no network.
//
// It lies at the site's root because a service worker sees only the pages beside and below it. A page registers it when
// somebody opens a program there. All other requests go to the network as before; a copy is used only if that fails.

/** @type {any} */
const worker = self;
const ROOT = new URL("./", worker.location.href);
const LIVE = new URL("live/", ROOT).pathname;
const RUNTIME = new URL("assets/runtime/", ROOT).pathname;
const KEPT = "chunkwise-pages";
const KEPT_RUNTIME = "chunkwise-runtime"; // which the page fills: see keep.js
const PROGRAMS = new URL("assets/chunkwise/try/worker.js", ROOT).pathname;
const POLICY = `default-src 'none'; connect-src ${ROOT}assets/runtime/; `
  + `script-src 'wasm-unsafe-eval' ${ROOT}assets/runtime/ ${ROOT}assets/chunkwise/try/`;
const NO_BODY = [101, 103, 204, 205, 304];

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (/** @type {any} */ event) => {
  // A page that was loaded past the service worker, with Shift and Reload, asks for it.
  if (event.data.type === "claim") event.waitUntil(worker.clients.claim());
  // From a page, never from a worker: that may be running somebody's program.
  if (event.data.type === "keep" && event.source?.type === "window") event.waitUntil(keep(event.data.addresses));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request, clientId } = event;
  const url = new URL(request.url);
  if (url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return;
  // Only what a script reads: what a program answers must never become a page or a script of this site.
  const read = request.destination === "" && request.mode !== "navigate" && clientId;
  if (url.pathname.startsWith(LIVE)) event.respondWith(read ? answered(event, url) : new Response("", { status: 404 }));
  else if (url.pathname === PROGRAMS) event.respondWith(fetched(event).then(policed));
  else if (request.method === "GET" && !/\.(zip|wasm)$/.test(url.pathname)) event.respondWith(fetched(event));
});

/** Fetch and keep what a page is made of. What is kept comes from the host, never from who asks. @param {string[]} addresses */
async function keep(addresses) {
  const cache = await caches.open(KEPT);
  const own = addresses.map((address) => new URL(address, ROOT)).filter(({ origin, pathname }) => {
    return origin === ROOT.origin && pathname.startsWith(ROOT.pathname) && !pathname.startsWith(LIVE) && !pathname.startsWith(RUNTIME);
  });
  const one = async (/** @type {URL} */ { href }) => (await cache.match(href)) ?? cache.add(href);
  await Promise.allSettled(own.map(one));
}

/** The network's answer, which renews the copy if there is one; without a network, the copy. @param {any} event */
async function fetched({ request }) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request.url);
  try {
    const response = await fetch(request);
    if (kept && response.status === 200) cache.put(request.url, response.clone()).catch(() => {});
    return response;
  } catch (error) {
    const copy = kept ?? (await keptRuntime(request.url));
    if (copy) return copy;
    throw error;
  }
}

/** Give the worker that runs programs its policy, besides what the host sends: many send none. @param {Response} found */
function policed(found) {
  const headers = new Headers(found.headers);
  headers.append("Content-Security-Policy", POLICY);
  return new Response(found.body, { status: found.status, headers });
}

/** A copy of a file of the runtime, and of nothing else: no page or script is ever taken from that cache. @param {string} url */
async function keptRuntime(url) {
  if (!new URL(url).pathname.startsWith(RUNTIME)) return undefined;
  return (await caches.open(KEPT_RUNTIME)).match(url);
}

/** Let the page that asks run its program, and answer with what comes. @param {any} event @param {URL} url */
async function answered(event, url) {
  const page = await worker.clients.get(event.clientId);
  if (!page) return new Response("", { status: 404 });
  const { port1: port, port2 } = new MessageChannel();
  /** @type {() => void} */
  let over = () => {};
  event.waitUntil(new Promise((done) => (over = () => done(undefined))));
  return new Promise((resolve) => {
    /** @type {ReadableStreamDefaultController<Uint8Array>} */
    let body;
    const stream = new ReadableStream({
      start: (controller) => void (body = controller),
      cancel: () => {
        port.postMessage("gone");
        over();
      },
    });
    port.onmessage = ({ data: told }) => {
      try {
        if (told.type === "head") resolve(respond(event.request, told, stream));
        else if (told.type === "piece") body.enqueue(told.bytes);
        else if (told.type === "end") body.close();
        else body.error(new Error("the stream broke off"));
      } catch {
        resolve(new Response("", { status: 502 })); // no browser has a response with such a head
        over(); // or the reader has gone
      }
      if (told.type === "end" || told.type === "error") {
        resolve(new Response("", { status: 502 }));
        over();
      }
    };
    page.postMessage({ type: "live", run: url.pathname.slice(LIVE.length).split("/")[0] }, [port2]);
  });
}

/** @param {Request} request @param {{ status: number, headers: [string, string][] }} head @param {ReadableStream} stream */
function respond(request, { status, headers }, stream) {
  const empty = request.method === "HEAD" || NO_BODY.includes(status);
  return new Response(empty ? null : stream, { status, headers });
}
