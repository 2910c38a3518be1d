// The words around a hit: marks are elements, everything else is text, and nothing of it can become HTML.

import assert from "node:assert/strict";
import test from "node:test";

import { pieces, said } from "../../../chunkwise/static/search/excerpt.js";

test("marks are told from the text around them", () => {
  assert.deepEqual(pieces("asks <mark>nginx</mark> to <mark>pass,</mark>"), [
    { text: "asks ", marked: false },
    { text: "nginx", marked: true },
    { text: " to ", marked: false },
    { text: "pass,", marked: true },
  ]);
  assert.deepEqual(pieces(""), []);
});

test("entities are characters again, each once", () => {
  const [one, two] = pieces("a &lt;b&gt; &amp;lt; &quot;c&quot; <mark>&#39;d&#39;</mark>");
  assert.deepEqual(one, { text: 'a <b> &lt; "c" ', marked: false });
  assert.deepEqual(two, { text: "'d'", marked: true });
});

test("the number of pages is said", () => {
  assert.equal(said(0, "zebra"), "No page contains “zebra”.");
  assert.equal(said(1, "a"), "1 page");
  assert.equal(said(12, "a"), "12 pages");
});
