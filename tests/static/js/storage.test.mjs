// Progress without a browser: what is kept, and that no storage, however broken, raises.

import assert from "node:assert/strict";
import test from "node:test";

import { KEY, modeOf, nothing, parse, reduce, Store } from "../../../chunkwise/static/progress/storage.js";

const mode = "streaming-responses/visualize";
const answered = (quiz, right) => ({ type: "answered", mode, quiz, right, all: ["a", "b"] });

function keeper(text = null) {
  const kept = new Map(text === null ? [] : [[KEY, text]]);
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test("the last question answered right finishes the mode", () => {
  let progress = reduce(nothing(), answered("a", true));
  assert.equal(modeOf(progress, mode).finished, false);
  progress = reduce(progress, answered("b", false));
  assert.equal(modeOf(progress, mode).finished, false);
  progress = reduce(progress, answered("b", true));
  assert.equal(modeOf(progress, mode).finished, true);
});

test("a question answered right stays so", () => {
  const progress = reduce(reduce(nothing(), answered("a", true)), answered("a", false));
  assert.equal(modeOf(progress, mode).quizzes.a, true);
});

test("a reader can finish and take it back", () => {
  const progress = reduce(nothing(), { type: "finished", mode, finished: true });
  assert.equal(modeOf(progress, mode).finished, true);
  assert.equal(modeOf(reduce(progress, { type: "finished", mode, finished: false }), mode).finished, false);
});

test("a page finds its notes again, and they change nothing else", () => {
  let progress = reduce(reduce(nothing(), answered("a", true)), { type: "noted", mode, notes: { a: "first" } });
  progress = reduce(progress, answered("b", true));
  assert.deepEqual(modeOf(progress, mode), { finished: true, quizzes: { a: true, b: true }, notes: { a: "first" } });
  assert.deepEqual(parse(JSON.stringify(progress)).progress, progress);
  const other = `{"version":2,"modes":{"x":{"notes":{"a":1,"b":"b"}},"y":{"notes":["a"]}},"cards":{}}`;
  assert.deepEqual(modeOf(parse(other).progress, "x").notes, { b: "b" });
  assert.equal(modeOf(parse(other).progress, "y").notes?.a, undefined);
});

test("reducing changes nothing that it was given", () => {
  const before = Object.freeze({ version: 2, modes: Object.freeze({}), cards: Object.freeze({}) });
  reduce(before, answered("a", true));
  assert.deepEqual(before, nothing());
});

for (const text of ["", "{", "null", "[]", "7", '"x"', '{"version":0}', '{"version":1}', '{"version":1,"modes":[]}']) {
  test(`corrupt storage starts again: ${text}`, () => assert.equal(parse(text).state, "corrupt"));
}

test("what has another shape is left out", () => {
  const text = '{"version":1,"modes":{"x":5,"y":{"finished":"yes","quizzes":[true]},"__proto__":{"finished":true}}}';
  const { progress } = parse(text);
  assert.equal(modeOf(progress, "x").finished, false);
  assert.equal(modeOf(progress, "y").finished, false);
  assert.equal({}.finished, undefined);
});

test("progress of the first version is read, and is of the second from then on", () => {
  const kept = keeper(`{"version":1,"modes":{"${mode}":{"finished":true,"quizzes":{"a":true}}}}`);
  const store = new Store(() => kept);
  assert.deepEqual(store.read(), { version: 2, modes: { [mode]: { finished: true, quizzes: { a: true } } }, cards: {} });
  store.dispatch({ type: "placed", card: "x/y", place: { box: 2, due: "2026-11-24" } });
  const now = JSON.parse(kept.kept.get(KEY));
  assert.equal(now.version, 2);
  assert.equal(now.modes[mode].finished, true);
});

test("cards are kept beside what is finished, and neither takes the other's place", () => {
  let progress = reduce(nothing(), { type: "placed", card: "x/y", place: { box: 3, due: "2026-11-26" } });
  progress = reduce(progress, { type: "finished", mode, finished: true });
  progress = reduce(progress, { type: "placed", card: "__proto__", place: { box: 1, due: "2026-11-23" } });
  assert.deepEqual(parse(JSON.stringify(progress)), { progress, state: "read" });
  assert.deepEqual(progress.cards["x/y"], { box: 3, due: "2026-11-26" });
  assert.equal(modeOf(progress, mode).finished, true);
});

test("a card that cannot be read is a new one", () => {
  const due = "2026-11-26";
  const broken = { a: 5, b: null, c: {}, d: { box: 2 }, e: { box: "2", due }, f: { box: 1.5, due }, g: { box: 2, due: "soon" } };
  const more = { h: { box: 2, due: "2026-13-40" }, i: { box: 2, due: 7 }, j: { box: 2, due: "2026-11-26T00:00" } };
  const kept = { wild: { box: 99, due }, low: { box: -3, due } };
  const { progress } = parse(JSON.stringify({ version: 2, modes: {}, cards: { ...broken, ...more, ...kept } }));
  assert.deepEqual(progress.cards, { wild: { box: 5, due }, low: { box: 1, due } });
  assert.deepEqual(parse('{"version":2,"modes":{},"cards":[1]}').progress.cards, {});
});

test("names that objects have already are no progress", () => {
  assert.deepEqual(modeOf(nothing(), "constructor"), { finished: false, quizzes: {} });
  const progress = reduce(nothing(), { ...answered("constructor", false), mode: "toString" });
  assert.equal(modeOf(progress, "toString").quizzes.constructor, false);
});

test("the store keeps, and takes what another tab has kept", () => {
  const shared = keeper();
  const [one, two] = [new Store(() => shared), new Store(() => shared)];
  one.dispatch(answered("a", true));
  two.dispatch(answered("b", true));
  assert.deepEqual(one.read().modes[mode], { finished: true, quizzes: { a: true, b: true } });
  assert.equal(one.trouble, "");
});

test("a newer version is left alone", () => {
  const text = '{"version":3,"anything":1}';
  const kept = keeper(text);
  const store = new Store(() => kept);
  store.dispatch(answered("a", true));
  assert.equal(kept.kept.get(KEY), text);
  assert.match(store.trouble, /newer version/);
  assert.equal(modeOf(store.read(), mode).quizzes.a, true);
});

test("full and forbidden storage fall back to memory and say so", () => {
  const full = { ...keeper(), setItem: () => { throw new Error("full"); } };
  const forbidden = () => { throw new Error("forbidden"); };
  for (const open of [() => full, forbidden]) {
    const store = new Store(open);
    store.dispatch(answered("a", true));
    assert.equal(modeOf(store.read(), mode).quizzes.a, true);
    assert.match(store.trouble, /until you leave/);
    assert.equal(store.keeps, false);
    store.erase();
    assert.deepEqual(store.read(), nothing());
  }
});

test("erasing leaves no key behind", () => {
  const kept = keeper("{");
  const store = new Store(() => kept);
  assert.match(store.trouble, /starts again/);
  store.erase();
  assert.equal(kept.kept.size, 0);
  assert.equal(store.trouble, "");
});
