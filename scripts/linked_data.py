"""What a lesson's page says of itself to search engines: a schema.org ``LearningResource`` in JSON-LD.

All of it stands on the page: its place on the map, its mode and its minutes are read from its head.
"""

from __future__ import annotations

import json
import re
from html import unescape

HEAD = re.compile(r'(?s)<div class="cw-modes".*?</nav>')
TITLE = re.compile(r'(?s)<strong class="cw-lesson-title"[^>]*>(.*?)</strong>')
PLACE = re.compile(r">Lesson (\d+) of \d+ · (.*?)<")
IDEA = re.compile(r'(?s)<p class="cw-idea">(.*?)</p>')
MODE = re.compile(r'<a aria-current="page"[^>]*>(.*?) <small class="cw-minutes">(\d+) min')


def linked_data(html: str, *, title: str, description: str, address: str, home: str) -> str:
    """Return the element for a page's head, or nothing where the page is none of a lesson."""
    head = HEAD.search(html)
    if head is None or not address:
        return ""
    lesson, place, idea, mode = (one.search(head[0]) for one in (TITLE, PLACE, IDEA, MODE))
    if lesson is None or place is None or idea is None or mode is None:
        return ""
    part = {"@type": "Course", "name": _plain(lesson[1]), "position": int(place[1]), "description": _plain(idea[1])}
    said = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": title,
        "description": description,
        "url": address,
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "learningResourceType": mode[1],
        "timeRequired": f"PT{mode[2]}M",
        "about": _plain(place[2]),
        "isPartOf": {**part, "isPartOf": {"@type": "Course", "name": "Chunkwise", "url": home}},
    }
    # The sign that could end the element is written so that JSON reads it all the same.
    text = json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()
