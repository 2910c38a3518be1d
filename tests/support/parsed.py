"""HTML as a browser would see it, for tests of what may and what must not be in it."""

from __future__ import annotations

from html.parser import HTMLParser


class Parsed(HTMLParser):
    """The tags with their attributes, and the text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.feed(str(markup))  # slices of Markup would be Markup, and escape what is added to them
        self.close()
        self.text = "".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """The tags with the names of their attributes, without those that a value may bring: code, what is hidden."""
        brought = [("span", {"class": "cw-hidden"}), ("code", {}), ("code", {"class": "cw-long"})]
        return [(tag, list(named)) for tag, named in self.tags if (tag, named) not in brought]
