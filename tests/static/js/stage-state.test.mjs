// The reducer behind the stage: what each action makes of a place in a run.
import assert from "node:assert/strict";
import { test } from "node:test";

import { REAL, around, begin, clock, hasPauses, keyed, pause, reduce } from "../../../chunkwise/static/stage/state.js";

/** @param {import("../../../chunkwise/static/stage/state.js").State} state */
const after = (state, ...actions) => actions.map((one) => (typeof one === "string" ? { type: one } : one)).reduce(reduce, state);
const place = ({ at, line }) => [at, line];

test("a reader begins at the first step of the first run", () => {
  assert.deepEqual(begin([2, 0, 3]), { at: 1, line: 0, traced: [2, 0, 3], run: 0, playing: false, speed: 1, tab: "lanes" });
});

for (const [actions, at] of [[["next"], 2], [["next", "next", "next"], 3], [["previous"], 1], [["last"], 3], [["last", "first"], 1]])
  test(`${actions} comes to step ${at} of 3`, () => assert.equal(after(begin([1, 1, 1]), ...actions).at, at));

for (const [to, at] of [[2, 2], [0, 1], [-5, 1], [99, 3], [2.9, 2], [Number.NaN, 1]])
  test(`going to ${to} of 3 arrives at ${at}`, () => assert.equal(after(begin([1, 1, 1]), { type: "go", to }).at, at));

test("down goes through the lines of the first step, and on into the next that has some", () => {
  let state = begin([2, 0, 1]);
  const places = [];
  for (let n = 0; n < 5; n += 1) {
    state = after(state, "down");
    places.push(place(state));
  }
  assert.deepEqual(places, [[1, 1], [1, 2], [3, 1], [3, 0], [3, 0]]);
});

test("up goes back through the lines, from the last of a step that is over", () => {
  let state = after(begin([2, 0, 2]), "last");
  const places = [];
  for (let n = 0; n < 5; n += 1) {
    state = after(state, "up");
    places.push(place(state));
  }
  assert.deepEqual(places, [[3, 2], [3, 1], [1, 2], [1, 1], [1, 1]]);
});

test("after a step, down looks at the next step's first line", () => {
  assert.deepEqual(place(after(begin([2, 3]), "next", "down")), [2, 0]);
  assert.deepEqual(place(after(begin([2, 3, 1]), "next", "down")), [3, 1]);
});

test("a step that is gone to is over", () => {
  assert.deepEqual(place(after(begin([2, 3]), "down", "next")), [2, 0]);
});

test("another run keeps the step, or shows its last", () => {
  const state = after(begin([1, 1, 1]), "last", { type: "run", to: 1, traced: [1, 1] });
  assert.deepEqual([state.run, state.at, state.traced], [1, 2, [1, 1]]);
  assert.equal(after(begin([1, 1, 1]), "next", { type: "run", to: 1, traced: [1, 1] }).at, 2);
});

test("play goes on at each tick, stops at the end, and begins again from there", () => {
  const played = after(begin([0, 0, 0]), "play", "tick");
  assert.deepEqual([played.at, played.playing], [2, true]);
  const ended = after(played, "tick");
  assert.deepEqual([ended.at, ended.playing], [3, false]);
  assert.deepEqual([after(ended, "play").at, after(ended, "play").playing], [1, true]);
  assert.equal(after(begin([0]), "play").playing, false);
});

test("whoever moves by hand stops the play, and a tick that is late does nothing", () => {
  for (const hand of ["next", "previous", "up", "down", "play", "first", "last"])
    assert.equal(after(begin([1, 1, 1]), "play", hand).playing, false, hand);
  assert.equal(after(begin([1, 1, 1]), "play", "next", "tick").at, 2);
});

test("the speed is one of those that are offered", () => {
  assert.equal(after(begin([1]), { type: "speed", to: 2 }).speed, 2);
  assert.equal(after(begin([1]), { type: "speed", to: 7 }).speed, 1);
});

test("a narrow stage shows one of two panes", () => {
  assert.equal(after(begin([1]), { type: "tab", to: "state" }).tab, "state");
});

test("keys have actions, and other keys none", () => {
  const known = { ArrowLeft: "previous", ArrowRight: "next", ArrowUp: "up", ArrowDown: "down", " ": "play", Home: "first", End: "last" };
  for (const [key, type] of Object.entries(known)) assert.deepEqual(keyed(key), { type });
  for (const key of ["a", "Enter", "toString", ""]) assert.equal(keyed(key), undefined);
});

test("of few all are shown, of many the ends and those around the present one", () => {
  assert.deepEqual(around(3, 1, 9), [0, 1, 2]);
  assert.deepEqual(around(100, 50, 9), [0, -1, 48, 49, 50, 51, 52, -1, 99]);
  assert.deepEqual(around(100, 0, 9), [0, 1, 2, 3, 4, 5, -1, 99]);
  assert.deepEqual(around(100, 99, 9), [0, -1, 94, 95, 96, 97, 98, 99]);
});

test("in real time a step lasts as long as it did, and is seen at least", () => {
  const steps = [{ at: 0 }, { at: 5000 }, { at: 5000 }];
  const state = { ...begin([1, 1, 1]), speed: REAL };
  assert.equal(pause(state, steps), 5000);
  assert.equal(pause({ ...state, at: 2 }, steps), 300);
  assert.equal(pause({ ...state, speed: 2 }, steps), 700);
});

test("real time is offered where time passes", () => {
  assert.equal(hasPauses({ steps: [{ at: 0 }, { at: 3 }] }), false);
  assert.equal(hasPauses({ steps: [{ at: 0 }, { at: 100 }] }), true);
});

for (const [at, says] of [[0, "0 ms"], [99.6, "100 ms"], [1000, "1 s"], [1250, "1.25 s"]])
  test(`${at} ms are told as ${says}`, () => assert.equal(clock(at), says));
