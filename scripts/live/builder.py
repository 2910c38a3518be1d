"""The builder of the live site: MkDocs' own build once, and after that only the pages that an edit concerns.

What a reader will get and what an author sees come from the same code: theme, plugins, notebooks. MkDocs offers no way
to build one page, so its two functions for it are called directly; `constraints.txt` pins the MkDocs that they are in.
Nothing that an author writes ends a build: whatever a page raises is a box in it.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _populate_page, build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from chunkwise.directives.mistakes import box, in_boxes
from chunkwise.errors import ChunkwiseError, PageError
from scripts.search import SearchError, index

EXTENSION = "chunkwise.markdown"
DOC_FILE = re.compile(r"Doc file '([^']+)'")
ANCHOR = re.compile(r"contain an anchor|no such anchor")


class Site:
    """The built site, and what MkDocs knows of it.

    Args:
        folder: An empty folder. The site is built into folders in it, by turns, so that one of them is always whole.
        address: Where the site is served, with a slash at the end.
        failures: Why examples could not be recorded, by their names; whoever made it changes it.
    """

    def __init__(self, folder: Path, address: str, failures: dict[str, ChunkwiseError]) -> None:
        self.root, self.address, self.failures = folder, address, failures
        self.folder: Path | None = None
        self.broken: list[str] = []
        """Why the last build of the whole site came to nothing, if it did."""
        self.unsearchable: list[str] = []
        """Why there is no search, if there is none."""
        self.warnings: dict[str, set[str]] = {}
        self.builds = 0
        self.made: _Made

    def whole(self) -> None:
        """Build all of it; if that fails, the site before stays and ``broken`` says why."""
        self.builds += 1
        folder = self.root / str(self.builds % 2)
        self.warnings = {}
        with self._heard() as heard:
            try:
                config = load_config(config_file="mkdocs.yml", site_dir=str(folder))
                config.site_url = self.address
                config.mdx_configs.setdefault(EXTENSION, {}).update(live=True, failures=self.failures)
                made = config.plugins["chunkwise-live"] = _Made(config)
                config.plugins.on_startup(command="serve", dirty=False)
                build(config, serve_url=self.address)
            except (Exception, SystemExit) as error:
                self.broken = heard.texts or [_in_a_line(error)]
                return
        self.made, self.folder, self.broken = made, folder, []
        self._check_anchors()

    def file(self, path: str) -> File | None:
        """The page of a path, if the site has it already and it is still there."""
        found = self.made.files.get_file_from_path(self._below_docs(path))
        return found if found is not None and found.is_documentation_page() and Path(path).is_file() else None

    def copy(self, path: str) -> None:
        """Copy a file that is no page, or remove it where it is gone."""
        assert self.folder is not None
        target = self.folder / self._below_docs(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if Path(path).is_file():
            target.write_bytes(Path(path).read_bytes())
        else:
            target.unlink(missing_ok=True)

    def pages(self) -> list[File]:
        return list(self.made.files.documentation_pages(inclusion=InclusionLevel.is_in_serve))

    def text(self, file: File) -> str:
        """The Markdown of a page, as it was when it was last built."""
        return (file.page.markdown if file.page is not None else None) or ""

    def mistaken(self) -> list[File]:
        return [file for file in self.pages() if file.page is not None and in_boxes(file.page.content or "")]

    def build(self, file: File) -> bool:
        """Build one page anew; say whether other pages show something else of it now, which is its title."""
        assert file.page is not None
        before = file.page.title
        self.read(file)
        self.write(file)
        return bool(file.page.title != before)

    def read(self, file: File) -> None:
        """Read a page anew, and convert it."""
        assert file.page is not None
        self.warnings.pop(file.src_uri, None)
        vars(file.page).pop("render", None)
        with self._heard():
            _populate_page(file.page, self.made.kept, self.made.files)
        self._check_anchors()

    def write(self, file: File) -> bool:
        """Write a page with what is known of all others by now; say whether it is another one than before."""
        assert file.page is not None
        assert file.abs_dest_path is not None
        target = Path(file.abs_dest_path)
        before = target.read_bytes() if target.is_file() else b""
        made = self.made
        excluded = file.inclusion == InclusionLevel.EXCLUDED
        with self._heard():
            _build_page(file.page, made.kept, self.pages(), made.nav, made.env, excluded=excluded)
        return not target.is_file() or target.read_bytes() != before

    def write_index(self) -> None:
        """Write what the search looks into. Pages may be written meanwhile."""
        self.unsearchable = []
        try:
            if self.folder is not None:
                index(self.folder)
        except SearchError as error:
            self.unsearchable = [str(error)]
        except OSError:
            pass  # a build has begun to clear the folder, and the search is made again after it

    def mistakes(self) -> list[str]:
        """Return everything that is wrong, as text: what `make build` would end with or warn of."""
        found = [*self.broken, *self.unsearchable, *(str(error) for error in self.failures.values())]
        if self.folder is not None:
            for file in self.pages():
                found += in_boxes((file.page.content if file.page is not None else None) or "")
        found += [text for texts in self.warnings.values() for text in sorted(texts)]
        return list(dict.fromkeys(found))

    def _below_docs(self, path: str) -> str:
        return Path(path).resolve().relative_to(Path("docs").resolve()).as_posix()

    def _check_anchors(self) -> None:
        for texts in self.warnings.values():
            texts -= {text for text in texts if ANCHOR.search(text)}
        with self._heard():
            for file in self.pages():
                if file.page is not None:
                    level = self.made.kept.validation.links.anchors
                    file.page.validate_anchor_links(files=self.made.files, log_level=level)

    def _heard(self) -> _Heard:
        return _Heard(self.warnings)


class _Made(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """A plugin that keeps what a build is made of, and lets no page end it."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.kept = config
        self.files: Files
        self.nav: Navigation
        self.env: Any

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav, self.files = nav, files
        return nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        self.env = env
        return env

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        render: Callable[..., None] = page.render

        def safe(config: MkDocsConfig, files: Files) -> None:
            try:
                page.file.content_string  # noqa: B018 -- is it UTF-8, is it there
                render(config, files)
            except Exception as error:
                page.content, page.toc, page.present_anchor_ids = _page_box(page, error), get_toc([]), set()
                page.links_to_anchors = None

        page.render = safe  # type: ignore[method-assign]
        return page

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        try:
            page.file.content_string  # noqa: B018
        except (OSError, ValueError):
            return ""  # which is a box once it is rendered
        return None


class _Heard(logging.Handler):
    """Keeps MkDocs' warnings, by the page that they are about, in place of writing them."""

    def __init__(self, kept: dict[str, set[str]]) -> None:
        super().__init__(logging.WARNING)
        self.kept = kept
        self.texts: list[str] = []
        self.logger = logging.getLogger("mkdocs")

    def __enter__(self) -> _Heard:
        self.logger.addHandler(self)
        self.logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        about = DOC_FILE.search(text)
        if about:
            text = f"docs/{about[1]}: {text}"
        self.texts.append(text)
        self.kept.setdefault(about[1] if about else "", set()).add(text)


def _page_box(page: Page, error: Exception) -> str:
    if isinstance(error, ChunkwiseError):
        return box(error)
    where = Path("docs", page.file.src_uri)
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return box(PageError(f"this is not UTF-8: {error.reason}", file=where, line=line, hint="Save it as UTF-8."))
    return box(PageError(_in_a_line(error), file=where))


def _in_a_line(error: BaseException) -> str:
    """Say what was raised, and where in this project, in place of a traceback."""
    here = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(Path.cwd()))]
    own: Iterable[traceback.FrameSummary] = [frame for frame in here if "site-packages" not in frame.filename]
    place = next((f" ({Path(one.filename).relative_to(Path.cwd())}:{one.lineno})" for one in reversed(list(own))), "")
    text = str(error) if type(error).__module__.startswith("mkdocs") else f"{type(error).__name__}: {error}"
    return f"{text}{place}"
