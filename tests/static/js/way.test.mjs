// Where a reader goes on, how far a lesson is, and what becomes of the progress of two browsers.
import assert from "node:assert/strict";
import test from "node:test";
import "./elements.mjs";
import { merged } from "../../../chunkwise/static/progress/summary.js";

const { onward } = await import("../../../chunkwise/static/progress/home.js");
const { farness } = await import("../../../chunkwise/static/progress/sidebar.js");

const done = { finished: true, quizzes: {} };
const begun = { finished: false, quizzes: { a: true } };
const all = ["one/learn", "one/try", "two/learn"].map((name) => ({ name }));
const progress = (modes, cards = {}) => ({ version: 2, modes, cards });

test("who has begun nothing continues nowhere", () => {
  assert.equal(onward(progress({}), all), undefined);
  assert.equal(onward(progress({ drafts: begun, "gone/learn": done }), all), undefined);
});

test("a reader goes on with the page that was begun last, or after the one that was finished last", () => {
  assert.equal(onward(progress({ "one/learn": done, "one/try": begun }), all).name, "one/try");
  assert.equal(onward(progress({ "one/learn": done }), all).name, "one/try");
  assert.equal(onward(progress({ "two/learn": done }), all).name, "one/learn");
  assert.equal(onward(progress(Object.fromEntries(all.map(({ name }) => [name, done]))), all), undefined);
});

test("a lesson is finished with all of its pages, and begun with a mark on one", () => {
  const names = ["one/learn", "one/try"];
  assert.equal(farness(progress({}), "one", names), "");
  assert.equal(farness(progress({ "one/try": { finished: false, quizzes: { a: false } } }), "one", names), "");
  assert.equal(farness(progress({ "one/try": begun }), "one", names), "begun");
  assert.equal(farness(progress({ "one/learn": done, "one/try": done }), "one", names), "finished");
  assert.equal(farness(progress({ "one/learn": done }), "one", []), "begun");
  assert.equal(farness(progress({ "one-more/learn": done }), "one", names), "");
});

test("of two browsers' progress nothing is lost", () => {
  const own = progress({ a: { ...begun, notes: { x: "own" } } }, { c: { box: 3, due: "2026-01-01" } });
  const other = progress({ a: { finished: true, quizzes: { a: false, b: true }, notes: { x: "other", y: "2" } }, b: done },
    { c: { box: 2, due: "2026-02-02" }, d: { box: 1, due: "2026-03-03" } });
  assert.deepEqual(merged(own, other), progress(
    { a: { finished: true, quizzes: { a: true, b: true }, notes: { x: "own", y: "2" } }, b: done },
    { c: { box: 3, due: "2026-01-01" }, d: { box: 1, due: "2026-03-03" } },
  ));
  assert.deepEqual(merged(other, own).cards, merged(own, other).cards);
});
