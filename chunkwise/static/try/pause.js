// A pause before each yield, offered where a page read several writes at once because nothing separated them in time.

const SECONDS = "0.5";

/**
 * Return a program with a pause before each `yield` that is a statement, or nothing where it has no such yield.
 * @param {string} source
 */
export function paused(source) {
  const lines = source.split("\n");
  /** @type {string[]} */
  const written = [];
  const modules = new Set();
  lines.forEach((line, at) => {
    const [, indent] = line.match(/^(\s+)yield\b/) ?? [];
    const kind = indent === undefined ? undefined : around(lines, at, indent.length);
    if (kind) {
      modules.add(kind);
      written.push(`${indent}${kind === "asyncio" ? "await " : ""}${kind}.sleep(${SECONDS})`);
    }
    written.push(line);
  });
  if (!modules.size) return undefined;
  const missing = [...modules].filter((name) => !lines.includes(`import ${name}`)).map((name) => `import ${name}`);
  const first = written.findIndex((line) => /^(import|from)\s(?!__future__)/.test(line));
  written.splice(Math.max(0, first), 0, ...missing);
  return written.join("\n");
}

/**
 * Which module pauses the function that a line stands in.
 * @param {string[]} lines @param {number} at @param {number} indent
 */
function around(lines, at, indent) {
  for (let n = at - 1; n >= 0; n -= 1) {
    const [, before, waits] = lines[n].match(/^(\s*)(async\s+)?def\s/) ?? [];
    if (before !== undefined && before.length < indent) return waits ? "asyncio" : "time";
  }
  return undefined;
}
