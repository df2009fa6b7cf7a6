# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts of services without the markup that their publishers put into them."""

from __future__ import annotations

from html.parser import HTMLParser


def plain_text(text: str) -> str:
    """Return what a publisher wrote, often HTML, as it would be read: lines without markup and superfluous blanks."""
    if "<" not in text and "&" not in text:
        return text.strip()
    reader = _TextOfHtml()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Return the words of what a publisher wrote, in one line."""
    return " ".join(plain_text(text).split())


class _TextOfHtml(HTMLParser):
    """Collects the text of HTML; what ends a line there ends one here."""

    ENDS_LINE = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"})
    UNSEEN = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where the page does."""
        self._unseen += tag in self.UNSEEN
        if tag in self.ENDS_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line where the page does."""
        if tag in self.UNSEEN and self._unseen:
            self._unseen -= 1
        if tag in self.ENDS_LINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if not self._unseen:
            self.parts.append(data)
