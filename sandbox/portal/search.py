# SPDX-License-Identifier: GPL-2.0-or-later
"""Searching items: who sees what, in which order, page by page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from ..grid import Extent
from .items import Item
from .people import User
from .query import condition, words
from .refusals import bad_parameter

LARGEST_PAGE = 100
PAGE = 10
KEPT_SEARCHES = 16
SORT_KEYS: Mapping[str, Callable[[Item], Any]] = {
    "title": lambda item: item.title.lower(),
    "name": lambda item: (item.name or "").lower(),
    "owner": lambda item: item.owner,
    "type": lambda item: item.type,
    "modified": lambda item: item.modified,
    "created": lambda item: item.modified,
    "uploaded": lambda item: item.modified,
    # Nobody rates or counts here: these orders are those of the ids.
    "avgrating": lambda item: 0,
    "numratings": lambda item: 0,
    "numcomments": lambda item: 0,
    "numviews": lambda item: 0,
}


class Searches:
    """The last searches with all their results, so that paging through thousands of items costs one search."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[tuple[Item, ...], list[Item]]] = OrderedDict()
        self._lock = threading.Lock()

    def find(
        self, items: tuple[Item, ...], params: Mapping[str, str], user: User | None, group: str = ""
    ) -> list[Item]:
        """Return every item that answers the parameters and that the user sees, in their order.

        Raises ServiceError for parameters that make no sense.
        """
        names = ("q", "bbox", "sortField", "sortOrder")
        key = (*(params.get(name, "") for name in names), user.username if user is not None else None, group)
        with self._lock:
            known = self._kept.get(key)
            if known is not None and known[0] is items:
                self._kept.move_to_end(key)
                return known[1]
        found = _find(items, params, user, group)
        with self._lock:
            self._kept[key] = (items, found)
            while len(self._kept) > KEPT_SEARCHES:
                self._kept.popitem(last=False)
        return found


def page(found: Sequence[Any], params: Mapping[str, str]) -> tuple[dict[str, int], list[Any]]:
    """Return ``total``, ``start``, ``num`` and ``nextStart``, and one page. Raises ServiceError."""
    start, most = number(params, "start", 1), number(params, "num", PAGE)
    most = min(max(most, 0), LARGEST_PAGE)
    # A start below 1 gets an empty page (recorded: Esri's client goes on asking with -1).
    part = list(found[start - 1 : start - 1 + most]) if start >= 1 else []
    following = start + len(part)
    more = bool(part) and following <= len(found)
    return {
        "total": len(found),
        "start": start,
        "num": len(part),
        "nextStart": following if more else -1,
    }, part


def number(params: Mapping[str, str], name: str, default: int) -> int:
    """Return a whole number of the parameters. Raises ServiceError for another text."""
    text = params.get(name, "").strip()
    try:
        return int(text) if text else default
    except ValueError:
        raise bad_parameter(f"'{name}' must be a number.") from None


def box(text: str) -> Extent | None:
    """Read a bbox in WGS 84; None for an empty one. Raises ServiceError."""
    if not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise bad_parameter("'bbox' must be four numbers.") from None
    return Extent(west, south, east, north)


def _find(items: Sequence[Item], params: Mapping[str, str], user: User | None, group: str) -> list[Item]:
    query, area = params.get("q", "").strip(), box(params.get("bbox", ""))
    if not query and area is None and not group:
        raise bad_parameter("'q' must be specified.")
    fits = condition(query) if query else lambda item: True
    found = [
        item
        for item in items
        if (not group or group in item.groups)
        and item.visible_to(user)
        and (area is None or (item.extent is not None and _meets(item.extent, area)))
        and fits(item)
    ]
    return _ordered(found, query, params)


def _ordered(found: list[Item], query: str, params: Mapping[str, str]) -> list[Item]:
    field = params.get("sortField", "").strip().lower()
    order = params.get("sortOrder", "").strip().lower()
    if field not in ("", "relevance", *SORT_KEYS) or order not in ("", "asc", "desc"):
        raise bad_parameter("'sortField' or 'sortOrder' is invalid.")
    found.sort(key=lambda item: item.id)  # a total order: pages never overlap
    if field in SORT_KEYS:
        found.sort(key=SORT_KEYS[field], reverse=order == "desc")
    elif query:
        wanted = set(words(query))
        found.sort(key=lambda item: -len(wanted.intersection(words(item.title))))
    return found


def _meets(one: Extent, other: Extent) -> bool:
    return one.xmin <= other.xmax and one.xmax >= other.xmin and one.ymin <= other.ymax and one.ymax >= other.ymin
