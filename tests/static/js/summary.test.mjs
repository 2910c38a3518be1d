// What is said of a reader's progress: no more than is known, and only of what the pages ask today.

import assert from "node:assert/strict";
import test from "node:test";

import { nothing, reduce } from "../../../chunkwise/static/progress/storage.js";
import { dueCards, spelled, summary } from "../../../chunkwise/static/progress/summary.js";

const mode = "streaming-responses/visualize";
const answered = (quiz, right) => ({ type: "answered", mode, quiz, right, all: ["a", "b"] });
const pages = [
  { name: "streaming-responses/learn", quizzes: [] },
  { name: mode, quizzes: ["a", "b", "c"] },
];

test("pages are counted with the questions that they ask today", () => {
  let progress = reduce(nothing(), { type: "finished", mode: "streaming-responses/learn", finished: true });
  progress = reduce(progress, answered("a", true));
  progress = reduce(progress, answered("b", false));
  progress = reduce(progress, answered("long-gone", true));
  progress = reduce(progress, { type: "finished", mode: "another/learn", finished: true });
  const counted = summary(progress, pages);
  assert.deepEqual(counted, { pages: 2, finished: 1, asked: 3, right: 1, tasks: 0, done: 0 });
  assert.equal(spelled(counted, "modes"), "1 of 2 modes finished, 1 of 3 questions answered right");
});

test("pages without questions are told without them, and nothing done is not told at all", () => {
  const learnt = reduce(nothing(), { type: "finished", mode: "streaming-responses/learn", finished: true });
  assert.equal(spelled(summary(learnt, pages.slice(0, 1)), "modes"), "1 of 1 modes finished");
  assert.equal(spelled(summary(nothing(), pages), "modes"), "");
  assert.equal(spelled(summary(reduce(nothing(), answered("a", false)), pages), "modes"), "");
  assert.equal(spelled(summary(learnt, []), "modes"), "");
});

test("tasks are told apart from questions", () => {
  const tasked = [{ name: mode, quizzes: ["a", "lesson/one", "lesson/two"] }];
  const done = reduce(nothing(), answered("lesson/two", true));
  assert.equal(spelled(summary(done, tasked), "modes"), "0 of 1 modes finished, 0 of 1 questions answered right, 1 of 2 tasks done");
  assert.equal(spelled(summary(nothing(), tasked), "modes"), "");
});

test("a question called like something that every object has is not answered by that", () => {
  assert.equal(summary(reduce(nothing(), answered("a", true)), [{ name: mode, quizzes: ["constructor"] }]).right, 0);
});

test("cards that come back are told for their own lesson, on the day and after it", () => {
  const places = { "client-leaves/a": "2026-11-20", "client-leaves/b": "2026-11-23", "client-leaves/c": "2026-11-24", "backpressure/a": "2026-11-01" };
  const progress = { ...nothing(), cards: Object.fromEntries(Object.entries(places).map(([card, due]) => [card, { box: 2, due }])) };
  const now = new Date(2026, 10, 23, 12);
  assert.equal(dueCards(progress, "client-leaves", now), "2 cards due");
  assert.equal(dueCards(progress, "backpressure", now), "1 card due");
  assert.equal(dueCards(progress, "client", now), "");
  assert.equal(dueCards(nothing(), "client-leaves", now), "");
});
