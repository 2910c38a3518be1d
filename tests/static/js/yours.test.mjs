// What a program may say of its run: what has the stage's own form, and nothing else.

import assert from "node:assert/strict";
import test from "node:test";

import "./elements.mjs";
import { checked } from "../../../chunkwise/static/stage/yours.js";

const step = { number: 1, name: "request", lanes: "03", lines: [3], marks: 0, at: 0.5, traced: [[3, "line 3", 0]] };
const found = { steps: [step], marks: [[[[3, "i = 1"]], []]], tracks: [["The generator", ["Not started"], [0]]],
  pieces: [["client", 1, 1, "'a'"]], changed: [3] };
const other = (more) => checked({ ...found, ...more });

test("what has the form is taken, with no address and nothing more", () => {
  const taken = checked({ ...found, extra: 1, steps: [{ ...step, id: "quiz" }] });
  assert.deepEqual(taken.steps[0].id, "");
  assert.deepEqual(Object.keys(taken).sort(), ["changed", "marks", "other", "pieces", "places", "steps", "tracks"]);
});

const wrong = {
  "nothing": () => checked(null),
  "a text": () => checked("steps"),
  "no step": () => other({ steps: [] }),
  "a step that is none": () => other({ steps: [null] }),
  "a name that is no text": () => other({ steps: [{ ...step, name: { toString: 1 } }] }),
  "lanes that there are not": () => other({ steps: [{ ...step, lanes: "04 cw-x" }] }),
  "marks that there are not": () => other({ steps: [{ ...step, marks: 1 }] }),
  "a line with marks that there are not": () => other({ steps: [{ ...step, traced: [[3, "line 3", 7]] }] }),
  "time that is none": () => other({ steps: [{ ...step, at: NaN }] }),
  "a line that is no number": () => other({ steps: [{ ...step, lines: ["3"] }] }),
  "a state that there is not": () => other({ tracks: [["The generator", ["Not started"], [1]]] }),
  "a track of another length": () => other({ tracks: [["The generator", ["Not started"], []]] }),
  "a piece that is cut": () => other({ pieces: [["client", 1]] }),
  "no list of changes": () => other({ changed: undefined }),
};
for (const [name, made] of Object.entries(wrong)) test(`${name} is refused`, () => assert.equal(made(), undefined));
