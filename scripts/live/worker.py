"""The process that records and builds: it is told which files changed, and reports what there is to show.

It is a process of its own because it has the package imported: when the package changes, another one takes its place,
and the server goes on.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

DOCS, EXAMPLES = "docs/", "examples/"
PAGES = (".md", ".ipynb")
ELSEWHERE = "/// curriculum"
"""What a page holds that shows what other pages have."""


@dataclass(frozen=True)
class Report:
    """What there is to show: a built site, or none, and all mistakes. The last one of a kind counts."""

    folder: Path | None
    mistakes: list[str]
    anew: bool = True
    """Whether a page is another one than before."""
    ended: bool = False
    later: bool = False
    """Whether this follows an edit that was reported before, so that it says nothing of one that has come since."""


def run(told: Connection, folder: Path, address: str) -> None:
    """Record, build, and go on doing so until the other end is closed. This is a whole process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches everybody; who started us ends us
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    try:
        from chunkwise.recording.recorder import Recorder
        from scripts.live.recordings import Recordings

        with Recorder() as recorder:
            _Worker(told, folder, address, Recordings(recorder)).work()
    except (EOFError, BrokenPipeError):
        pass
    except Exception as error:
        traceback.print_exc()  # no mistake of an author's, but one in the package or in here
        told.send(Report(None, [_said(error)], ended=True))


def _said(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"{_short(error.filename or '')}:{error.lineno}: {error.msg}"
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{_short(last.filename)}:{last.lineno}: {type(error).__name__}: {error}"


def _short(file: str) -> str:
    return os.path.relpath(file) if file.startswith(str(Path.cwd())) else file


class _Worker:
    def __init__(self, told: Connection, folder: Path, address: str, recordings: object) -> None:
        from scripts.live.builder import Site
        from scripts.live.recordings import Recordings

        assert isinstance(recordings, Recordings)
        self.told, self.recordings = told, recordings
        self.site = Site(folder, address, recordings.failures)
        self.later: dict[str, bool] = {}
        """Pages to write when nothing is more urgent, by their source; True where the page is to be read again too."""
        self.anew = False
        self.searched = False
        """Whether the search knows the pages as they are, or will in a moment."""
        self.indexing = Thread()

    def work(self) -> None:
        self.recordings.renew()
        self._whole()
        self._report()
        while True:
            if (self.later or not self.searched) and not self.told.poll():
                self._catch_up()
            else:
                self._follow(self.told.recv())
                self._report()

    def _report(self) -> None:
        self.told.send(Report(self.site.folder, self.site.mistakes()))

    def _follow(self, paths: list[str]) -> None:
        """Bring the site up to date with files that changed."""
        paths = [path for path in paths if not self.recordings.is_own(path)]
        examples = {"/".join(path.split("/")[1:3]) for path in paths if path.startswith(EXAMPLES)}
        if examples:
            self.recordings.renew(examples)
        texts = [path for path in paths if path.startswith(DOCS) and path.endswith(PAGES)]
        if self.site.folder is None or self.site.broken or "mkdocs.yml" in paths:
            return self._whole()
        files = [self.site.file(path) for path in texts]
        if None in files:  # a page came or went, which the navigation of all others shows
            return self._whole()
        for path in paths:
            if path.startswith(DOCS) and not path.endswith(PAGES):
                self.site.copy(path)
        sources = {file.src_uri: file for file in files if file is not None}
        sources |= {file.src_uri: file for file in self.site.pages() if self._uses(self.site.text(file), examples)}
        if examples or texts:
            sources |= {file.src_uri: file for file in self.site.mistaken()}
        renamed = [self.site.build(file) for file in sources.values()]
        self.searched = self.searched and not sources
        for file in self.site.pages() if sources else ():
            if file.src_uri not in sources and (any(renamed) or ELSEWHERE in self.site.text(file)):
                self.later[file.src_uri] = ELSEWHERE in self.site.text(file)

    def _uses(self, text: str, examples: set[str]) -> bool:
        """Whether a page says the name of an example, or of the folder that it is a step of."""
        return any(name in text or f"| {name.partition('/')[0]}\n" in text for name in examples)

    def _whole(self) -> None:
        self.later.clear()
        self.searched = False
        self.site.whole()

    def _catch_up(self) -> None:
        """Write one page that shows what another one has; when there is none left, bring the search up to date."""
        if self.later:
            source = next(iter(self.later))
            read_again = self.later.pop(source)
            if (file := self.site.file(f"{DOCS}{source}")) is not None:
                if read_again:
                    self.site.read(file)
                self.anew |= self.site.write(file)
        elif self.indexing.is_alive():
            self.indexing.join(0.05)
        else:
            self.indexing = Thread(target=self.site.write_index, daemon=True)  # or the next edit would wait for it
            self.indexing.start()
            self.told.send(Report(None, self.site.mistakes(), self.anew, later=True))
            self.anew, self.searched = False, True
