import assert from "node:assert/strict"
import test from "node:test"

import { unpacked } from "../../../chunkwise/static/try/store.js"

// Made by Python's zipfile, uncompressed: a/b.txt, ü.txt, which is empty, and c.txt; with a comment at the end.
const ZIP = "UEsDBBQAAAAAAAAAIVBX7nGSBQAAAAUAAAAHAAAAYS9iLnR4dGZpcnN0UEsDBBQAAAgAAAAAIVAAAAAAAAAAAAAAAAAGAAAA"
  + "w7wudHh0UEsDBBQAAAAAAAAAIVBkIDIkBQAAAAUAAAAFAAAAYy50eHR0aGlyZFBLAQIUAxQAAAAAAAAAIVBX7nGSBQAAAAUA"
  + "AAAHAAAAAAAAAAAAAACAAQAAAABhL2IudHh0UEsBAhQDFAAACAAAAAAhUAAAAAAAAAAAAAAAAAYAAAAAAAAAAAAAAIABKgAA"
  + "AMO8LnR4dFBLAQIUAxQAAAAAAAAAIVBkIDIkBQAAAAUAAAAFAAAAAAAAAAAAAACAAU4AAABjLnR4dFBLBQYAAAAAAwADAJwA"
  + "AAB2AAAABgBhIG5vdGU="

test("each file comes with its name and its bytes, in the order of the directory", () => {
  const zip = Uint8Array.from(atob(ZIP), (char) => char.charCodeAt(0)).buffer
  const files = [...unpacked(zip)].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])
  assert.deepEqual(files, [["a/b.txt", "first"], ["ü.txt", ""], ["c.txt", "third"]])
})

test("what is no zip is refused", () => {
  assert.throws(() => [...unpacked(new ArrayBuffer(100))], RangeError)
})
