# SPDX-License-Identifier: GPL-2.0-or-later
"""The library's finished English sentences in another language: the template that made one is found by its words.

The library knows nothing of translation. ``make i18n`` reads its templates, such as “The folder “{1}” does not exist.”,
into the file that is read here. What went into the places of a template goes into those of its translation: paths,
numbers, names and a server's own words as they are, words of the library translated likewise.

Nothing here is needed, nor imported, where QGIS speaks English.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "i18n" / "library.json"
CONTEXT = "Library"
# Kinds of places, as ``tools/library_texts.py`` tells them apart.
NUMBER, WORDS = "n", "w"
# Longer texts are no sentences of the library: the page of a proxy, or the output of a tool.
LONGEST = 4000
# A sentence within a sentence within a sentence: a failed tile of a slice, and why.
DEEPEST = 3
# So many sentences may follow each other; what comes after them is looked at as one.
MOST_CUTS = 12
# So often a text may be held against a template, about 0.2 s: what a server says may have been made to take long.
MOST_TRIALS = 200_000
# Fewer letters than these tell a template only where it is the whole text.
FEWEST_LETTERS = 10

_PLACE = re.compile(r"\{(\d+)\}")
_CUT = re.compile(r"(?<=[.!?:;]) +|\n+")
_NUMBER = re.compile(r"[-+]?(?:[\d.,]+(?:e[-+]?\d+)?|nan|inf)")


@dataclass(frozen=True)
class Template:
    """A text of the library around its places, and its translation; ``letters`` is how much of it is certain."""

    pieces: tuple[str, ...]
    kinds: str
    translation: str
    letters: int

    @classmethod
    def of(cls, text: str, kinds: str, translation: str) -> Template:
        """Return a template, from its text with places such as ``{1}``."""
        pieces = tuple(_PLACE.split(text)[::2])
        return cls(pieces, kinds, translation, sum(map(str.isalpha, "".join(pieces))))

    def values(self, text: str) -> list[str] | None:
        """Return what stands in the places of a finished text, as short as can be; None where it is another one.

        Each literal piece is looked for once, from left to right, so that the time grows with the text only.
        """
        first, *inner, last = self.pieces if len(self.pieces) > 1 else (*self.pieces, "")
        if inner and not last and text.endswith(inner[-1].rstrip()):  # nothing came into the last place
            text += " " * (len(inner[-1]) - len(inner[-1].rstrip()))
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return None
        if not self.kinds:
            return [] if at == end else None
        values = []
        for piece in inner:
            found = text.find(piece, at, end)
            if found < 0:
                return None
            values.append(text[at:found])
            at = found + len(piece)
        values.append(text[at:end])
        fits = all(kind != NUMBER or _NUMBER.fullmatch(value) for kind, value in zip(self.kinds, values))
        return values if fits else None

    def filled(self, values: list[str]) -> str:
        """Return the translation with values in its places."""
        return _PLACE.sub(lambda place: values[int(place[1]) - 1], self.translation)


def translated(sentence: str, language: str) -> str:
    """Return a sentence of the library in the language that is installed; as it is, where it is none.

    Args:
        sentence: one or more sentences, finished.
        language: the code of the language, which tells one installed translation from the next.
    """
    return _translated(sentence, language) if 0 < len(sentence) <= LONGEST else sentence


@lru_cache(maxsize=256)
def _translated(sentence: str, language: str) -> str:
    return _Reading(_templates(language)).of(sentence, 0)[1]


@lru_cache(maxsize=1)
def _templates(language: str) -> tuple[Template, ...]:
    """Return the templates in a language, those with the most words first."""
    known = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    say = QCoreApplication.translate  # by another name: these texts are read from the library, not from here
    found = (Template.of(text, kinds, say(CONTEXT, text)) for text, kinds in known)
    return tuple(sorted(found, key=lambda template: -template.letters))


class _Reading:
    """The reading of one text, and of what stands in the places of its sentences; its work is bounded."""

    def __init__(self, templates: tuple[Template, ...]) -> None:
        self._templates = templates
        self._known: dict[tuple[str, int], tuple[int, str]] = {}
        self._left = MOST_TRIALS

    def of(self, text: str, depth: int) -> tuple[int, str]:
        """Return a text translated as far as it is known, and how many letters of it were.

        It may be one sentence or a few, one after the other: that way counts which leaves the least to places.
        """
        if (text, depth) not in self._known:
            found = self._in_turn(text, depth)
            if 0 < depth < DEEPEST and text[:1].isupper() and text.endswith("."):  # parts of sentences, said as one
                score, words = self._in_turn(text[:1].lower() + text[1:-1], DEEPEST)
                found = max(found, (score, f"{words[:1].upper()}{words[1:]}."), key=lambda each: each[0])
            self._known[text, depth] = found
        return self._known[text, depth]

    def _in_turn(self, text: str, depth: int) -> tuple[int, str]:
        """Read sentences that follow each other."""
        cuts = [(found.start(), found.end()) for found in _CUT.finditer(text)][:MOST_CUTS]
        starts, ends = [0] + [end for _, end in cuts], [start for start, _ in cuts] + [len(text)]
        best: list[tuple[int, str]] = [(0, "")] * (len(starts) + 1)
        for first in reversed(range(len(starts))):
            for last in range(first, len(ends)):
                is_whole = first == 0 and last == len(ends) - 1
                letters, words = self._one(text[starts[first] : ends[last]], depth, 0 if is_whole else FEWEST_LETTERS)
                score = letters + best[last + 1][0]
                if last == first or (letters and score >= best[first][0]):
                    blank = text[ends[last] : starts[last + 1]] if last + 1 < len(starts) else ""
                    best[first] = (score, words + blank + best[last + 1][1])
        return best[0]

    def _one(self, text: str, depth: int, fewest: int) -> tuple[int, str]:
        """Read a sentence by the template that explains the most of it; without one, it stays as it is."""
        found = (0, text)
        for template in self._templates if self._left > 0 else ():
            if template.letters < fewest or (template.letters <= found[0] and WORDS not in template.kinds):
                continue
            self._left -= 1
            values = template.values(text)
            if values is None:
                continue
            inner = [
                self.of(value, depth + 1) if kind == WORDS and depth < DEEPEST else (0, value)
                for kind, value in zip(template.kinds, values)
            ]
            score = template.letters + sum(letters for letters, _ in inner)
            if score > found[0]:
                filled = template.filled([words for _, words in inner])
                found = (score, filled if text.endswith(" ") else filled.rstrip(" "))
        return found
