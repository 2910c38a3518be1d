// What is kept of the programs that a reader has changed: the latest ones, and none that is as on the page.
import assert from "node:assert/strict";
import test from "node:test";
import "./elements.mjs";

const { kept } = await import("../../../chunkwise/static/try/draft.js");

test("a program that was changed is kept, the latest last", () => {
  const once = kept({}, "a", "1", "0");
  const both = kept(once, "b", "2", "0");
  assert.deepEqual(Object.entries(kept(both, "a", "3", "0")), [["b", "2"], ["a", "3"]]);
});

test("one that is as on the page again is forgotten, and so is one too long to keep", () => {
  assert.deepEqual(kept({ a: "1", b: "2" }, "a", "0", "0"), { b: "2" });
  assert.deepEqual(kept({ a: "1" }, "a", "x".repeat(20_001), "0"), {});
});

test("the one that was changed longest ago goes first", () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`p${number}`, "x"]));
  const now = kept(many, "new", "x", "0");
  assert.equal(Object.keys(now).length, 30);
  assert.ok(!("p0" in now) && "p1" in now && "new" in now);
});
