// A round of a challenge: the score counts first tries apart, and the clock runs only for a reader who wants it and is here.

import assert from "node:assert/strict";
import test from "node:test";

import { begun, clock, elapsed, reduce, said, score } from "../../../chunkwise/static/quiz/challenge-state.js";

const ALL = ["a", "b"];
const answered = (quiz, right, now = 0) => ({ type: "answered", quiz, right, now });
const after = (round, ...actions) => actions.reduce(reduce, round);

test("a problem is solved at the first try or at a later one", () => {
  const round = after(begun(ALL), answered("a", true), answered("b", false));
  assert.deepEqual(score(round), { all: 2, tried: 2, first: 1, solved: 1, done: false });
  assert.equal(said(round), "Solved: 1 of 2. Right at the first try: 1 of 2.");
  assert.deepEqual(score(after(round, answered("b", true))), { all: 2, tried: 2, first: 1, solved: 2, done: true });
  assert.equal(said(after(round, answered("b", true))), "All 2 solved. Right at the first try: 1 of 2.");
});

test("what is solved stays so, whatever is answered later", () => {
  const round = after(begun(ALL), answered("a", true), answered("b", false), answered("b", true));
  assert.deepEqual(after(round, answered("a", false), answered("b", false)).results, { a: "first", b: "right" });
});

test("questions that are no problems of the challenge do not count", () => {
  assert.deepEqual(after(begun(ALL), answered("else", true)).results, {});
});

test("a round goes on where it was left, without what the page has no more and what means nothing", () => {
  assert.deepEqual(begun(ALL, { a: "first", b: "perhaps", gone: "right" }).results, { a: "first" });
  assert.deepEqual(begun(ALL, JSON.parse('{"__proto__": "first"}')).results, {});
});

test("without the reader's wish there is no clock", () => {
  const round = after(begun(ALL), answered("a", true, 5000), { type: "away", away: false, now: 9000 });
  assert.equal(elapsed(round, 60_000), 0);
});

test("the clock runs from the wish on, stands while the reader is away, and stops with the last problem", () => {
  let round = after(begun(ALL), { type: "timed", timed: true, now: 1000 });
  assert.equal(elapsed(round, 3000), 2000);
  round = after(round, { type: "away", away: true, now: 4000 });
  assert.equal(elapsed(round, 90_000), 3000);
  round = after(round, { type: "away", away: false, now: 100_000 }, answered("a", true, 101_000));
  assert.equal(elapsed(round, 102_000), 5000);
  round = after(round, answered("b", false, 103_000), answered("b", true, 104_000));
  assert.equal(elapsed(round, 900_000), 7000);
});

test("turned off and on again, the clock begins anew", () => {
  const round = after(begun(ALL), { type: "timed", timed: true, now: 0 }, { type: "timed", timed: false, now: 5000 });
  assert.equal(elapsed(round, 9000), 0);
  assert.equal(elapsed(after(round, { type: "timed", timed: true, now: 9000 }), 9500), 500);
});

test("another round begins with nothing solved and the clock at nought", () => {
  const solved = after(begun(ALL), { type: "timed", timed: true, now: 0 }, answered("a", true, 1), answered("b", true, 2));
  const round = after(solved, { type: "again", now: 1000 });
  assert.deepEqual(score(round), { all: 2, tried: 0, first: 0, solved: 0, done: false });
  assert.equal(elapsed(round, 1500), 500);
});

test("a challenge that is solved already needs no clock", () => {
  const round = after(begun(ALL, { a: "first", b: "right" }), { type: "timed", timed: true, now: 0 });
  assert.equal(elapsed(round, 5000), 0);
});

test("a clock that is set back never runs backwards", () => {
  assert.equal(elapsed(after(begun(ALL), { type: "timed", timed: true, now: 5000 }), 1000), 0);
});

for (const [ms, text] of [[0, "0:00"], [999, "0:00"], [61_000, "1:01"], [3_599_999, "59:59"], [3_661_000, "1:01:01"]]) {
  test(`${ms} ms is ${text}`, () => assert.equal(clock(ms), text));
}

test("reducing changes nothing that it was given", () => {
  const round = Object.freeze(begun(Object.freeze([...ALL])));
  reduce(round, answered("a", true));
  assert.deepEqual(round, begun(ALL));
});
