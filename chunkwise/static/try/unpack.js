// @ts-check
// Unpacks a zip whose files are not compressed, without a copy of them: Python takes four times as long for it.

const END = 0x06054b50
const FILES = 10, DIRECTORY = 16 // in the record at the end
const SIZE = 20, NAME = 28, EXTRA = 30, COMMENT = 32, AT = 42, ENTRY = 46 // in an entry of the directory
const FILE_NAME = 26, FILE_EXTRA = 28, FILE = 30 // before a file

/**
 * @param {ArrayBuffer} zip
 * @returns {Generator<[name: string, bytes: Uint8Array<ArrayBuffer>]>}
 */
export function* unpacked(zip) {
  const view = new DataView(zip)
  const text = new TextDecoder()
  let end = zip.byteLength - 22
  while (view.getUint32(end, true) !== END) end--
  let at = view.getUint32(end + DIRECTORY, true)
  for (let left = view.getUint16(end + FILES, true); left > 0; left--) {
    const length = view.getUint16(at + NAME, true)
    const before = view.getUint32(at + AT, true)
    const begin = before + FILE + view.getUint16(before + FILE_NAME, true) + view.getUint16(before + FILE_EXTRA, true)
    yield [text.decode(new Uint8Array(zip, at + ENTRY, length)), new Uint8Array(zip, begin, view.getUint32(at + SIZE, true))]
    at += ENTRY + length + view.getUint16(at + EXTRA, true) + view.getUint16(at + COMMENT, true)
  }
}
