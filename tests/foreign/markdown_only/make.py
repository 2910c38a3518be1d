"""Make every page below text/ into a file in the folder that is named, with Python-Markdown and nothing else."""

import shutil
import sys
from pathlib import Path

import markdown

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/chunkwise/base/anywhere.css">
<link rel="stylesheet" href="assets/chunkwise/base/lesson.css">
<link rel="stylesheet" href="assets/chunkwise/player/player.css">
<script type="module" src="assets/chunkwise/player/player.js"></script>
<script type="module" src="assets/chunkwise/stage/stage.js"></script>
<script type="module" src="assets/chunkwise/quiz/quiz.js"></script>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""

site = Path(sys.argv[1])
shutil.copytree("text", site, ignore=shutil.ignore_patterns("*.md"), dirs_exist_ok=True)
for page in sorted(Path("text").glob("*.md")):
    settings = {"examples": "programs", "docs": "text", "page": page, "directory_urls": False, "typed_python": True}
    body = markdown.markdown(
        page.read_text("utf-8"),
        extensions=["pymdownx.superfences", "chunkwise"],
        extension_configs={"chunkwise": settings},
    )
    (site / f"{page.stem}.html").write_text(PAGE.format(title=page.stem, body=body), "utf-8")
