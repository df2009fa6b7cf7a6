# SPDX-License-Identifier: GPL-2.0-or-later
"""Where image services are found in a GIS: the one view of it that the Browser panel and the service browser share.

A portal has services that anyone may search, the content of whoever is signed in, and groups; a server has folders at
any depth. Everything is read a page at a time, and nothing that is not shown. Knows no widgets; slow, for threads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from ..connections import Connections
from ..gis_store import ProfileRegistry, Registration

if TYPE_CHECKING:
    from ...core.cancel import Cancel
    from ...core.portal import Item, Member, Page, Portal, Query

translate = QCoreApplication.translate

PAGE = 100


class Kind(Enum):
    """The kinds of branches."""

    ROOT = "root"
    ALL = "all"
    ORGANISATION = "organisation"
    CONTENT = "content"
    CONTENT_FOLDER = "content folder"
    GROUPS = "groups"
    GROUP = "group"
    FOLDER = "folder"


@dataclass(frozen=True)
class Branch:
    """Something in a GIS that can be opened. ``key`` is the id of a group or folder, or a folder's full name."""

    gis: str
    kind: Kind = Kind.ROOT
    key: str = ""
    title: str = ""

    @property
    def path(self) -> str:
        """Return a text that stays the same and that no other branch of this GIS has."""
        return f"{self.kind.value}/{self.key}"


@dataclass(frozen=True)
class Entry:
    """An image service in a listing; ``item`` is what a portal says of it."""

    gis: str
    title: str
    url: str
    item: Item | None = None


@dataclass(frozen=True)
class Contents:
    """A page of what is in a branch; ``more`` is where the next page begins, or None. ``total`` counts services."""

    branches: tuple[Branch, ...] = ()
    entries: tuple[Entry, ...] = ()
    more: int | None = None
    total: int = 0


class Places:
    """Reads branches of registered GIS.

    Every method raises ImageServiceError where the GIS cannot be read, and Cancelled.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._members: dict[Registration, tuple[str, Member | None]] = {}

    def contents(self, branch: Branch, start: int = 1, cancel: Cancel | None = None) -> Contents:
        """Return a page of a branch, beginning with service number ``start``."""
        registration = self.known(branch.gis, cancel)
        if registration.kind == "server":
            return self._folder(registration, branch, cancel)
        portal = self._portal(registration)
        if branch.kind is Kind.ROOT:
            return self._portal_root(registration, portal, cancel)
        if branch.kind is Kind.GROUPS:
            return self._groups(registration, portal, cancel)
        if branch.kind in (Kind.CONTENT, Kind.CONTENT_FOLDER):
            return self._content(registration, portal, branch, start, cancel)
        query = self.query(branch, cancel)
        return self._contents(branch.gis, portal.search(query, start=start, count=PAGE, sort="title", cancel=cancel))

    def query(self, branch: Branch, cancel: Cancel | None = None) -> Query:
        """Return the search for everything in a branch of a portal."""
        from ...core.portal import Query

        if branch.kind is Kind.GROUP:
            return Query(group=branch.key)
        org_id, member = self._member(self.known(branch.gis, cancel), cancel)
        if branch.kind in (Kind.CONTENT, Kind.CONTENT_FOLDER):
            return Query(owner=member.username if member else "")
        return Query(org_id=org_id) if branch.kind is Kind.ORGANISATION else Query()

    def search(
        self, gis: str, query: Query, start: int, sort: str, count: int = PAGE, cancel: Cancel | None = None
    ) -> Contents:
        """Return a page of what a portal finds; an empty ``sort`` puts the best match first."""
        portal = self._portal(self.known(gis, cancel))
        return self._contents(gis, portal.search(query, start=start, count=count, sort=sort, cancel=cancel))

    def known(self, gis: str, cancel: Cancel | None = None) -> Registration:
        """Return what is kept of a GIS; one that was registered without asking what it is, is asked now."""
        registration = ProfileRegistry().registration(gis)
        if registration.kind:
            return registration
        from ..gis_check import find_gis

        place = find_gis(registration.url, self._connections.session(gis, registration.url), cancel)
        return replace(registration, kind=place.kind, url=place.root)

    def member(self, gis: str, cancel: Cancel | None = None) -> Member | None:
        """Return who is signed in to a portal, or None."""
        return self._member(self.known(gis, cancel), cancel)[1]

    def forget(self) -> None:
        """Ask again who is signed in."""
        self._members.clear()

    def _portal(self, registration: Registration) -> Portal:
        from ...core.portal import Portal

        return Portal(registration.url, self._connections.session(registration.name, registration.url))

    def _member(self, registration: Registration, cancel: Cancel | None) -> tuple[str, Member | None]:
        """Return the id of the organisation and who is signed in, asked once."""
        if registration not in self._members:
            info = self._portal(registration).info(cancel)
            self._members[registration] = (info.org_id, info.member)
        return self._members[registration]

    def _folder(self, registration: Registration, branch: Branch, cancel: Cancel | None) -> Contents:
        from ...core.directory import read_folder

        session = self._connections.session(registration.name, registration.url)
        folder = read_folder(session, registration.url, branch.key, cancel)
        branches = tuple(Branch(branch.gis, Kind.FOLDER, name, _last(name)) for name in folder.folders)
        entries = tuple(Entry(branch.gis, _last(service.name), service.url) for service in folder.services)
        return Contents(branches, entries, total=len(entries))

    def _portal_root(self, registration: Registration, portal: Portal, cancel: Cancel | None) -> Contents:
        org_id, member = self._member(registration, cancel)
        name = registration.name
        branches = [Branch(name, Kind.ALL, title=translate("Places", "All Image Services"))]
        if registration.kind == "online" and org_id:
            branches.insert(0, Branch(name, Kind.ORGANISATION, title=translate("Places", "My Organization")))
        if member is not None:
            branches.insert(0, Branch(name, Kind.CONTENT, title=translate("Places", "My Content")))
            branches.append(Branch(name, Kind.GROUPS, title=translate("Places", "Groups")))
        return Contents(tuple(branches))

    def _groups(self, registration: Registration, portal: Portal, cancel: Cancel | None) -> Contents:
        _, member = self._member(registration, cancel)
        groups = portal.groups(member.username, cancel) if member is not None else ()
        return Contents(tuple(Branch(registration.name, Kind.GROUP, key, title) for key, title in groups))

    def _content(
        self, registration: Registration, portal: Portal, branch: Branch, start: int, cancel: Cancel | None
    ) -> Contents:
        """Return a page of somebody's own services; pages without any, of which there may be many, are passed over."""
        _, member = self._member(registration, cancel)
        if member is None:
            return Contents()
        branches: tuple[Branch, ...] = ()
        if branch.kind is Kind.CONTENT and start == 1:
            folders = portal.folders(member.username, cancel)
            branches = tuple(Branch(branch.gis, Kind.CONTENT_FOLDER, key, title) for key, title in folders)
        page = portal.content(member.username, branch.key, start=start, count=PAGE, cancel=cancel)
        while not page.items and page.next_start is not None:
            page = portal.content(member.username, branch.key, start=page.next_start, count=PAGE, cancel=cancel)
        return replace(self._contents(branch.gis, page), branches=branches)

    def _contents(self, gis: str, page: Page) -> Contents:
        entries = tuple(Entry(gis, item.title, item.url, item) for item in page.items)
        return Contents((), entries, page.next_start, page.total)


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]
