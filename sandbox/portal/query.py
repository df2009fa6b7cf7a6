# SPDX-License-Identifier: GPL-2.0-or-later
"""The search language of a portal: words, "phrases", field:value, wildcards, ranges, AND, OR, NOT, brackets.

As on Esri's Search Reference page: AND is meant where nothing stands between two terms, case does not matter, and a
word without a field is looked for in title, tags, snippet, description, type and type keywords. Words are whole words
unless they hold * or ?.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .items import Item
from .people import ORGANISATION_ID
from .refusals import bad_parameter

Condition = Callable[[Item], bool]
Values = Callable[[Item], Iterable[str]]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<sign>[+-](?=\S)|&&|\|\||!)
      | (?P<term>(?:(?P<field>\w+):\s*)?
          (?:"(?P<phrase>(?:[^"\\]|\\.)*)" | \[(?P<range>[^\]]*)\] | (?P<word>(?:\\.|[^\s()"\\])+)))
    )""",
    re.VERBOSE,
)
_WORDS = re.compile(r"[^\W_]+")
_EXACT: Mapping[str, Values] = {
    "id": lambda item: [item.id],
    "owner": lambda item: [item.owner],
    "access": lambda item: [item.access],
    "accountid": lambda item: [ORGANISATION_ID],
    "orgid": lambda item: [ORGANISATION_ID],
    "group": lambda item: item.groups,
    "ownerfolder": lambda item: [item.folder or ""],
}
_TEXT: Mapping[str, Values] = {
    "title": lambda item: [item.title],
    "tags": lambda item: item.tags,
    "snippet": lambda item: [item.snippet or ""],
    "description": lambda item: [item.description or ""],
    "type": lambda item: [item.type],
    "typekeywords": lambda item: item.keywords,
    "name": lambda item: [item.name or ""],
    "url": lambda item: [item.url or ""],
}
_DEFAULT = ("title", "tags", "snippet", "description", "type", "typekeywords")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    field: str | None = None


def condition(query: str) -> Condition:
    """Return what decides whether an item answers a query. Raises ServiceError for one that cannot be read."""
    return _Reader(list(_tokens(query))).whole()


def _tokens(query: str) -> Iterator[_Token]:
    place = 0
    end = len(query.rstrip())
    while place < end:
        found = _TOKEN.match(query, place)
        if found is None:
            raise bad_parameter(f"The query cannot be read from character {place + 1} on.")
        place = found.end()
        if found["open"] or found["close"]:
            yield _Token(found["open"] or found["close"], "")
        elif found["sign"]:
            yield _Token({"&&": "AND", "||": "OR", "+": "AND"}.get(found["sign"], "NOT"), "")
        elif found["field"] is None and found["word"] in ("AND", "OR", "NOT"):
            yield _Token(found["word"], "")
        else:
            kind = next(name for name in ("phrase", "range", "word") if found[name] is not None)
            yield _Token(kind, found[kind], found["field"])


class _Reader:
    """Reads OR of ANDs of terms, a term being perhaps denied or in brackets."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def whole(self) -> Condition:
        result = self._any()
        if self._place < len(self._tokens):
            raise bad_parameter("The query has a bracket too many.")
        return result

    def _kind(self) -> str | None:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else None

    def _any(self) -> Condition:
        parts = [self._all()]
        while self._kind() == "OR":
            self._place += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else lambda item: any(part(item) for part in parts)

    def _all(self) -> Condition:
        parts = [self._one()]
        while self._kind() not in (None, "OR", ")"):
            if self._kind() == "AND":
                self._place += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda item: all(part(item) for part in parts)

    def _one(self) -> Condition:
        kind = self._kind()
        self._place += 1
        if kind == "AND":  # a leading plus
            return self._one()
        if kind == "NOT":
            denied = self._one()
            return lambda item: not denied(item)
        if kind == "(":
            inner = self._any()
            if self._kind() != ")":
                raise bad_parameter("The query lacks a closing bracket.")
            self._place += 1
            return inner
        if kind in ("phrase", "range", "word"):
            return _term(self._tokens[self._place - 1])
        raise bad_parameter("The query ends too early.")


def _term(token: _Token) -> Condition:
    field = (token.field or "").lower()
    if token.kind == "range":
        return _range(field, token.text)
    text = re.sub(r"\\(.)", r"\1", token.text) if "*" not in token.text and "?" not in token.text else token.text
    if field in _EXACT:
        return _exact(field, text)
    if field in _TEXT:
        return _text((field,), text, wild=token.kind == "word")
    if field:
        return lambda item: False  # a field that no item has
    if text in ("*", "*.*"):
        return lambda item: True
    return _text(_DEFAULT, text, wild=token.kind == "word")


def _exact(field: str, text: str) -> Condition:
    pattern = _pattern(text.strip())
    read = _EXACT[field]
    return lambda item: any(pattern.fullmatch(value) for value in read(item))


def _text(fields: tuple[str, ...], text: str, *, wild: bool) -> Condition:
    if wild and ("*" in text or "?" in text):
        # A wildcard stands for a part of one word.
        pattern = _pattern(text)
        return lambda item: any(
            pattern.fullmatch(word) for name in fields for value in _TEXT[name](item) for word in words(value)
        )
    wanted = words(text)
    if not wanted:
        return lambda item: False
    size = len(wanted)

    def holds(value: str) -> bool:
        found = words(value)
        return any(found[start : start + size] == wanted for start in range(len(found) - size + 1))

    return lambda item: any(holds(value) for name in fields for value in _TEXT[name](item))


def _range(field: str, text: str) -> Condition:
    """Read ``modified:[0000001259692864000 TO 0000001260384065000]`` (padded milliseconds; * is open)."""
    found = re.fullmatch(r"\s*(\d+|\*)\s+TO\s+(\d+|\*)\s*", text)
    if found is None or field not in ("modified", "created", "uploaded"):
        raise bad_parameter("The query holds a range that cannot be read.")
    low, high = (float("nan") if bound == "*" else float(bound) for bound in found.groups())
    return lambda item: not (item.modified < low or item.modified > high)


@functools.lru_cache(maxsize=100_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(_WORDS.findall(text.lower()))


@functools.lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(
        "".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in text), re.IGNORECASE | re.DOTALL
    )
