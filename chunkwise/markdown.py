"""The directives as a Python-Markdown extension, because MkDocs and Zensical both run such extensions.

A page is read and checked whole before Markdown sees it (`directives.source`); what is left for the Blocks of pymdownx
is to put each directive in its place. A directive that Markdown then never reaches is an error too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown  # type: ignore[import-untyped]
from markdown.inlinepatterns import InlineProcessor  # type: ignore[import-untyped]
from markdown.postprocessors import Postprocessor  # type: ignore[import-untyped]
from markdown.preprocessors import Preprocessor  # type: ignore[import-untyped]
from markdown.treeprocessors import Treeprocessor  # type: ignore[import-untyped]
from pymdownx.blocks import BlocksExtension, BlocksProcessor  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block as PymdownxBlock  # type: ignore[import-untyped]

from chunkwise.directives import mistakes, onward, parser, quiz
from chunkwise.directives.cards import with_file
from chunkwise.directives.directive import Directive
from chunkwise.directives.front_matter import ALIASES
from chunkwise.directives.mistakes import REFERENCE
from chunkwise.directives.page import Page
from chunkwise.directives.parser import Block as Read
from chunkwise.directives.reading_time import minutes_of
from chunkwise.directives.registry import DIRECTIVES
from chunkwise.directives.snippets import missing_snippets
from chunkwise.errors import PageError
from chunkwise.views import render
from chunkwise.views.elements import element

__all__ = ["ChunkwiseExtension", "makeExtension"]

LEFT = re.compile(r"^[\s>*+\-\d.)]*/{3,} *[\w-]+(?P<number> \| \d+$)?")


class ChunkwiseExtension(BlocksExtension):  # type: ignore[misc]
    """The extension, which Python-Markdown also finds by its name ``chunkwise``. Each option says what it is for."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "examples": ["examples", "The folder of the examples."],
            "docs": ["docs", "The folder of the pages, to say in which one an error is."],
            "page": ["", "The page's file, from a caller that knows it and is no builder."],
            "directory_urls": [True, "Whether a page is a folder to a browser. MkDocs and Zensical say it themselves."],
            "typed_python": [False, "Whether code blocks may hold Python that is in no file, and so is never run."],
            "live": [False, "Whether mistakes are boxes in the page. Without it they end the build, listed together."],
            "failures": [{}, "Live: why an example could not be recorded, by its name."],
        }
        self.page = Page("", Path(), Path())
        super().__init__(**options)

    def extendMarkdownBlocks(self, md: Markdown, blocks: BlocksProcessor) -> None:
        for name, directive in DIRECTIVES.items():
            blocks.register(_block(name, directive, self), {})
        blocks.register(_block(parser.STAND_IN, Directive(), self), {})
        # Or Markdown takes the player for a word, and puts a paragraph around it that it cannot leave when it sticks.
        md.block_level_elements += ["cw-player", "cw-try"]
        md.preprocessors.register(_Read(md, self, blocks), "chunkwise", 100)
        md.preprocessors.register(_Unread(md, self), "chunkwise_unread", 24.5)
        md.inlinePatterns.register(_Reference(REFERENCE, md, self), "chunkwise_step", 175)
        md.treeprocessors.register(_Complete(md, self), "chunkwise_complete", 100)
        md.treeprocessors.register(_End(md, self), "chunkwise_end", 25)  # before inline marks are read
        md.treeprocessors.register(_Appendix(md), "chunkwise_appendix", 15)
        md.treeprocessors.register(_Aliases(md, self), "chunkwise_aliases", 14.5)
        md.treeprocessors.register(_Boxes(md, self), "chunkwise_boxes", 14)
        md.postprocessors.register(_CardFile(md, self), "chunkwise_cards", 1)  # when the HTML is what a reader gets

    def _report(self, error: PageError, block: Read | None = None) -> None:
        """Keep a mistake for its box, or end the build with it."""
        if not self.getConfig("live"):
            raise error
        self.page.mistakes.append((block, error))


def _block(name: str, directive: Directive, extension: ChunkwiseExtension) -> type[PymdownxBlock]:
    """Make the block that pymdownx knows the directive by. Its argument is the directive's number on the page."""

    class Block(PymdownxBlock):  # type: ignore[misc]
        NAME = name
        ARGUMENT = True

        def on_create(self, parent: Element) -> Element:
            page = extension.page
            block = page.source.blocks[int(self.argument)]
            page.built.add(block.number)
            if mistakes.is_mistaken(page, block):
                return mistakes.create(page, block, parent, extension.getConfig("failures"))
            try:
                return self._made(page, block, parent)
            except PageError as error:
                extension._report(error, block)
                return mistakes.create(page, block, parent, extension.getConfig("failures"))

        def _made(self, page: Page, block: Read, parent: Element) -> Element:
            if not directive.HOLDS and (fragment := directive.html(page, block)):
                element = SubElement(parent, "p")
                element.text = self.md.htmlStash.store(str(fragment))
                return element
            return directive.create(page, block, parent)

        def on_end(self, block: Element) -> None:
            page = extension.page
            read = page.source.blocks[int(self.argument)]
            if mistakes.is_mistaken(page, read):
                return
            try:
                directive.end(page, read, block)
            except PageError as error:
                extension._report(error, read)
                mistakes.add_box(page, block, error, 0)

    return Block


class _Read(Preprocessor):  # type: ignore[misc]
    """Reads the page, checks every directive on it, and hands on what pymdownx can place."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension, blocks: BlocksProcessor) -> None:
        super().__init__(md)
        self.extension, self.blocks = extension, blocks

    def run(self, lines: list[str]) -> list[str]:
        settings = self.extension
        examples, docs = (self._base() / settings.getConfig(name) for name in ("examples", "docs"))
        page = Page("\n".join(lines), examples, docs, self._told(docs))
        page.examples_name = Path(settings.getConfig("examples")).as_posix()
        page.typed_python = bool(settings.getConfig("typed_python"))
        page.is_folder = self._makes_folders()
        page.stash = lambda fragment: str(self.md.htmlStash.store(str(fragment)))
        settings.page = page
        mistakes.examine(page, DIRECTIVES, self.blocks.blocks)
        page.mistakes += [(None, error) for error in missing_snippets(page, self.md)]
        if (told := page.told) and not told.resolve().is_relative_to(docs.resolve()):
            hint = "Put the page there instead of the link."
            page.mistakes.append((None, page.error("this page is a link that leads out of its folder", 1, hint)))
        if page.mistakes and not settings.getConfig("live"):
            raise mistakes.together(page, DIRECTIVES, self.blocks.blocks)
        return page.source.lines

    def _base(self) -> Path:
        """Return the folder of the builder's configuration, for paths in it count from there; as seen from here."""
        file, root = self._configured("config_file_path"), self._configured("root_dir")
        folder = Path(file).parent if isinstance(file, str) and file else root
        return Path(os.path.relpath(folder)) if isinstance(folder, str | Path) and str(folder) else Path()

    def _makes_folders(self) -> bool:
        """Say whether the page `a.md` becomes `a/index.html`, where links count from another place, or `a.html`."""
        found = self._configured("use_directory_urls")
        return found if isinstance(found, bool) else bool(self.extension.getConfig("directory_urls"))

    def _configured(self, name: str) -> object:
        """Return a value of the builder's configuration; None where it has none, or nobody builds a site."""
        if "relpath" in self.md.treeprocessors:
            return getattr(getattr(self.md.treeprocessors["relpath"], "config", None), name, None)
        if "rendering_context" in self.md.preprocessors:
            config = getattr(self.md.preprocessors["rendering_context"], "config", None)
            return config.get(name) if isinstance(config, dict) else None
        return None

    def _told(self, docs: Path) -> Path | None:
        """Return the page's file, if the caller names it, or a processor that the builder has added to Markdown knows
        it: MkDocs' own for links, Zensical's for its context.
        """
        if named := self.extension.getConfig("page"):
            return Path(named)
        if "relpath" in self.md.treeprocessors:
            file = getattr(getattr(self.md.treeprocessors["relpath"], "file", None), "src_uri", None)
        elif "rendering_context" in self.md.preprocessors:
            file = getattr(getattr(self.md.preprocessors["rendering_context"], "page", None), "path", None)
        else:
            return None
        return docs / file if isinstance(file, str) and (docs / file).is_file() else None


class _Unread(Preprocessor):  # type: ignore[misc]
    """Finds what still looks like a directive after all fences are gone, and was not read."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        for line in lines:
            if (left := LEFT.match(line)) and line.strip() not in self.extension.page.own_lines:
                page = self.extension.page
                what = f"a directive where Markdown reads none: {left[0].strip()}"
                hint = "Move it out of the snippet, the quotation or the list."
                self.extension._report(page.error(what, page.line_with(line.strip()), hint))
        return lines


class _Reference(InlineProcessor):  # type: ignore[misc]
    """Turns ``[[yield 2]]`` into a link to that step of the execution table; ``[[yield 2 | of the first run]]`` too."""

    def __init__(self, pattern: str, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(pattern, md)
        self.extension = extension

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[str, int, int]:
        page = self.extension.page
        try:
            table, step = page.reference(match[1], page.line_with(match[0]))
            words = match[1].partition("|")[2].strip()
        except PageError:
            if not page.mistakes:
                raise
            return self.md.htmlStash.store(str(element("mark", match[0]))), match.start(0), match.end(0)
        link = render.step_link(step, table.prefix, table.variant, words)
        return self.md.htmlStash.store(str(link)), match.start(0), match.end(0)


class _Complete(Treeprocessor):  # type: ignore[misc]
    """Makes sure that every directive of the page is in the page."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page = self.extension.page
        for block in page.source.blocks:
            if block.number not in page.built and not mistakes.is_mistaken(page, block):
                what = f"Markdown does not read this /// {block.name}"
                hint = "Move it out of the HTML, the comment or the indented code."
                self.extension._report(page.error(what, block.line, hint))


class _End(Treeprocessor):  # type: ignore[misc]
    """Puts the ways on at the end of a lesson's page."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page = self.extension.page
        if page.lesson and any(block.name == "modes" and block.number in page.built for block in page.source.blocks):
            place = (page.lesson, page.file.stem)
            root.append(onward.end(page.docs, place, lambda file: minutes_of(file, page.examples)))


class _Appendix(Treeprocessor):  # type: ignore[misc]
    """Puts the answers of the page's quizzes at its end, for print."""

    def run(self, root: Element) -> None:
        quiz.append_answers(root)


class _Aliases(Treeprocessor):  # type: ignore[misc]
    """Puts the words by which readers look for the page where a search finds them and nobody reads them."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if aliases := self.extension.page.meta.get(ALIASES):
            hidden = Element("p", {"hidden": "", "data-pagefind-weight": "10"})
            hidden.text = f"Also about: {aliases}."
            # Before the first section, since a search says in which section it found something.
            root.insert(next((at for at, one in enumerate(root) if one.tag == "h2"), len(root)), hidden)


class _Boxes(Treeprocessor):  # type: ignore[misc]
    """Puts the mistakes that are about no directive, or about one that is nowhere, at the head of a live page."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        page, failures = self.extension.page, self.extension.getConfig("failures")
        placeless = [(of, error) for of, error in page.mistakes if of is None or of.number not in page.built]
        for at, (block, error) in enumerate(placeless):
            mistakes.add_box(page, root, mistakes.cause(block, error, failures), at)


class _CardFile(Postprocessor):  # type: ignore[misc]
    """Puts the page's flip cards into the link to their file."""

    def __init__(self, md: Markdown, extension: ChunkwiseExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        return text if self.extension.page.mistakes else with_file(self.extension.page, text)


def makeExtension(**options: Any) -> Extension:
    """Return the extension with its options: what Python-Markdown calls for ``chunkwise.markdown``."""
    return ChunkwiseExtension(**options)
