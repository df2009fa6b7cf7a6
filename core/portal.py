# SPDX-License-Identifier: GPL-2.0-or-later
"""Portals: who is signed in, and which image services there are, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from . import lenient
from .address import holds_secret, shareable
from .cancel import Cancel
from .errors import ProtocolError
from .grid import Extent
from .session import Session

PAGE = 50
LARGEST_PAGE = 100
IMAGE_SERVICE = "Image Service"


@dataclass(frozen=True)
class Member:
    """The account that is signed in."""

    username: str
    full_name: str = ""
    role: str = ""
    privileges: tuple[str, ...] = ()


@dataclass(frozen=True)
class PortalInfo:
    """A portal as it describes itself to this account; ``member`` is None for a public view."""

    name: str
    is_online: bool
    org_id: str = ""
    member: Member | None = None


@dataclass(frozen=True)
class Item:
    """An image service in a portal. ``extent`` is in EPSG:4326; ``thumbnail`` is an address, or None."""

    id: str
    title: str
    url: str
    owner: str = ""
    access: str = ""
    snippet: str = ""
    description: str = ""
    copyright_text: str = ""
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    modified_ms: int | None = None
    extent: Extent | None = None
    thumbnail: str | None = None

    @property
    def is_tiled(self) -> bool:
        """Tell whether the item says that it is a tile cache."""
        return any("tiled imagery" in keyword.lower() for keyword in self.keywords)


@dataclass(frozen=True)
class Page:
    """One page of a listing; ``next_start`` is None on the last one."""

    items: tuple[Item, ...]
    total: int
    next_start: int | None


@dataclass(frozen=True)
class Query:
    """What to search for; empty fields do not restrict. ``extent`` is in EPSG:4326."""

    text: str = ""
    owner: str = ""
    group: str = ""
    org_id: str = ""
    extent: Extent | None = None

    def q(self) -> str:
        """Return the search expression; words of the user's cannot leave their place in it."""
        parts = [f'type:"{IMAGE_SERVICE}"']
        words = [word for word in map(_escaped, self.text.split()) if word]
        if words:
            parts.append(f"({' AND '.join(words)})")
        for field, value in (("owner", self.owner), ("group", self.group), ("accountid", self.org_id)):
            if value:
                parts.append(f'{field}:"{_quoted(value)}"')
        return " AND ".join(parts)


class Portal:
    """A portal at its root address, through a session that may be signed in."""

    def __init__(self, root: str, session: Session) -> None:
        self.root = root
        self._session = session

    def _get(self, path: str, params: dict[str, str] | None = None, cancel: Cancel | None = None) -> dict[str, Any]:
        return self._session.json(f"{self.root}/sharing/rest/{path}", params, cancel=cancel)

    def info(self, cancel: Cancel | None = None) -> PortalInfo:
        """Return the portal's description of itself and of the account."""
        answer = self._get("portals/self", cancel=cancel)
        user = lenient.mapping(answer.get("user"))
        username = lenient.text(user.get("username"))
        member = None
        if username:
            rights = tuple(lenient.text(right) for right in lenient.items(user.get("privileges")))
            member = Member(username, lenient.text(user.get("fullName")), lenient.text(user.get("role")), rights)
        return PortalInfo(
            name=lenient.text(answer.get("name")) or lenient.text(answer.get("portalName")),
            is_online=answer.get("isPortal") is False,
            org_id=lenient.text(answer.get("id")),
            member=member,
        )

    def search(
        self, query: Query, *, start: int = 1, count: int = PAGE, sort: str = "", cancel: Cancel | None = None
    ) -> Page:
        """Return a page of image services that match; ``sort`` is a field such as "title" or "-modified"."""
        params = {"q": query.q(), "start": str(start), "num": str(min(count, LARGEST_PAGE))}
        if sort:
            params |= {"sortField": sort.lstrip("-"), "sortOrder": "desc" if sort.startswith("-") else "asc"}
        if query.extent is not None:
            params["bbox"] = ",".join(repr(value) for value in query.extent.bounds)
        return self._page(self._get("search", params, cancel), "results")

    def content(
        self, username: str, folder_id: str = "", *, start: int = 1, count: int = PAGE, cancel: Cancel | None = None
    ) -> Page:
        """Return a page of an account's own image services, in a folder or outside of all."""
        path = f"content/users/{_part(username)}" + (f"/{_part(folder_id)}" if folder_id else "")
        params = {"start": str(start), "num": str(min(count, LARGEST_PAGE))}
        return self._page(self._get(path, params, cancel), "items")

    def folders(self, username: str, cancel: Cancel | None = None) -> tuple[tuple[str, str], ...]:
        """Return the folders of an account as (id, title)."""
        answer = self._get(f"content/users/{_part(username)}", {"num": "1"}, cancel)
        entries = (lenient.mapping(entry) for entry in lenient.items(answer.get("folders")))
        return tuple((lenient.text(entry.get("id")), lenient.text(entry.get("title"))) for entry in entries)

    def groups(self, username: str, cancel: Cancel | None = None) -> tuple[tuple[str, str], ...]:
        """Return the groups of an account as (id, title), by title."""
        answer = self._get(f"community/users/{_part(username)}", cancel=cancel)
        entries = (lenient.mapping(entry) for entry in lenient.items(answer.get("groups")))
        groups = ((lenient.text(entry.get("id")), lenient.text(entry.get("title"))) for entry in entries)
        return tuple(sorted(groups, key=lambda group: group[1].lower()))

    def item(self, item_id: str, cancel: Cancel | None = None) -> Item:
        """Return one item.

        Raises:
            ProtocolError: it is no image service.
        """
        answer = self._get(f"content/items/{_part(item_id)}", cancel=cancel)
        item = self._item(answer)
        if item is None:
            kind = lenient.text(answer.get("type")) or "something else"
            raise ProtocolError(f"This item is a {kind}, not an image service.", url=self.root)
        return item

    def _page(self, answer: dict[str, Any], key: str) -> Page:
        found = (self._item(lenient.mapping(entry)) for entry in lenient.items(answer.get(key)))
        following = lenient.integer(answer.get("nextStart"))
        items = tuple(item for item in found if item is not None)
        return Page(
            items, lenient.integer(answer.get("total")) or len(items), following if (following or 0) > 0 else None
        )

    def _item(self, entry: dict[str, Any]) -> Item | None:
        url = lenient.text(entry.get("url"))
        if lenient.text(entry.get("type")).lower() != IMAGE_SERVICE.lower() or not url:
            return None
        identity = lenient.text(entry.get("id"))
        return Item(
            id=identity,
            title=lenient.text(entry.get("title")) or lenient.text(entry.get("name")) or identity,
            url=shareable(url) if holds_secret(url) else url,
            owner=lenient.text(entry.get("owner")),
            access=lenient.text(entry.get("access")),
            snippet=lenient.text(entry.get("snippet")),
            description=lenient.text(entry.get("description")),
            copyright_text=lenient.text(entry.get("accessInformation")),
            tags=tuple(lenient.text(tag) for tag in lenient.items(entry.get("tags"))),
            keywords=tuple(lenient.text(word) for word in lenient.items(entry.get("typeKeywords"))),
            modified_ms=lenient.integer(entry.get("modified")),
            extent=_extent(entry.get("extent")),
            thumbnail=self._picture_of(identity, lenient.text(entry.get("thumbnail"))),
        )

    def _picture_of(self, item_id: str, name: str) -> str | None:
        """Return the address of a thumbnail; its name is that of whatever file somebody has uploaded."""
        return f"{self.root}/sharing/rest/content/items/{_part(item_id)}/info/{quote(name)}" if name else None


def _part(text: str) -> str:
    """Return a name as one segment of a path: those of users may hold anything."""
    return quote(text, safe="")


def _extent(value: Any) -> Extent | None:
    """Read ``[[xmin, ymin], [xmax, ymax]]`` in degrees; items without a place have an empty or a zero one."""
    corners = [lenient.numbers(corner) for corner in lenient.items(value)]
    if len(corners) != 2 or any(len(corner) != 2 or None in corner for corner in corners):
        return None
    (xmin, ymin), (xmax, ymax) = corners
    if xmin is None or ymin is None or xmax is None or ymax is None or xmin >= xmax or ymin >= ymax:
        return None
    return Extent(xmin, ymin, xmax, ymax)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escaped(word: str) -> str:
    """Return a user's word as a phrase, empty where nothing is left of it; a star at its end stays a wildcard."""
    bare = "".join(letter for letter in word if letter not in '\\"()[]{}^~:!/+&|?*')
    if word.endswith("*"):
        bare = bare.lstrip("-")  # outside of quotes it would exclude the word
        return f"{bare}*" if bare else ""
    return f'"{bare}"' if bare else ""
