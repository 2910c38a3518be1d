"""Text that would like to be markup, for tests of all that puts text into a page."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    *"<>&\"'`/!-= \t\r\n\x00\x02\x03\u202e",
    "<script>",
    "</td>",
    "</figure>",
    "</pre>",
    "<img src=x onerror=a()>",
)
PIECES += ('" onclick="a()', "' onclick='a()", "&lt;b&gt;", "&quot;", "<!--", "-->", "]]>", "{0}", "%s", "**b**", "]]")

MARKUP = st.lists(
    st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), min_size=1, max_size=12
).map("".join)
