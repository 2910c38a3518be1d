"""``SKILL.md`` of a built site: what the lessons found, short enough for a coding agent to keep in mind.

It is cut out of the built pages: a lesson's sentence from the map, the claims from their page, the versions from what
is said there of the recordings. Nothing is said here that no page says.
"""

from __future__ import annotations

import re
from html import unescape

from scripts.twins import converted, linked

CLAIMS = "claims-tested/"
LESSON = re.compile(r'(?s)<li data-lesson="[^"]*"[^>]*>\s*<p class="cw-map-title">(<a .*?</a>).*?</p>\s*<p>(.*?)</p>')
TABLE = re.compile(r"(?s)<table>.*?</table>")
VERSIONS = re.compile(r"as recorded: (.*?)\.?</li>")

HEAD = """---
name: fastapi-streaming
description: >-
  Recorded facts about streaming responses in FastAPI (StreamingResponse, server-sent events, JSON Lines, disconnects,
  cleanup, proxies). Use it when you write, review or debug code that streams from FastAPI or Starlette.
---

# Streaming from FastAPI: what recordings show

These sentences come from programs that ran under a real server with a real client. Each links to the page that shows it
step by step, and says what of it was not recorded. {versions}

Where a fact decides your code, read its page before you rely on it: other versions and servers are named there. To see
what a program of your own does, run `chunkwise watch app.main:app "GET /path"` ([how]({home}watch-your-own-stream.md)).
"""


def skill(home_page: str, claims_page: str, home: str) -> str:
    """Return the file, made of the home page and the page of claims of a site that is published at ``home``."""
    recorded = VERSIONS.search(claims_page)
    versions = f"Recorded with {unescape(recorded[1])}." if recorded else ""
    lessons = [f"- {_line(link, home, home)}: {_line(idea, home, home)}" for link, idea in LESSON.findall(home_page)]
    table = TABLE.search(claims_page)
    claims = linked(converted(table[0]), home + CLAIMS, home) if table else ""
    parts = [HEAD.format(versions=versions, home=home), "## Facts\n", "\n".join(lessons)]
    parts += ["\n## Popular answers, tested\n", claims] if claims else []
    parts += [f"\nAll pages, as Markdown: [llms.txt]({home}llms.txt)\n"]
    return "\n".join(parts)


def _line(html: str, address: str, home: str) -> str:
    return linked(" ".join(converted(html).split()), address, home)
