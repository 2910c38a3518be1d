// What an address points at, whatever stands behind its #: a pasted address may be cut in the middle of a letter, and
// decoding that raises (URI malformed).

/**
 * @param {string} hash  With its #.
 * @returns {string}  As written where it cannot be decoded; no element has such an id.
 */
export function fragment(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}
