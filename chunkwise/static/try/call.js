// What the page asks of its Python: the two texts that the worker runs.

/** A run. `live` says whether its pauses take their time, and then its client is told of as it goes. */
export const CALL = `
import asyncio
from chunkwise.browser import entry

def tell(kind, text):
    if kind != "event" or live or '"kind": "headers"' in text:
        emit(kind + " " + text)

options = {"lane": "client", "checks": checks, "live": live, "name": name, "variant": variant, "prefix": prefix}
entry.now = asyncio.ensure_future(entry.run(source, asked, tell, **options))
await entry.now
`;

/** The end of a live run, in one of its pauses. */
export const LEAVE = `
from chunkwise.browser import entry

entry.now.cancel()
`;
