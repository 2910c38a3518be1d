// The page's side of the service worker: it is registered when a program is opened, and never before.

/** The site's root, as far as this file can tell: it is served from assets/chunkwise/try/. */
export const root = new URL("../../../", import.meta.url).href;

const PATIENCE = 3_000; // ms for it to take over; without it the live view reads the stream in another way

/** What is read below live/: each run by its name, and who answers when the service worker asks for it.
 * @type {Map<string, (port: MessagePort) => void>} */
export const runs = new Map();

/** @type {Promise<boolean> | undefined} */
let routed;

navigator.serviceWorker?.addEventListener("message", ({ data, ports: [port] }) => {
  if (data.type !== "live") return;
  const answer = runs.get(data.run);
  if (answer) answer(port);
  else port.postMessage({ type: "error" });
});

/** @returns {Promise<boolean>} whether it is there, and answers what this page fetches */
export function service() {
  const late = new Promise((done) => setTimeout(done, PATIENCE, false));
  return (routed ??= Promise.race([registered(), late]).catch(() => false));
}

async function registered() {
  const found = navigator.serviceWorker;
  if (!found) return false;
  await found.register(new URL("try-service.js", root), { scope: root });
  const controlled = new Promise((done) => found.addEventListener("controllerchange", done, { once: true }));
  const { active } = await found.ready;
  if (!found.controller) {
    active?.postMessage({ type: "claim" });
    await controlled;
  }
  return Boolean(found.controller);
}

/** Keep what this page is made of. What Python is loaded from, keep.js keeps. */
export async function keep() {
  if (!(await service())) return;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name.split("#")[0]);
  const own = loaded.filter((name) => name.startsWith(root) && !/\/(live|assets\/runtime)\//.test(name));
  const worker = ["worker.js", "lock.js", "store.js"].map((name) => new URL(name, import.meta.url).href);
  const addresses = [...new Set([location.href.split("#")[0], ...worker, ...own])];
  navigator.serviceWorker.controller?.postMessage({ type: "keep", addresses });
}
