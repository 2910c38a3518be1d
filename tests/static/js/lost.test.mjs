// The page that a mistyped address means, and none where nothing is near.
import assert from "node:assert/strict";
import test from "node:test";
import "./elements.mjs";

const { nearest, steps } = await import("../../../chunkwise/static/base/lost.js");
const paths = [
  "/docs/lessons/client-leaves/learn/",
  "/docs/lessons/client-leaves/challenge/",
  "/docs/lessons/server-sent-events/visualize/",
  "/docs/my-stream-arrives-all-at-once/",
  "/docs/",
];

test("steps are letters put in, left out and changed", () => {
  assert.equal(steps("kitten", "sitting"), 3);
  assert.equal(steps("", "abc"), 3);
  assert.equal(steps("same", "same"), 0);
});

for (const [asked, found] of [
  ["/docs/lessons/client-leaves/lern/", paths[0]],
  ["/docs/lessons/client-leafs/challenge", paths[1]],
  ["/docs/lessons/client-leaves/", paths[0]],
  ["/docs/lessons/client_leaves/learn.md", paths[0]],
  ["/docs/Lessons/Server-Sent-Events/Visualise", paths[2]],
  ["/docs/a/b/c/my-stream-arrives-all-at-once.html", paths[3]],
  ["/docs/server-sent-events/visualize/", paths[2]],
]) test(`${asked} means ${found}`, () => assert.equal(nearest(asked, paths), found));

test("an address that is near to nothing means nothing", () => {
  assert.equal(nearest("/docs/wp-admin/setup.php", paths), undefined);
  assert.equal(nearest("/", paths), undefined);
  assert.equal(nearest("/docs/x", []), undefined);
  assert.equal(nearest(`/docs/${"x".repeat(10_000)}`, paths), undefined);
});
