// What of a scenario is one request, which a reader can edit, and what is a script of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { acts, fields } from "../../../chunkwise/static/try/request.js";

/** @param {object[]} script */
const scenario = (...script) => ({ client: [{ script }] });
const EMPTY = { method: "GET", path: "/a", query: "", headers: "", body: "", hang_up_after: "" };

test("a request that is read to its end", () => {
  assert.deepEqual(fields(scenario({ send: "GET /a" }, { read: "all" })), EMPTY);
});

test("a request with a query, headers and a body", () => {
  const send = { send: "POST /a?b=1?2", headers: { X: "1", Y: "2" }, body: "hello" };
  assert.deepEqual(fields(scenario(send, { read: "all" })),
    { ...EMPTY, method: "POST", query: "b=1?2", headers: "X: 1\nY: 2", body: "hello" });
});

test("a client that hangs up", () => {
  const found = fields(scenario({ send: "GET /a" }, { read: 2 }, { wait: "server" }, { hang_up: true }));
  assert.deepEqual(found, { ...EMPTY, hang_up_after: "2" });
});

const SCRIPTS = {
  "two requests": scenario({ send: "GET /a" }, { read: "all" }, { send: "GET /b" }),
  "a pause": scenario({ send: "GET /a" }, { read: 1 }, { pause: 1 }, { read: "all" }),
  "a client that stops reading": scenario({ send: "GET /a" }, { stop_reading: true }, { read: "all" }),
  "a client that never reads to the end": scenario({ send: "GET /a" }, { read: 1 }, { wait: "server" }),
  "two clients": { client: [{ script: [{ send: "GET /a" }] }, { script: [{ send: "GET /b" }] }] },
  "nothing": {},
};

for (const [name, script] of Object.entries(SCRIPTS))
  test(`${name} is a script of its own`, () => assert.equal(fields(script), undefined));

test("a script is told act by act", () => {
  const script = scenario({ send: "POST /a", headers: { X: "1", Y: "2" }, body: "hello" }, { read: "headers" }, { read: 1 },
    { stop_reading: true }, { pause: 0.5 }, { wait: "server" }, { wait: "other", pieces: 2 }, { read: "all" }, { hang_up: true },
    { reconnect: true });
  assert.deepEqual(acts(script), [{ name: "client", acts: ["sends POST /a with X: 1, Y: 2 and a body", "reads the headers",
    "reads 1 piece", "stops reading", "pauses for 0.5 s", "waits until the server rests", "waits until other has 2 pieces",
    "reads to the end", "hangs up", "reconnects as an EventSource does"] }]);
});
