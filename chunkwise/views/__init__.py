"""Pure projections of a recording, because every page must show the same run in the same way.

Each module turns a recording into rows of plain values; `elements` and what begins with `render` turn these into HTML.
Nothing here knows Markdown or files.
"""
