// The stream in the reader's own browser. (thin)
/** @param {any} asked @param {any} answer @returns {any} */
export function watchable(asked, answer) { return undefined; }
/** @param {any} watched @param {HTMLElement} place @param {(hear: (text: string) => void) => Promise<any>} call */
export async function live(watched, place, call) {}
