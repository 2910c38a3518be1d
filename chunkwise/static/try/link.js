// A program in the fragment of a link, which no server sees: JSON, deflated, in letters that every address may have.

import { unfit } from "./text.js";

/** @typedef {{ source: string, request: Record<string, string> | null }} Carried */

export const LONGEST = 60_000; // characters of a program; what is longer no link can carry in all browsers
const BROKEN = "This link is broken: it contains no program. Here is the program of the page.";

/** @param {ReadableStream<Uint8Array>} stream @param {number} most */
async function gathered(stream, most) {
  const pieces = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces).arrayBuffer();
    size += value.byteLength;
    if (size > most) {
      await reader.cancel();
      throw new Error(BROKEN);
    }
    pieces.push(/** @type {BlobPart} */ (value));
  }
}

/** @param {BlobPart} data @param {CompressionStream | DecompressionStream} way */
const through = (data, way) => gathered(new Blob([data]).stream().pipeThrough(/** @type {any} */ (way)), 8 * LONGEST);

/** @param {Carried} carried @returns {Promise<string>} */
export async function packed({ source, request }) {
  if (source.length > LONGEST) throw new Error(`A link carries at most ${LONGEST} characters, and this program is longer.`);
  const bytes = new Uint8Array(await through(JSON.stringify([source, request]), new CompressionStream("deflate-raw")));
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text
 * @returns {Promise<Carried>}
 * @throws {Error} whose message is for the reader
 */
export async function unpacked(text) {
  try {
    const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const json = new TextDecoder("utf-8", { fatal: true }).decode(await through(bytes, new DecompressionStream("deflate-raw")));
    const [source, request] = JSON.parse(json);
    if (typeof source !== "string" || source.length > LONGEST || unfit(source)) throw new Error(BROKEN);
    const fields = request && typeof request === "object" ? Object.entries(request) : [];
    const said = fields.filter(([, value]) => typeof value === "string");
    return { source, request: said.length ? Object.fromEntries(said) : null };
  } catch {
    throw new Error(BROKEN);
  }
}
