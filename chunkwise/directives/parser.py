"""A page's directives as a tree with line numbers, because Markdown forgets where a block came from.

The Blocks of pymdownx leave what they don't understand as text, without a word. So a page is read here first, strictly,
and handed on with each directive reduced to its number: ``/// steps | 3``. Blocks may be nested without counting
slashes; the page is handed on with the slashes that pymdownx needs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import yaml  # type: ignore[import-untyped]

from chunkwise.errors import LINE_LIMIT, PageError

START = re.compile(r"^(?P<indent> *)(?P<slashes>/{3,}) *(?P<name>[\w-]+) *(?:\| *(?P<argument>.*?) *)?$")
END = re.compile(r"^(?P<indent> *)(?P<slashes>/{3,}) *$")
LIKE = re.compile(r"^[\s>]*/{3,}")
FENCE = re.compile(r"^(?P<indent>[\s>]*(?:[-*+] +|\d+[.)] +)?)(?P<fence>`{3,}|~{3,}) *(?P<info>[^`]*)$")
PYTHON = re.compile(r"^\{? *\.?(python3?|py3?|pycon|ipython3?)\b", re.IGNORECASE)
SNIPPET = re.compile(r"^\s*-{1,}8<-{1,}")
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
OPTION = re.compile(r"^ *([\w-]+) *:")


@dataclass(eq=False)
class Block:
    """One block of a page: a directive of ours, or one that pymdownx itself knows."""

    name: str
    argument: str
    line: int
    slashes: str
    options: dict[str, object] = field(default_factory=dict)
    option_lines: dict[str, int] = field(default_factory=dict)
    children: list[Block] = field(default_factory=list)
    text: list[tuple[int, str]] = field(default_factory=list)
    """The lines directly in it, without those of its children, each with its number."""
    given: object = None
    """Its options with their types, once its directive has accepted them."""
    parent: Block | None = None
    number: int = -1
    """Its place among the page's directives of ours; -1 for others."""

    def line_of(self, option: str) -> int:
        return self.option_lines.get(option, self.line)

    @property
    def heads(self) -> list[tuple[int, str]]:
        """Its argument and its options as text, each with its line."""
        return [(self.line, self.argument), *((self.line_of(name), str(text)) for name, text in self.options.items())]

    @property
    def height(self) -> int:
        return 1 + max((child.height for child in self.children), default=0)


@dataclass
class Source:
    """What was read: all of our directives in order, the lines outside code fences, and the text for Markdown."""

    blocks: list[Block]
    prose: list[tuple[int, str]]
    lines: list[str]
    mistakes: list[tuple[Block | None, PageError]] = field(default_factory=list)
    """What could not be read, each with the directive whose place it leaves empty, if it is about one."""


STAND_IN = "chunkwise-mistake"
"""What an unknown directive is handed on as, so that its place on the page is kept."""


class TypedPythonError(PageError):
    """A program is on a page that is in no file. A site may allow it."""


def read(text: str, ours: Collection[str], others: Iterable[str] = (), *, leniently: bool = False) -> Source:
    """Read a page.

    Args:
        text: The page's Markdown, without front matter.
        ours: The names of our directives.
        others: The names of blocks that other extensions handle.
        leniently: Whether to read on after a mistake, and to keep it in the source's ``mistakes``.

    Raises:
        PageError: Without a file; its line counts from the start of ``text``. Never, if ``leniently``.
    """
    lines = re.sub("[\x02\x03]", "", text.replace("\r\n", "\n")).split("\n")  # which Markdown keeps for itself
    return _Reader(lines, ours, set(others), leniently).read()


class _Reader:
    def __init__(self, lines: list[str], ours: Collection[str], others: set[str], leniently: bool) -> None:
        self.lines = [line.expandtabs(4) if LIKE.match(line) else line for line in lines]
        self.ours, self.others, self.leniently = ours, others, leniently
        self.open: list[Block] = []
        self.mistakes: list[tuple[Block | None, PageError]] = []
        self.strays = 0  # lines that were no directive, whose ends are no mistakes of their own
        self.blocks: list[Block] = []
        self.prose: list[tuple[int, str]] = []
        self.edges: list[tuple[int, Block, str]] = []  # index in out, block, text with {slashes} to fill in
        self.out: list[str] = []

    def read(self) -> Source:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if fence := FENCE.match(line):
                at = self._fence(at, fence)
            elif LIKE.match(line):
                at = self._edge(at)
            else:
                self._keep(at)
                self.prose.append((at + 1, line))
                at += 1
        while self.open:
            block = self.open.pop()
            hint = f"Close it with a line {block.slashes}"
            self._fail(PageError(f"/// {block.name} is never closed", line=block.line, hint=hint), block)
            self.edges.append((len(self.out), block, "\0"))
            self.out.append("")
        for place, block, rest in self.edges:
            self.out[place] = rest.replace("\0", "/" * (2 + block.height), 1)
        return Source(self.blocks, self.prose, self.out, self.mistakes)

    def _fail(self, error: PageError, block: Block | None = None) -> None:
        """Raise the error, or keep it and let the reader go on."""
        if not self.leniently:
            raise error
        self.mistakes.append((block if block and block.number >= 0 else None, error))

    def _keep(self, at: int) -> None:
        self.out.append(self.lines[at])
        if self.open:
            self.open[-1].text.append((at + 1, self.lines[at]))

    def _fence(self, at: int, opening: re.Match[str]) -> int:
        """Pass over a code fence; return the index of the line after it."""
        fence = opening["fence"]
        for end in range(at + 1, len(self.lines)):
            if re.fullmatch(rf"[\s>]*{re.escape(fence[0])}{{{len(fence)},}}\s*", self.lines[end]):
                break
        else:
            hint = f"Close it with a line {fence}"
            self._fail(PageError("this code fence is never closed", line=at + 1, hint=hint))
            self.out.append("")
            return at + 1
        if self.leniently and PYTHON.match(opening["info"]):  # otherwise it is the build that says so
            for place in range(at + 1, end):
                if self.lines[place].strip() and not SNIPPET.match(self.lines[place]):
                    what = "Python code typed into a page, which nothing runs"
                    hint = "Put it in examples/ and show it with /// example or a snippet (--8<--)."
                    self._fail(TypedPythonError(what, line=at + 1, hint=hint))
                    break
        for place in range(at, end + 1):
            self._keep(place)
        return end + 1

    def _edge(self, at: int) -> int:
        """Read a block's first or last line, and its options; return the index of the line after them."""
        line = self.lines[at]
        if end := END.match(line):
            for closed in self._close(at + 1, end["slashes"]):
                self.edges.append((len(self.out), closed, f"{end['indent']}\0"))
                self.out.append("")
            return at + 1
        start = START.match(line)
        if start is None:
            self.out.append("")
            if self.strays and not line.strip(" \t>/"):
                self.strays -= 1
                return at + 1
            hint = "Write /// name | argument, in a paragraph of its own."
            self._fail(PageError(f"this is not a directive: {line.strip()[:60]}", line=at + 1, hint=hint))
            self.strays += 1
            return at + 1
        name = start["name"]
        block = Block(name, start["argument"] or "", at + 1, start["slashes"])
        if self.open:
            block.parent = self.open[-1]
            block.parent.children.append(block)
        self.open.append(block)
        head = f"{start['indent']}\0 {name}"
        if name in self.others and name not in self.ours:
            self.edges.append((len(self.out), block, head + (f" | {block.argument}" if block.argument else "")))
            self.out.append("")
            return at + 1
        block.number = len(self.blocks)
        self.blocks.append(block)
        if name not in self.ours:
            hint = nearest(name, [*self.ours, *self.others])
            self._fail(PageError(f"unknown directive {name!r}", line=at + 1, hint=hint), block)
            head = f"{start['indent']}\0 {STAND_IN}"
        self.edges.append((len(self.out), block, f"{head} | {block.number}"))
        self.out.append("")
        return self._options(block, at + 1, len(start["indent"]) + 4)

    def _close(self, line: int, slashes: str) -> list[Block]:
        """Return the blocks that end here: the innermost, and after a mistake all up to the one that is meant."""
        if not self.open and self.strays:
            self.strays -= 1
            return []
        if not self.open:
            hint = "Remove it, or open a block before it."
            self._fail(PageError(f"{slashes} closes nothing", line=line, hint=hint))
            return []
        block = self.open.pop()
        closed = [block]
        if block.slashes != slashes:
            what = f"{slashes} does not close the {block.slashes} {block.name} of line {block.line}"
            hint = f"Close that one first, with a line {block.slashes}"
            self._fail(PageError(what, line=line, hint=hint), block)
            while any(other.slashes == slashes for other in self.open) and closed[-1].slashes != slashes:
                closed.append(self.open.pop())
        return closed

    def _options(self, block: Block, at: int, indent: int) -> int:
        first = at
        lines: list[str] = []
        while at < len(self.lines):
            line = self.lines[at].expandtabs(4)
            if not line.strip() or len(line) - len(line.lstrip(" ")) < indent:
                break
            lines.append(line)
            if (found := OPTION.match(line)) and found[1] not in block.option_lines:
                block.option_lines[found[1]] = at + 1
            at += 1
        if not lines:
            return at
        hint = "Write one option a line, as `name: value`, indented by four spaces."
        try:
            options = yaml.load("\n".join(lines), Loader=LOADER)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line_number = first + 1 + (min(mark.line, len(lines) - 1) if mark else 0)
            problem = getattr(error, "problem", None) or "not YAML"
            what = f"the options of /// {block.name} cannot be read: {problem}"
            self._fail(PageError(what, line=line_number, hint=hint), block)
            return at
        if not isinstance(options, dict) or not all(isinstance(name, str) for name in options):
            what = f"the options of /// {block.name} are not names and values"
            self._fail(PageError(what, line=first + 1, hint=hint), block)
            return at
        block.options = options
        return at


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word is meant, or which there are; of too many for a line, their folders."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    if len(", ".join(names)) > LINE_LIMIT // 2:
        names = sorted({re.sub("/.*", "/*", name) for name in names})
    return f"There are {', '.join(names)}." if names else "There are none."
