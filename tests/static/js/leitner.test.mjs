// The boxes and the round without a browser and without a clock: every day is one that the test says.

import assert from "node:assert/strict";
import test from "node:test";

import fc from "fast-check";

import { DAYS, FRESH, NOTHING, between, dayOf, due, graded, isDue, overview, placeOf, plus, reduce } from "../../../chunkwise/static/review/leitner.js";

const today = "2026-11-23";
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => plus("1990-01-01", days));
const anyPlace = fc.record({ box: fc.integer({ min: 1, max: 5 }), due: fc.oneof(fc.constant(""), anyDay) });

test("a card that is known each time it is due rests longer and longer", () => {
  let place = FRESH;
  let day = today;
  const rests = [];
  for (let time = 0; time < 6; time += 1) {
    place = graded(place, true, day);
    rests.push(between(day, place.due));
    day = place.due;
  }
  assert.deepEqual(rests, [1, 3, 7, 14, 14, 14]);
  assert.equal(place.box, 5);
});

test("a card that is not known goes back to the first box and stays due", () => {
  const place = graded({ box: 5, due: today }, false, today);
  assert.deepEqual(place, { box: 1, due: today });
  assert.equal(isDue(place, today), true);
  assert.deepEqual(graded(place, true, today), { box: 2, due: "2026-11-24" });
});

test("a card that is known before its day stays where it is, and one that is not known goes back", () => {
  const place = { box: 3, due: "2026-11-25" };
  assert.deepEqual(graded(place, true, today), place);
  assert.deepEqual(graded(place, false, today), { box: 1, due: today });
});

test("a day is the reader's own, and days are counted over months, years and changes of the clock", () => {
  assert.equal(dayOf(new Date(2026, 10, 23, 0, 1)), today);
  assert.equal(dayOf(new Date(2026, 10, 23, 23, 59)), today);
  assert.equal(plus("2026-12-31", 1), "2027-01-01");
  assert.equal(plus("2028-02-28", 1), "2028-02-29");
  assert.equal(plus("2026-10-24", 2), "2026-10-26");
  assert.equal(between("2026-10-24", "2026-10-26"), 2);
});

test("what comes back is asked before what is new, each in the order of the page", () => {
  const places = { b: { box: 2, due: today }, c: { box: 4, due: "2026-11-30" }, e: { box: 1, due: "2026-11-01" } };
  assert.deepEqual(due(["a", "b", "c", "d", "e"], places, today), ["b", "e", "a", "d"]);
});

test("the overview says what is due, when the next one comes, and what the boxes hold", () => {
  const places = { a: { box: 2, due: "2026-11-24" }, b: { box: 3, due: "2026-11-26" }, gone: { box: 5, due: today } };
  assert.deepEqual(overview(["a", "b", "c"], places, today), { due: 1, next: "2026-11-24", boxes: [1, 1, 1, 0, 0] });
  assert.deepEqual(overview(["a"], places, "2026-11-24"), { due: 1, next: null, boxes: [0, 1, 0, 0, 0] });
  assert.deepEqual(overview([], places, today), { due: 0, next: null, boxes: [0, 0, 0, 0, 0] });
});

test("names that objects have already are new cards", () => {
  assert.equal(placeOf({}, "constructor"), FRESH);
  assert.deepEqual(due(["toString"], {}, today), ["toString"]);
});

test("whatever is kept, a graded card is due within the longest rest and in a box that there is", () => {
  fc.assert(fc.property(anyPlace, fc.boolean(), anyDay, (place, knew, day) => {
    const after = graded(place, knew, day);
    assert.ok(after.box >= 1 && after.box <= DAYS.length);
    assert.ok(isDue(after, day) || between(day, after.due) <= DAYS[DAYS.length - 1]);
    assert.equal(isDue(after, plus(day, DAYS[DAYS.length - 1])), true);
    if (!knew) assert.equal(isDue(after, day), true);
    else if (isDue(place, day)) assert.equal(isDue(after, day), false);
  }));
});

test("every card is either due or has a day on which the next one comes", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string()), fc.dictionary(fc.string(), anyPlace), anyDay, (cards, places, day) => {
    const seen = overview(cards, places, day);
    assert.equal(seen.due, due(cards, places, day).length);
    assert.equal(seen.boxes.reduce((sum, count) => sum + count, 0), cards.length);
    assert.equal(seen.next === null, seen.due === cards.length);
    if (seen.next !== null) assert.ok(due(cards, places, seen.next).length > 0);
  }));
});

test("a round goes through its cards, and what was not known comes again at the end", () => {
  let round = reduce(NOTHING, { type: "begin", queue: ["a", "b"] });
  round = reduce(reduce(round, { type: "flip" }), { type: "graded", knew: false });
  assert.deepEqual(round, { queue: ["b", "a"], flipped: false, known: 0 });
  round = reduce(reduce(round, { type: "flip" }), { type: "graded", knew: true });
  assert.deepEqual(round, { queue: ["a"], flipped: false, known: 1 });
});

test("nothing is graded before its answer was seen, and an empty round stays empty", () => {
  const round = reduce(NOTHING, { type: "begin", queue: ["a"] });
  assert.equal(reduce(round, { type: "graded", knew: true }), round);
  for (const action of [{ type: "flip" }, { type: "graded", knew: true }]) assert.equal(reduce(NOTHING, action), NOTHING);
});

test("whatever a reader does, a round keeps each card until it is known", () => {
  const actions = fc.array(fc.oneof(fc.constant({ type: "flip" }), fc.boolean().map((knew) => ({ type: "graded", knew }))));
  fc.assert(fc.property(fc.uniqueArray(fc.string()), actions, (queue, done) => {
    const round = done.reduce(reduce, reduce(NOTHING, { type: "begin", queue }));
    assert.equal(round.queue.length + round.known, queue.length);
    assert.equal(new Set(round.queue).size, round.queue.length);
  }));
});
