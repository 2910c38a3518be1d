"""Pure projections of a recording, because every page must show the same run in the same way.

Each module turns a recording into rows of plain values. Nothing here knows HTML, Markdown or files.
"""
