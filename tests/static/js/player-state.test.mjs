// The reducer behind the step player: what each action makes of a place in a recording.
import assert from "node:assert/strict";
import { test } from "node:test";

import { begin, keyed, reduce } from "../../../chunkwise/static/player/state.js";

/** @param {import("../../../chunkwise/static/player/state.js").State} state */
const after = (state, ...actions) => actions.reduce(reduce, state);

test("a reader begins at the first step, and has not moved yet", () => {
  assert.deepEqual(begin(6), { at: 1, count: 6, playing: false, speed: 1, engaged: false });
});

test("next and previous go one step and stop at the ends", () => {
  assert.equal(after(begin(2), { type: "next" }, { type: "next" }, { type: "next" }).at, 2);
  assert.equal(after(begin(2), { type: "previous" }).at, 1);
});

test("first and last go to the ends", () => {
  assert.equal(after(begin(6), { type: "last" }).at, 6);
  assert.equal(after(begin(6), { type: "last" }, { type: "first" }).at, 1);
});

for (const [to, at] of [[3, 3], [0, 1], [-5, 1], [99, 6], [2.9, 2], [Number.NaN, 1], [Infinity, 6]]) {
  test(`going to ${to} of 6 arrives at ${at}`, () => assert.equal(after(begin(6), { type: "go", to }).at, at));
}

test("play goes on at each tick, and stops at the end", () => {
  let state = after(begin(3), { type: "play" });
  assert.equal(state.playing, true);
  state = after(state, { type: "tick" });
  assert.deepEqual([state.at, state.playing], [2, true]);
  state = after(state, { type: "tick" });
  assert.deepEqual([state.at, state.playing], [3, false]);
  assert.equal(after(state, { type: "tick" }).at, 3);
});

test("play at the end begins anew", () => {
  assert.equal(after(begin(3), { type: "last" }, { type: "play" }).at, 1);
});

test("a hand on the controls ends the play", () => {
  for (const type of ["first", "previous", "next", "last"])
    assert.equal(after(begin(3), { type: "play" }, { type }).playing, false);
});

test("only a known speed is taken", () => {
  assert.equal(after(begin(3), { type: "speed", to: 2 }).speed, 2);
  assert.equal(after(begin(3), { type: "speed", to: 1000 }).speed, 1);
});

test("an unknown action changes nothing", () => {
  const state = begin(3);
  assert.equal(reduce(state, /** @type {any} */ ({ type: "fly" })), state);
});

test("a recording without steps has nowhere to go", () => {
  assert.equal(after(begin(0), { type: "next" }, { type: "play" }).at, 1);
  assert.equal(after(begin(1), { type: "play" }).playing, false);
});

test("the arrow keys, Home and End are actions, and nothing else is", () => {
  assert.deepEqual(keyed("ArrowRight"), { type: "next" });
  assert.deepEqual(keyed("Home"), { type: "first" });
  assert.equal(keyed("Enter"), undefined);
  assert.equal(keyed("constructor"), undefined);
});

test("no run of actions leaves the recording", () => {
  const types = ["first", "previous", "next", "last", "play", "tick"];
  let state = begin(5);
  for (let n = 0, seed = 7; n < 10_000; n += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    state = reduce(state, { type: types[seed % types.length] });
    assert.ok(state.at >= 1 && state.at <= 5);
  }
});
