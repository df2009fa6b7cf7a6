# SPDX-License-Identifier: GPL-2.0-or-later
"""A search through a GIS, a page at a time: by its portal where it has one, else folder after folder of its server."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...core.errors import AccessDenied, BadRequest, NotFound, ProtocolError, ServerBusy, SignInRequired
from .descriptions import Descriptions
from .places import PAGE, Branch, Contents, Entry, Kind, Places

if TYPE_CHECKING:
    from ...core.cancel import Cancel
    from ...core.grid import Extent
    from ...core.service import ImageService

# Filters on what only services themselves tell read the description of every candidate, so many at a time.
PARALLEL = 6
# A page is handed over after so many seconds, however few services it holds, so that something is seen.
PATIENCE_S = 1.5
# As many as fit into a tall window: after so many hits, the next page can wait until somebody scrolls.
ENOUGH = 30
# A directory that contains itself (seen behind proxies) would have no end.
DEEPEST_FOLDER = 8


@dataclass(frozen=True)
class Wanted:
    """What is searched for; empty fields do not restrict. ``extent`` is in EPSG:4326, ``sort`` as the portal takes it.

    ``pixel_type`` is one of Esri's codes. ``readable`` leaves out what cannot be read with this sign-in.
    """

    branch: Branch
    text: str = ""
    owner: str = ""
    extent: Extent | None = None
    pixel_type: str = ""
    readable: bool = False
    sort: str = "title"

    @property
    def asks_services(self) -> bool:
        """Tell whether the services themselves have to be asked."""
        return self.readable or bool(self.pixel_type)

    @property
    def is_filtered(self) -> bool:
        """Tell whether something besides the words restricts the search."""
        return self.asks_services or bool(self.owner) or self.extent is not None


@dataclass(frozen=True)
class Found:
    """Some more of what was found. ``total`` is None where nobody knows it, as in folders and with filters."""

    entries: tuple[Entry, ...]
    total: int | None
    is_last: bool
    seen: int = 0


class Search:
    """One search; ``next`` gives its pages. Slow, for one thread at a time."""

    def __init__(self, wanted: Wanted, places: Places, descriptions: Descriptions) -> None:
        self.wanted = wanted
        self.unreadable_folders = 0
        self._places = places
        self._descriptions = descriptions
        self._seen = 0
        self._on_server: bool | None = None
        self._start: int | None = 1
        # Folders of a server that are still to be read, the next one last.
        self._folders = [wanted.branch.key]

    def next(self, cancel: Cancel) -> Found:
        """Return what is found next; the address of a service finds that service.

        Raises:
            ImageServiceError: the GIS cannot be read; another call tries the same again.
        """
        from ...core.directory import service_within

        pasted = service_within(self.wanted.text)
        if pasted is not None:
            entry = Entry(self.wanted.branch.gis, pasted.rstrip("/").split("/")[-2], pasted)
            return Found((entry,), 1, is_last=True, seen=1)
        if self._on_server is None:
            self._on_server = self._places.known(self.wanted.branch.gis, cancel).kind == "server"
        hits: list[Entry] = []
        started = time.monotonic()
        while True:
            page = self._server_page(cancel) if self._on_server else self._portal_page(cancel)
            hits += self._filtered(page.entries, cancel)
            self._seen += len(page.entries)
            is_last = not self._folders if self._on_server else self._start is None
            seen_enough = len(hits) >= ENOUGH or (bool(hits) and time.monotonic() - started > PATIENCE_S)
            if is_last or seen_enough or not (self._on_server or self.wanted.asks_services):
                total = None if self._on_server or self.wanted.asks_services else page.total
                return Found(tuple(hits), total, is_last, self._seen)

    def _portal_page(self, cancel: Cancel) -> Contents:
        wanted = self.wanted
        query = self._places.query(wanted.branch, cancel)
        query = replace(query, text=_begun(wanted.text), owner=query.owner or wanted.owner, extent=wanted.extent)
        count = ENOUGH if wanted.asks_services else PAGE
        page = self._places.search(wanted.branch.gis, query, self._start or 1, wanted.sort, count, cancel)
        self._start = page.more
        return page

    def _server_page(self, cancel: Cancel) -> Contents:
        """Read one folder; a locked one is passed over and counted, unless it is where the search begins."""
        name = self._folders[-1]
        try:
            page = self._places.contents(Branch(self.wanted.branch.gis, Kind.FOLDER, name), cancel=cancel)
        except (SignInRequired, AccessDenied, NotFound, BadRequest, ServerBusy, ProtocolError):
            if name == self.wanted.branch.key:
                raise
            self.unreadable_folders += 1
            page = Contents()
        self._folders.pop()
        self._folders += [branch.key for branch in reversed(page.branches) if branch.key.count("/") < DEEPEST_FOLDER]
        words = [word.strip("*") for word in self.wanted.text.lower().split()]
        entries = (entry for entry in page.entries if all(word in _full_name(entry) for word in words))
        return Contents(entries=tuple(entries))

    def _filtered(self, entries: tuple[Entry, ...], cancel: Cancel) -> list[Entry]:
        """Return the services that pass the filters which only they themselves can answer."""
        has_to_ask = self.wanted.asks_services or (self._on_server and self.wanted.extent is not None)
        if not has_to_ask or not entries:
            return list(entries)
        with ThreadPoolExecutor(PARALLEL) as pool:
            services = list(pool.map(lambda entry: self._descriptions.service_or_none(entry, cancel), entries))
        cancel.raise_if_set()
        return [entry for entry, service in zip(entries, services) if service is not None and self._passes(service)]

    def _passes(self, service: ImageService) -> bool:
        from ...core.listing import footprint

        wanted = self.wanted
        if wanted.readable and not (service.tiles_only or "image" in service.capabilities):
            return False
        if wanted.pixel_type and (service.pixel_type is None or service.pixel_type.code != wanted.pixel_type):
            return False
        if self._on_server and wanted.extent is not None:
            box = footprint(service)
            return box is not None and box.intersection(wanted.extent) is not None
        return True


def _begun(text: str) -> str:
    """Return words of which the last one may go on: people look at the list while they type.

    Portals want two characters before an asterisk, so a last word of one letter is left out until it has another.
    """
    words = text.split()
    if len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha():
        return " ".join(words[:-1])
    return f"{text}*" if text[-2:].isalnum() and len(text) > 1 else text


def _full_name(entry: Entry) -> str:
    """Return the name of a service with its folders, in lower case."""
    return entry.url.lower().partition("/services/")[2].rpartition("/imageserver")[0]
