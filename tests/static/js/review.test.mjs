// What a reader is told of cards and days: in words, and never of a day that the test did not give.

import assert from "node:assert/strict";
import test from "node:test";

import "./elements.mjs";
import { counted, judged, waiting } from "../../../chunkwise/static/review/review.js";

const today = "2026-11-23";

test("what is due now and when the next card comes is said, whichever of them there is", () => {
  assert.equal(waiting({ due: 16, next: null }, today), "16 cards are due now.");
  assert.equal(waiting({ due: 1, next: "2026-11-24" }, today), "1 card is due now. The next one comes back tomorrow.");
  const later = "No card is due now. The next one comes back in 3 days, on Thursday 26 November.";
  assert.equal(waiting({ due: 0, next: "2026-11-26" }, today), later);
});

test("a graded card is told where it went", () => {
  assert.equal(judged(true, { box: 2, due: "2026-11-24" }, today), "Known: it comes back tomorrow. ");
  assert.equal(judged(true, { box: 5, due: "2026-12-07" }, today), "Known: it comes back in 14 days, on Monday 7 December. ");
  assert.equal(judged(false, { box: 1, due: today }, today), "Not yet known: it comes again in this round. ");
  assert.equal(judged(true, { box: 1, due: today }, today), "Known. ");
});

test("one is one", () => assert.deepEqual([counted(1, "card"), counted(0, "card")], ["1 card", "0 cards"]));
