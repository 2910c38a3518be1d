"""Host of a browser: a process that has Chromium open, and runs one script in one page for each run that asks.

It stands outside of the run's own process, which may start none and has little memory. A run connects, says where its
server is and what the page's script is, and is told what the script logs. If the run ends first, its page is closed.
The process ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Callable
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Error, Route, async_playwright

from chunkwise.recording import chromium

FLAGS = ("--no-proxy-server", "--disable-features=NetworkPrediction")
"""The run's server is on this machine, and the page asks for nothing that its script doesn't ask for."""

BLANK = "<!doctype html><title>Chunkwise</title><link rel=icon href=data:,>"
"""The page that the script runs in. It is not taken from the server: what the server sees is what the script asks."""

LINE = re.compile(r"<anonymous>:(\d+):\d+")
"""How the browser names a line of the script."""

Tell = Callable[..., None]


async def main() -> None:
    path = chromium.look()
    if path is None:
        print(json.dumps({"missing": True}), flush=True)
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS])

        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            def tell(**said: Any) -> None:
                writer.write(json.dumps(said).encode() + b"\n")

            job = json.loads(await reader.readline())
            at_work = asyncio.create_task(visit(browser, job["address"], job["script"], tell))
            left = asyncio.create_task(reader.read())
            await asyncio.wait((at_work, left), return_when=asyncio.FIRST_COMPLETED)
            for task in (at_work, left):
                task.cancel()
            await asyncio.gather(at_work, left, return_exceptions=True)
            writer.close()

        server = await asyncio.start_server(one, "127.0.0.1", 0, limit=1 << 22)
        print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        server.close()
        await browser.close()


async def visit(browser: Browser, address: str, script: str, tell: Tell) -> None:
    """Run a script in a page of the server at ``address``, and close the page as one closes a tab."""
    context = await browser.new_context()
    try:
        page = await context.new_page()

        async def blank(route: Route) -> None:
            await route.fulfill(content_type="text/html", body=BLANK)

        def logged(message: ConsoleMessage) -> None:
            if message.type == "log":
                tell(log=message.text, at=message.timestamp / 1000)

        page.on("console", logged)
        await page.route("**/*", blank)
        await page.goto(address)
        await page.unroute("**/*", blank)
        try:
            await page.evaluate(f"async () => {{\n{script}\n}}")
            await page.evaluate("0")  # What the script logged last is told before this is answered.
        except Error as error:
            tell(**failure(error))
    finally:
        await context.close()
    tell(done=True)


def failure(error: Error) -> dict[str, Any]:
    """Say what a script raised, and on which of its lines; of one that it can't read, the browser knows none."""
    said = error.message.removeprefix("Page.evaluate: ")
    found = None if said.startswith("SyntaxError") else LINE.search(said)
    return {"error": said.split("\n")[0], "line": int(found[1]) - 1 if found else None}


if __name__ == "__main__":
    asyncio.run(main())
