// The pause that is offered where a page read several writes at once.

import assert from "node:assert/strict";
import test from "node:test";

import { paused } from "../../../chunkwise/static/try/pause.js";

test("an async generator awaits before each yield, and the import comes with it", () => {
  const source = 'from fastapi import FastAPI\n\n\nasync def generate():\n    for i in range(3):\n        yield f"{i}"\n    yield "end"\n';
  assert.equal(
    paused(source),
    'import asyncio\nfrom fastapi import FastAPI\n\n\nasync def generate():\n    for i in range(3):\n' +
      '        await asyncio.sleep(0.5)\n        yield f"{i}"\n    await asyncio.sleep(0.5)\n    yield "end"\n',
  );
});

test("a def generator sleeps, and an import that is there is not written twice", () => {
  assert.equal(
    paused("import time\n\ndef generate():\n    yield 1\n"),
    "import time\n\ndef generate():\n    time.sleep(0.5)\n    yield 1\n",
  );
});

test("a program whose yield is no statement of its own is left alone", () => {
  assert.equal(paused("def generate():\n    got = yield 1\n"), undefined);
  assert.equal(paused("# no yield here\n"), undefined);
});
