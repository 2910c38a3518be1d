// A program in a link: it comes back as it went, and a broken link is a sentence and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";

import { LONGEST, packed, unpacked } from "../../../chunkwise/static/try/link.js";

const BROKEN = { message: /^This link is broken/ };

for (const source of ["", "x = 1\n", "</script><b>\u202e\0\r\n", "# \u{1f600} ä", "x".repeat(LONGEST)])
  test(`a program of ${source.length} characters comes back as it went`, async () => {
    const request = { method: "GET", path: "/a?b", headers: "X: 1\nY: 2" };
    assert.deepEqual(await unpacked(await packed({ source, request })), { source, request });
  });

test("a link has letters that every address may have", async () => {
  assert.match(await packed({ source: "ä".repeat(300), request: null }), /^[\w-]+$/);
});

test("a program that no link can carry is refused", async () => {
  await assert.rejects(packed({ source: "x".repeat(LONGEST + 1), request: null }), { message: /at most/ });
});

/** @param {unknown} value what the link holds instead of a program */
const holding = async (value) => {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
};

for (const text of ["", "x", "%", "====", "AAAA", "\u202e", "_".repeat(9_999)])
  test(`no program: ${text.slice(0, 10)}`, () => assert.rejects(unpacked(text), BROKEN));

for (const value of [null, 1, {}, [], [1, null], ["x".repeat(LONGEST + 1), null], [["x"], null]])
  test(`no program: ${JSON.stringify(value).slice(0, 20)}`, async () => {
    await assert.rejects(unpacked(await holding(value)), BROKEN);
  });

test("a small link that unpacks to very much is refused before it has", async () => {
  const bomb = await holding(["x".repeat(50_000_000), null]);
  assert.ok(bomb.length < 100_000);
  await assert.rejects(unpacked(bomb), BROKEN);
});

test("of a request only text is taken", async () => {
  const found = await unpacked(await holding(["x", { path: "/a", method: 1, __proto__: null, body: { a: 1 } }]));
  assert.deepEqual(found, { source: "x", request: { path: "/a" } });
});
