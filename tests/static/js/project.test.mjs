// How far a reader is in a project is said from what is kept, and never more.
import assert from "node:assert/strict";
import test from "node:test";
import "./elements.mjs";
import { farness } from "../../../chunkwise/static/progress/project.js";

const STEPS = ["csv/step_1", "csv/step_2", "csv/step_3"];

test("nothing is done at the beginning, and the first step is next", () => {
  assert.deepEqual(farness({}, STEPS), { done: [false, false, false], next: 0, says: "0 of 3 steps finished." });
});

test("a step that was tried and not done doesn't count", () => {
  assert.deepEqual(farness({ "csv/step_1": true, "csv/step_2": false }, STEPS).done, [true, false, false]);
});

test("the next step is the first that isn't done, also when a later one is", () => {
  const { next, says } = farness({ "csv/step_1": true, "csv/step_3": true }, STEPS);
  assert.equal(next, 1);
  assert.equal(says, "2 of 3 steps finished.");
});

test("when all are done there is no next one", () => {
  const kept = Object.fromEntries(STEPS.map((step) => [step, true]));
  assert.deepEqual(farness(kept, STEPS), { done: [true, true, true], next: -1, says: "All steps finished." });
});

test("what isn't a step of this project doesn't count", () => {
  assert.equal(farness({ "csv/step_9": true, constructor: true }, ["constructor", "toString"]).says, "1 of 2 steps finished.");
});
